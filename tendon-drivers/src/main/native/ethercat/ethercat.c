/*
 * ethercat - driver for a line of CiA 402 drives on EtherCAT: a small master of its own on a raw Ethernet socket.
 *
 * The watchdog of the device is that of its sync manager for outputs, which open and activate set to watchdog_ms: a
 * slave that gets no process data for so long leaves OP, and its drive is disabled.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   interface=eth1          network interface that the line hangs on, and nothing else; required
 *   motors=NAME:PLACE,...   place in the line from 1; required; sign, gear, zero_rad as for every motor driver
 *   slaves=0                slaves on the line; 0: as many as motors; the others stay in INIT
 *   mode=cst                or csv, csp: torque, or velocity or position with the torque as their limit
 *   vendor=0x..., product=0x...   refused when a slave is another one; 0: any
 *   counts_per_turn=0       of the encoder; 0: object 608F says
 *   rated_nm=0              rated torque at the drive's shaft; 0: object 6076 says
 *   effort_max_nm=0         greatest torque; 0: the drive's own limit, in csv and csp the rated torque
 *   velocity_unit=counts_s  or rpm, milli_rpm: unit of objects 606C and 60FF
 *   speed_rad_s=10          csv: speed of the target
 *   lead_rad=0.5            csp: how far ahead of the shaft the target is put
 *   max_rad_s=1000          a shaft that seems faster than this is taken for a bad value
 *   temperature=INDEX:SUB:BITS, temperature_scale=1   object with a temperature, signed, and what it counts in, °C
 *   stop=disable            or quick_stop: ramp down as the drive is set, then disable
 *   clock=auto              or off, required: distributed clocks
 *   answer_ms=0             how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *
 * Status of a sample: bits 0-15 the error code (object 603F) of the first drive with a fault; 0x10000 + AL status code
 * when a slave has left OP; 0x20000 + status word when a drive is no longer enabled; from bit 32 its number, from 1.
 */
#include "ethercat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t read_temperature(const char *driver, char *value, void *field, error_line *error)
{
    uint32_t *entry = field;
    unsigned long part[3] = {0};
    char *at = value;
    for (int i = 0; i < 3; i++)
    {
        char *end = NULL;
        part[i] = strtoul(at, &end, i == 0 ? 16 : 10);
        if (end == at || *end != (i == 2 ? '\0' : ':'))
        {
            part[2] = 0;
            break;
        }
        at = end + 1;
    }
    if (part[0] == 0 || part[0] > 0xFFFF || part[1] > 255 || (part[2] != 8 && part[2] != 16 && part[2] != 32))
    {
        return fail(error, "%s: cannot use this temperature; write temperature=INDEX:SUB:BITS, the index in "
            "hexadecimal: 2030:0:16", driver);
    }
    *entry = drive_mapping((uint32_t)part[0], (uint32_t)part[1], (uint32_t)part[2]);
    return SINEW_OK;
}

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(ecat_settings, motors)),
    {.key = "interface", .kind = CONFIG_TEXT, .offset = offsetof(ecat_settings, interface),
        .required = "interface=eth1"},
    {.key = "slaves", .kind = CONFIG_WHOLE, .offset = offsetof(ecat_settings, slaves), .least = 0,
        .most = ECAT_SLAVES_MAX},
    {.key = "mode", .kind = CONFIG_CHOICE, .offset = offsetof(ecat_settings, mode), .choices = "cst|csv|csp"},
    {.key = "vendor", .kind = CONFIG_NUMBERS, .offset = offsetof(ecat_settings, vendor), .least = 0,
        .most = 4294967295.0},
    {.key = "product", .kind = CONFIG_NUMBERS, .offset = offsetof(ecat_settings, product), .least = 0,
        .most = 4294967295.0},
    {.key = "counts_per_turn", .kind = CONFIG_NUMBERS, .offset = offsetof(ecat_settings, counts_per_turn), .least = 0,
        .most = 4294967295.0},
    {.key = "rated_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(ecat_settings, rated_nm), .least = 0, .most = 1e4},
    {.key = "effort_max_nm", .kind = CONFIG_NUMBERS, .offset = offsetof(ecat_settings, effort_max_nm), .least = 0,
        .most = 1e4},
    {.key = "velocity_unit", .kind = CONFIG_CHOICE, .offset = offsetof(ecat_settings, velocity_unit),
        .choices = "counts_s|rpm|milli_rpm"},
    {.key = "speed_rad_s", .kind = CONFIG_NUMBER, .offset = offsetof(ecat_settings, speed_rad_s), .least = 1e-3,
        .most = 1e4},
    {.key = "lead_rad", .kind = CONFIG_NUMBER, .offset = offsetof(ecat_settings, lead_rad), .least = 1e-3, .most = 100},
    {.key = "max_rad_s", .kind = CONFIG_NUMBER, .offset = offsetof(ecat_settings, max_rad_s), .least = 1, .most = 1e5},
    {.key = "temperature", .kind = CONFIG_CUSTOM, .offset = offsetof(ecat_settings, temperature_entry),
        .read = read_temperature},
    {.key = "temperature_scale", .kind = CONFIG_NUMBER, .offset = offsetof(ecat_settings, temperature_scale),
        .least = 1e-3, .most = 10},
    {.key = "stop", .kind = CONFIG_CHOICE, .offset = offsetof(ecat_settings, stop), .choices = "disable|quick_stop"},
    {.key = "clock", .kind = CONFIG_CHOICE, .offset = offsetof(ecat_settings, clock), .choices = "auto|off|required"},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(ecat_settings, answer_ms), .least = 0, .most = 100},
};

static void defaults(void *given)
{
    ecat_settings *settings = given;
    settings->speed_rad_s = 10;
    settings->lead_rad = 0.5;
    settings->max_rad_s = 1000;
    settings->temperature_scale = 1;
}

static int32_t request(bus *bus, const char *name, double *values, int32_t count)
{
    const ecat_device *device = bus_device_of(bus);
    int32_t result = SINEW_ERROR;
    ecat_be_patient(bus, 1);
    if (strcmp(name, "reset_faults") == 0)
    {
        result = count < 1 || values[0] < -1 || values[0] >= device->drives ? fail(bus_error(bus), "ethercat: "
            "reset_faults needs the index of a motor, 0 to %u, or -1 for all", device->drives - 1) :
            ecat_reset_faults(bus, (int32_t)values[0]);
    }
    else if (strcmp(name, "clock_differences") == 0)
    {
        result = ecat_clock_differences(bus, values, count);
    }
    else if (strcmp(name, "clock_delays") == 0)
    {
        for (int32_t i = 0; i < count; i++)
        {
            values[i] = (uint32_t)i < device->drives ? (double)device->drive[i].delay_ns * 1e-9 : 0;
        }
        result = SINEW_OK;
    }
    else
    {
        fail(bus_error(bus), "ethercat: unknown request: name=%.40s; known: statistics, ages, reset_faults, "
            "clock_differences, clock_delays", name);
    }
    ecat_be_patient(bus, 0);
    return result;
}

const bus_protocol sinew_protocol = {
    .name = "ethercat",
    .version = "1.0 (CiA 402: CST, CSV, CSP)",
    .capabilities = SINEW_CAP_DEVICE_WATCHDOG,
    .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0],
    .settings_bytes = sizeof(ecat_settings),
    .device_bytes = sizeof(ecat_device),
    .defaults = defaults,
    .open = ecat_open,
    .activate = ecat_activate,
    .exchange = ecat_exchange,
    .stop = ecat_stop,
    .request = request,
    .close = ecat_close,
};
