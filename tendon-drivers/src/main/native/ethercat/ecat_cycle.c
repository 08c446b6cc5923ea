/* One exchange: one frame with the targets of all drives, and back in the same frame their states. */
#include "ethercat.h"

#include "clock.h"
#include "ecat_bytes.h"
#include "ecat_texts.h"

#include <math.h>
#include <string.h>

#define TAU 6.283185307179586
#define PER_MILLE 1000.0
#define TORQUE_SHOWN_MAX 10000   /* per mille; no drive makes ten times its rated torque */
#define TRAVEL_TURNS 0.1         /* what noise and a late sample add to a step of the position */
#define TRAVEL_FORGET_S 0.1      /* after so long no step is too far */
#define LOOK_PERIOD_NS (50 * NS_PER_MS)
#define TEMPERATURE_LEAST (-60.0)
#define TEMPERATURE_MOST 250.0

/* ------------------------------------------------------------------------------------------------------------ out */

static double clamp(double value, double most)
{
    return value > most ? most : value < -most ? -most : value;
}

/*
 * Target of one drive. CST: a torque; damping is closed here, once an exchange. CSV and CSP: a velocity or a position
 * on the side to which the torque is to act, with the torque as the drive's limit, so that a drive that nobody stops
 * any more ends there or turns no faster than that.
 */
static void target_of(const ecat_settings *settings, ecat_device *device, uint32_t index, const bus_command *command,
    drive_outputs *outputs)
{
    const ecat_drive *drive = &device->drive[index];
    const motor_scale *scale = &device->scale[index];
    double wanted = 0;
    outputs->control = drive->control;
    outputs->mode = (int8_t)device->mode;
    if (command != NULL && command->enabled)
    {
        const double damping = shaft_damping(scale, command->value[device->columns.command_damping + index]);
        const double velocity = drive->known ? drive->inputs.velocity * drive->rad_s_per_unit : 0.0;
        wanted = shaft_effort(scale, command->value[device->columns.command_effort + index]) - damping * velocity;
    }
    const double torque = clamp(PER_MILLE * wanted / drive->rated_nm, drive->torque_max);
    const double side = torque > 0 ? 1 : torque < 0 ? -1 : 0;
    outputs->torque = (int16_t)lrint(device->mode == DRIVE_CST ? torque : fabs(torque));
    outputs->target = 0;
    if (device->mode == DRIVE_CSV)
    {
        outputs->target = (int32_t)lrint(clamp(side * settings->speed_rad_s / drive->rad_s_per_unit, INT32_MAX));
    }
    else if (device->mode == DRIVE_CSP)
    {
        /* In the register's range, wherever the counted position is. */
        const int64_t lead = llrint(clamp(side * settings->lead_rad * drive->counts_per_turn / TAU, 1e9));
        outputs->target = (int32_t)(uint32_t)((uint64_t)drive->inputs.position + (uint64_t)lead);
    }
}

void ecat_set_targets(bus *bus, const bus_command *command)
{
    ecat_device *device = bus_device_of(bus);
    for (uint32_t i = 0; i < device->drives; i++)
    {
        drive_outputs outputs;
        target_of(bus_settings_of(bus), device, i, command, &outputs);
        drive_put_outputs(device->image + i * device->output_bytes, device->mode, &outputs);
    }
}

/* ------------------------------------------------------------------------------------------------------------- in */

/* What a drive says, when it can be: 1; else 0 and nothing is to be taken. */
static int decode(const ecat_settings *settings, const ecat_drive *before, const uint8_t *bytes, double seconds,
    ecat_drive *after)
{
    drive_inputs *inputs = &after->inputs;
    *after = *before;
    drive_get_inputs(bytes, settings->temperature_entry & 0xFFu, inputs);
    const double speed = fabs(inputs->velocity * before->rad_s_per_unit);
    const double temperature = inputs->temperature * settings->temperature_scale;
    /* A drive that was given a mode says one; only a frame of zeros, or one that no drive wrote, is all zero. */
    if ((inputs->status == 0 && inputs->mode == 0 && inputs->position == 0 && inputs->velocity == 0) ||
        speed > settings->max_rad_s || inputs->torque > TORQUE_SHOWN_MAX || inputs->torque < -TORQUE_SHOWN_MAX ||
        (settings->temperature_entry != 0 && (temperature < TEMPERATURE_LEAST || temperature > TEMPERATURE_MOST)))
    {
        return 0;
    }
    const int32_t step = (int32_t)((uint32_t)inputs->position - (uint32_t)before->inputs.position);
    const double most = before->counts_per_turn * (TRAVEL_TURNS + settings->max_rad_s / TAU * seconds);
    after->position = before->known ? before->position + step : inputs->position;
    after->known = 1;
    return !before->known || seconds > TRAVEL_FORGET_S || fabs((double)step) <= most;
}

