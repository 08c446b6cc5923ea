/* One exchange: goals out, present state in, and now and then a look whether the servos still are as they were set. */
#include "feetech.h"

#include "clock.h"

#include <math.h>
#include <string.h>

#define TAU 6.283185307179586
#define CHECK_PERIOD_NS (100 * NS_PER_MS)
#define CHECK_BYTES (FEE_REG_TORQUE_ENABLE - FEE_REG_MODE + 1)
#define DUTY_FULL 1000.0
#define DUTY_SIGN 10
#define SIGN 15

/* What a servo can say at most; anything else is no state of a servo. */
#define SPEED_RAD_S_MAX 40.0
#define CURRENT_MAX 2048
#define DECIVOLTS_MAX 250
#define TEMPERATURE_MAX 125

/* How far a shaft can get in a time: 240 rpm, and what noise adds. */
#define TRAVEL_COUNTS_PER_S (4.0 * FEE_COUNTS_PER_TURN)
#define TRAVEL_COUNTS 32.0
#define TRAVEL_FORGET_S 0.12 /* half a turn at that speed: beyond it nobody knows how many turns it made */

/* --------------------------------------------------------------------------------------------------------- frames */

static link_decoded decode(const uint8_t *frame, uint32_t length, link_answer *answer)
{
    /* The echo of a request to many is recognised by its id; that of a request to one comes only in open, where the
       number of bytes tells. */
    return frame[2] == FEE_BROADCAST ? LINK_NO_ANSWER : fee_decode(frame, length, answer) ? LINK_ANSWER :
        LINK_MALFORMED;
}

static uint32_t answered(const uint8_t *frame, uint32_t length, uint32_t devices)
{
    (void)devices;
    return frame[2] == FEE_BROADCAST ? 0 : length - FEE_OVERHEAD;
}

const link_codec FEE_LINK_CODEC = {.find = fee_find, .decode = decode, .answered = answered,
    .sync_write = fee_sync_write};

bus_outcome fee_sync_read_registers(void *given, uint32_t address, uint32_t count)
{
    fee_device *device = given;
    serial_link *link = &device->link;
    link_add(link, fee_sync_read(link_out(link), address, count, link->ids, link->devices));
    bus_outcome outcome = link_begin(link);
    if (outcome == BUS_GOOD)
    {
        const uint32_t bytes = link->devices * (FEE_OVERHEAD + count);
        outcome = link_collect(link, count, link_deadline(link, bytes, link->devices));
    }
    return link_end(link, outcome, count);
}

const char *fee_status_text(uint32_t status)
{
    return (status & 32u) != 0 ? "overload" : (status & 8u) != 0 ? "over-current" : (status & 4u) != 0 ? "overheating" :
        (status & 2u) != 0 ? "encoder" : (status & 1u) != 0 ? "voltage" : "unknown";
}

/* ------------------------------------------------------------------------------------------------------------ out */

/*
 * Goal of one servo. HLS: a current, which the servo controls; damping is closed here, once an exchange. STS: no
 * current control, so a duty that makes the wanted torque by the motor's data: stall torque and speed without load at
 * `volts`. That is an estimate: it knows nothing of friction and warm copper.
 */
static int32_t goal_of(const fee_settings *settings, const fee_device *device, uint32_t index,
    const bus_command *command, int fresh)
{
    const fee_motor *motor = &device->motor[index];
    const motor_scale *scale = &device->scale[index];
    if (command == NULL || !command->enabled)
    {
        return 0;
    }
    const double effort = shaft_effort(scale, command->value[device->columns.command_effort + index]);
    const double damping = shaft_damping(scale, command->value[device->columns.command_damping + index]);
    const double velocity = fresh && motor->known ? motor->velocity * motor->rad_s_per_count : 0.0;
    const double wanted = effort - damping * velocity;
    double counts = wanted / motor->nm_per_ampere / FEE_AMPERES;
    if (device->family == FEE_STS)
    {
        const double volts = motor->known && motor->decivolts > 0 ? motor->decivolts * 0.1 : settings->volts;
        counts = DUTY_FULL * (wanted / motor->stall_nm + velocity / motor->noload_rad_s) * settings->volts / volts;
    }
    const double limit = motor->goal_limit;
    return (int32_t)lrint(counts > limit ? limit : counts < -limit ? -limit : counts);
}

