/* RobStride and CyberGear motors, as mit_dialect wants to have them. */
#include "mit_dialect.h"
#include "rs_codec.h"

/* Parameters that the manuals of all models have. */
static const uint16_t DIVIDERS[] = {0x7006, 0x700A, 0x700B, 0x7010, 0x7011, 0x7014, 0x7016, 0x7017, 0x7018};

static void say(can_message *message, uint32_t id, const mit_range *range, mit_say what)
{
    switch (what)
    {
        case MIT_SAY_CLEAR:
            rs_stop(message, id, 1);
            break;
        case MIT_SAY_ENABLE:
            rs_enable(message, id);
            break;
        case MIT_SAY_ZERO:
            rs_control(message, id, range, 0, 0, 0, 0, 0);
            break;
        default:
            rs_stop(message, id, 0);
            break;
    }
}

static void command(can_message *message, uint32_t id, const mit_range *range, double kd, double torque)
{
    rs_control(message, id, range, 0, 0, 0, kd, torque);
}

/* Type 0, which a motor sends when it is back after a restart, and whatever others talk about. */
static int passes(const can_message *message)
{
    return rs_type(message) != RS_TYPE_STATUS && rs_type(message) != RS_TYPE_READ;
}

static mit_sender sender(const can_message *message, uint32_t id, uint32_t feedback_id)
{
    (void)feedback_id;
    return rs_type(message) == RS_TYPE_STATUS && (message->id >> 8 & 0xFFu) == id ? MIT_THIS : MIT_NOBODY;
}

static int state(const can_message *message, const mit_range *range, mit_state *found)
{
    rs_status status;
    if (!rs_parse_status(message, range, &status))
    {
        return 0;
    }
    *found = (mit_state){
        .power = status.mode == RS_MODE_MOTOR ? MIT_ON : status.mode == RS_MODE_RESET ? MIT_OFF : MIT_OTHER,
        .fault = status.fault, .position = status.position, .velocity = status.velocity, .torque = status.torque,
        .temperature_c = status.temperature_c};
    return 1;
}

static const char *fault_text(uint32_t fault)
{
    static const char *const TEXTS[] = {"under-voltage", "over-current", "too hot", "encoder",
        "overload (CyberGear: Hall sensor)", "not calibrated", "over-voltage", "driver chip, or another one"};
    for (uint32_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
    {
        if ((fault >> i & 1u) != 0)
        {
            return TEXTS[i];
        }
    }
    return "unknown";
}

const mit_dialect ROBSTRIDE = {
    .name = "RobStride",
    .adapter = &RS_SERIAL,
    .extended = 1,
    .dividers = DIVIDERS,
    .divider_count = sizeof DIVIDERS / sizeof DIVIDERS[0],
    .mode_number = RS_RUN_MODE,
    .mode_mit = 0,
    .mode_is_ours = 1,
    .watchdog_number = RS_CAN_TIMEOUT,
    .watchdog_text = "parameter 0x7028",
    .asking_stops = 1,
    .write_tells_state = 1,
    .watchdog_is_mute = 1,
    .say = say,
    .command = command,
    .read = rs_read,
    .write = rs_write,
    .value = rs_parse_value,
    .passes = passes,
    .sender = sender,
    .state = state,
    .report = rs_parse_fault,
    .fault_text = fault_text,
};
