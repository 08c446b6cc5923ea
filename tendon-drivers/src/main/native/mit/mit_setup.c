/* Open: finds every motor, reads what its numbers reach, switches it off. */
#include "mit.h"

#include "clock.h"
#include "dm_codec.h"
#include "rs_codec.h"
#include "slcan_codec.h"
#include "wire.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TRIES 3
#define RANGE_MAX 1e4
#define SLCAN_NS (50 * NS_PER_MS)
#define TIMEOUT_US 50 /* unit of the watchdog, with both makers */

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
    const int is_slcan = settings->link == MIT_LINK_SLCAN && !can_port_is_socket(settings->port);
    const can_adapter *const adapters[] = {[MIT_LINK_MAKER] = device->link.dialect->adapter,
        [MIT_LINK_DAMIAO] = &DM_SERIAL, [MIT_LINK_AT] = &RS_SERIAL, [MIT_LINK_SLCAN] = &SLCAN};
    if (can_port_open(port, "mit", settings->port, settings->baud, adapters[settings->link], 0, device->link.counters,
        bus_error(bus)) != SINEW_OK)
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
        bus_count_failure(device->link.counters, outcome);
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
        if ((mit_with(device, MIT_ON) | mit_with(device, MIT_OTHER)) == 0)
        {
            return SINEW_OK;
        }
    }
    const uint64_t on = mit_with(device, MIT_ON) | mit_with(device, MIT_OTHER);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if ((on >> i & 1u) != 0)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) stays enabled; cut its power", motor_at(bus, i)->name,
                motor_at(bus, i)->id);
        }
    }
    return SINEW_OK;
}

/* ------------------------------------------------------------------------------------------------------ registers */

static int32_t read_register(bus *bus, uint32_t index, uint32_t number, const char *what, mit_value *answer)
{
    mit_device *device = bus_device_of(bus);
    mit_motor_link *motor = &device->link.motor[index];
    can_message question;
    uint32_t identifier = 0;
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GOOD && outcome != BUS_GONE; i++)
    {
        *answer = (mit_value){.id = motor->id, .number = number};
        device->link.dialect->read(&question, motor->id, number);
        outcome = mit_link_register(&device->link, &question, answer, &identifier, NULL);
    }
    return outcome == BUS_GOOD ? SINEW_OK : fail(bus_error(bus), "mit: %s of motor %.40s (id %u) cannot be read: "
        "register=%u, reason=%s; check cable, termination and power", what, motor_at(bus, index)->name, motor->id,
        number, reason_of(outcome));
}

/* Whether it was taken shows when it is read back. */
static void write_register(bus *bus, uint32_t index, uint32_t number, uint32_t whole)
{
    mit_device *device = bus_device_of(bus);
    mit_link *link = &device->link;
    const uint32_t id = link->motor[index].id;
    can_message question;
    link->dialect->write(&question, id, number, whole);
    if (link->dialect->write_tells_state)
    {
        mit_link_begin(link);
        mit_link_add(link, index, &question);
        mit_link_finish(link, MIT_PATIENCE_NS);
    }
    else
    {
        mit_value answer = {.id = id, .number = number, .written = 1};
        uint32_t identifier = 0;
        mit_link_register(link, &question, &answer, &identifier, NULL);
    }
}

int32_t mit_set_watchdog(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    const mit_dialect *dialect = device->link.dialect;
    const uint32_t units = (uint32_t)ceil(settings->common.watchdog_ms * 1e3 / TIMEOUT_US);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        mit_value answer = {0};
        if (!device->motor[i].has_watchdog)
        {
            continue;
        }
        for (int k = 0; k < TRIES && answer.whole != units; k++)
        {
            write_register(bus, i, dialect->watchdog_number, units);
            if (read_register(bus, i, dialect->watchdog_number, "the watchdog", &answer) != SINEW_OK)
            {
                return SINEW_ERROR;
            }
        }
        if (answer.refused || answer.whole != units)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) does not take its watchdog: %s stays %u instead of "
                "%u; update its firmware", motor_at(bus, i)->name, motor_at(bus, i)->id, dialect->watchdog_text,
                answer.whole, units);
        }
    }
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- find */

