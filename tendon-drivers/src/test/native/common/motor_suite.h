/*
 * motor_suite - what every driver of motors has to do, with well-behaved devices and with such that misbehave, restart
 * or fall silent: tests through the verbs of the ABI, for any peer that fills in the table. What only one driver does
 * is tested in its own program.
 */
#ifndef SINEW_MOTOR_SUITE_H
#define SINEW_MOTOR_SUITE_H

#include "peer_line.h"
#include "serial_bench.h"

#define SUITE_CASES 8
#define RESTARTED (((int64_t)2 << 32) | 0x100)

typedef enum suite_power
{
    POWER_OFF,
    POWER_ON,
    POWER_BRAKING,
    POWER_TRIPPED, /* off, by its own watchdog */
    POWER_OTHER
} suite_power;

/* Only what differs between drivers; what is NULL or 0 where there is no such thing is not tested. */
typedef struct motor_suite
{
    void (*start)(int count);   /* healthy devices with ids 1, 2, ... on a line of their own */
    peer_faults *faults;        /* of these devices */
    suite_power stopped;        /* of a motor whose driver has stopped it */
    double home_rad;            /* where motor a stands */

    /* These take the mutex themselves. */
    suite_power (*power)(int index);
    double (*torque)(int index); /* that it was told, at its shaft */
    long (*commands)(int index); /* that it was given */
    int (*has_fault)(int index);

    /* These are called under it. */
    void (*restart)(int index);
    void (*trip)(int index);  /* its own watchdog fires */
    void (*break_)(int index); /* it has a fault from now on */

    /* Two motors, b turning the other way behind a gear of 2. */
    const char *turn_config;
    void (*left_on)(int index); /* by an earlier program */
    void (*turn_more)(void);
    double turn_nm;
    double within_nm;
    double home_b_rad;
    double celsius;

    /* A fault, and the request that clears it. */
    uint32_t fault_status;
    const char *fault_text;
    const char *clear;

    struct
    {
        size_t fault; /* offset in peer_faults */
        counter counter;
    } bad[SUITE_CASES]; /* as many as have a counter that is not 0 */

    double clock_rad_per_ms; /* of positions that tell the time */
    double clock_ms_most;    /* and how long they can */
    int late_may_be_lost;    /* a late answer may be given up for one that will never come */
    int commands_wake;       /* a command switches on, also one that is on its way while the motor restarts */
    int greets;              /* a motor that has restarted says who it is, unasked */
    const char *holds_on;    /* what is said of one that does not let go */
    const char *advice;      /* and what to do then */
    int echoes;              /* adapters may return what is sent */
} motor_suite;

/* -------------------------------------------------------------------------------------------------------- helpers */

static inline void begin(const motor_suite *suite, int count, const char *config)
{
    suite->start(count);
    must_open(with(config));
    must_activate();
    CHECK(await_sample(200));
}

static inline void cycles(int count, double effort)
{
    for (int i = 0; i < count; i++)
    {
        cycle(effort, 1);
    }
}

static inline void await_status(double effort)
{
    for (int i = 0; i < 800 && state()->status == 0; i++)
    {
        cycle(effort, 1);
    }
}

/* As an operator goes on after a stop. */
static inline void must_go_on(void)
{
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    CHECK(await_sample(200));
    CHECK_EQUAL(0, state()->status);
}

