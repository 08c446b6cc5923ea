/* Open: finds every controller, checks that it is what this driver knows, and stops it. */
#include "moteus.h"

#include "clock.h"
#include "fdcanusb_codec.h"
#include "wire.h"

#define TRIES 3
#define MAP_VERSION 5.0
#define LATENCY_S 100e-6 /* least time of a request through kernel, USB and adapter, and back; see docs/drivers.md */
#define TEXT_AROUND 32u  /* characters of a line around its data, at most: verb, identifier, check */

static const char *reason_of(bus_outcome outcome)
{
    return outcome == BUS_GONE ? "the port disappeared" : outcome == BUS_BAD_CRC ? "wrong checksums" :
        outcome == BUS_WRONG_ID ? "a wrong controller answers" : outcome == BUS_BAD_VALUE ? "answers that cannot be" :
        "no answer";
}

static void patience(bus *bus, int64_t ns)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    device->link.port.slack_ns =
        ns != 0 ? ns : link_slack_ns(settings->answer_ms, settings->common.watchdog_ms);
}

/* ----------------------------------------------------------------------------------------------------------- port */

int32_t mot_open_port(bus *bus)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    const can_adapter *adapter = settings->link == 0 ? &FDCANUSB : &FDCANUSB_CHECKED;
    const int32_t result = can_port_open(&device->link.port, "moteus", settings->port, settings->baud, adapter, 1,
        device->link.counters, bus_error(bus));
    patience(bus, 0);
    return result;
}

/* ------------------------------------------------------------------------------------------------------ all of them */

int32_t mot_read_all(bus *bus)
{
    mot_device *device = bus_device_of(bus);
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GONE; i++)
    {
        outcome = mot_talk(bus, mot_all(device), MOT_SAY_NOTHING, MOT_PATIENCE_NS);
        if (outcome == BUS_GOOD || outcome == BUS_LATE)
        {
            return SINEW_OK;
        }
        bus_count_failure(device->link.counters, outcome);
    }
    return fail(bus_error(bus), "moteus: the state of all controllers cannot be read: port=%.100s, reason=%s; check "
        "cable, termination and power", can_port_name(&device->link.port), reason_of(outcome));
}

int32_t mot_stop_all(bus *bus, mot_say how)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GONE; i++)
    {
        /* To stop one clears its fault, which is the operator's to do; and it has stopped itself. */
        const uint64_t faulted = mot_in_mode(device, MOT_MODE_FAULT);
        const uint64_t others = mot_all(device) & ~faulted;
        const uint64_t fired = mot_in_mode(device, MOT_MODE_TIMEOUT);
        if (how == MOT_SAY_BRAKE && fired != 0)
        {
            mot_talk(bus, fired, MOT_SAY_STOP, MOT_PATIENCE_NS); /* nothing else ends a time-out */
        }
        outcome = others == 0 ? BUS_GOOD : mot_talk(bus, others, how, MOT_PATIENCE_NS);
        if (outcome != BUS_GOOD && outcome != BUS_LATE)
        {
            bus_count_failure(device->link.counters, outcome);
            continue;
        }
        const uint32_t mode = how == MOT_SAY_BRAKE ? MOT_MODE_BRAKE : MOT_MODE_STOPPED;
        const uint64_t left =
            mot_all(device) & ~mot_in_mode(device, mode) & ~mot_in_mode(device, MOT_MODE_FAULT);
        if (left == 0)
        {
            return SINEW_OK;
        }
        for (uint32_t k = 0; k < device->link.devices; k++)
        {
            if ((left >> k & 1u) != 0)
            {
                fail(bus_error(bus), "moteus: motor %.40s (id %u) stays in mode %u instead of %u; restart it (power "
                    "off and on)", settings->motors.motors.motor[k].name, device->link.id[k], device->motor[k].mode,
                    mode);
            }
        }
    }
    return outcome == BUS_GOOD || outcome == BUS_LATE ? SINEW_ERROR :
        fail(bus_error(bus), "moteus: no controller confirms that it has stopped: port=%.100s, reason=%s; check cable, "
            "termination and power", can_port_name(&device->link.port), reason_of(outcome));
}

/* ----------------------------------------------------------------------------------------------------------- find */

static int32_t no_answer(bus *bus, uint32_t index, bus_outcome outcome)
{
    const mot_settings *settings = bus_settings_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    char found[96];
    if (outcome != BUS_LOST && outcome != BUS_UNDECIDED)
    {
        return fail(bus_error(bus), "moteus: motor %.40s (id %u) cannot be asked: %s; check cable, termination and %s",
            motor->name, motor->id, reason_of(outcome), settings->link == 0 ? "that the port is an fdcanusb" :
            "baud rate");
    }
    return fail(bus_error(bus), "moteus: motor %.40s does not answer: id=%u, port=%.80s, ids that do=%s; check its "
        "power, cable, termination and id (moteus_tool --info), and that its can.prefix is 0", motor->name, motor->id,
        settings->port, motors_found(&settings->motors.motors, index, found, sizeof found));
}