void fee_write_goals(const fee_settings *settings, fee_device *device, const bus_command *command)
{
    serial_link *link = &device->link;
    uint8_t goals[2 * LINK_DEVICES_MAX];
    const int64_t age_ns = clock_ns() - device->state_ns;
    const int fresh = device->state_ns != 0 && age_ns < (int64_t)(settings->common.watchdog_ms * (double)NS_PER_MS);
    for (uint32_t i = 0; i < link->devices; i++)
    {
        fee_put_signed(goals + 2 * i, goal_of(settings, device, i, command, fresh),
            device->family == FEE_STS ? DUTY_SIGN : SIGN);
    }
    link_add(link, fee_sync_write(link_out(link), FEE_REG_GOAL, 2, link->ids, goals, link->devices));
}

/* ------------------------------------------------------------------------------------------------------------- in */

/* A position within one turn, continued over turns: the nearest one to where the shaft was. */
static int32_t unwrap(const fee_motor *before, int32_t raw)
{
    if (before->many_turns || !before->known)
    {
        return raw;
    }
    int32_t step = (raw - before->position) % FEE_COUNTS_PER_TURN;
    step += step > FEE_COUNTS_PER_TURN / 2 ? -FEE_COUNTS_PER_TURN :
        step < -FEE_COUNTS_PER_TURN / 2 ? FEE_COUNTS_PER_TURN : 0;
    return before->position + step;
}

/* Present state of one servo out of the last 15 bytes of what was read. 0 when it cannot be. */
static int decode_present(const uint8_t *bytes, double seconds, const fee_motor *before, fee_motor *after)
{
    const int32_t raw = fee_get_signed(bytes, SIGN);
    *after = *before;
    after->velocity = fee_get_signed(bytes + 2, SIGN);
    after->current = fee_get_signed(bytes + 13, SIGN);
    after->decivolts = bytes[6];
    after->temperature = bytes[7];
    if ((!before->many_turns && (raw < 0 || raw >= FEE_COUNTS_PER_TURN)) ||
        fabs(after->velocity * before->rad_s_per_count) > SPEED_RAD_S_MAX || after->current > CURRENT_MAX ||
        after->current < -CURRENT_MAX || after->decivolts > DECIVOLTS_MAX || after->temperature > TEMPERATURE_MAX ||
        after->temperature == 0 || after->decivolts == 0) /* a frame of zeros has a right sum; no servo is at 0 V */
    {
        return 0;
    }
    after->status |= bytes[9];
    after->position = unwrap(before, raw);
    const double travel = (double)after->position - (double)before->position;
    return !before->known || seconds > TRAVEL_FORGET_S ||
        fabs(travel) <= TRAVEL_COUNTS + TRAVEL_COUNTS_PER_S * seconds;
}

static void report_faults(bus *bus, const fee_device *device, uint32_t index, uint8_t before)
{
    const fee_settings *settings = bus_settings_of(bus);
    const uint8_t now = device->motor[index].status;
    if (now != 0 && before == 0)
    {
        count_one(device->link.counters, COUNT_DEVICE_ERROR);
        bus_report(bus, "feetech: motor %.40s (id %u) reports a fault: %s (status 0x%02x); remove the cause, then "
            "deactivate and activate", settings->motors.motors.motor[index].name, device->link.ids[index],
            fee_status_text(now), now);
    }
}

static bus_outcome read_present(bus *bus, fee_device *device)
{
    serial_link *link = &device->link;
    uint32_t variant = 0;
    while (variant < FEE_PRESENT_VARIANTS && link_waits_for(link, FEE_PRESENT_BYTES + variant))
    {
        variant++;
    }
    if (variant == FEE_PRESENT_VARIANTS)
    {
        return link_flush(link) == SERIAL_GONE ? BUS_GONE : BUS_UNDECIDED; /* the goals at least */
    }
    const bus_outcome outcome =
        fee_sync_read_registers(device, FEE_REG_PRESENT - variant, FEE_PRESENT_BYTES + variant);
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    fee_motor states[MOTORS_MAX];
    const double seconds = (double)(link->asked_ns - device->state_ns) * 1e-9;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if (!decode_present(link->data[i] + variant, seconds, &device->motor[i], &states[i]))
        {
            return BUS_BAD_VALUE;
        }
        states[i].status |= link->errors[i];
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        const uint8_t before = device->motor[i].status;
        device->motor[i] = states[i];
        device->motor[i].known = 1;
        report_faults(bus, device, i, before);
    }
    device->state_ns = link->asked_ns;
    return outcome;
}

