/* Open: finds every motor, reads what its numbers reach, switches it off. */
#include "mit.h"

#include "clock.h"
#include "slcan_codec.h"
#include "wire.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TRIES 3
#define LATENCY_S 100e-6 /* least time of a request through kernel, USB and adapter, and back; see docs/drivers.md */
#define FRAME_BYTES 8u
#define RANGE_MAX 1e4
#define SLCAN_NS (50 * NS_PER_MS)

static const char *reason_of(bus_outcome outcome)
{
    return outcome == BUS_GONE ? "the port disappeared" : outcome == BUS_WRONG_ID ? "a wrong motor answers" :
        outcome == BUS_BAD_VALUE ? "answers that cannot be" : outcome == BUS_SHORT ? "answers that break off" :
        "no answer";
}

static const motor *motor_at(bus *bus, uint32_t index)
{
    const mit_settings *settings = bus_settings_of(bus);
    return &settings->motors.motors.motor[index];
}

/* ----------------------------------------------------------------------------------------------------------- port */

/* A LAWICEL adapter has to be told the rate and opened. */
static int32_t open_slcan(bus *bus, can_port *port)
{
    const mit_settings *settings = bus_settings_of(bus);
    char text[16];
    const char rate = settings->bit_rate == 1000000 ? '8' : settings->bit_rate == 500000 ? '6' :
        settings->bit_rate == 250000 ? '5' : settings->bit_rate == 125000 ? '4' : '\0';
    if (rate == '\0')
    {
        return fail(bus_error(bus), "mit: link=slcan knows no bit_rate=%lld; use 125000, 250000, 500000 or 1000000",
            (long long)settings->bit_rate);
    }
    snprintf(text, sizeof text, "\rC\rS%c\rO\r", rate);
    if (serial_write(&port->serial, (const uint8_t *)text, (uint32_t)strlen(text), clock_ns() + SLCAN_NS) != SERIAL_OK)
    {
        return fail(bus_error(bus), "mit: the adapter takes no commands: port=%.100s; unplug it and plug it in again",
            can_port_name(port));
    }
    return SINEW_OK;
}

int32_t mit_open_port(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    can_port *port = &device->link.port;
    const int is_slcan = settings->link == 1 && !can_port_is_socket(settings->port);
    if (can_port_open(port, "mit", settings->port, settings->baud, settings->link == 0 ? &DM_SERIAL : &SLCAN, 0,
        device->link.counters, bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    port->slack_ns = link_slack_ns(settings->answer_ms, settings->common.watchdog_ms);
    return is_slcan ? open_slcan(bus, port) : SINEW_OK;
}

/* ------------------------------------------------------------------------------------------------------ all of them */

int32_t mit_say_all(bus *bus, uint64_t mask, mit_say say, const char *what)
{
    mit_device *device = bus_device_of(bus);
    bus_outcome outcome = mask == 0 ? BUS_GOOD : BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GOOD && outcome != BUS_LATE && outcome != BUS_GONE; i++)
    {
        outcome = mit_talk(bus, mask, say, MIT_PATIENCE_NS);
        mit_link_count(&device->link, outcome);
    }
    return outcome == BUS_GOOD || outcome == BUS_LATE ? SINEW_OK : fail(bus_error(bus), "mit: %s is not confirmed by "
        "all motors: port=%.100s, reason=%s; check cable, termination and power", what,
        can_port_name(&device->link.port), reason_of(outcome));
}

int32_t mit_disable_all(bus *bus)
{
    mit_device *device = bus_device_of(bus);
    for (int i = 0; i < TRIES; i++)
    {
        if (mit_say_all(bus, mit_all(device), MIT_SAY_DISABLE, "switching off") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (mit_with(device, DM_STATUS_ENABLED) == 0)
        {
            return SINEW_OK;
        }
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->motor[i].state.status == DM_STATUS_ENABLED)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) stays enabled; cut its power", motor_at(bus, i)->name,
                motor_at(bus, i)->id);
        }
    }
    return SINEW_OK;
}

