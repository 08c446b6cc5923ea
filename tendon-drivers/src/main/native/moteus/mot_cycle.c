/* One exchange: torques out, state in. */
#include "moteus.h"

#include "clock.h"

#include <math.h>
#include <string.h>

/* What a controller can say at most; anything else is no state of one. */
#define TURNS_MAX 40000.0
#define TURNS_PER_S_MAX 500.0
#define TORQUE_MAX 1000.0
#define TEMPERATURE_LEAST (-55.0)
#define MODE_MAX 31u
#define FAULT_MAX 127u
#define TRAVEL_TURNS 0.1 /* what noise and a coarse clock add */
/* Two clocks, and a machine that stands still between sending and noting the time. */
#define CLOCK_SLACK_MS 200.0
#define CLOCK_SHARE 0.05
#define MODE_FITS(mode) ((mode) == MOT_MODE_POSITION || (mode) == MOT_MODE_TIMEOUT || \
    ((mode) >= MOT_MODE_ENABLING_FIRST && (mode) <= MOT_MODE_ENABLING_LAST))

uint64_t mot_all(const mot_device *device)
{
    return device->link.devices == 64 ? ~UINT64_C(0) : (UINT64_C(1) << device->link.devices) - 1;
}

uint64_t mot_in_mode(const mot_device *device, uint32_t mode)
{
    uint64_t mask = 0;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        mask |= (uint64_t)(device->motor[i].known && device->motor[i].mode == mode) << i;
    }
    return mask;
}

const char *mot_fault_text(uint32_t fault)
{
    static const char *const TEXTS[] = {"calibration", "motor driver", "over-voltage", "encoder", "not calibrated",
        "timing", "over-temperature", "outside of its position limits", "under-voltage", "configuration changed",
        "no commutation encoder", "no position", "gate driver", "stop position", "timing", "no acceleration limit",
        "invalid position limits", "position error", "velocity error"};
    const uint32_t count = sizeof TEXTS / sizeof TEXTS[0];
    return fault >= 32 && fault < 32 + count ? TEXTS[fault - 32] : "unknown";
}

/* ------------------------------------------------------------------------------------------------------------- in */

/* State out of an answer. 0 when it cannot be. */
static int decode_state(const mot_answer *answer, int64_t asked_ns, const mot_motor *before, mot_motor *after)
{
    const uint32_t needed = (1u << (MOT_MILLISECONDS + 1)) - 1u;
    const double *value = answer->value;
    if ((answer->given & needed) != needed || answer->refused != 0)
    {
        return 0;
    }
    *after = *before;
    after->turns = value[MOT_POSITION];
    after->turns_per_s = value[MOT_VELOCITY];
    after->torque_nm = value[MOT_TORQUE];
    after->temperature_c = value[MOT_TEMPERATURE];
    after->mode = (uint32_t)(int32_t)value[MOT_MODE];
    after->fault = (uint32_t)(int32_t)value[MOT_FAULT];
    after->milliseconds = (uint32_t)(int32_t)value[MOT_MILLISECONDS];
    /* A frame of zeros is well-formed; no controller runs on 0 V. */
    if (fabs(after->turns) > TURNS_MAX || fabs(after->turns_per_s) > TURNS_PER_S_MAX ||
        fabs(after->torque_nm) > TORQUE_MAX || after->temperature_c < TEMPERATURE_LEAST || value[MOT_VOLTAGE] <= 0 ||
        after->mode > MODE_MAX || after->fault > FAULT_MAX)
    {
        return 0;
    }
    if (!before->known)
    {
        return 1;
    }
    /* Its clock says whether it has restarted; then its position may be anywhere. */
    const double seconds = (double)(asked_ns - before->state_ns) * 1e-9;
    const double ticked_ms = (double)(int32_t)(after->milliseconds - before->milliseconds);
    const double slack_ms = CLOCK_SLACK_MS + CLOCK_SHARE * seconds * 1e3;
    if (fabs(ticked_ms - seconds * 1e3) > slack_ms)
    {
        after->restarted = 1;
        return 1;
    }
    return fabs(after->turns - before->turns) <= TRAVEL_TURNS + (seconds + 1e-3 * CLOCK_SLACK_MS) * TURNS_PER_S_MAX;
}