/* A servo that restarts comes back with its torque off and in the mode of its EEPROM. */
static void check_torque(bus *bus, fee_device *device)
{
    const fee_settings *settings = bus_settings_of(bus);
    if (link_waits_for(&device->link, CHECK_BYTES))
    {
        return;
    }
    const bus_outcome outcome = fee_sync_read_registers(device, FEE_REG_MODE, CHECK_BYTES);
    bus_count_failure(device->link.counters, outcome);
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return;
    }
    device->next_check_ns = clock_ns() + CHECK_PERIOD_NS;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint8_t *bytes = device->link.data[i];
        fee_motor *servo = &device->motor[i];
        const int off = bytes[CHECK_BYTES - 1] != 1 || bytes[0] != FEE_MODE_EFFORT;
        const int more = servo->lost_torque < 3; /* does not wrap */
        servo->lost_torque = (uint8_t)(off ? servo->lost_torque + more : 0);
        if (servo->lost_torque == 1)
        {
            device->next_check_ns = clock_ns(); /* a frame of zeros says that too: look again at once */
        }
        else if (servo->lost_torque == 2)
        {
            count_one(device->link.counters, COUNT_DEVICE_ERROR);
            bus_report(bus, "feetech: motor %.40s (id %u) has restarted or switched its torque off while it was in "
                "use; check its supply and load, then deactivate and activate", settings->motors.motors.motor[i].name,
                device->link.ids[i]);
        }
    }
}

/* --------------------------------------------------------------------------------------------------------- sample */

static int64_t status_of(const fee_device *device)
{
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const fee_motor *motor = &device->motor[i];
        const uint32_t restarted = device->armed && motor->lost_torque >= 2 ? FEE_STATUS_RESTARTED : 0;
        const int64_t fault = bus_fault_status(i, motor->status | restarted);
        if (fault != 0)
        {
            return fault;
        }
    }
    return 0;
}

static void fill(const fee_device *device, bus_sample *sample, int64_t arrival_ns)
{
    const motor_columns *columns = &device->columns;
    for (uint32_t i = 0; i < columns->count; i++)
    {
        const fee_motor *motor = &device->motor[i];
        const motor_scale *scale = &device->scale[i];
        sample->value[columns->position + i] = motor_position(scale, motor->position * TAU / FEE_COUNTS_PER_TURN);
        sample->value[columns->velocity + i] = motor_velocity(scale, motor->velocity * motor->rad_s_per_count);
        sample->value[columns->effort + i] =
            motor_effort(scale, motor->current * FEE_AMPERES * motor->nm_per_ampere);
        sample->value[columns->temperature + i] = motor->temperature;
        sample->measured_ns[columns->position + i] = device->state_ns;
        sample->measured_ns[columns->velocity + i] = device->state_ns;
        sample->measured_ns[columns->effort + i] = device->state_ns;
        sample->measured_ns[columns->temperature + i] = device->state_ns;
    }
    sample->device_time_ns = device->state_ns;
    sample->arrival_ns = arrival_ns;
    sample->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
    sample->status = status_of(device);
}

bus_outcome fee_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    fee_device *device = bus_device_of(bus);
    if (command != NULL && device->armed)
    {
        fee_write_goals(bus_settings_of(bus), device, command);
    }
    const bus_outcome outcome = read_present(bus, device);
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    const int64_t arrival_ns = clock_ns();
    if (device->armed && arrival_ns >= device->next_check_ns)
    {
        check_torque(bus, device);
    }
    fill(device, sample, arrival_ns);
    return outcome;
}
