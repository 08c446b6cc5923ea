/* The verbs: failed exchanges, refusals, errors, a thousand opens. */
#include "fake_device.h"

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
    should_count_what_failed_and_keep_the_sample();
    should_be_lost_while_the_newest_sample_is_stale();
    should_leave_nothing_energised_when_activate_fails();
    should_refuse_bad_commands_and_requests();
    should_refuse_to_open();
    should_open_and_close_a_thousand_times();
    return checked();
}