static void report(bus *bus, const mot_device *device, uint32_t index, const mot_motor *before)
{
    const mot_settings *settings = bus_settings_of(bus);
    const mot_motor *now = &device->motor[index];
    const char *name = settings->motors.motors.motor[index].name;
    if (now->mode == MOT_MODE_FAULT && before->mode != MOT_MODE_FAULT)
    {
        count_one(device->link.counters, COUNT_DEVICE_ERROR);
        bus_report(bus, "moteus: motor %.40s (id %u) reports a fault: %s (code %u); remove the cause, deactivate, make "
            "the request clear_faults, activate", name, device->link.id[index], mot_fault_text(now->fault), now->fault);
    }
    else if (device->armed && now->restarted && !before->restarted)
    {
        count_one(device->link.counters, COUNT_DEVICE_ERROR);
        bus_report(bus, "moteus: motor %.40s (id %u) has restarted or was stopped by somebody while it was in use; "
            "check its supply, then deactivate and activate", name, device->link.id[index]);
    }
}

/* Takes in what was answered; nothing when one of the answers cannot be. */
static int take_states(bus *bus, mot_device *device)
{
    mot_motor states[MOTORS_MAX];
    const mot_link *link = &device->link;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if ((link->answered >> i & 1u) != 0 &&
            !decode_state(&link->answer[i], link->port.asked_ns, &device->motor[i], &states[i]))
        {
            return 0;
        }
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if ((link->answered >> i & 1u) == 0)
        {
            continue;
        }
        const mot_motor before = device->motor[i];
        device->motor[i] = states[i];
        device->motor[i].known = 1;
        device->motor[i].state_ns = link->port.sent_ns;
        device->motor[i].restarted = device->armed && (states[i].restarted ||
            (states[i].mode != MOT_MODE_FAULT && !MODE_FITS(states[i].mode)));
        report(bus, device, i, &before);
    }
    return 1;
}

/* ------------------------------------------------------------------------------------------------------------ out */

static uint32_t say_bytes(uint8_t *to, mot_say say, uint32_t watchdog_ms)
{
    uint32_t used = 0;
    switch (say)
    {
        case MOT_SAY_IDENTITY:
            return mot_read(to, MOT_INT32, MOT_REG_MODEL, 3);
        case MOT_SAY_STOP:
            used = mot_mode(to, MOT_MODE_STOPPED);
            break;
        case MOT_SAY_BRAKE:
            used = mot_mode(to, MOT_MODE_BRAKE);
            break;
        case MOT_SAY_ZERO:
            used = mot_torque(to, 0.0, watchdog_ms);
            break;
        default:
            break;
    }
    return used + mot_ask_state(to + used);
}

static uint32_t watchdog_ms(const mot_settings *settings)
{
    return (uint32_t)ceil(settings->common.watchdog_ms);
}

bus_outcome mot_talk(bus *bus, uint64_t mask, mot_say say, int64_t patience_ns)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    mot_link *link = &device->link;
    const int64_t wire_ns = (int64_t)(device->wire_s * (double)NS_PER_S);
    mot_link_begin(link);
    for (uint32_t i = 0; i < link->devices; i++)
    {
        can_message message;
        if ((mask >> i & 1u) != 0)
        {
            mot_link_add(link, i, &message, say_bytes(message.data, say, watchdog_ms(settings)));
        }
    }
    bus_outcome outcome = mot_link_finish(link, wire_ns + patience_ns, say == MOT_SAY_IDENTITY ? 2 * NS_PER_MS : 0);
    if (outcome == BUS_UNDECIDED && patience_ns >= MOT_PATIENCE_NS)
    {
        outcome = BUS_LOST;
    }
    if (say != MOT_SAY_IDENTITY && (outcome == BUS_GOOD || outcome == BUS_LATE) && !take_states(bus, device))
    {
        outcome = BUS_BAD_VALUE;
    }
    return outcome;
}

