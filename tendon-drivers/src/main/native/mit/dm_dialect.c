/* Damiao motors, as mit_dialect wants to have them. */
#include "dm_codec.h"
#include "mit_dialect.h"

#include <math.h>
#include <stddef.h>

#define TEMPERATURE_MAX 200.0

/* Limits, gains, versions, ranges. */
static const uint16_t DIVIDERS[] = {1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23};

static dm_range range_of(const mit_range *range)
{
    return (dm_range){.position = range->position, .velocity = range->velocity, .torque = range->torque};
}

static void say(can_message *message, uint32_t id, const mit_range *range, mit_say what)
{
    const dm_range reach = range_of(range);
    switch (what)
    {
        case MIT_SAY_DISABLE:
            dm_give_order(message, id, DM_DISABLE);
            break;
        case MIT_SAY_CLEAR:
            dm_give_order(message, id, DM_CLEAR);
            break;
        case MIT_SAY_ENABLE:
            dm_give_order(message, id, DM_ENABLE);
            break;
        case MIT_SAY_ZERO:
            dm_command(message, id, &reach, 0, 0, 0, 0, 0);
            break;
        default:
            dm_refresh(message, id);
            break;
    }
}

static void command(can_message *message, uint32_t id, const mit_range *range, double kd, double torque)
{
    const dm_range reach = range_of(range);
    dm_command(message, id, &reach, 0, 0, 0, kd, torque);
}

static int value(const can_message *message, mit_value *found)
{
    dm_register answer;
    if (message->id == DM_ALL || !dm_parse_register(message, &answer))
    {
        return 0; /* an adapter may echo the question */
    }
    *found = (mit_value){.id = answer.id, .number = answer.number, .written = answer.written, .whole = answer.whole,
        .real = answer.real};
    return 1;
}

static int passes(const can_message *message)
{
    (void)message;
    return 0;
}

static mit_sender sender(const can_message *message, uint32_t id, uint32_t feedback_id)
{
    return message->id != feedback_id ? MIT_NOBODY : (message->data[0] & 15u) == (id & 15u) ? MIT_THIS : MIT_TWISTED;
}

static int state(const can_message *message, const mit_range *range, mit_state *found)
{
    const dm_range reach = range_of(range);
    dm_feedback feedback;
    if (!dm_parse_feedback(message, &reach, &feedback))
    {
        return 0;
    }
    const uint32_t status = feedback.status;
    const int warm = feedback.mos_c <= TEMPERATURE_MAX && (feedback.rotor_c > 0 || feedback.mos_c > 0);
    *found = (mit_state){
        .power = status == DM_STATUS_ENABLED ? MIT_ON : status == DM_STATUS_LOST ? MIT_LOST : MIT_OFF,
        .fault = status <= DM_STATUS_ENABLED || status == DM_STATUS_LOST ? 0 : status,
        .position = feedback.position, .velocity = feedback.velocity, .torque = feedback.torque,
        .temperature_c = warm ? feedback.rotor_c : NAN};
    return 1;
}

static const char *fault_text(uint32_t fault)
{
    static const char *const TEXTS[] = {[5] = "sensor", [6] = "parameters", [8] = "over-voltage", [9] = "under-voltage",
        [10] = "over-current", [11] = "MOSFET too hot", [12] = "rotor too hot", [14] = "overload", [15] = NULL};
    return fault < sizeof TEXTS / sizeof TEXTS[0] && TEXTS[fault] != NULL ? TEXTS[fault] : "unknown";
}

const mit_dialect DAMIAO = {
    .name = "Damiao",
    .adapter = &DM_SERIAL,
    .dividers = DIVIDERS,
    .divider_count = sizeof DIVIDERS / sizeof DIVIDERS[0],
    .mode_number = DM_REG_MODE,
    .mode_mit = DM_MODE_MIT,
    .watchdog_number = DM_REG_TIMEOUT,
    .watchdog_text = "register 9",
    .say = say,
    .command = command,
    .read = dm_read,
    .write = dm_write,
    .value = value,
    .passes = passes,
    .sender = sender,
    .state = state,
    .fault_text = fault_text,
};
