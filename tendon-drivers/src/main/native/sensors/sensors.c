/*
 * sensors - driver for a board that reads joint encoders, tendon sensors, inertial units and force-torque sensors and
 * sends all of them when it is asked, over a serial port. The protocol is ours: see sen_codec.h and docs/drivers.md.
 *
 * Configuration (besides the common keys of every bus, see docs/drivers.md):
 *
 *   port=/dev/ttyACM0     serial port; required
 *   baud=10000000         rate; a port on USB without a rate of its own does not mind
 *   joints=A,B tendons=C,D imus=E wrenches=F   what the board measures, in its order; at least one of them
 *   turnaround_us=100     what the board takes to answer; only for deadlines and arithmetic
 *   answer_ms=0           how much longer than on the wire an answer may take; 0: a quarter of watchdog_ms
 *
 * Nothing behind it moves, so that its watchdog is kept by standing still. Status of a sample: 0, or the watchdog's bit.
 */
#define _POSIX_C_SOURCE 200809L

#include "sensors.h"

#include "clock.h"

#include <string.h>

#define OPEN_TRIES 10
#define JOINT_NUMBERS 2u
#define TENDON_NUMBERS 3u
#define WRENCH_NUMBERS 6u

static int32_t read_names(const char *driver, char *value, void *field, error_line *error)
{
    sen_names *names = field;
    names->count = 0;
    for (char *piece = value; piece != NULL;)
    {
        char *comma = strchr(piece, ',');
        if (comma != NULL)
        {
            *comma = '\0';
        }
        const size_t length = strlen(piece);
        if (length == 0 || length >= SINEW_NAME_BYTES || names->count == SEN_NAMES_MAX)
        {
            return fail(error, "%s: cannot use the name '%.80s'; write at most %u names of at most %u bytes between "
                "commas", driver, piece, SEN_NAMES_MAX, SINEW_NAME_BYTES - 1);
        }
        for (uint32_t i = 0; i < names->count; i++)
        {
            if (strcmp(names->name[i], piece) == 0)
            {
                return fail(error, "%s: %s is named twice; remove one", driver, piece);
            }
        }
        memcpy(names->name[names->count++], piece, length + 1);
        piece = comma == NULL ? NULL : comma + 1;
    }
    return SINEW_OK;
}

static const config_key KEYS[] = {
    {.key = "port", .kind = CONFIG_TEXT, .offset = offsetof(sen_settings, port), .required = "port=/dev/ttyACM0"},
    {.key = "baud", .kind = CONFIG_WHOLE, .offset = offsetof(sen_settings, baud), .least = 9600, .most = 12000000},
    {.key = "answer_ms", .kind = CONFIG_NUMBER, .offset = offsetof(sen_settings, answer_ms), .least = 0,
        .most = 100},
    {.key = "turnaround_us", .kind = CONFIG_WHOLE, .offset = offsetof(sen_settings, turnaround_us), .least = 0,
        .most = 10000},
    {.key = "joints", .kind = CONFIG_CUSTOM, .offset = offsetof(sen_settings, joints), .read = read_names},
    {.key = "tendons", .kind = CONFIG_CUSTOM, .offset = offsetof(sen_settings, tendons), .read = read_names},
    {.key = "imus", .kind = CONFIG_CUSTOM, .offset = offsetof(sen_settings, imus), .read = read_names},
    {.key = "wrenches", .kind = CONFIG_CUSTOM, .offset = offsetof(sen_settings, wrenches), .read = read_names},
};

static void defaults(void *given)
{
    sen_settings *settings = given;
    settings->baud = 10000000;
    settings->turnaround_us = 100;
}

/* ----------------------------------------------------------------------------------------------------------- open */

static uint32_t sum_names(uint32_t sum, const char *kind, const sen_names *names)
{
    sum = sen_name_sum(sum, kind);
    for (uint32_t i = 0; i < names->count; i++)
    {
        sum = sen_name_sum(sum, " ");
        sum = sen_name_sum(sum, names->name[i]);
    }
    return sen_name_sum(sum, "\n");
}

