#define _GNU_SOURCE

#include "wake.h"

#include "clock.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

void wake_init(wake *bell)
{
    atomic_init(&bell->count, 0);
    atomic_init(&bell->sleeping, 0);
}

void wake_up(wake *bell)
{
    atomic_fetch_add(&bell->count, 1);
    if (atomic_load(&bell->sleeping) != 0)
    {
        syscall(SYS_futex, &bell->count, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

uint32_t wake_seen(wake *bell)
{
    return atomic_load(&bell->count);
}

void wake_wait(wake *bell, uint32_t seen, int64_t deadline_ns)
{
    const struct timespec until = clock_timespec(deadline_ns);
    atomic_store(&bell->sleeping, 1);
    /* The kernel compares once more: it sleeps only if the count is still the one that was seen. Absolute time. */
    syscall(SYS_futex, &bell->count, FUTEX_WAIT_BITSET_PRIVATE, seen, &until, NULL, FUTEX_BITSET_MATCH_ANY);
    atomic_store(&bell->sleeping, 0);
}
