/*
 * moteus - driver for mjbots' moteus motor controllers on CAN-FD: through an fdcanusb, through the kernel's SocketCAN,
 * or one of them over its UART.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   port=/dev/fdcanusb         serial adapter, or a CAN interface of the kernel such as can0; required
 *   motors=NAME:ID,...         required; sign, gear, zero_rad as for every motor driver
 *   link=fdcanusb              or uart: one controller, checked lines
 *   baud=921600                of the UART
 *   bit_rate=1000000           of the CAN bus, and data_rate=5000000: only for deadlines and arithmetic
 *   turnaround_us=100          how long a controller takes to answer
 *   answer_ms=0                how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *   torque_limit_nm=0          0: the controller's own limit, else at most this
 *   stop=limp                  or damped: what the controllers do when they are stopped
 *
 * Status of a sample: bits 0-7 the fault code (register 0x00f) of the first controller in fault, 255 when it names
 * none; 0x100 it has restarted, or was stopped by somebody; from bit 32 its number, from 1.
 */
#include "moteus.h"

#include "clock.h"

#include <string.h>

#define ACTIVATE_TRIES 100
#define ACTIVATE_STEP_NS (5 * NS_PER_MS)

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(mot_settings, motors)),
    {.key = "port", .kind = CONFIG_TEXT, .offset = offsetof(mot_settings, port),
        .required = "port=/dev/fdcanusb or port=can0"},
    {.key = "link", .kind = CONFIG_CHOICE, .offset = offsetof(mot_settings, link), .choices = "fdcanusb|uart"},
    {.key = "baud", .kind = CONFIG_WHOLE, .offset = offsetof(mot_settings, baud), .least = 9600, .most = 3000000},
    {.key = "bit_rate", .kind = CONFIG_WHOLE, .offset = offsetof(mot_settings, bit_rate), .least = 125000,
        .most = 1000000},
    {.key = "data_rate", .kind = CONFIG_WHOLE, .offset = offsetof(mot_settings, data_rate), .least = 125000,
        .most = 8000000},
    {.key = "turnaround_us", .kind = CONFIG_WHOLE, .offset = offsetof(mot_settings, turnaround_us), .least = 0,
        .most = 5000},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(mot_settings, answer_ms), .least = 0, .most = 100},
    {.key = "torque_limit_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(mot_settings, torque_limit_nm), .least = 0,
        .most = 1000},
    {.key = "stop", .kind = CONFIG_CHOICE, .offset = offsetof(mot_settings, stop), .choices = "limp|damped"},
};

static void defaults(void *given)
{
    mot_settings *settings = given;
    settings->baud = 921600;
    settings->bit_rate = 1000000;
    settings->data_rate = 5000000;
    settings->turnaround_us = 100;
}

static int32_t refuse_faults(bus *bus, const mot_device *device)
{
    const mot_settings *settings = bus_settings_of(bus);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const mot_motor *motor = &device->motor[i];
        if (motor->mode == MOT_MODE_FAULT)
        {
            return fail(bus_error(bus), "moteus: motor %.40s (id %u) has a fault: %s (code %u); remove the cause, make "
                "the request clear_faults, activate again", settings->motors.motors.motor[i].name, device->link.id[i],
                mot_fault_text(motor->fault), motor->fault);
        }
    }
    return SINEW_OK;
}

