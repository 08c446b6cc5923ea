/* One exchange: goals out, present state in, and now and then the registers that change slowly. */
#include "dynamixel.h"

#include "clock.h"

#include <math.h>
#include <string.h>

#define TAU 6.283185307179586
#define WATCHDOG_PERIOD_NS (50 * NS_PER_MS)
#define TEMPERATURE_PERIOD_NS (500 * NS_PER_MS)
#define TEMPERATURE_LIMIT_NS (5 * NS_PER_S)
#define ERROR_PERIOD_NS (100 * NS_PER_MS)

/* What a servo can say at most; anything else is no state of a servo. */
#define POSITION_MAX 1100000  /* 256 turns either way, and some homing offset */
#define VELOCITY_MAX 4096     /* 938 rpm */
#define CURRENT_MAX 4096
#define TEMPERATURE_MAX 125

/* How far a shaft can get in a time: 600 rpm, and what noise adds. */
#define TRAVEL_COUNTS_PER_S (10.0 * DXL_COUNTS_PER_TURN)
#define TRAVEL_COUNTS 32.0
#define TRAVEL_FORGET_S 0.5

/* ------------------------------------------------------------------------------------------------------------ out */

/*
 * Goal current of one servo. The current loop is the servo's; damping is closed here, once an exchange, with the
 * velocity of the newest state. Without a fresh one there is no damping: an old velocity would push.
 */
static int32_t goal_of(const dxl_device *device, uint32_t index, const bus_command *command, int fresh)
{
    const dxl_motor *motor = &device->motor[index];
    const motor_scale *scale = &device->scale[index];
    if (command == NULL || !command->enabled)
    {
        return 0;
    }
    const double effort = shaft_effort(scale, command->value[device->columns.command_effort + index]);
    const double damping = shaft_damping(scale, command->value[device->columns.command_damping + index]);
    const double velocity = fresh && motor->known ? motor->velocity * DXL_VELOCITY_RPM * TAU / 60.0 : 0.0;
    const double counts =
        (effort - damping * velocity) / motor->nm_per_ampere / motor->amperes_per_count;
    const double limit = motor->goal_limit;
    return (int32_t)lrint(counts > limit ? limit : counts < -limit ? -limit : counts);
}

void dxl_write_goals(const dxl_settings *settings, dxl_device *device, const bus_command *command)
{
    serial_link *link = &device->link;
    uint8_t currents[2 * LINK_DEVICES_MAX];
    uint8_t positions[4 * LINK_DEVICES_MAX];
    const int64_t age_ns = clock_ns() - device->state_ns;
    const int fresh = device->state_ns != 0 && age_ns < (int64_t)(settings->common.watchdog_ms * (double)NS_PER_MS);
    const int32_t lead = (int32_t)lrint(settings->lead_rad / TAU * DXL_COUNTS_PER_TURN);
    for (uint32_t i = 0; i < link->devices; i++)
    {
        const int32_t goal = goal_of(device, i, command, fresh);
        if (settings->mode == DXL_CURRENT)
        {
            dxl_put_u16(currents + 2 * i, (uint32_t)goal);
            continue;
        }
        /* The position loop pulls towards a goal ahead of the shaft; the current is its limit and so the effort. */
        dxl_put_u16(currents + 2 * i, (uint32_t)(goal < 0 ? -goal : goal));
        dxl_put_u32(positions + 4 * i,
            (uint32_t)(device->motor[i].position + (goal > 0 ? lead : goal < 0 ? -lead : 0)));
    }
    link_add(link,
        dxl_sync_write(link_out(link), DXL_REG_GOAL_CURRENT, 2, link->ids, currents, link->devices));
    if (settings->mode == DXL_CURRENT_POSITION)
    {
        link_add(link,
            dxl_sync_write(link_out(link), DXL_REG_GOAL_POSITION, 4, link->ids, positions, link->devices));
    }
}

/* ------------------------------------------------------------------------------------------------------------- in */