static int32_t add_column(bus *bus, sinew_kind kind, sinew_group group, const sen_names *names)
{
    sen_device *device = bus_device_of(bus);
    for (uint32_t i = 0; i < names->count; i++)
    {
        if (bus_add_channel(bus, kind, names->name[i]) < 0)
        {
            return fail(bus_error(bus), "sensors: out of memory; free some");
        }
        device->groups |= (uint64_t)1 << group;
    }
    return SINEW_OK;
}

/* In the order in which the board sends them. */
static int32_t add_channels(bus *bus)
{
    const sen_settings *settings = bus_settings_of(bus);
    const struct
    {
        sinew_kind kind;
        sinew_group group;
        const sen_names *names;
    } columns[] = {
        {SINEW_JOINT_POSITION, SINEW_GROUP_JOINTS, &settings->joints},
        {SINEW_JOINT_VELOCITY, SINEW_GROUP_JOINTS, &settings->joints},
        {SINEW_TENDON_LENGTH, SINEW_GROUP_TENDONS, &settings->tendons},
        {SINEW_TENDON_VELOCITY, SINEW_GROUP_TENDONS, &settings->tendons},
        {SINEW_TENDON_TENSION, SINEW_GROUP_TENDONS, &settings->tendons},
        {SINEW_IMU, SINEW_GROUP_IMUS, &settings->imus},
        {SINEW_WRENCH, SINEW_GROUP_WRENCHES, &settings->wrenches},
    };
    int32_t result = SINEW_OK;
    for (uint32_t i = 0; i < sizeof columns / sizeof columns[0] && result == SINEW_OK; i++)
    {
        result = add_column(bus, columns[i].kind, columns[i].group, columns[i].names);
    }
    return result;
}

/* What no sensor of a robot says, by the unit that it says it in. */
static void bound(sen_device *device, const sen_settings *settings)
{
    static const float JOINT[JOINT_NUMBERS] = {1e3f, 1e3f};               /* rad, rad/s */
    static const float TENDON[TENDON_NUMBERS] = {1e2f, 1e2f, 1e5f};       /* m, m/s, N */
    static const float IMU[SEN_IMU_NUMBERS] = {1.1f, 1.1f, 1.1f, 1.1f, 1e3f, 1e3f, 1e3f, 1e4f, 1e4f, 1e4f};
    float *most = device->most;
    for (uint32_t k = 0; k < JOINT_NUMBERS * settings->joints.count; k++)
    {
        *most++ = JOINT[k / settings->joints.count];
    }
    for (uint32_t k = 0; k < TENDON_NUMBERS * settings->tendons.count; k++)
    {
        *most++ = TENDON[k / settings->tendons.count];
    }
    for (uint32_t k = 0; k < SEN_IMU_NUMBERS * settings->imus.count; k++)
    {
        *most++ = IMU[k % SEN_IMU_NUMBERS];
    }
    for (uint32_t k = 0; k < WRENCH_NUMBERS * settings->wrenches.count; k++)
    {
        *most++ = 1e5f; /* N, N m */
    }
}

static int32_t size_up(bus *bus)
{
    const sen_settings *settings = bus_settings_of(bus);
    sen_device *device = bus_device_of(bus);
    device->first_imu = JOINT_NUMBERS * settings->joints.count + TENDON_NUMBERS * settings->tendons.count;
    device->imus = settings->imus.count;
    device->values = device->first_imu + SEN_IMU_NUMBERS * device->imus + WRENCH_NUMBERS * settings->wrenches.count;
    if (device->values == 0 || device->values > SEN_VALUES_MAX)
    {
        return fail(bus_error(bus), "sensors: %u values of one board: 1 to %u; add joints=, tendons=, imus= or "
            "wrenches=, or use a second board", device->values, SEN_VALUES_MAX);
    }
    bound(device, settings);
    device->sensors = sum_names(sum_names(sum_names(sum_names(0, "joints", &settings->joints), "tendons",
        &settings->tendons), "imus", &settings->imus), "wrenches", &settings->wrenches);
    wire wire;
    wire_begin(&wire, (double)settings->baud, 10);
    wire_bytes(&wire, "question", SEN_REQUEST_BYTES);
    wire_bytes(&wire, "answer", SEN_HEADER_BYTES + 4 * device->values + SEN_CHECK_BYTES);
    wire_pause(&wire, "turn-around", (double)settings->turnaround_us * 1e-6);
    device->wire_ns = (int64_t)(wire.seconds * (double)NS_PER_S);
    device->slack_ns = link_slack_ns(settings->answer_ms, settings->common.watchdog_ms);
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "sensors", 1, settings->common.cycle_hz, settings->common.watchdog_ms, bus_error(bus));
}