/* Nothing goes on braking when the driver is gone. */
static inline void must_close(const motor_suite *suite)
{
    sinew_driver_close(driver);
    for (int i = 0; i < 500 && (suite->power(0) != POWER_OFF || suite->power(1) != POWER_OFF); i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_EQUAL(POWER_OFF, suite->power(0));
    CHECK_EQUAL(POWER_OFF, suite->power(1));
    peer_stop(&peer);
}

/* ---------------------------------------------------------------------------------------------------------- tests */

static inline void should_turn_motors_by_their_torque(const motor_suite *suite)
{
    suite->start(2);
    peer_lock(&peer);
    suite->left_on(0);
    peer_unlock(&peer);
    must_open(with(suite->turn_config));
    CHECK_EQUAL(SINEW_CAP_DEVICE_WATCHDOG | SINEW_CAP_DRIVE_DAMPS, sinew_driver_capabilities(driver));
    CHECK_EQUAL(POWER_OFF, suite->power(0));
    must_activate();
    CHECK_EQUAL(POWER_ON, suite->power(0));
    CHECK_EQUAL(POWER_ON, suite->power(1));
    CHECK(await_sample(200));
    CHECK_NEAR(-suite->home_b_rad / 2, *value(SINEW_MOTOR_POSITION, "b"), 1e-3);
    CHECK_NEAR(suite->celsius, *value(SINEW_MOTOR_TEMPERATURE, "a"), 1e-9);
    cycles(150, suite->turn_nm);
    CHECK_NEAR(suite->turn_nm, suite->torque(0), suite->within_nm);
    CHECK_NEAR(-suite->turn_nm / 2, suite->torque(1), suite->within_nm);
    CHECK_NEAR(suite->turn_nm, *value(SINEW_MOTOR_EFFORT, "b"), 4 * suite->within_nm);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "b") > 0.1);
    suite->turn_more();
    cycle(suite->turn_nm, 0);
    peer_sleep_ms(20);
    CHECK_NEAR(0, suite->torque(0), suite->within_nm);
    CHECK_EQUAL(POWER_ON, suite->power(0)); /* limp, and its watchdog is fed */
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(POWER_OFF, suite->power(0));
    const long commands = suite->commands(0);
    peer_sleep_ms(30);
    CHECK_EQUAL(commands, suite->commands(0)); /* the state is read, nothing is commanded */
    CHECK_EQUAL(0, statistic(COUNT_BAD_CRC) + statistic(COUNT_WRONG_ID) + statistic(COUNT_BAD_VALUE));
    finish();
}

static inline void should_stop_and_say_so_when_no_command_comes(const motor_suite *suite)
{
    begin(suite, 2, "motors=a:1,b:2 watchdog_ms=300");
    cycles(20, 0.3);
    CHECK_EQUAL(0, state()->status);
    const int64_t silent_ns = peer_now_ns();
    for (int i = 0; i < 500 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        peer_sleep_ms(1);
        sinew_driver_receive(driver, 0);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK(peer_now_ns() - silent_ns > 200 * MS);
    CHECK_NEAR(0, *value(SINEW_MOTOR_EFFORT, "a"), 0.01);
    for (int i = 0; i < 2; i++)
    {
        const suite_power power = suite->power(i);
        CHECK(power == suite->stopped || power == POWER_TRIPPED);
    }
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    CHECK_TEXT("watchdog", sinew_driver_last_error(driver));
    must_go_on();
    must_close(suite);
}

static inline void should_say_when_the_watchdog_of_a_device_has_fired(const motor_suite *suite)
{
    begin(suite, 2, "motors=a:1,b:2 watchdog_ms=200");
    peer_lock(&peer);
    suite->trip(1);
    peer_unlock(&peer);
    for (int i = 0; i < 400 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_EQUAL(suite->stopped, suite->power(0));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    must_go_on();
    must_close(suite);
}

static inline void should_leave_a_motor_alone_that_restarts_in_motion(const motor_suite *suite)
{
    begin(suite, 2, "motors=a:1,b:2 watchdog_ms=300");
    cycles(50, 0.1);
    peer_lock(&peer);
    suite->restart(1);
    peer_unlock(&peer);
    await_status(0.1);
    CHECK_EQUAL(RESTARTED, state()->status);
    CHECK_TEXT("motor b (id 2) has restarted", sinew_driver_last_error(driver));
    const long commands = suite->commands == NULL ? 0 : suite->commands(1);
    cycles(50, 0.1);
    CHECK(suite->commands_wake || suite->power(1) == POWER_OFF); /* never switched on by itself */
    if (suite->commands != NULL)
    {
        CHECK_EQUAL(commands, suite->commands(1)); /* no torque for one that has restarted; the other one goes on */
        CHECK_NEAR(0.1, suite->torque(0), suite->within_nm);
    }
    if (suite->greets)
    {
        CHECK_EQUAL(0, statistic(COUNT_WRONG_ID)); /* what it says after a restart is nobody's answer */
    }
    must_go_on();
    finish();
}

static inline void should_never_clear_a_fault_by_itself(const motor_suite *suite)
{
    char text[96];
    begin(suite, 2, "motors=a:1,b:2 watchdog_ms=300");
    for (int which = 1; which >= -1; which -= 2) /* the motor that has it, and all */
    {
        double number = 7;
        peer_lock(&peer);
        suite->break_(1);
        peer_unlock(&peer);
        await_status(0);
        CHECK_EQUAL(((int64_t)2 << 32) | suite->fault_status, state()->status);
        snprintf(text, sizeof text, "motor b (id 2) reports a fault: %s", suite->fault_text);
        CHECK_TEXT(text, sinew_driver_last_error(driver));
        CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
        CHECK_EQUAL(suite->stopped, suite->power(0));
        CHECK(suite->has_fault(1));
        CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
        snprintf(text, sizeof text, "motor b (id 2) has a fault: %s", suite->fault_text);
        CHECK_TEXT(text, sinew_driver_last_error(driver));
        CHECK(suite->has_fault(1));
        CHECK_EQUAL(suite->stopped, suite->power(0));
        CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, suite->clear, &number, 1));
        CHECK_TEXT("from 0 to 1", sinew_driver_last_error(driver));
        CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "dance", &number, 1));
        number = which;
        CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, suite->clear, &number, 1));
        CHECK(!suite->has_fault(1));
        must_activate();
        CHECK(await_sample(200));
        CHECK_EQUAL(0, state()->status);
    }
    finish();
}