/* Present state of one servo out of the last ten bytes of what was read. 0 when it cannot be. */
static int decode(const uint8_t *bytes, double seconds, const dxl_motor *before, dxl_motor *after)
{
    after->current = dxl_get_i16(bytes);
    after->velocity = dxl_get_i32(bytes + 2);
    after->position = dxl_get_i32(bytes + 6);
    if (after->position > POSITION_MAX || after->position < -POSITION_MAX || after->velocity > VELOCITY_MAX ||
        after->velocity < -VELOCITY_MAX || after->current > CURRENT_MAX || after->current < -CURRENT_MAX)
    {
        return 0;
    }
    /* A frame of zeros has a right checksum; a shaft that has to have jumped gives it away. */
    const double travel = (double)after->position - (double)before->position;
    return !before->known || seconds > TRAVEL_FORGET_S ||
        fabs(travel) <= TRAVEL_COUNTS + TRAVEL_COUNTS_PER_S * seconds;
}

static bus_outcome read_present(dxl_device *device)
{
    serial_link *link = &device->link;
    /* Bytes before the present state: PWM 2, moving 2, tick 2, goal position 4, profile velocity 4. */
    static const uint32_t EXTRA[DXL_PRESENT_VARIANTS] = {0, 2, 4, 6, 10, 14};
    uint32_t variant = 0;
    while (variant < DXL_PRESENT_VARIANTS && link_waits_for(link, DXL_PRESENT_BYTES + EXTRA[variant]))
    {
        variant++;
    }
    if (variant == DXL_PRESENT_VARIANTS)
    {
        return link_flush(link) == SERIAL_GONE ? BUS_GONE : BUS_UNDECIDED; /* the goals at least */
    }
    const uint32_t extra = EXTRA[variant];
    const bus_outcome outcome =
        dxl_link_sync_read(link, device->reading, DXL_REG_PRESENT - extra, DXL_PRESENT_BYTES + extra);
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    dxl_motor states[MOTORS_MAX];
    const double seconds = (double)(link->asked_ns - device->state_ns) * 1e-9;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if (!decode(link->data[i] + extra, seconds, &device->motor[i], &states[i]))
        {
            return BUS_BAD_VALUE;
        }
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        dxl_motor *motor = &device->motor[i];
        motor->position = states[i].position;
        motor->velocity = states[i].velocity;
        motor->current = states[i].current;
        motor->known = 1;
        device->alert |= (link->errors[i] & DXL_ALERT) != 0;
        if ((link->errors[i] & DXL_ERROR_NUMBER) != 0)
        {
            count_one(link->counters, COUNT_DEVICE_ERROR);
        }
    }
    device->state_ns = link->asked_ns;
    return outcome;
}

/* Reads registers of every servo; a failure is counted and tried again with the next exchange. */
static int read_slow(dxl_device *device, uint32_t address, uint32_t count)
{
    if (link_waits_for(&device->link, count))
    {
        return 0;
    }
    const bus_outcome outcome = dxl_link_sync_read(&device->link, device->reading, address, count);
    bus_count_failure(device->link.counters, outcome);
    return outcome == BUS_GOOD || outcome == BUS_LATE;
}

static void read_errors(bus *bus, dxl_device *device, int64_t now_ns)
{
    const dxl_settings *settings = bus_settings_of(bus);
    if (!read_slow(device, DXL_READ_ERROR))
    {
        return;
    }
    device->next_error_ns = now_ns + ERROR_PERIOD_NS;
    device->alert = 0;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint8_t error = device->link.data[i][2];
        if (error != 0 && device->motor[i].hardware_error == 0)
        {
            count_one(device->link.counters, COUNT_DEVICE_ERROR);
            bus_report(bus, "dynamixel: motor %.40s (id %u) reports a hardware error: %s (register 70 = 0x%02x); "
                "remove the cause, then restart the servo (power off and on, or request reboot)",
                settings->motors.motors.motor[i].name, device->link.ids[i], dxl_hardware_text(error), error);
        }
        device->motor[i].hardware_error |= error; /* latched until the next activate */
    }
}

