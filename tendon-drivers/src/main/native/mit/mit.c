/*
 * mit - driver for motors in MIT mode on classic CAN: Damiao, and RobStride with CyberGear, through their makers'
 * serial adapters, any adapter that speaks slcan, or the kernel's SocketCAN.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   port=/dev/ttyACM0          serial adapter, or a CAN interface of the kernel such as can0; required
 *   motors=NAME:ID:MODEL,...   required; sign, gear, zero_rad as for every motor driver; the model may be left out
 *   model=damiao               of motors that name none: damiao, rs-00 to rs-06, cybergear
 *   link=maker                 dialect of a serial adapter: damiao, at, slcan; maker: the one of the motors' maker
 *   baud=921600                of its serial side; adapters on USB do not mind
 *   bit_rate=1000000           of the CAN bus
 *   turnaround_us=100          how long a motor takes to answer; only for deadlines and arithmetic
 *   answer_ms=0                how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *   torque_limit_nm=0          0: what the motor's numbers reach, else at most this
 *   range_rad_s, range_nm=0    RobStride: what its numbers reach, where its firmware is not as the model's manual says
 *
 * Status of a sample: bits 0-7 the fault of the first motor with one. Damiao: its status (5 sensor, 6 parameters,
 * 8 over-voltage, 9 under-voltage, 10 over-current, 11 MOSFET, 12 rotor too hot, 14 overload). RobStride: bits, see
 * rs_codec.h. 0x100: it has restarted, or was switched off by somebody; from bit 32 its number, from 1.
 */
#include "mit.h"

#include "clock.h"

#include <stdio.h>
#include <string.h>

#define ENABLE_TRIES 20
#define ENABLE_STEP_NS (2 * NS_PER_MS)

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(mit_settings, motors)),
    {.key = "port", .kind = CONFIG_TEXT, .offset = offsetof(mit_settings, port),
        .required = "port=/dev/ttyACM0 or port=can0"},
    {.key = "link", .kind = CONFIG_CHOICE, .offset = offsetof(mit_settings, link), 
        .choices = "maker|damiao|at|slcan"},
    {.key = "model", .kind = CONFIG_TEXT, .offset = offsetof(mit_settings, model)},
    {.key = "baud", .kind = CONFIG_WHOLE, .offset = offsetof(mit_settings, baud), .least = 9600, .most = 12000000},
    {.key = "bit_rate", .kind = CONFIG_WHOLE, .offset = offsetof(mit_settings, bit_rate), .least = 125000,
        .most = 1000000},
    {.key = "turnaround_us", .kind = CONFIG_WHOLE, .offset = offsetof(mit_settings, turnaround_us), .least = 0,
        .most = 5000},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(mit_settings, answer_ms), .least = 0, .most = 100},
    {.key = "torque_limit_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(mit_settings, torque_limit_nm), .least = 0,
        .most = 1000},
    {.key = "range_rad_s", .kind = CONFIG_NUMBERS, .offset = offsetof(mit_settings, range_rad_s), .least = 0,
        .most = 1000},
    {.key = "range_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(mit_settings, range_nm), .least = 0,
        .most = 1000},
};

static void defaults(void *given)
{
    mit_settings *settings = given;
    settings->baud = 921600;
    settings->bit_rate = 1000000;
    settings->turnaround_us = 100;
    snprintf(settings->model, sizeof settings->model, "damiao");
}

static int32_t refuse_faults(bus *bus, const mit_device *device)
{
    const mit_settings *settings = bus_settings_of(bus);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint32_t fault = device->motor[i].state.fault;
        if (fault != 0)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) has a fault: %s (status %u); remove the cause, make "
                "the request clear_faults, activate again", settings->motors.motors.motor[i].name,
                device->link.motor[i].id, device->link.dialect->fault_text(fault), fault);
        }
    }
    return SINEW_OK;
}

static int32_t energise(bus *bus, mit_device *device)
{
    const mit_settings *settings = bus_settings_of(bus);
    if (mit_say_all(bus, mit_all(device), MIT_SAY_ENABLE, "switching on") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (int i = 0; i < ENABLE_TRIES; i++)
    {
        /* A command at once: their watchdogs run. */
        if (mit_say_all(bus, mit_all(device), MIT_SAY_ZERO, "switching on") != SINEW_OK ||
            refuse_faults(bus, device) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (mit_with(device, MIT_ON) == mit_all(device))
        {
            return SINEW_OK;
        }
        clock_sleep(ENABLE_STEP_NS);
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->motor[i].state.power != MIT_ON)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) is not switched on; raise watchdog_ms (%g) if the "
                "bus is slow", settings->motors.motors.motor[i].name, device->link.motor[i].id,
                settings->common.watchdog_ms);
        }
    }
    return SINEW_OK;
}

