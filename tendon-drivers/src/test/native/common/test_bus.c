/* The verbs: blocks, pace, silence, the watchdog. */
#include "fake_device.h"

#include <dirent.h>
#include <sched.h>

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

static int io_thread_priority(void)
{
    struct dirent *entry;
    int priority = -1;
    DIR *tasks = opendir("/proc/self/task");
    while ((entry = readdir(tasks)) != NULL)
    {
        char path[64];
        char name[32] = "";
        snprintf(path, sizeof path, "/proc/self/task/%.16s/comm", entry->d_name);
        FILE *comm = fopen(path, "r");
        if (comm != NULL)
        {
            struct sched_param parameter = {0};
            if (fgets(name, sizeof name, comm) != NULL && strcmp(name, "sinew-bus-io\n") == 0 &&
                sched_getparam(atoi(entry->d_name), &parameter) == 0)
            {
                priority = parameter.sched_priority;
            }
            fclose(comm);
        }
    }
    closedir(tasks);
    return priority;
}

static void should_run_its_thread_as_the_loops_but_one_step_below(void)
{
    const struct sched_param normal = {0};
    const struct sched_param loop = {.sched_priority = 5};
    if (sched_setscheduler(0, SCHED_FIFO, &loop) != 0)
    {
        printf("skipped: real-time priorities are not allowed here\n");
        return;
    }
    sched_setscheduler(0, SCHED_OTHER, &normal);
    start("motors=a:1 watchdog_ms=1000");
    sinew_driver_receive(driver, 0);
    CHECK_EQUAL(0, io_thread_priority());
    sched_setscheduler(0, SCHED_FIFO, &loop);
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(4, io_thread_priority());
    sinew_driver_close(driver);
    sched_setscheduler(0, SCHED_OTHER, &normal);
    start("motors=a:1 watchdog_ms=1000");
    sched_setscheduler(0, SCHED_FIFO, &loop);
    sinew_driver_receive(driver, 0);
    CHECK_EQUAL(4, io_thread_priority());
    sinew_driver_close(driver);
    sched_setscheduler(0, SCHED_OTHER, &normal);
    start("motors=a:1 watchdog_ms=1000 realtime_priority=-1");
    sched_setscheduler(0, SCHED_FIFO, &loop);
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK_EQUAL(0, io_thread_priority());
    sinew_driver_close(driver);
    sched_setscheduler(0, SCHED_OTHER, &normal);
}

int main(void)
{
    should_run_its_thread_as_the_loops_but_one_step_below();
    should_describe_its_blocks();
    should_exchange_once_per_command_and_be_silent_in_between();
    should_keep_the_newest_command_and_the_pace();
    should_stop_when_no_command_comes();
    should_stop_when_the_device_says_that_it_did();
    return checked();
}
