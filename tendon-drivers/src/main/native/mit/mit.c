/*
 * mit - driver for motors in MIT mode on classic CAN: Damiao, through the maker's serial adapter, any adapter that
 * speaks slcan, or the kernel's SocketCAN.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   port=/dev/ttyACM0          serial adapter, or a CAN interface of the kernel such as can0; required
 *   motors=NAME:ID,...         required; sign, gear, zero_rad as for every motor driver
 *   link=damiao                dialect of a serial adapter: damiao or slcan
 *   baud=921600                of its serial side; adapters on USB do not mind
 *   bit_rate=1000000           of the CAN bus
 *   turnaround_us=100          how long a motor takes to answer; only for deadlines and arithmetic
 *   answer_ms=0                how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *   torque_limit_nm=0          0: what the motor's numbers reach (register 23), else at most this
 *
 * Status of a sample: bits 0-7 the status of the first motor with a fault (5 sensor, 6 parameters, 8 over-voltage,
 * 9 under-voltage, 10 over-current, 11 MOSFET, 12 rotor too hot, 14 overload); 0x100 it has restarted, or was switched
 * off by somebody; from bit 32 its number, from 1.
 */
#include "mit.h"

#include "clock.h"

#include <string.h>

#define ENABLE_TRIES 20
#define ENABLE_STEP_NS (2 * NS_PER_MS)

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(mit_settings, motors)),
    {.key = "port", .kind = CONFIG_TEXT, .offset = offsetof(mit_settings, port),
        .required = "port=/dev/ttyACM0 or port=can0"},
    {.key = "link", .kind = CONFIG_CHOICE, .offset = offsetof(mit_settings, link), .choices = "damiao|slcan"},
    {.key = "baud", .kind = CONFIG_WHOLE, .offset = offsetof(mit_settings, baud), .least = 9600, .most = 12000000},
    {.key = "bit_rate", .kind = CONFIG_WHOLE, .offset = offsetof(mit_settings, bit_rate), .least = 125000,
        .most = 1000000},
    {.key = "turnaround_us", .kind = CONFIG_WHOLE, .offset = offsetof(mit_settings, turnaround_us), .least = 0,
        .most = 5000},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(mit_settings, answer_ms), .least = 0, .most = 100},
    {.key = "torque_limit_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(mit_settings, torque_limit_nm), .least = 0,
        .most = 1000},
};

static void defaults(void *given)
{
    mit_settings *settings = given;
    settings->baud = 921600;
    settings->bit_rate = 1000000;
    settings->turnaround_us = 100;
}

static int32_t refuse_faults(bus *bus, const mit_device *device)
{
    const mit_settings *settings = bus_settings_of(bus);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint32_t status = device->motor[i].state.status;
        if (mit_is_fault(status))
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) has a fault: %s (status %u); remove the cause, make "
                "the request clear_faults, activate again", settings->motors.motors.motor[i].name,
                device->link.motor[i].id, mit_status_text(status), status);
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
        if (mit_with(device, DM_STATUS_ENABLED) == mit_all(device))
        {
            return SINEW_OK;
        }
        clock_sleep(ENABLE_STEP_NS);
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint32_t status = device->motor[i].state.status;
        if (status != DM_STATUS_ENABLED)
        {
            return fail(bus_error(bus), "mit: motor %.40s (id %u) is not switched on: status %u; raise watchdog_ms "
                "(%g) if the bus is slow", settings->motors.motors.motor[i].name, device->link.motor[i].id, status,
                settings->common.watchdog_ms);
        }
    }
    return SINEW_OK;
}

static int32_t activate(bus *bus)
{
    mit_device *device = bus_device_of(bus);
    device->armed = 0;
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
    if (mit_say_all(bus, mit_all(device), MIT_SAY_NOTHING, "the state") != SINEW_OK ||
        refuse_faults(bus, device) != SINEW_OK || mit_disable_all(bus) != SINEW_OK ||
        mit_set_watchdog(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* One whose watchdog has fired has no fault of its own: this program fell silent. */
    if (mit_say_all(bus, mit_with(device, DM_STATUS_LOST), MIT_SAY_CLEAR, "leaving the time-out") != SINEW_OK ||
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
    device->armed = 0;
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
    const uint32_t motors = device->link.devices;
    uint64_t faulted = 0;
    if (strcmp(name, "clear_faults") != 0)
    {
        return fail(bus_error(bus), "mit: unknown request: name=%.40s; known: statistics, ages, clear_faults", name);
    }
    if (count != 1 || !(values[0] >= -1 && values[0] < motors) || values[0] != (double)(int32_t)values[0])
    {
        return fail(bus_error(bus), "mit: clear_faults wants one number, the index of a motor from 0 to %u, or -1 for "
            "all", motors - 1);
    }
    const uint64_t meant = values[0] < 0 ? mit_all(device) : UINT64_C(1) << (uint32_t)values[0];
    if (mit_say_all(bus, mit_all(device), MIT_SAY_NOTHING, "the state") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < motors; i++)
    {
        faulted |= (uint64_t)(mit_is_fault(device->motor[i].state.status) && (meant >> i & 1u) != 0) << i;
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
        dm_give_order(&message, device->link.motor[i].id, DM_DISABLE);
        can_port_add(port, &message);
    }
    can_port_flush(port);
    if (settings->link == 1 && !port->is_socket)
    {
        serial_write(&port->serial, (const uint8_t *)"C\r", 2, clock_ns() + NS_PER_MS);
    }
    can_port_close(port);
}

const bus_protocol sinew_protocol = {
    .name = "mit",
    .version = "1.0 (Damiao)",
    .capabilities = SINEW_CAP_DEVICE_WATCHDOG,
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
