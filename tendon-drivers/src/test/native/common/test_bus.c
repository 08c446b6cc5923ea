/* The verbs over a device that lives in this file and does what the test tells it. */
#define _POSIX_C_SOURCE 200809L

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

static double *effort(void)
{
    return (double *)((char *)layout->command + SINEW_HEADER_BYTES);
}

static const sinew_state_header *state(void)
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

static void should_describe_its_blocks(void)
{
    start("motors=a:1,b:2");
    CHECK_EQUAL(12, layout->channel_count);
    CHECK_EQUAL(0, layout->state_bytes % 64);
    CHECK_EQUAL(128, layout->state_bytes);
    CHECK_EQUAL(128, layout->command_bytes);
    CHECK_EQUAL(SINEW_MOTOR_VELOCITY, layout->channels[3].kind);
    CHECK_EQUAL(64 + 24, layout->channels[3].offset);
    CHECK_TEXT("b", layout->channels[3].name);
    CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
    CHECK_NEAR(11, *(const double *)((const char *)layout->state + 72), 0);
    double ages[8];
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "ages", ages, 8));
    CHECK(ages[0] >= 0 && ages[0] < 0.5);
    CHECK_NEAR(-1, ages[2], 0); /* a velocity was never measured */
    const int before = atomic_load(&closes);
    sinew_driver_close(driver);
    CHECK_EQUAL(before + 1, atomic_load(&closes));
    sinew_driver_close(NULL);
}

static void should_exchange_once_per_command_and_be_silent_in_between(void)
{
    start("motors=a:1 watchdog_ms=1000");
    CHECK_EQUAL(SINEW_NOT_ACTIVE, send(1));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(1, atomic_load(&activates));
    /* A sample from after activate is there at once. */
    CHECK_EQUAL(SINEW_OK, sinew_driver_receive(driver, 0));
    const int before = atomic_load(&exchanges);
    sleep_ms(30);
    CHECK_EQUAL(before, atomic_load(&exchanges));
    for (int i = 1; i <= 20; i++)
    {
        CHECK_EQUAL(SINEW_OK, send(i));
        CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
        CHECK_NEAR(i, atomic_load(&pulled), 0);
    }
    CHECK_EQUAL(before + 20, atomic_load(&exchanges));
    CHECK_EQUAL(20, atomic_load(&commands));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(1, atomic_load(&stops));
    CHECK_EQUAL(SINEW_NOT_ACTIVE, send(1));
    sinew_driver_close(driver);
    CHECK_EQUAL(1, atomic_load(&stops));
}

static void should_keep_the_newest_command_and_the_pace(void)
{
    start("motors=a:1 watchdog_ms=1000 cycle_hz=50");
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    const int64_t begin_ns = clock_ns();
    for (int i = 0; i < 200; i++)
    {
        send(i);
        sleep_ms(1);
    }
    sleep_ms(30);
    const double periods = (double)(clock_ns() - begin_ns) / (20.0 * NS_PER_MS);
    CHECK(atomic_load(&commands) <= periods + 1.5);
    CHECK_NEAR(199, atomic_load(&pulled), 0);
    CHECK_EQUAL(200, statistic(COUNT_SENDS));
    CHECK_EQUAL(atomic_load(&commands), statistic(COUNT_COMMANDS));
    CHECK_EQUAL(0, statistic(COUNT_OVERRUN));
    atomic_store(&take_us, 50000);
    send(1);
    sleep_ms(120);
    CHECK(statistic(COUNT_OVERRUN) >= 2);
    sinew_driver_close(driver);
}

static void should_stop_when_no_command_comes(void)
{
    start("motors=a:1 watchdog_ms=30");
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(SINEW_OK, send(5));
    int32_t result = SINEW_OK;
    for (int i = 0; i < 1000 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        result = sinew_driver_receive(driver, 0);
        sleep_ms(1);
    }
    CHECK(result == SINEW_OK || result == SINEW_NO_NEW_SAMPLE);
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_NEAR(0, atomic_load(&pulled), 0);
    CHECK_EQUAL(SINEW_ERROR, send(5));
    CHECK_TEXT("the watchdog stopped the motors after 30 ms", sinew_driver_last_error(driver));
    CHECK_EQUAL(1, statistic(COUNT_WATCHDOG));
    /* Samples go on meanwhile. */
    CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(SINEW_OK, send(1));
    sinew_driver_close(driver);
}

static void should_stop_when_the_device_says_that_it_did(void)
{
    start("motors=a:1 watchdog_ms=1000");
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_receive(driver, 0));
    atomic_store(&fired, 1);
    send(1);
    CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_EQUAL(1, atomic_load(&stops));
    CHECK_EQUAL(SINEW_ERROR, send(1));
    sinew_driver_close(driver);
}