static bus_outcome take_inputs(bus *bus, ecat_device *device, const uint8_t *data)
{
    const ecat_settings *settings = bus_settings_of(bus);
    const double seconds = (double)(device->link.sent_ns - device->state_ns) * 1e-9;
    ecat_drive states[MOTORS_MAX];
    for (uint32_t i = 0; i < device->drives; i++)
    {
        if (!decode(settings, &device->drive[i], data + i * device->input_bytes, seconds, &states[i]))
        {
            return BUS_BAD_VALUE;
        }
    }
    memcpy(device->drive, states, device->drives * sizeof states[0]);
    device->state_ns = device->link.sent_ns;
    return BUS_GOOD;
}

bus_outcome ecat_process(bus *bus, int with_outputs)
{
    ecat_device *device = bus_device_of(bus);
    ecat_link *link = &device->link;
    const uint32_t outputs = device->drives * device->output_bytes;
    const uint32_t inputs = device->drives * device->input_bytes;
    uint32_t first = 0;
    ecat_link_begin(link);
    if (device->clocks > 0)
    {
        first = 1;
        ecat_link_add(link, ECAT_FRMW, ecat_address(device->drive[device->reference].station, ECAT_REG_DC_TIME), NULL,
            8);
    }
    if (with_outputs)
    {
        ecat_link_add(link, ECAT_LRW, ECAT_LOGICAL_BASE, device->image, outputs + inputs);
    }
    else
    {
        ecat_link_add(link, ECAT_LRD, ECAT_LOGICAL_BASE + outputs, NULL, inputs);
    }
    ecat_link_add(link, ECAT_BRD, ecat_address(0, ECAT_REG_AL_STATUS), NULL, 6);
    const bus_outcome outcome = ecat_link_exchange(link, device->wait_ns);
    if (outcome != BUS_GOOD)
    {
        return outcome;
    }
    /* Every drive has to have taken its outputs (2) and given its inputs (1), every slave has to be there. */
    if (link->got[first].counter != device->drives * (with_outputs ? 3u : 1u) ||
        link->got[first + 1].counter != device->slaves)
    {
        return BUS_UNTAKEN;
    }
    const uint8_t *status = ecat_link_data(link, first + 1);
    device->al_status = get_u16(status);
    device->al_code = get_u16(status + 4);
    device->clock_ns = first == 0 ? 0 : (int64_t)get_u64(ecat_link_data(link, 0));
    return take_inputs(bus, device, ecat_link_data(link, first) + (with_outputs ? outputs : 0));
}

/* ---------------------------------------------------------------------------------------------------------- trouble */

static int64_t drive_trouble(const ecat_device *device, uint32_t *index)
{
    for (uint32_t i = 0; i < device->drives; i++)
    {
        const drive_inputs *inputs = &device->drive[i].inputs;
        const drive_state state = drive_state_of(inputs->status);
        *index = i;
        if (state == DRIVE_FAULT || state == DRIVE_FAULT_REACTION)
        {
            return bus_fault_status(i, inputs->error == 0 ? 0xFFFFu : inputs->error);
        }
        if (device->armed && state != DRIVE_ENABLED)
        {
            return bus_fault_status(i, ECAT_STATUS_NOT_ENABLED | inputs->status);
        }
    }
    return 0;
}

static void tell(bus *bus, const ecat_device *device, uint32_t index)
{
    const drive_inputs *inputs = &device->drive[index].inputs;
    const drive_state state = drive_state_of(inputs->status);
    if (state == DRIVE_FAULT || state == DRIVE_FAULT_REACTION)
    {
        bus_report(bus, "ethercat: motor %.40s (slave %u) reports a fault: error code 0x%04x (%s), status word 0x%04x; "
            "remove the cause, deactivate, reset it (request reset_faults), activate", ecat_motor_name(bus, index),
            ecat_place(bus, index), inputs->error, ecat_drive_error_text(inputs->error), inputs->status);
        return;
    }
    bus_report(bus, "ethercat: motor %.40s (slave %u) has left operation enabled while it was in use: it is in %s, "
        "status word 0x%04x; find out why, then deactivate and "
            "activate", ecat_motor_name(bus, index), ecat_place(bus, index), drive_state_text(state), inputs->status);
}