/* Position mode without torque, until all of them are in it: a controller measures its offsets first. */
static int32_t energise(bus *bus, mot_device *device)
{
    const mot_settings *settings = bus_settings_of(bus);
    for (int i = 0; i < ACTIVATE_TRIES; i++)
    {
        const bus_outcome outcome = mot_talk(bus, mot_all(device), MOT_SAY_ZERO, device->link.port.slack_ns);
        if (outcome == BUS_GONE)
        {
            break;
        }
        bus_count_failure(device->link.counters, outcome);
        if (refuse_faults(bus, device) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if ((outcome == BUS_GOOD || outcome == BUS_LATE) &&
            mot_in_mode(device, MOT_MODE_POSITION) == mot_all(device))
        {
            return SINEW_OK;
        }
        clock_sleep(ACTIVATE_STEP_NS);
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->motor[i].mode != MOT_MODE_POSITION)
        {
            return fail(bus_error(bus), "moteus: motor %.40s (id %u) stays in mode %u instead of %u; is somebody else "
                "commanding it? raise watchdog_ms (%g) if the bus is slow", settings->motors.motors.motor[i].name,
                device->link.id[i], device->motor[i].mode, MOT_MODE_POSITION, settings->common.watchdog_ms);
        }
    }
    return fail(bus_error(bus), "moteus: not all controllers answer while they are switched on; check cable, "
        "termination and power");
}

static int32_t activate(bus *bus)
{
    mot_device *device = bus_device_of(bus);
    device->armed = 0;
    if (can_port_is_gone(&device->link.port))
    {
        can_port_close(&device->link.port);
        if (mot_open_port(bus) != SINEW_OK)
        {
            device->link.port.serial.gone = 1;
            device->link.port.socket.gone = 1;
            return SINEW_ERROR;
        }
    }
    /* A controller whose watchdog has fired leaves that mode only by being stopped. */
    if (mot_read_all(bus) != SINEW_OK || refuse_faults(bus, device) != SINEW_OK ||
        mot_stop_all(bus, MOT_SAY_STOP) != SINEW_OK || energise(bus, device) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->motor[i].silent = 0;
        device->motor[i].restarted = 0;
    }
    device->armed = 1;
    return SINEW_OK;
}

static int32_t stop(bus *bus)
{
    const mot_settings *settings = bus_settings_of(bus);
    mot_device *device = bus_device_of(bus);
    device->armed = 0;
    if (mot_stop_all(bus, settings->stop == 0 ? MOT_SAY_STOP : MOT_SAY_BRAKE) != SINEW_OK)
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
    mot_device *device = bus_device_of(bus);
    uint64_t meant = 0;
    if (strcmp(name, "clear_faults") != 0)
    {
        return fail(bus_error(bus), "moteus: unknown request: name=%.40s; known: statistics, ages, clear_faults", name);
    }
    if (motors_meant("moteus", name, values, count, device->link.devices, &meant, bus_error(bus)) != SINEW_OK ||
        mot_read_all(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    const uint64_t faulted = meant & mot_in_mode(device, MOT_MODE_FAULT);
    if (faulted != 0)
    {
        bus_count_failure(device->link.counters, mot_talk(bus, faulted, MOT_SAY_STOP, MOT_PATIENCE_NS));
    }
    return (meant & mot_in_mode(device, MOT_MODE_FAULT)) == 0 ? SINEW_OK : refuse_faults(bus, device);
}

static void close_bus(bus *bus)
{
    mot_device *device = bus_device_of(bus);
    mot_link *link = &device->link;
    if (link->port.serial.fd < 0 && link->port.socket.fd < 0)
    {
        return;
    }
    /* Nobody waits for an answer any more. */
    mot_link_begin(link);
    link->host_now = -1;
    for (uint32_t i = 0; i < link->devices; i++)
    {
        can_message message;
        if (device->motor[i].known && device->motor[i].mode != MOT_MODE_FAULT)
        {
            mot_link_add(link, i, &message, mot_mode(message.data, MOT_MODE_STOPPED));
        }
    }
    can_port_flush(&link->port);
    can_port_close(&link->port);
}

const bus_protocol sinew_protocol = {
    .name = "moteus",
    .version = "1.0 (register map 5)",
    .capabilities = SINEW_CAP_DEVICE_WATCHDOG | SINEW_CAP_DRIVE_DAMPS,
    .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0],
    .settings_bytes = sizeof(mot_settings),
    .device_bytes = sizeof(mot_device),
    .defaults = defaults,
    .open = mot_open,
    .activate = activate,
    .exchange = mot_exchange,
    .stop = stop,
    .request = request,
    .close = close_bus,
};
