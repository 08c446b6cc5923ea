/* One exchange: commands out, feedback in. */
#include "mit.h"

#include "clock.h"

#include <math.h>
#include <string.h>

#define TRAVEL_RAD 0.2    /* what noise adds */
#define TRAVEL_FORGET_S 0.2
#define TEMPERATURE_LEAST (-60.0)
#define TEMPERATURE_MOST 200.0

uint64_t mit_all(const mit_device *device)
{
    return device->link.devices == 64 ? ~UINT64_C(0) : (UINT64_C(1) << device->link.devices) - 1;
}

uint64_t mit_with(const mit_device *device, mit_power power)
{
    uint64_t mask = 0;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        mask |= (uint64_t)(device->motor[i].known && device->motor[i].state.power == power) << i;
    }
    return mask;
}

/* ------------------------------------------------------------------------------------------------------------- in */

/* 0 when the shaft cannot have got there. */
static int is_possible(const mit_motor *before, const mit_range *range, const mit_state *now, int64_t asked_ns)
{
    const double seconds = (double)(asked_ns - before->state_ns) * 1e-9;
    if (!(now->temperature_c >= TEMPERATURE_LEAST && now->temperature_c <= TEMPERATURE_MOST))
    {
        return 0;
    }
    return !before->known || seconds > TRAVEL_FORGET_S ||
        fabs(now->position - before->state.position) <= TRAVEL_RAD + (seconds + 0.01) * range->velocity;
}

static void report(bus *bus, const mit_device *device, uint32_t index, const mit_motor *before)
{
    const mit_settings *settings = bus_settings_of(bus);
    const mit_motor *now = &device->motor[index];
    const motor *motor = &settings->motors.motors.motor[index];
    if (now->state.fault != 0 && !(before->known && before->state.fault != 0))
    {
        count_one(device->link.counters, COUNT_DEVICE_ERROR);
        bus_report(bus, "mit: motor %.40s (id %u) reports a fault: %s (status %u); remove the cause, deactivate, make "
            "the request clear_faults, activate", motor->name, motor->id,
            device->link.dialect->fault_text(now->state.fault), now->state.fault);
    }
    else if (now->restarted && !before->restarted)
    {
        count_one(device->link.counters, COUNT_DEVICE_ERROR);
        bus_report(bus, "mit: motor %.40s (id %u) has restarted or was switched off by somebody while it was in use; "
            "check its supply, then deactivate and activate", motor->name, motor->id);
    }
}

/*
 * What a motor says, and what follows from it. One whose watchdog has fired may only say that it is off: it is believed
 * to be that when it had heard nothing for so long, since a motor that was heard of in between has restarted.
 */
static mit_state state_of(const bus_settings *settings, const mit_device *device, uint32_t index)
{
    const mit_motor_link *link = &device->link.motor[index];
    const mit_motor *before = &device->motor[index];
    const int64_t silent_ns = device->link.port.sent_ns - before->state_ns;
    mit_state now = link->feedback;
    if (device->link.dialect->watchdog_is_mute && before->has_watchdog && device->armed && now.power == MIT_OFF &&
        before->known && (before->state.power == MIT_LOST || (before->state.power == MIT_ON &&
        (double)silent_ns > settings->watchdog_ms * (double)NS_PER_MS)))
    {
        now.power = MIT_LOST;
    }
    if (now.power != MIT_ON)
    {
        now.torque = 0; /* a stage that is off makes none; twelve bits have no number that says so */
    }
    now.fault |= link->reported;
    return now;
}

/* Takes in what was answered; nothing when one of the answers cannot be. */
static int take_states(bus *bus, mit_device *device)
{
    const mit_settings *settings = bus_settings_of(bus);
    const mit_link *link = &device->link;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        const mit_motor_link *motor = &link->motor[i];
        if (motor->answered && !is_possible(&device->motor[i], &motor->range, &motor->feedback, link->port.asked_ns))
        {
            return 0;
        }
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        mit_motor *motor = &device->motor[i];
        const mit_motor before = *motor;
        if (!link->motor[i].answered)
        {
            continue;
        }
        motor->state = state_of(&settings->common, device, i);
        motor->state_ns = link->port.sent_ns;
        motor->known = 1;
        /* Only an order enables: one that has restarted stays limp. */
        motor->restarted = device->armed &&
            (before.restarted || (motor->state.power == MIT_OFF && motor->state.fault == 0));
        report(bus, device, i, &before);
    }
    return 1;
}

/* ------------------------------------------------------------------------------------------------------------ out */

