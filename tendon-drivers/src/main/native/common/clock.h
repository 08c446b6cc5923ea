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

static inline int64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static inline struct timespec clock_timespec(int64_t ns)
{
    const int64_t bounded = ns < 0 ? 0 : ns;
    return (struct timespec){.tv_sec = (time_t)(bounded / NS_PER_S), .tv_nsec = (long)(bounded % NS_PER_S)};
}

#endif