static void should_count_what_failed_and_keep_the_sample(void)
{
    static const struct
    {
        bus_outcome outcome;
        counter counter;
    } CASES[] = {{BUS_LOST, COUNT_LOST}, {BUS_SHORT, COUNT_SHORT}, {BUS_BAD_CRC, COUNT_BAD_CRC},
        {BUS_WRONG_ID, COUNT_WRONG_ID}, {BUS_BAD_VALUE, COUNT_BAD_VALUE}};
    start("motors=a:1 watchdog_ms=10000 stale_ms=10000");
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_receive(driver, 0));
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        atomic_store(&outcome, BUS_GOOD);
        send(0);
        CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
        const int64_t sequence = state()->sequence;
        atomic_store(&outcome, CASES[i].outcome);
        send(0);
        CHECK_EQUAL(SINEW_LOST, receive_within(SINEW_LOST, 500));
        CHECK_EQUAL(SINEW_NO_NEW_SAMPLE, sinew_driver_receive(driver, 0));
        CHECK_EQUAL(1, statistic(CASES[i].counter));
        CHECK_EQUAL(sequence, state()->sequence);
    }
    atomic_store(&outcome, BUS_LATE);
    send(0);
    CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
    CHECK_EQUAL(1, statistic(COUNT_LATE));
    atomic_store(&outcome, BUS_UNDECIDED);
    send(0);
    CHECK_EQUAL(SINEW_LOST, receive_within(SINEW_LOST, 500));
    CHECK_EQUAL(1, statistic(COUNT_LOST));
    atomic_store(&outcome, BUS_GONE);
    send(0);
    CHECK_EQUAL(SINEW_LOST, receive_within(SINEW_LOST, 500));
    CHECK_EQUAL(SINEW_LOST, send(0));
    CHECK_TEXT("the port has disappeared", sinew_driver_last_error(driver));
    sinew_driver_close(driver);
}

static void should_be_lost_while_the_newest_sample_is_stale(void)
{
    start("motors=a:1 watchdog_ms=10000 stale_ms=20");
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_receive(driver, 0));
    send(0);
    CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
    sleep_ms(40);
    for (int i = 0; i < 5; i++)
    {
        CHECK_EQUAL(SINEW_LOST, sinew_driver_receive(driver, 0));
    }
    CHECK_TEXT("no good answer", sinew_driver_last_error(driver));
    sinew_driver_close(driver);
}

static void should_leave_nothing_energised_when_activate_fails(void)
{
    start("motors=a:1");
    atomic_store(&activate_fails, 1);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("does not start; try again", sinew_driver_last_error(driver));
    CHECK_EQUAL(1, atomic_load(&stops));
    CHECK_EQUAL(SINEW_NOT_ACTIVE, send(1));
    atomic_store(&activate_fails, 0);
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    sinew_driver_close(driver);
    CHECK_EQUAL(2, atomic_load(&stops));
}

static void should_refuse_bad_commands_and_requests(void)
{
    start("motors=a:1 watchdog_ms=10000");
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    send(3);
    CHECK_EQUAL(SINEW_OK, receive_within(SINEW_OK, 500));
    CHECK_EQUAL(SINEW_ERROR, send(NAN));
    CHECK_TEXT("number 0 is", sinew_driver_last_error(driver));
    effort()[1] = -0.1;
    CHECK_EQUAL(SINEW_ERROR, send(0));
    sleep_ms(5);
    CHECK_NEAR(3, atomic_load(&pulled), 0); /* the device keeps what it had */
    double values[2] = {3, 4};
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "double", values, 2));
    CHECK_TEXT("not allowed while active", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "double", values, 2));
    CHECK_NEAR(8, values[1], 0);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "nonsense", values, 2));
    CHECK_TEXT("unknown request", sinew_driver_last_error(driver));
    sinew_driver_close(driver);
}

static void should_refuse_to_open(void)
{
    const int before = atomic_load(&closes);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_open("motors=a:1 fail_open=1", &driver, &layout));
    CHECK(driver == NULL && layout == NULL);
    CHECK_TEXT("told to fail", sinew_driver_last_error(NULL));
    CHECK_EQUAL(before + 1, atomic_load(&closes));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_open("motors=a:1 cycle_hz=60", &driver, &layout));
    CHECK_TEXT("too slow for watchdog_ms=20", sinew_driver_last_error(NULL));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_open("nonsense", &driver, &layout));
    CHECK_EQUAL(before + 2, atomic_load(&closes)); /* what was never opened is not closed */
}

static void should_open_and_close_a_thousand_times(void)
{
    for (int i = 0; i < 1000; i++)
    {
        start("motors=a:1,b:2");
        if (i % 2 == 0)
        {
            CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
        }
        sinew_driver_close(driver);
    }
}

int main(void)
{
    should_describe_its_blocks();
    should_exchange_once_per_command_and_be_silent_in_between();
    should_keep_the_newest_command_and_the_pace();
    should_stop_when_no_command_comes();
    should_stop_when_the_device_says_that_it_did();
    should_count_what_failed_and_keep_the_sample();
    should_be_lost_while_the_newest_sample_is_stale();
    should_leave_nothing_energised_when_activate_fails();
    should_refuse_bad_commands_and_requests();
    should_refuse_to_open();
    should_open_and_close_a_thousand_times();
    return checked();
}