bus_outcome mit_talk(bus *bus, uint64_t mask, mit_say say, int64_t patience_ns)
{
    mit_device *device = bus_device_of(bus);
    mit_link *link = &device->link;
    mit_link_begin(link);
    for (uint32_t i = 0; i < link->devices; i++)
    {
        can_message message;
        if ((mask >> i & 1u) != 0)
        {
            link->dialect->say(&message, link->motor[i].id, &link->motor[i].range, say);
            link->motor[i].reported = say == MIT_SAY_CLEAR ? 0 : link->motor[i].reported;
            mit_link_add(link, i, &message);
        }
    }
    const bus_outcome outcome = mit_link_finish(link, (int64_t)(device->wire_s * (double)NS_PER_S) + patience_ns);
    return (outcome == BUS_GOOD || outcome == BUS_LATE) && !take_states(bus, device) ? BUS_BAD_VALUE : outcome;
}

/*
 * Effort as the feed-forward torque, damping as the motor's own kd, which it closes itself. What is beyond the
 * greatest kd is closed here, once an exchange.
 */
static void command_one(const mit_device *device, uint32_t index, const bus_command *command, int fresh,
    can_message *message)
{
    const mit_motor *motor = &device->motor[index];
    const mit_motor_link *to = &device->link.motor[index];
    const motor_scale *scale = &device->scale[index];
    const mit_dialect *dialect = device->link.dialect;
    if (!command->enabled)
    {
        dialect->say(message, to->id, &to->range, MIT_SAY_ZERO);
        return;
    }
    const double damping = shaft_damping(scale, command->value[device->columns.command_damping + index]);
    const double own = damping > to->range.kd ? to->range.kd : damping;
    const double rest = fresh && motor->known ? (damping - own) * motor->state.velocity : 0.0;
    const double wanted = shaft_effort(scale, command->value[device->columns.command_effort + index]) - rest;
    const double limit = motor->torque_limit_nm > 0.0 ? motor->torque_limit_nm : to->range.torque;
    const double torque = wanted > limit ? limit : wanted < -limit ? -limit : wanted;
    dialect->command(message, to->id, &to->range, own, torque);
}

/* Asks for the state of a motor that pulls, or does not and must not. */
static void ask(const mit_device *device, uint32_t index, int is_well, can_message *message)
{
    const mit_motor_link *to = &device->link.motor[index];
    const int goes_on = is_well && device->link.dialect->asking_stops;
    device->link.dialect->say(message, to->id, &to->range, goes_on ? MIT_SAY_ZERO : MIT_SAY_NOTHING);
}

static void add_frames(const mit_settings *settings, mit_device *device, const bus_command *command)
{
    const int64_t age_ns = clock_ns() - device->state_ns;
    const int fresh = device->state_ns != 0 && age_ns < (int64_t)(settings->common.watchdog_ms * (double)NS_PER_MS);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const mit_motor *motor = &device->motor[i];
        const int is_well = device->armed && !motor->restarted && motor->state.fault == 0;
        can_message message;
        if (command == NULL || !is_well)
        {
            ask(device, i, is_well, &message);
        }
        else
        {
            command_one(device, i, command, fresh, &message);
        }
        mit_link_add(&device->link, i, &message);
    }
}

/* --------------------------------------------------------------------------------------------------------- sample */

static int64_t status_of(const mit_device *device)
{
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const mit_motor *motor = &device->motor[i];
        const uint32_t code = motor->state.fault | (motor->restarted ? MIT_STATUS_RESTARTED : 0);
        if (code != 0)
        {
            return bus_fault_status(i, code);
        }
    }
    return 0;
}

static void fill(const mit_device *device, bus_sample *sample, int64_t arrival_ns)
{
    const motor_columns *columns = &device->columns;
    for (uint32_t i = 0; i < columns->count; i++)
    {
        const mit_motor *motor = &device->motor[i];
        const shaft_state state = {.position_rad = motor->state.position, .velocity_rad_s = motor->state.velocity,
            .effort_nm = motor->state.torque, .temperature_c = motor->state.temperature_c,
            .measured_ns = motor->state_ns};
        bus_put_motor(sample, columns, i, &device->scale[i], &state);
    }
    sample->device_time_ns = device->state_ns;
    sample->arrival_ns = arrival_ns;
    sample->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
    sample->status = status_of(device);
    if (device->armed && mit_with(device, MIT_LOST) != 0)
    {
        sample->status |= SINEW_STATUS_WATCHDOG;
    }
}

bus_outcome mit_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    mit_link *link = &device->link;
    mit_link_begin(link);
    add_frames(settings, device, command);
    bus_outcome outcome = mit_link_finish(link, (int64_t)(device->wire_s * (double)NS_PER_S) + link->port.slack_ns);
    if ((outcome == BUS_GOOD || outcome == BUS_LATE) && !take_states(bus, device))
    {
        outcome = BUS_BAD_VALUE;
    }
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    device->state_ns = link->port.sent_ns;
    fill(device, sample, clock_ns());
    return outcome;
}
