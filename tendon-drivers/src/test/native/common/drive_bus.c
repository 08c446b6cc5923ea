/*
 * Drives one bus through a driver library as a host does, with zero effort, and prints what the driver counted: rate
 * against the wire's own limit, what was late or lost, age of the samples, processor time.
 *
 * usage: drive_bus LIBRARY CONFIG [SECONDS [HOST_HZ [EFFORT_NM]]]
 */
#define _GNU_SOURCE

#include "counters.h"
#include "sinew_driver.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AGES_MAX 2000000

static const char *const NAMES[COUNTERS] = {"cycles", "good", "late", "lost", "short", "bad_crc", "wrong_id",
    "bad_value", "device_error", "watchdog", "overrun", "sends", "commands", "gone", "bytes_out", "bytes_in",
    "dropped_bytes"};

static int32_t (*driver_open)(const char *, sinew_driver **, const sinew_layout **);
static int32_t (*driver_activate)(sinew_driver *);
static int32_t (*driver_receive)(sinew_driver *, int64_t);
static int32_t (*driver_send)(sinew_driver *, int64_t);
static int32_t (*driver_deactivate)(sinew_driver *);
static void (*driver_close)(sinew_driver *);
static const char *(*driver_last_error)(sinew_driver *);
static int32_t (*driver_request)(sinew_driver *, const char *, double *, int32_t);

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int load(const char *library)
{
    static const struct
    {
        const char *name;
        void **verb;
    } VERBS[] = {{"sinew_driver_open", (void **)&driver_open}, {"sinew_driver_activate", (void **)&driver_activate},
        {"sinew_driver_receive", (void **)&driver_receive}, {"sinew_driver_send", (void **)&driver_send},
        {"sinew_driver_deactivate", (void **)&driver_deactivate}, {"sinew_driver_close", (void **)&driver_close},
        {"sinew_driver_last_error", (void **)&driver_last_error}, {"sinew_driver_request", (void **)&driver_request}};
    void *handle = dlopen(library, RTLD_NOW);
    for (size_t i = 0; handle != NULL && i < sizeof VERBS / sizeof VERBS[0]; i++)
    {
        *VERBS[i].verb = dlsym(handle, VERBS[i].name);
        handle = *VERBS[i].verb == NULL ? NULL : handle;
    }
    if (handle == NULL)
    {
        fprintf(stderr, "drive_bus: no driver: %s; build it (build/native.sh tendon-drivers)\n", dlerror());
    }
    return handle != NULL;
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void print(const double *begin, const double *end, double seconds, int64_t *ages, size_t count)
{
    double difference[COUNTERS];
    for (int i = 0; i < COUNTERS; i++)
    {
        difference[i] = end[i] - begin[i];
    }
    for (int i = 0; i <= COUNT_DROPPED_BYTES; i++)
    {
        printf("%-14s %.0f\n", NAMES[i], difference[i]);
    }
    printf("%-14s %.0f\n", "untaken", difference[COUNT_UNTAKEN]);
    const double rate = difference[COUNT_CYCLES] / seconds;
    const double limit = 1e9 / end[COUNT_WIRE_NS];
    printf("rate           %.1f Hz, %.3f of the wire's limit %.1f Hz\n", rate, rate / limit, limit);
    printf("exchange       mean %.3f ms, longest %.3f ms\n",
        difference[COUNT_EXCHANGE_NS_SUM] / difference[COUNT_GOOD] * 1e-6, end[COUNT_EXCHANGE_NS_MAX] * 1e-6);
    printf("cpu            %.2f %% of one processor\n", difference[COUNT_CPU_NS] * 1e-7 / seconds);
    if (count >= 1000)
    {
        qsort(ages, count, sizeof *ages, compare);
        printf("age            p50 %.3f ms, p99 %.3f ms, greatest %.3f ms of %zu "
            "samples\n", (double)ages[count / 2] * 1e-6,
            (double)ages[count / 100 * 99] * 1e-6, (double)ages[count - 1] * 1e-6, count);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3)
    {
        fprintf(stderr, "usage: drive_bus LIBRARY CONFIG [SECONDS [HOST_HZ [EFFORT_NM]]]\n");
        return 2;
    }
    const double seconds = argc > 3 ? strtod(argv[3], NULL) : 10;
    const int64_t period_ns = (int64_t)(1e9 / (argc > 4 ? strtod(argv[4], NULL) : 1000));
    const double effort = argc > 5 ? strtod(argv[5], NULL) : 0;
    sinew_driver *driver = NULL;
    const sinew_layout *layout = NULL;
    if (!load(argv[1]))
    {
        return 1;
    }
    if (driver_open(argv[2], &driver, &layout) != SINEW_OK)
    {
        fprintf(stderr, "%s\n", driver_last_error(NULL));
        return 1;
    }
    if (driver_activate(driver) != SINEW_OK)
    {
        fprintf(stderr, "%s\n", driver_last_error(driver));
        driver_close(driver);
        return 1;
    }
    static double begin[COUNTERS];
    static double end[COUNTERS];
    int64_t *ages = malloc(AGES_MAX * sizeof *ages);
    size_t count = 0;
    sinew_command_header *header = layout->command;
    const sinew_state_header *state = layout->state;
    header->enabled = 1;
    for (uint32_t i = 0; i < layout->channel_count; i++)
    {
        if (layout->channels[i].kind == SINEW_CMD_MOTOR_EFFORT)
        {
            *(double *)((char *)layout->command + layout->channels[i].offset) = effort;
        }
    }
    driver_request(driver, "statistics", begin, COUNTERS);
    const int64_t begin_ns = now_ns();
    int64_t release_ns = begin_ns;
    int restarts = 0;
    while (now_ns() - begin_ns < (int64_t)(seconds * 1e9))
    {
        release_ns += period_ns;
        const struct timespec until = {release_ns / 1000000000, release_ns % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        if (driver_receive(driver, now_ns()) == SINEW_OK && ages != NULL && count < AGES_MAX)
        {
            ages[count++] = now_ns() - state->device_time_ns;
        }
        if (driver_send(driver, now_ns()) == SINEW_ERROR)
        {
            /* This machine stood still for longer than the watchdog waits. */
            restarts++;
            driver_deactivate(driver);
            if (driver_activate(driver) != SINEW_OK)
            {
                fprintf(stderr, "%s\n", driver_last_error(driver));
                break;
            }
            release_ns = now_ns();
        }
    }
    const double took = (double)(now_ns() - begin_ns) * 1e-9;
    driver_request(driver, "statistics", end, COUNTERS);
    print(begin, end, took, ages, count);
    printf("restarts       %d (the watchdog fired because this machine stood still)\n", restarts);
    const int32_t stopped = driver_deactivate(driver);
    if (stopped != SINEW_OK)
    {
        fprintf(stderr, "%s\n", driver_last_error(driver));
    }
    driver_close(driver);
    free(ages);
    return stopped == SINEW_OK ? 0 : 1;
}