/* ------------------------------------------------------------------------------------------------------ registers */

static int32_t read_register(bus *bus, uint32_t index, uint32_t number, const char *what, dm_register *answer)
{
    mit_device *device = bus_device_of(bus);
    mit_motor_link *motor = &device->link.motor[index];
    can_message question;
    uint32_t identifier = 0;
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GOOD && outcome != BUS_GONE; i++)
    {
        dm_read(&question, motor->id, number);
        outcome = mit_link_register(&device->link, &question, answer, &identifier, NULL);
    }
    return outcome == BUS_GOOD ? SINEW_OK : fail(bus_error(bus), "mit: %s of motor %.40s (id %u) cannot be read: "
        "register=%u, reason=%s; check cable, termination and power", what, motor_at(bus, index)->name, motor->id,
        number, reason_of(outcome));
}

int32_t mit_set_watchdog(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    const uint32_t units = (uint32_t)ceil(settings->common.watchdog_ms * 1e3 / DM_TIMEOUT_US);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        dm_register answer = {0};
        for (int k = 0; k < TRIES && answer.whole != units; k++)
        {
            can_message question;
            dm_write(&question, device->link.motor[i].id, DM_REG_TIMEOUT, units);
            uint32_t identifier = 0;
            mit_link_register(&device->link, &question, &answer, &identifier, NULL);
            if (read_register(bus, i, DM_REG_TIMEOUT, "the watchdog", &answer) != SINEW_OK)
            {
                return SINEW_ERROR;
            }
        }
        if (answer.whole != units)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) does not take its watchdog: register 9 stays %u "
                "instead of %u; update its firmware", motor_at(bus, i)->name, motor_at(bus, i)->id, answer.whole,
                units);
        }
    }
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- find */

static int32_t no_answer(bus *bus, uint32_t index, bus_outcome outcome)
{
    const mit_settings *settings = bus_settings_of(bus);
    const motor *motor = motor_at(bus, index);
    char answering[96] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < index && used + 5 < sizeof answering; i++)
    {
        used += (size_t)snprintf(answering + used, sizeof answering - used, "%s%u", i == 0 ? "" : ",",
            motor_at(bus, i)->id);
    }
    return fail(bus_error(bus), "mit: motor %.40s does not answer: id=%u, port=%.80s, reason=%s, ids that do=%s; "
        "check its power, cable, termination, id and bit rate", motor->name, motor->id, settings->port,
        reason_of(outcome), answering[0] == '\0' ? "none" : answering);
}

static int32_t find_one(bus *bus, uint32_t index)
{
    mit_device *device = bus_device_of(bus);
    mit_motor_link *motor = &device->link.motor[index];
    can_message question;
    dm_register mode = {0};
    uint32_t answers = 0;
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GOOD && outcome != BUS_GONE; i++)
    {
        dm_read(&question, motor->id, DM_REG_MODE);
        outcome = mit_link_register(&device->link, &question, &mode, &motor->feedback_id, &answers);
    }
    if (outcome != BUS_GOOD)
    {
        return no_answer(bus, index, outcome);
    }
    if (answers > 1)
    {
        return fail(bus_error(bus), "mit: two motors answer as id %u (motor %.40s); give each its own id (register 8)",
            motor->id, motor_at(bus, index)->name);
    }
    if (mode.whole != DM_MODE_MIT)
    {
        return fail(bus_error(bus), "mit: motor %.40s (id %u) is in mode %u, not in MIT mode; set register 10 to 1 "
            "with the maker's tool", motor_at(bus, index)->name, motor->id, mode.whole);
    }
    return SINEW_OK;
}

