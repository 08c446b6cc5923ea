/*
 * clock - the one clock of a bus driver: CLOCK_MONOTONIC in nanoseconds, the clock of the host's now_ns.
 */
#ifndef SINEW_CLOCK_H
#define SINEW_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)

int64_t clock_ns(void);

/* A time or a duration; what is negative becomes 0. */
struct timespec clock_timespec(int64_t ns);

/* Sleeps; for open, activate and requests, not for an exchange. */
void clock_sleep(int64_t ns);

#endif
