/*
 * fake_device - a protocol over a device that lives in memory and does what the test tells it, and a host for it. For
 * programs that test the base alone: it defines sinew_protocol.
 */
#ifndef SINEW_FAKE_DEVICE_H
#define SINEW_FAKE_DEVICE_H

#include "bus.h"
#include "check.h"
#include "clock.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef struct test_settings
{
    bus_settings common;
    motor_settings motors;
    int64_t fail_open;
} test_settings;

typedef struct test_device
{
    motor_scale scale[MOTORS_MAX];
    motor_columns columns;
} test_device;

/* What the device is told and what it saw. One device at a time. */
static _Atomic int outcome;       /* of the next exchanges */
static _Atomic int take_us;       /* how long an exchange takes */
static _Atomic int activate_fails;
static _Atomic int fired;         /* the device's own watchdog */
static _Atomic int exchanges, commands, stops, activates, closes;
static _Atomic double pulled;     /* effort of motor 0 in the newest command */
static _Atomic int64_t newest_command_ns;

static const config_key KEYS[] = {
    MOTOR_KEYS(offsetof(test_settings, motors)),
    {.key = "fail_open", .kind = CONFIG_WHOLE, .offset = offsetof(test_settings, fail_open), .least = 0, .most = 1},
};

static int32_t device_open(bus *bus)
{
    const test_settings *settings = bus_settings_of(bus);
    test_device *device = bus_device_of(bus);
    bus_set_wire(bus, 1e-3);
    if (settings->fail_open)
    {
        return fail(bus_error(bus), "test: told to fail; do not tell it");
    }
    if (motors_check("test", &settings->motors, 1, 9, device->scale, bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return bus_add_motors(bus, &settings->motors.motors, &device->columns);
}

static int32_t device_activate(bus *bus)
{
    atomic_fetch_add(&activates, 1);
    atomic_store(&fired, 0);
    return atomic_load(&activate_fails) ? fail(bus_error(bus), "test: does not start; try again") : SINEW_OK;
}

static bus_outcome device_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    test_device *device = bus_device_of(bus);
    atomic_fetch_add(&exchanges, 1);
    if (atomic_load(&take_us) > 0)
    {
        clock_sleep(atomic_load(&take_us) * NS_PER_US);
    }
    if (command != NULL)
    {
        atomic_fetch_add(&commands, 1);
        atomic_store(&pulled, command->enabled ? command->value[device->columns.command_effort] : 0.0);
        atomic_store(&newest_command_ns, clock_ns());
    }
    const bus_outcome now = (bus_outcome)atomic_load(&outcome);
    if (now == BUS_GOOD || now == BUS_LATE)
    {
        for (uint32_t i = 0; i < device->columns.count; i++)
        {
            sample->value[device->columns.position + i] = 10.0 + i;
            sample->measured_ns[device->columns.position + i] = clock_ns();
        }
        sample->device_time_ns = clock_ns();
        sample->arrival_ns = clock_ns();
        sample->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
        sample->status = atomic_load(&fired) ? SINEW_STATUS_WATCHDOG : 0;
    }
    return now;
}

static int32_t device_stop(bus *bus)
{
    (void)bus;
    atomic_fetch_add(&stops, 1);
    atomic_store(&pulled, 0.0);
    return SINEW_OK;
}

static int32_t device_request(bus *bus, const char *name, double *values, int32_t count)
{
    if (strcmp(name, "double") != 0)
    {
        return fail(bus_error(bus), "test: unknown request; known: double");
    }
    for (int32_t i = 0; i < count; i++)
    {
        values[i] *= 2;
    }
    return SINEW_OK;
}

static void device_close(bus *bus)
{
    (void)bus;
    atomic_fetch_add(&closes, 1);
}

const bus_protocol sinew_protocol = {.name = "test", .version = "1", .keys = KEYS,
    .key_count = sizeof KEYS / sizeof KEYS[0], .settings_bytes = sizeof(test_settings),
    .device_bytes = sizeof(test_device), .open = device_open, .activate = device_activate,
    .exchange = device_exchange, .stop = device_stop, .request = device_request, .close = device_close};

/* ----------------------------------------------------------------------------------------------------------- host */

static sinew_driver *driver;
static const sinew_layout *layout;

static void start(const char *config)
{
    atomic_store(&outcome, BUS_GOOD);
    atomic_store(&take_us, 0);
    atomic_store(&activate_fails, 0);
    atomic_store(&fired, 0);
    atomic_store(&exchanges, 0);
    atomic_store(&commands, 0);
    atomic_store(&stops, 0);
    atomic_store(&activates, 0);
    if (sinew_driver_open(config, &driver, &layout) != SINEW_OK)
    {
        printf("cannot open: %s\n", sinew_driver_last_error(NULL));
        exit(1);
    }
}

static inline double * effort(void)
{
    return (double *)((char *)layout->command + SINEW_HEADER_BYTES);
}

static inline const sinew_state_header * state(void)
{
    return layout->state;
}

static int32_t send(double nm)
{
    ((sinew_command_header *)layout->command)->enabled = 1;
    effort()[0] = nm;
    return sinew_driver_send(driver, 0);
}

static void sleep_ms(int ms)
{
    clock_sleep(ms * NS_PER_MS);
}

static int32_t receive_within(int32_t wanted, int ms)
{
    int32_t result = SINEW_ERROR;
    for (int i = 0; i < ms; i++)
    {
        result = sinew_driver_receive(driver, 0);
        if (result == wanted)
        {
            return result;
        }
        sleep_ms(1);
    }
    return result;
}

static double statistic(counter which)
{
    double values[COUNTERS];
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "statistics", values, COUNTERS));
    return values[which];
}

#endif