static int32_t no_answer(bus *bus, uint32_t index, bus_outcome outcome)
{
    const mit_settings *settings = bus_settings_of(bus);
    const motor *motor = motor_at(bus, index);
    char found[96];
    return fail(bus_error(bus), "mit: motor %.40s does not answer: id=%u, port=%.80s, reason=%s, ids that do=%s; "
        "check its power, cable, termination, id and bit rate", motor->name, motor->id, settings->port,
        reason_of(outcome), motors_found(&settings->motors.motors, index, found, sizeof found));
}

static int32_t find_one(bus *bus, uint32_t index)
{
    mit_device *device = bus_device_of(bus);
    mit_motor_link *motor = &device->link.motor[index];
    const mit_dialect *dialect = device->link.dialect;
    can_message question;
    mit_value mode = {0};
    uint32_t answers = 0;
    bus_outcome outcome = BUS_LOST;
    /* Of two motors both answer each time; else one answer was late, and came with that to the next question. */
    for (int i = 0; i < TRIES && (outcome != BUS_GOOD || answers > 1) && outcome != BUS_GONE; i++)
    {
        mode = (mit_value){.id = motor->id, .number = dialect->mode_number};
        dialect->read(&question, motor->id, dialect->mode_number);
        outcome = mit_link_register(&device->link, &question, &mode, &motor->feedback_id, &answers);
    }
    if (outcome != BUS_GOOD)
    {
        return no_answer(bus, index, outcome);
    }
    if (answers > 1)
    {
        return fail(bus_error(bus), "mit: two motors answer as id %u (motor %.40s); give each its own id with the "
            "maker's tool", motor->id, motor_at(bus, index)->name);
    }
    for (int i = 0; i < TRIES && dialect->mode_is_ours && (mode.whole & 0xFFu) != dialect->mode_mit; i++)
    {
        write_register(bus, index, dialect->mode_number, dialect->mode_mit);
        if (read_register(bus, index, dialect->mode_number, "the mode", &mode) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    if ((mode.whole & 0xFFu) != dialect->mode_mit)
    {
        return fail(bus_error(bus), "mit: motor %.40s (id %u) is in mode %u, not in MIT mode; set it (%u in register "
            "%u) with the maker's tool", motor_at(bus, index)->name, motor->id, mode.whole & 0xFFu, dialect->mode_mit,
            dialect->mode_number);
    }
    return SINEW_OK;
}

/* Damiao's tell what their numbers reach. */
static int32_t read_range(bus *bus, uint32_t index)
{
    static const struct
    {
        uint32_t number;
        const char *what;
        size_t offset;
    } RANGES[] = {{DM_REG_PMAX, "the position range", offsetof(mit_range, position)},
        {DM_REG_VMAX, "the velocity range", offsetof(mit_range, velocity)},
        {DM_REG_TMAX, "the torque range", offsetof(mit_range, torque)}};
    mit_device *device = bus_device_of(bus);
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++)
    {
        mit_value answer;
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

int32_t mit_open(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    mit_link *link = &device->link;
    link->port.serial.fd = -1;
    link->port.socket.fd = -1;
    if (mit_check_settings(bus) != SINEW_OK || mit_open_port(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* Before anything else: whatever an earlier program left behind, nothing pulls from here on. */
    for (uint32_t i = 0; i < link->devices; i++)
    {
        can_message message;
        link->dialect->say(&message, link->motor[i].id, &link->motor[i].range, MIT_SAY_DISABLE);
        can_port_add(&link->port, &message);
    }
    can_port_flush(&link->port);
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if (find_one(bus, i) != SINEW_OK || (link->dialect == &DAMIAO &&
            (read_range(bus, i) != SINEW_OK || check_feedback(bus, i) != SINEW_OK)))
        {
            return SINEW_ERROR;
        }
    }
    return mit_disable_all(bus) != SINEW_OK ? SINEW_ERROR :
        bus_add_motors(bus, &settings->motors.motors, &device->columns);
}