static void read_watchdogs(bus *bus, dxl_device *device, int64_t now_ns)
{
    const dxl_settings *settings = bus_settings_of(bus);
    if (!read_slow(device, DXL_READ_WATCHDOG))
    {
        return;
    }
    device->next_watchdog_ns = now_ns + WATCHDOG_PERIOD_NS;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint8_t value = device->link.data[i][0];
        dxl_motor *servo = &device->motor[i];
        const int more = servo->watchdog_zeros < 3; /* does not wrap */
        servo->watchdog_zeros = (uint8_t)(device->armed && value == 0 ? servo->watchdog_zeros + more : 0);
        if (servo->watchdog_zeros == 1)
        {
            device->next_watchdog_ns = now_ns; /* a frame of zeros says that too: look again at once */
            continue;
        }
        if (servo->watchdog_zeros == 2 && servo->watchdog != 0)
        {
            count_one(device->link.counters, COUNT_DEVICE_ERROR);
            bus_report(bus, "dynamixel: motor %.40s (id %u) has restarted while it was in use: its watchdog and torque "
                "are off; check its supply, then deactivate and activate", settings->motors.motors.motor[i].name,
                device->link.ids[i]);
        }
        servo->watchdog = value;
    }
}

static void read_temperatures(dxl_device *device, int64_t now_ns)
{
    if (!read_slow(device, DXL_READ_TEMPERATURE))
    {
        return;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->link.data[i][6] > TEMPERATURE_MAX || device->link.data[i][6] == 0)
        {
            count_one(device->link.counters, COUNT_BAD_VALUE);
            return;
        }
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->motor[i].temperature = device->link.data[i][6];
    }
    device->next_temperature_ns = now_ns + TEMPERATURE_PERIOD_NS;
    device->temperature_ns = device->link.asked_ns;
}

/* At most one slow read an exchange, the urgent one first. */
static void read_what_is_due(bus *bus, dxl_device *device)
{
    const int64_t now_ns = clock_ns();
    if (device->alert && now_ns >= device->next_error_ns)
    {
        read_errors(bus, device, now_ns);
    }
    else if (device->armed && now_ns >= device->next_watchdog_ns)
    {
        read_watchdogs(bus, device, now_ns);
    }
    else if (now_ns >= device->next_temperature_ns)
    {
        read_temperatures(device, now_ns);
    }
}

/* --------------------------------------------------------------------------------------------------------- sample */

static int64_t status_of(const dxl_device *device)
{
    int64_t fault = 0;
    int64_t fired = 0;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const dxl_motor *motor = &device->motor[i];
        const uint32_t restarted = device->armed && motor->watchdog == 0 ? DXL_STATUS_RESTARTED : 0;
        if (fault == 0)
        {
            fault = bus_fault_status(i, motor->hardware_error | restarted);
        }
        if (device->armed && motor->watchdog == DXL_WATCHDOG_FIRED)
        {
            fired = SINEW_STATUS_WATCHDOG;
        }
    }
    return fault | fired;
}

static void fill(const dxl_device *device, bus_sample *sample, int64_t arrival_ns)
{
    const motor_columns *columns = &device->columns;
    for (uint32_t i = 0; i < columns->count; i++)
    {
        const dxl_motor *motor = &device->motor[i];
        const motor_scale *scale = &device->scale[i];
        sample->value[columns->position + i] = motor_position(scale, motor->position * TAU / DXL_COUNTS_PER_TURN);
        sample->value[columns->velocity + i] =
            motor_velocity(scale, motor->velocity * DXL_VELOCITY_RPM * TAU / 60.0);
        sample->value[columns->effort + i] =
            motor_effort(scale, motor->current * motor->amperes_per_count * motor->nm_per_ampere);
        sample->value[columns->temperature + i] = motor->temperature;
        sample->measured_ns[columns->position + i] = device->state_ns;
        sample->measured_ns[columns->velocity + i] = device->state_ns;
        sample->measured_ns[columns->effort + i] = device->state_ns;
        sample->measured_ns[columns->temperature + i] = device->temperature_ns;
    }
    sample->device_time_ns = device->state_ns;
    sample->arrival_ns = arrival_ns;
    sample->valid_groups = arrival_ns - device->temperature_ns > TEMPERATURE_LIMIT_NS ? 0 :
        (uint64_t)1 << SINEW_GROUP_MOTORS;
    sample->status = status_of(device);
}

bus_outcome dxl_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    dxl_device *device = bus_device_of(bus);
    if (command != NULL)
    {
        dxl_write_goals(bus_settings_of(bus), device, command);
    }
    const bus_outcome outcome = read_present(device);
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    const int64_t arrival_ns = clock_ns();
    read_what_is_due(bus, device);
    fill(device, sample, arrival_ns);
    return outcome;
}
