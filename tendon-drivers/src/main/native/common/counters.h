/*
 * counters - what happened on a bus. Written by the bus's I/O thread alone, except SENDS, which the host's writes; read
 * by the host through sinew_driver_request(handle, "statistics", values, count): value i is counter i. The numbers are
 * part of the public contract: append only.
 */
#ifndef SINEW_COUNTERS_H
#define SINEW_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

typedef enum counter
{
    COUNT_CYCLES = 0,        /* exchanges begun */
    COUNT_GOOD = 1,          /* exchanges that brought a whole sample in time */
    COUNT_LATE = 2,          /* answers that were whole but came after their deadline: a stall of machine or adapter */
    COUNT_LOST = 3,          /* exchanges of which no answer ever came */
    COUNT_SHORT = 4,         /* answers that broke off */
    COUNT_BAD_CRC = 5,       /* answers with a wrong checksum */
    COUNT_WRONG_ID = 6,      /* whole answers of a device that was not asked, or in the wrong order */
    COUNT_BAD_VALUE = 7,     /* whole answers that cannot be: wrong length, all zero, out of range */
    COUNT_DEVICE_ERROR = 8,  /* answers in which a device reports a fault or refuses an instruction */
    COUNT_WATCHDOG = 9,      /* times that the motors were stopped because no command came */
    COUNT_OVERRUN = 10,      /* periods of cycle_hz skipped because an exchange took longer than one */
    COUNT_SENDS = 11,        /* commands that the host gave */
    COUNT_COMMANDS = 12,     /* of these, that went on the wire; the others were replaced by newer ones before */
    COUNT_GONE = 13,         /* times that the port disappeared */
    COUNT_BYTES_OUT = 14,
    COUNT_BYTES_IN = 15,
    COUNT_DROPPED_BYTES = 16, /* bytes that belonged to no frame */
    COUNT_EXCHANGE_NS_MAX = 17, /* longest good exchange */
    COUNT_EXCHANGE_NS_SUM = 18, /* all good exchanges together */
    COUNT_CPU_NS = 19,       /* processor time of the I/O thread; filled when asked */
    COUNT_WIRE_NS = 20,      /* least time of one exchange on this wire, as computed at open */
    COUNT_UNTAKEN = 21,      /* exchanges that came back whole, but in which not every device took part */
    COUNTERS = 22
} counter;

typedef struct bus_counters
{
    _Atomic int64_t value[COUNTERS];
} bus_counters;

/* Relaxed: one writer a counter, and nothing is concluded from the order of two counters. */
static inline void count_add(bus_counters *counters, counter which, int64_t amount)
{
    atomic_store_explicit(&counters->value[which],
        atomic_load_explicit(&counters->value[which], memory_order_relaxed) + amount, memory_order_relaxed);
}

static inline void count_one(bus_counters *counters, counter which)
{
    count_add(counters, which, 1);
}

static inline void count_set(bus_counters *counters, counter which, int64_t value)
{
    atomic_store_explicit(&counters->value[which], value, memory_order_relaxed);
}

static inline int64_t count_get(const bus_counters *counters, counter which)
{
    return atomic_load_explicit(&counters->value[which], memory_order_relaxed);
}

#endif