/* Slaves that are no drives stay in INIT; drives belong into OP while they are armed. */
static int left_operation(const ecat_device *device)
{
    return device->armed && ((device->al_status & (ECAT_AL_ERROR | ECAT_SAFE_OP)) != 0 ||
        (device->al_status & ECAT_OP) == 0 || (device->slaves == device->drives && device->al_status != ECAT_OP));
}

static void look_for_trouble(bus *bus, ecat_device *device)
{
    uint32_t index = 0;
    const int64_t of_drive = drive_trouble(device, &index);
    if (left_operation(device) && (device->trouble & SINEW_STATUS_WATCHDOG) == 0)
    {
        const int watchdog = device->al_code == ECAT_AL_WATCHDOG;
        device->trouble = bus_fault_status(index, ECAT_STATUS_AL | device->al_code) |
            (watchdog ? SINEW_STATUS_WATCHDOG : 0);
        if (!device->told)
        {
            device->told = 1;
            count_one(bus_counters_of(bus), COUNT_DEVICE_ERROR);
            ecat_report_states(bus);
        }
    }
    else if (of_drive != 0 && device->trouble == 0)
    {
        device->trouble = device->armed ? of_drive : 0;
        if (!device->told)
        {
            device->told = 1;
            count_one(bus_counters_of(bus), COUNT_DEVICE_ERROR);
            tell(bus, device, index);
        }
    }
}

static int64_t status_of(const ecat_device *device)
{
    uint32_t index = 0;
    return device->trouble != 0 ? device->trouble : drive_trouble(device, &index);
}

/* --------------------------------------------------------------------------------------------------------- sample */

static void fill(const ecat_settings *settings, const ecat_device *device, bus_sample *sample, int64_t arrival_ns)
{
    const motor_columns *columns = &device->columns;
    for (uint32_t i = 0; i < columns->count; i++)
    {
        const ecat_drive *drive = &device->drive[i];
        const motor_scale *scale = &device->scale[i];
        sample->value[columns->position + i] =
            motor_position(scale, (double)drive->position * TAU / drive->counts_per_turn);
        sample->value[columns->velocity + i] = motor_velocity(scale, drive->inputs.velocity * drive->rad_s_per_unit);
        sample->value[columns->effort + i] =
            motor_effort(scale, drive->inputs.torque * drive->rated_nm / PER_MILLE);
        sample->measured_ns[columns->position + i] = device->state_ns;
        sample->measured_ns[columns->velocity + i] = device->state_ns;
        sample->measured_ns[columns->effort + i] = device->state_ns;
        if (settings->temperature_entry != 0)
        {
            sample->value[columns->temperature + i] = drive->inputs.temperature * settings->temperature_scale;
            sample->measured_ns[columns->temperature + i] = device->state_ns;
        }
    }
    sample->device_time_ns = device->clock_ns != 0 ? device->clock_ns : device->state_ns;
    sample->arrival_ns = arrival_ns;
    sample->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
    sample->status = status_of(device);
}

bus_outcome ecat_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    ecat_device *device = bus_device_of(bus);
    const int with_outputs = device->armed && command != NULL;
    if (with_outputs)
    {
        for (uint32_t i = 0; i < device->drives; i++)
        {
            /* A drive that fell out of operation is not taken back into it behind the operator's back. */
            device->drive[i].control = drive_state_of(device->drive[i].inputs.status) == DRIVE_ENABLED ?
                CONTROL_ENABLE : CONTROL_DISABLE_VOLTAGE;
        }
        ecat_set_targets(bus, command);
    }
    const bus_outcome outcome = ecat_process(bus, with_outputs);
    if (outcome == BUS_UNTAKEN && device->armed && !device->told && device->link.sent_ns >= device->next_look_ns)
    {
        device->next_look_ns = device->link.sent_ns + LOOK_PERIOD_NS;
        device->told = ecat_report_states(bus);
    }
    if (outcome != BUS_GOOD)
    {
        return outcome;
    }
    const int64_t arrival_ns = device->link.arrival_ns;
    look_for_trouble(bus, device);
    fill(bus_settings_of(bus), device, sample, arrival_ns);
    return BUS_GOOD;
}
