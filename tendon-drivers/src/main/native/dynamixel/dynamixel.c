/*
 * dynamixel - driver for Dynamixel X series servos with current control, Protocol 2.0, on a serial bus.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   port=/dev/ttyUSB0          serial port; required
 *   motors=NAME:ID[:MODEL],... required; sign, gear, zero_rad as for every motor driver
 *   effort_per_ampere=1.78     N·m at the servo's shaft per ampere; required
 *   baud=1000000               rate that the servos are set to
 *   mode=current               or current_position: the servo's position loop, limited by the current
 *   lead_rad=0.5               current_position: how far ahead of the shaft the goal is put, rad
 *   read=auto                  fast, sync or bulk; auto: fast where all servos can
 *   return_delay_us=0          written into the servos (EEPROM) when they have another one
 *   answer_ms=0                how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *   current_limit_a=0          0: the servos' own limit (register 38), else at most this
 *
 * Status of a sample: bits 0-7 register 70 of the first servo with a hardware error, 0x100 it has restarted; from bit
 * 32 its number, from 1. Requests: reboot (values[0]: index of the motor, -1 for all).
 */
#include "dynamixel.h"

#include "clock.h"

#include <string.h>

#define REBOOT_NS (800 * NS_PER_MS)
#define START_TRIES 3

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(dxl_settings, motors)),
    {.key = "port", .kind = CONFIG_TEXT, .offset = offsetof(dxl_settings, port), .required = "port=/dev/ttyUSB0"},
    {.key = "effort_per_ampere", .kind = CONFIG_NUMBERS, .offset = offsetof(dxl_settings, effort_per_ampere),
        .least = 1e-4, .most = 1e3, .required = "effort_per_ampere=NM_PER_A"},
    {.key = "baud", .kind = CONFIG_WHOLE, .offset = offsetof(dxl_settings, baud), .least = 9600, .most = 10500000},
    {.key = "mode", .kind = CONFIG_CHOICE, .offset = offsetof(dxl_settings, mode),
        .choices = "current|current_position"},
    {.key = "lead_rad", .kind = CONFIG_NUMBER, .offset = offsetof(dxl_settings, lead_rad), .least = 0.01, .most = 6.0},
    {.key = "read", .kind = CONFIG_CHOICE, .offset = offsetof(dxl_settings, reading),
        .choices = "auto|fast|sync|bulk"},
    {.key = "return_delay_us", .kind = CONFIG_WHOLE, .offset = offsetof(dxl_settings, return_delay_us), .least = 0,
        .most = 508},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(dxl_settings, answer_ms), .least = 0,
        .most = 100},
    {.key = "current_limit_a", .kind = CONFIG_NUMBERS, .offset = offsetof(dxl_settings, current_limit_a), .least = 0,
        .most = 20},
};

static void defaults(void *given)
{
    dxl_settings *settings = given;
    settings->baud = 1000000;
    settings->lead_rad = 0.5;
}

static int32_t refuse_faults(bus *bus, dxl_device *device)
{
    const dxl_settings *settings = bus_settings_of(bus);
    if (dxl_read_all(bus, device, DXL_READ_ERROR, "the hardware error") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->motor[i].hardware_error = device->link.data[i][2];
        if (device->link.data[i][2] != 0)
        {
            return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) has a hardware error: %s (register 70 = "
                "0x%02x); remove the cause, then restart the servo (power off and on, or request reboot)",
                settings->motors.motors.motor[i].name, device->link.ids[i], dxl_hardware_text(device->link.data[i][2]),
                device->link.data[i][2]);
        }
    }
    device->alert = 0;
    return SINEW_OK;
}

/* After the sync writes, which nobody answers: did every servo take them? */
static int32_t verify(bus *bus, dxl_device *device, uint32_t address, uint32_t count, uint8_t value, const char *what)
{
    const dxl_settings *settings = bus_settings_of(bus);
    if (dxl_read_all(bus, device, address, count, what) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->link.data[i][0] != value)
        {
            device->fired_early = address == DXL_REG_WATCHDOG && device->link.data[i][0] == DXL_WATCHDOG_FIRED;
            return fail(bus_error(bus), "dynamixel: motor %.40s (id %u): %s stays %u instead of %u; restart the servo",
                settings->motors.motors.motor[i].name, device->link.ids[i], what, device->link.data[i][0], value);
        }
    }
    return SINEW_OK;
}

