/*
 * feetech - driver for Feetech STS, SMS and HLS serial bus servos.
 *
 * These servos have NO watchdog of their own: a process that dies leaves the last goal in force. The driver therefore
 * shows no SINEW_CAP_DEVICE_WATCHDOG, and Sinew drives it only in its driver host process. While the process lives, the
 * bus's own thread stops the motors when no command has come for watchdog_ms.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   port=/dev/ttyUSB0          serial port; required
 *   motors=NAME:ID,...         required; sign, gear, zero_rad as for every motor driver
 *   effort_per_ampere=1.1      N·m at the servo's shaft per ampere; required
 *   stall_nm=2.9               STS: stall torque at `volts`, N·m; required there
 *   noload_rad_s=4.7           STS: speed without load at `volts`, rad/s; required there
 *   volts=12                   STS: voltage to which these two belong
 *   baud=1000000               rate that the servos are set to
 *   stop=limp                  or damped: what the servos do when they are stopped
 *   answer_ms=0                how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *   return_delay_us=100        how long a servo waits before it answers
 *   current_limit_a=0          HLS: 0: the servo's own limit, else at most this
 *
 * Status of a sample: bits 0-7 the status byte (register 65) of the first servo with a fault, 0x100 it has restarted or
 * lost its torque; from bit 32 its number, from 1.
 */
#include "feetech.h"

#include "clock.h"

#include <string.h>

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(fee_settings, motors)),
    {.key = "port", .kind = CONFIG_TEXT, .offset = offsetof(fee_settings, port), .required = "port=/dev/ttyUSB0"},
    {.key = "effort_per_ampere", .kind = CONFIG_NUMBERS, .offset = offsetof(fee_settings, effort_per_ampere),
        .least = 1e-4, .most = 1e3, .required = "effort_per_ampere=NM_PER_A"},
    {.key = "stall_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(fee_settings, stall_nm), .least = 1e-3,
        .most = 1e3},
    {.key = "noload_rad_s", .kind = CONFIG_NUMBERS, .offset = offsetof(fee_settings, noload_rad_s), .least = 1e-2,
        .most = 1e3},
    {.key = "volts", .kind = CONFIG_NUMBER, .offset = offsetof(fee_settings, volts), .least = 3, .most = 30},
    {.key = "baud", .kind = CONFIG_WHOLE, .offset = offsetof(fee_settings, baud), .least = 9600, .most = 3000000},
    {.key = "stop", .kind = CONFIG_CHOICE, .offset = offsetof(fee_settings, stop), .choices = "limp|damped"},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(fee_settings, answer_ms), .least = 0,
        .most = 100},
    {.key = "return_delay_us", .kind = CONFIG_WHOLE, .offset = offsetof(fee_settings, return_delay_us), .least = 0,
        .most = 2000},
    {.key = "current_limit_a", .kind = CONFIG_NUMBERS, .offset = offsetof(fee_settings, current_limit_a), .least = 0,
        .most = 20},
};

static void defaults(void *given)
{
    fee_settings *settings = given;
    settings->baud = 1000000;
    settings->volts = 12;
    settings->return_delay_us = 100;
}

/* After a sync write, which nobody answers: did every servo take it? */
static int32_t verify(bus *bus, fee_device *device, uint32_t address, uint8_t value, const char *what)
{
    const fee_settings *settings = bus_settings_of(bus);
    if (fee_read_all(bus, device, address, 1, what) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->link.data[i][0] != value)
        {
            return fail(bus_error(bus), "feetech: motor %.40s (id %u): %s stays %u instead of %u; restart the servo",
                settings->motors.motors.motor[i].name, device->link.ids[i], what, device->link.data[i][0], value);
        }
    }
    return SINEW_OK;
}

static int32_t refuse_faults(bus *bus, fee_device *device)
{
    const fee_settings *settings = bus_settings_of(bus);
    if (fee_read_all(bus, device, FEE_REG_PRESENT, FEE_PRESENT_BYTES, "the present state") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint32_t status = device->link.data[i][9];
        if (status != 0)
        {
            return fail(bus_error(bus), "feetech: motor %.40s (id %u) has a fault: %s (status 0x%02x); remove the "
                "cause, then activate again", settings->motors.motors.motor[i].name, device->link.ids[i],
                fee_status_text(status), status);
        }
    }
    return SINEW_OK;
}

static int32_t start(bus *bus)
{
    const fee_settings *settings = bus_settings_of(bus);
    fee_device *device = bus_device_of(bus);
    serial_link *link = &device->link;
    if (link->port.gone)
    {
        serial_close(&link->port);
        if (serial_open(&link->port, "feetech", settings->port, settings->baud, link->counters, bus_error(bus)) !=
            SINEW_OK)
        {
            link->port.gone = 1;
            return SINEW_ERROR;
        }
    }
    if (fee_prepare(bus, device) != SINEW_OK || refuse_faults(bus, device) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* The goal first: a goal that an earlier program left must not pull. A goal may switch the torque on by itself. */
    fee_write_goals(settings, device, NULL);
    link_add_byte(&device->link, FEE_REG_TORQUE_ENABLE, 1);
    fee_write_goals(settings, device, NULL);
    device->armed = 1;
    device->next_check_ns = clock_ns();
    return verify(bus, device, FEE_REG_TORQUE_ENABLE, 1, "the torque switch");
}

static int32_t activate(bus *bus)
{
    const int32_t result = start(bus);
    fee_patience(bus, 0);
    return result;
}

static int32_t stop(bus *bus)
{
    const fee_settings *settings = bus_settings_of(bus);
    fee_device *device = bus_device_of(bus);
    const uint8_t off = settings->stop == 0 ? 0 : 2;
    device->armed = 0;
    /* Twice: nobody answers a sync write, and one of them may be lost. The switch last: a goal would turn it on. */
    for (int i = 0; i < 2; i++)
    {
        fee_write_goals(settings, device, NULL);
        link_add_byte(&device->link, FEE_REG_TORQUE_ENABLE, off);
        link_flush(&device->link);
    }
    fee_patience(bus, LINK_PATIENCE_NS);
    const int32_t stopped = verify(bus, device, FEE_REG_TORQUE_ENABLE, off, "the torque switch");
    fee_patience(bus, 0);
    if (stopped != SINEW_OK)
    {
        const error_line why = *bus_error(bus);
        return fail(bus_error(bus), "%.380s; whether the motors have let go is not known: cut their power", why.text);
    }
    return SINEW_OK;
}

static void close_bus(bus *bus)
{
    fee_device *device = bus_device_of(bus);
    serial_link *link = &device->link;
    if (link->port.fd < 0)
    {
        return;
    }
    link_add_byte(&device->link, FEE_REG_TORQUE_ENABLE, 0);
    link_flush(link);
    serial_close(&link->port);
}

const bus_protocol sinew_protocol = {
    .name = "feetech",
    .version = "1.0 (STS, SMS, HLS)",
    .capabilities = 0,
    .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0],
    .settings_bytes = sizeof(fee_settings),
    .device_bytes = sizeof(fee_device),
    .defaults = defaults,
    .open = fee_open,
    .activate = activate,
    .exchange = fee_exchange,
    .stop = stop,
    .close = close_bus,
};
