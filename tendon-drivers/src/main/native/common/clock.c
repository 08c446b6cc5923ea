#define _POSIX_C_SOURCE 200809L

#include "clock.h"

int64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

struct timespec clock_timespec(int64_t ns)
{
    const int64_t bounded = ns < 0 ? 0 : ns;
    return (struct timespec){.tv_sec = (time_t)(bounded / NS_PER_S), .tv_nsec = (long)(bounded % NS_PER_S)};
}

void clock_sleep(int64_t ns)
{
    const struct timespec until = clock_timespec(clock_ns() + ns);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0)
    {
        /* a signal: the time is absolute, so that it does not get longer */
    }
}