/* One kind of bad answer at a time: it is counted as what it is, lost for the host, and the bus goes on. */
static inline void should_count_bad_answers(const motor_suite *suite)
{
    begin(suite, 2, "motors=a:1,b:2 watchdog_ms=1000 answer_ms=3");
    for (size_t i = 0; i < SUITE_CASES && suite->bad[i].counter != 0; i++)
    {
        const counter counter = suite->bad[i].counter;
        CHECK(await_sample(200));
        const double before = statistic(counter);
        /* An answer may come late and be dropped before anybody looks at what is wrong with it: then once more. */
        for (int k = 0; k < 2000 && statistic(counter) == before; k++)
        {
            if (k % 400 == 0)
            {
                SET(*(int *)((char *)suite->faults + suite->bad[i].fault), 1);
            }
            const int32_t result = cycle(0, 1);
            CHECK(result != SINEW_OK || fabs(*value(SINEW_MOTOR_POSITION, "a") - suite->home_rad) < 0.1);
        }
        CHECK(statistic(counter) > before);
    }
    CHECK(await_sample(200));
    finish();
}

static inline void should_not_take_a_late_answer_for_the_next(const motor_suite *suite)
{
    int older = 0;
    const int64_t since_ns = peer_now_ns();
    suite->start(1);
    SET(suite->faults->clock_since_ns, since_ns);
    must_open(with("motors=a:1 watchdog_ms=2000 answer_ms=3"));
    must_activate();
    for (int round = 0; round < 6; round++)
    {
        CHECK(await_sample(200));
        const double late = statistic(COUNT_LATE);
        SET(suite->faults->late_ms, 30);
        for (int i = 0; i < 80; i++)
        {
            if (cycle(0.2, 1) == SINEW_OK)
            {
                /* The position says when the answer was made. That cannot be before its request had left. */
                const double ms = *value(SINEW_MOTOR_POSITION, "a") / suite->clock_rad_per_ms;
                older += (suite->clock_ms_most == 0 || ms < suite->clock_ms_most) &&
                    (double)since_ns + ms * MS < (double)(state()->device_time_ns - 3 * MS);
            }
        }
        CHECK(statistic(COUNT_LATE) > late);
        CHECK(suite->late_may_be_lost || statistic(COUNT_LOST) == 0);
    }
    CHECK_EQUAL(0, older);
    finish();
}

static inline void should_say_when_a_motor_does_not_let_go(const motor_suite *suite)
{
    begin(suite, 1, "motors=a:1 watchdog_ms=200");
    SET(suite->faults->never_stops, 1);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_TEXT(suite->holds_on, sinew_driver_last_error(driver));
    CHECK_TEXT(suite->advice, sinew_driver_last_error(driver));
    finish();
}

static inline void should_hear_through_an_adapter_that_echoes(const motor_suite *suite)
{
    suite->start(2);
    SET(suite->faults->echo, 1);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    must_activate();
    CHECK(await_sample(100));
    finish();
}

static inline void should_keep_the_suite(const motor_suite *suite)
{
    if (suite->turn_config != NULL)
    {
        should_turn_motors_by_their_torque(suite);
    }
    should_stop_and_say_so_when_no_command_comes(suite);
    if (suite->trip != NULL)
    {
        should_say_when_the_watchdog_of_a_device_has_fired(suite);
    }
    should_leave_a_motor_alone_that_restarts_in_motion(suite);
    if (suite->clear != NULL)
    {
        should_never_clear_a_fault_by_itself(suite);
    }
    should_count_bad_answers(suite);
    should_not_take_a_late_answer_for_the_next(suite);
    should_say_when_a_motor_does_not_let_go(suite);
    if (suite->echoes)
    {
        should_hear_through_an_adapter_that_echoes(suite);
    }
}

#endif
