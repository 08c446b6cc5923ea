/*
 * wake - lets one thread sleep until another has something for it. Waking never waits: it is one atomic increment, and
 * a system call only when the other thread sleeps.
 *
 * Order: the sleeper stores `sleeping` and then compares `count`; the waker increments `count` and then looks at
 * `sleeping`. All four are sequentially consistent, so at least one of them sees the other and no wake-up is lost.
 */
#ifndef SINEW_WAKE_H
#define SINEW_WAKE_H

#include <stdatomic.h>
#include <stdint.h>

typedef struct wake
{
    _Alignas(64) _Atomic uint32_t count;
    _Atomic uint32_t sleeping;
} wake;

void wake_init(wake *bell);

/* Any thread. */
void wake_up(wake *bell);

/* Sleeper only: the number of wake-ups so far; take it before looking for work. */
uint32_t wake_seen(wake *bell);

/* Sleeper only: returns after the next wake-up since `seen`, or at deadline_ns (CLOCK_MONOTONIC), or for no reason. */
void wake_wait(wake *bell, uint32_t seen, int64_t deadline_ns);

#endif