static int32_t read_range(bus *bus, uint32_t index)
{
    static const struct
    {
        uint32_t number;
        const char *what;
        size_t offset;
    } RANGES[] = {{DM_REG_PMAX, "the position range", offsetof(dm_range, position)},
        {DM_REG_VMAX, "the velocity range", offsetof(dm_range, velocity)},
        {DM_REG_TMAX, "the torque range", offsetof(dm_range, torque)}};
    mit_device *device = bus_device_of(bus);
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++)
    {
        dm_register answer;
        if (read_register(bus, index, RANGES[i].number, RANGES[i].what, &answer) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        const double value = (double)answer.real;
        if (!(value > 0 && value <= RANGE_MAX))
        {
            return fail(bus_error(bus), "mit: %s of motor %.40s (id %u) is %g (register %u); correct it with the "
                "maker's tool", RANGES[i].what, motor_at(bus, index)->name, motor_at(bus, index)->id, value,
                RANGES[i].number);
        }
        *(double *)((char *)&device->link.motor[index].range + RANGES[i].offset) = value;
    }
    return SINEW_OK;
}

/* Feedback shows four bits of the id: who has the same ones needs a feedback id of its own. */
static int32_t check_feedback(bus *bus, uint32_t index)
{
    const mit_device *device = bus_device_of(bus);
    const mit_motor_link *motor = &device->link.motor[index];
    for (uint32_t i = 0; i < index; i++)
    {
        const mit_motor_link *other = &device->link.motor[i];
        if (other->feedback_id == motor->feedback_id && (other->id & 15u) == (motor->id & 15u))
        {
            return fail(bus_error(bus), "mit: feedback of motor %.40s (id %u) and motor %.40s (id %u) looks the same: "
                "both answer as 0x%x and their ids end alike; give one another master id (register 7)",
                motor_at(bus, i)->name, other->id, motor_at(bus, index)->name, motor->id, motor->feedback_id);
        }
    }
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- open */

static int32_t check_settings(bus *bus, mit_device *device)
{
    const mit_settings *settings = bus_settings_of(bus);
    const uint32_t n = settings->motors.motors.count;
    wire wire;
    device->link.devices = n;
    device->link.counters = bus_counters_of(bus);
    if (motors_check("mit", &settings->motors, 1, DM_ID_MAX, device->scale, bus_error(bus)) != SINEW_OK ||
        motors_check_list("mit", "torque_limit_nm", &settings->torque_limit_nm, n, bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < n; i++)
    {
        device->link.motor[i].id = motor_at(bus, i)->id;
        device->motor[i].torque_limit_nm = config_number_of(&settings->torque_limit_nm, i, 0.0);
    }
    wire_begin(&wire, (double)settings->bit_rate, 1.0);
    wire_pause(&wire, "commands", n * can_classic_s(FRAME_BYTES, 0, (double)settings->bit_rate));
    wire_pause(&wire, "feedback", n * can_classic_s(FRAME_BYTES, 0, (double)settings->bit_rate));
    /* The others answer while one thinks. */
    wire_pause(&wire, "turn-around", (double)settings->turnaround_us * 1e-6);
    wire_pause(&wire, "latency", LATENCY_S);
    device->wire_s = wire.seconds;
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "mit", n, settings->common.cycle_hz, settings->common.watchdog_ms, bus_error(bus));
}

int32_t mit_open(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    device->link.port.serial.fd = -1;
    device->link.port.socket.fd = -1;
    if (check_settings(bus, device) != SINEW_OK || mit_open_port(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* Before anything else: whatever an earlier program left behind, nothing pulls from here on. */
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        can_message message;
        dm_give_order(&message, device->link.motor[i].id, DM_DISABLE);
        can_port_add(&device->link.port, &message);
    }
    can_port_flush(&device->link.port);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (find_one(bus, i) != SINEW_OK || read_range(bus, i) != SINEW_OK || check_feedback(bus, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return mit_disable_all(bus) != SINEW_OK ? SINEW_ERROR :
        bus_add_motors(bus, &settings->motors.motors, &device->columns);
}