static int32_t find_one(bus *bus, uint32_t index)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    const mot_answer *answer = &device->link.answer[index];
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GONE; i++)
    {
        outcome = mot_talk(bus, UINT64_C(1) << index, MOT_SAY_IDENTITY, MOT_PATIENCE_NS);
        if (device->link.doubled != 0 && i + 1 < TRIES)
        {
            continue; /* of two both answer each time; else one answer was late, and came with the next one */
        }
        if (device->link.doubled != 0)
        {
            return fail(bus_error(bus), "moteus: two controllers answer as id %u (motor %.40s); give each its own id "
                "(conf set id.id)", motor->id, motor->name);
        }
        if (outcome != BUS_GOOD && outcome != BUS_LATE)
        {
            continue;
        }
        if ((answer->given & 1u << MOT_MAP_VERSION) == 0 || answer->value[MOT_MAP_VERSION] != MAP_VERSION)
        {
            return fail(bus_error(bus), "moteus: motor %.40s (id %u) has register map %g, this driver knows %g; update "
                "its firmware (moteus_tool --flash)", motor->name, motor->id, answer->value[MOT_MAP_VERSION],
                MAP_VERSION);
        }
        return SINEW_OK;
    }
    return no_answer(bus, index, outcome);
}

/* ----------------------------------------------------------------------------------------------------------- open */

static int32_t check_wire(bus *bus, mot_device *device)
{
    const mot_settings *settings = bus_settings_of(bus);
    const uint32_t n = device->link.devices;
    const double rate = (double)settings->bit_rate;
    const double data_rate = (double)settings->data_rate;
    wire wire;
    wire_begin(&wire, settings->link == 0 ? rate : (double)settings->baud, 10.0);
    if (settings->link == 0)
    {
        wire_pause(&wire, "torques", n * can_fd_s(MOT_COMMAND_BYTES, 1, rate, data_rate));
        wire_pause(&wire, "states", n * can_fd_s(MOT_STATE_BYTES, 1, rate, data_rate));
    }
    else
    {
        wire_bytes(&wire, "torque", TEXT_AROUND + 2 * MOT_COMMAND_BYTES);
        wire_bytes(&wire, "OK and state", TEXT_AROUND + 2 * MOT_STATE_BYTES);
    }
    /* The others answer while one thinks. */
    wire_pause(&wire, "turn-around", (double)settings->turnaround_us * 1e-6);
    wire_pause(&wire, "latency", LATENCY_S);
    device->wire_s = wire.seconds;
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "moteus", n, settings->common.cycle_hz, settings->common.watchdog_ms, bus_error(bus));
}

static int32_t check_settings(bus *bus, mot_device *device)
{
    const mot_settings *settings = bus_settings_of(bus);
    const motor_list *motors = &settings->motors.motors;
    if (motors_check("moteus", &settings->motors, 1, MOT_ID_MAX, device->scale, bus_error(bus)) != SINEW_OK ||
        motors_check_list("moteus", "torque_limit_nm", &settings->torque_limit_nm, motors->count, bus_error(bus)) !=
            SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (settings->link == 1 && (motors->count > 1 || can_port_is_socket(settings->port)))
    {
        return fail(bus_error(bus), "moteus: link=uart is one controller on one serial port; use link=fdcanusb or a "
            "CAN interface for %u of them", motors->count);
    }
    if (mot_link_init(&device->link, motors, bus_counters_of(bus)) == 0)
    {
        return fail(bus_error(bus), "moteus: no id from %u to %u is left for this host; move a motor to a lower id",
            MOT_HOSTS_FIRST, MOT_ID_MAX);
    }
    for (uint32_t i = 0; i < motors->count; i++)
    {
        device->motor[i].torque_limit_nm = config_number_of(&settings->torque_limit_nm, i, 0.0);
    }
    return check_wire(bus, device);
}

int32_t mot_open(bus *bus)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    device->link.port.serial.fd = -1;
    device->link.port.socket.fd = -1;
    if (check_settings(bus, device) != SINEW_OK || mot_open_port(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (find_one(bus, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    if (mot_read_all(bus) != SINEW_OK || mot_stop_all(bus, MOT_SAY_STOP) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return bus_add_motors(bus, &settings->motors.motors, &device->columns);
}