/* The first answer says whether the board has the sensors that the configuration names. */
static int32_t meet(bus *bus)
{
    const sen_settings *settings = bus_settings_of(bus);
    sen_device *device = bus_device_of(bus);
    sen_answer answer;
    int64_t asked_ns = 0;
    bus_outcome outcome = BUS_LOST;
    device->met = 0;
    for (int i = 0; i < OPEN_TRIES && outcome != BUS_GOOD && outcome != BUS_LATE && outcome != BUS_GONE; i++)
    {
        outcome = sen_ask(device, bus_counters_of(bus), &answer, &asked_ns);
    }
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return fail(bus_error(bus), "sensors: no board answers on %.200s at %lld baud; check port, power and rate",
            settings->port, (long long)settings->baud);
    }
    if (answer.version != SEN_VERSION)
    {
        return fail(bus_error(bus), "sensors: the board on %.200s speaks version %u of the protocol, this driver %u; "
            "update one of them", settings->port, answer.version, SEN_VERSION);
    }
    if (answer.values != device->values)
    {
        return fail(bus_error(bus), "sensors: the board on %.200s sends %u values, joints=, tendons=, imus= and "
            "wrenches= name %u; name what it measures", settings->port, answer.values, device->values);
    }
    if (answer.sensors != device->sensors)
    {
        return fail(bus_error(bus), "sensors: the board on %.200s has other sensors than configured, or in another "
            "order (sum %08x, expected %08x); name them as the board does", settings->port, answer.sensors,
            device->sensors);
    }
    device->met = 1;
    return SINEW_OK;
}

static int32_t sen_open(bus *bus)
{
    const sen_settings *settings = bus_settings_of(bus);
    sen_device *device = bus_device_of(bus);
    device->port.fd = -1;
    if (size_up(bus) != SINEW_OK || serial_open(&device->port, "sensors", settings->port, settings->baud,
        bus_counters_of(bus), bus_error(bus)) != SINEW_OK || meet(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return add_channels(bus);
}

/* ---------------------------------------------------------------------------------------------------------- others */

static int32_t activate(bus *bus)
{
    const sen_settings *settings = bus_settings_of(bus);
    sen_device *device = bus_device_of(bus);
    device->time_us = 0; /* a board that was switched off, or unplugged, begins anew */
    if (!device->port.gone)
    {
        return SINEW_OK;
    }
    serial_close(&device->port);
    if (serial_open(&device->port, "sensors", settings->port, settings->baud, bus_counters_of(bus), bus_error(bus)) !=
        SINEW_OK)
    {
        device->port.gone = 1;
        return SINEW_ERROR;
    }
    device->in_count = 0;
    device->in_taken = 0;
    return meet(bus);
}

static int32_t stop(bus *bus)
{
    (void)bus;
    return SINEW_OK; /* there is nothing to stop */
}

static void close_bus(bus *bus)
{
    sen_device *device = bus_device_of(bus);
    serial_close(&device->port);
}

const bus_protocol sinew_protocol = {
    .name = "sensors",
    .version = "1.0",
    .capabilities = SINEW_CAP_DEVICE_WATCHDOG,
    .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0],
    .settings_bytes = sizeof(sen_settings),
    .device_bytes = sizeof(sen_device),
    .defaults = defaults,
    .open = sen_open,
    .activate = activate,
    .exchange = sen_exchange,
    .stop = stop,
    .close = close_bus,
};