/* Torque of one motor: what is wanted, less the damping, which is closed here, once an exchange. */
static double torque_of(const mot_device *device, uint32_t index, const bus_command *command, int fresh)
{
    const mot_motor *motor = &device->motor[index];
    const motor_scale *scale = &device->scale[index];
    if (!command->enabled)
    {
        return 0.0;
    }
    const double effort = shaft_effort(scale, command->value[device->columns.command_effort + index]);
    const double damping = shaft_damping(scale, command->value[device->columns.command_damping + index]);
    const double wanted = effort - (fresh && motor->known ? damping * motor->turns_per_s * MOT_TAU : 0.0);
    const double limit = motor->torque_limit_nm > 0.0 ? motor->torque_limit_nm : TORQUE_MAX;
    return wanted > limit ? limit : wanted < -limit ? -limit : wanted;
}

static void add_frames(const mot_settings *settings, mot_device *device, const bus_command *command)
{
    const int64_t age_ns = clock_ns() - device->state_ns;
    const int fresh = device->state_ns != 0 && age_ns < (int64_t)(settings->common.watchdog_ms * (double)NS_PER_MS);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const mot_motor *motor = &device->motor[i];
        can_message message;
        uint32_t used = 0;
        /* A torque switches the stage on. One that was not heard of may have restarted meanwhile: it is asked first. */
        if (command != NULL && device->armed && !motor->silent && !motor->restarted && motor->mode != MOT_MODE_FAULT)
        {
            used = mot_torque(message.data, torque_of(device, i, command, fresh), watchdog_ms(settings));
        }
        used += mot_ask_state(message.data + used);
        mot_link_add(&device->link, i, &message, used);
    }
}

/* --------------------------------------------------------------------------------------------------------- sample */

static int64_t status_of(const mot_device *device)
{
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const mot_motor *motor = &device->motor[i];
        const uint32_t fault = motor->mode != MOT_MODE_FAULT ? 0 : motor->fault != 0 ? motor->fault : MOT_FAULT_UNKNOWN;
        const uint32_t code = fault | (motor->restarted ? MOT_STATUS_RESTARTED : 0);
        if (code != 0)
        {
            return bus_fault_status(i, code);
        }
    }
    return 0;
}

static void fill(const mot_device *device, bus_sample *sample, int64_t arrival_ns)
{
    const motor_columns *columns = &device->columns;
    for (uint32_t i = 0; i < columns->count; i++)
    {
        const mot_motor *motor = &device->motor[i];
        const shaft_state state = {.position_rad = motor->turns * MOT_TAU,
            .velocity_rad_s = motor->turns_per_s * MOT_TAU, .effort_nm = motor->torque_nm,
            .temperature_c = motor->temperature_c, .measured_ns = motor->state_ns};
        bus_put_motor(sample, columns, i, &device->scale[i], &state);
    }
    sample->device_time_ns = device->state_ns;
    sample->arrival_ns = arrival_ns;
    sample->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
    sample->status = status_of(device);
    if (device->armed && mot_in_mode(device, MOT_MODE_TIMEOUT) != 0)
    {
        sample->status |= SINEW_STATUS_WATCHDOG;
    }
}

bus_outcome mot_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    mot_link *link = &device->link;
    mot_link_begin(link);
    add_frames(settings, device, command);
    bus_outcome outcome =
        mot_link_finish(link, (int64_t)(device->wire_s * (double)NS_PER_S) + link->port.slack_ns, 0);
    if ((outcome == BUS_GOOD || outcome == BUS_LATE) && !take_states(bus, device))
    {
        outcome = BUS_BAD_VALUE;
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        device->motor[i].silent = (link->answered >> i & 1u) == 0 || outcome == BUS_BAD_VALUE;
    }
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    device->state_ns = link->port.sent_ns;
    fill(device, sample, clock_ns());
    return outcome;
}