static int32_t start(bus *bus)
{
    const dxl_settings *settings = bus_settings_of(bus);
    dxl_device *device = bus_device_of(bus);
    serial_link *link = &device->link;
    if (link->port.gone)
    {
        serial_close(&link->port);
        if (serial_open(&link->port, "dynamixel", settings->port, settings->baud, link->counters, bus_error(bus)) !=
            SINEW_OK)
        {
            link->port.gone = 1;
            return SINEW_ERROR;
        }
    }
    /* The position, because the goal of current_position must not be an old one. */
    if (dxl_prepare(bus, device) != SINEW_OK || refuse_faults(bus, device) != SINEW_OK ||
        dxl_read_all(bus, device, DXL_REG_PRESENT, DXL_PRESENT_BYTES, "the position") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        device->motor[i].position = dxl_get_i32(link->data[i] + 6);
        device->motor[i].watchdog = device->watchdog_units;
    }
    dxl_write_goals(settings, device, NULL);
    link_add_byte(&device->link, DXL_REG_WATCHDOG, device->watchdog_units);
    link_add_byte(&device->link, DXL_REG_TORQUE_ENABLE, 1);
    dxl_write_goals(settings, device, NULL);
    device->armed = 1;
    device->fired_early = 0;
    if (verify(bus, device, DXL_READ_TORQUE, 1, "the torque switch") != SINEW_OK ||
        verify(bus, device, DXL_READ_WATCHDOG, device->watchdog_units, "the bus watchdog") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    device->next_watchdog_ns = clock_ns();
    return SINEW_OK;
}

static int32_t activate(bus *bus)
{
    dxl_device *device = bus_device_of(bus);
    int32_t result = start(bus);
    /*
     * This machine stood still for longer than the watchdog waits, with all goals at zero: that is no reason to fail.
     */
    for (int i = 1; i < START_TRIES && result != SINEW_OK && device->fired_early; i++)
    {
        result = start(bus);
    }
    dxl_patience(bus, 0);
    return result;
}

static int32_t stop(bus *bus)
{
    const dxl_settings *settings = bus_settings_of(bus);
    dxl_device *device = bus_device_of(bus);
    /* Twice: nobody answers a sync write, and one of them may be lost. */
    for (int i = 0; i < 2; i++)
    {
        dxl_write_goals(settings, device, NULL);
        link_add_byte(&device->link, DXL_REG_TORQUE_ENABLE, 0);
        link_flush(&device->link);
    }
    device->armed = 0;
    dxl_patience(bus, LINK_PATIENCE_NS);
    const int32_t limp = verify(bus, device, DXL_READ_TORQUE, 0, "the torque switch");
    dxl_patience(bus, 0);
    if (limp != SINEW_OK)
    {
        const error_line why = *bus_error(bus);
        return fail(bus_error(bus), "%.380s; whether the motors are limp is not known, their own watchdog stops them",
            why.text);
    }
    return SINEW_OK;
}

static int32_t request(bus *bus, const char *name, double *values, int32_t count)
{
    dxl_device *device = bus_device_of(bus);
    serial_link *link = &device->link;
    if (strcmp(name, "reboot") != 0)
    {
        return fail(bus_error(bus), "dynamixel: unknown request: name=%.40s; known: statistics, ages, reboot", name);
    }
    const double which = count > 0 ? values[0] : -1.0;
    if (which != -1.0 && !(which >= 0.0 && which < link->devices && which == (double)(uint32_t)which))
    {
        return fail(bus_error(bus), "dynamixel: no such motor: values[0]=%g; give its index, or -1 for all", which);
    }
    for (uint32_t i = 0; i < link->devices; i++)
    {
        if (which == -1.0 || which == i)
        {
            link_answer status;
            link_add(link, dxl_reboot(link_out(link), link->ids[i]));
            link_ask(link, link->ids[i], 0, &status, NULL); /* answered or not: it restarts */
        }
    }
    clock_sleep(REBOOT_NS);
    const int32_t result = dxl_prepare(bus, device);
    dxl_patience(bus, 0);
    return result;
}

static void close_bus(bus *bus)
{
    dxl_device *device = bus_device_of(bus);
    serial_link *link = &device->link;
    if (link->port.fd < 0)
    {
        return;
    }
    link_add_byte(&device->link, DXL_REG_TORQUE_ENABLE, 0);
    uint8_t levels[LINK_DEVICES_MAX];
    for (uint32_t i = 0; i < link->devices; i++)
    {
        levels[i] = device->motor[i].status_level;
    }
    if (link->devices > 0 && device->motor[link->devices - 1].amperes_per_count > 0.0) /* all were set up */
    {
        link_add(link, dxl_sync_write(link_out(link), DXL_REG_STATUS_LEVEL, 1, link->ids, levels, link->devices));
    }
    link_flush(link);
    serial_close(&link->port);
}

const bus_protocol sinew_protocol = {
    .name = "dynamixel",
    .version = "1.0 (Protocol 2.0, X series)",
    .capabilities = SINEW_CAP_DEVICE_WATCHDOG,
    .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0],
    .settings_bytes = sizeof(dxl_settings),
    .device_bytes = sizeof(dxl_device),
    .defaults = defaults,
    .open = dxl_open,
    .activate = activate,
    .exchange = dxl_exchange,
    .stop = stop,
    .request = request,
    .close = close_bus,
};