/* Before anything but the cycle: a broken answer may have told a place from which the true one cannot be reached. */
static void meet_anew(mit_device *device)
{
    device->armed = 0;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->motor[i].state_ns = 0;
    }
}

static int32_t activate(bus *bus)
{
    mit_device *device = bus_device_of(bus);
    meet_anew(device);
    if (can_port_is_gone(&device->link.port))
    {
        can_port_close(&device->link.port);
        if (mit_open_port(bus) != SINEW_OK)
        {
            device->link.port.serial.gone = 1;
            device->link.port.socket.gone = 1;
            return SINEW_ERROR;
        }
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->link.motor[i].reported = 0; /* where it lasts, the motor tells it again or does not switch on */
    }
    if (mit_say_all(bus, mit_all(device), MIT_SAY_NOTHING, "the state") != SINEW_OK ||
        refuse_faults(bus, device) != SINEW_OK || mit_disable_all(bus) != SINEW_OK ||
        mit_set_watchdog(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* One whose watchdog has fired has no fault of its own: this program fell silent. */
    if (mit_say_all(bus, mit_with(device, MIT_LOST), MIT_SAY_CLEAR, "leaving the time-out") != SINEW_OK ||
        energise(bus, device) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->motor[i].restarted = 0;
    }
    device->armed = 1;
    return SINEW_OK;
}

static int32_t stop(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    meet_anew(device);
    if (mit_disable_all(bus) != SINEW_OK)
    {
        const error_line why = *bus_error(bus);
        return fail(bus_error(bus), "%.330s; their own watchdogs should have stopped them after %g ms, but that is not "
            "confirmed: cut their power", why.text, settings->common.watchdog_ms);
    }
    return SINEW_OK;
}

/* clear_faults: index of a motor, or -1 for all. Only while inactive. */
static int32_t request(bus *bus, const char *name, double *values, int32_t count)
{
    mit_device *device = bus_device_of(bus);
    uint64_t meant = 0;
    uint64_t faulted = 0;
    if (strcmp(name, "clear_faults") != 0)
    {
        return fail(bus_error(bus), "mit: unknown request: name=%.40s; known: statistics, ages, clear_faults", name);
    }
    meet_anew(device);
    if (motors_meant("mit", name, values, count, device->link.devices, &meant, bus_error(bus)) != SINEW_OK ||
        mit_say_all(bus, mit_all(device), MIT_SAY_NOTHING, "the state") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        faulted |= (uint64_t)(device->motor[i].state.fault != 0 && (meant >> i & 1u) != 0) << i;
    }
    return mit_say_all(bus, faulted, MIT_SAY_CLEAR, "clearing faults") != SINEW_OK ||
        mit_say_all(bus, meant, MIT_SAY_NOTHING, "the state") != SINEW_OK ? SINEW_ERROR :
        faulted != 0 ? refuse_faults(bus, device) : SINEW_OK;
}

static void close_bus(bus *bus)
{
    mit_device *device = bus_device_of(bus);
    const mit_settings *settings = bus_settings_of(bus);
    can_port *port = &device->link.port;
    if (port->serial.fd < 0 && port->socket.fd < 0)
    {
        return;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        can_message message;
        const mit_motor_link *to = &device->link.motor[i];
        device->link.dialect->say(&message, to->id, &to->range, MIT_SAY_DISABLE);
        can_port_add(port, &message);
    }
    can_port_flush(port);
    if (settings->link == MIT_LINK_SLCAN && !port->is_socket)
    {
        serial_write(&port->serial, (const uint8_t *)"C\r", 2, clock_ns() + NS_PER_MS);
    }
    can_port_close(port);
}

const bus_protocol sinew_protocol = {
    .name = "mit",
    .version = "1.1 (Damiao, RobStride)",
    .capabilities = SINEW_CAP_DEVICE_WATCHDOG | SINEW_CAP_DRIVE_DAMPS,
    .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0],
    .settings_bytes = sizeof(mit_settings),
    .device_bytes = sizeof(mit_device),
    .defaults = defaults,
    .open = mit_open,
    .activate = activate,
    .exchange = mit_exchange,
    .stop = stop,
    .request = request,
    .close = close_bus,
};
