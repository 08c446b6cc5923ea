/*
 * latest - hands the newest of a stream of values from one thread to another. Wait-free on both sides; values that the
 * reader did not fetch in time are dropped, never torn.
 *
 *      writer ── slot being written          three slots, and one word `shared` that holds the index of the slot in
 *                shared: newest, unread?     the middle and whether the reader has seen it. Each side owns one slot
 *      reader ── slot being read             and swaps it for the one in the middle.
 *
 * Memory order: both swaps are exchanges with acquire and release. The release half of publish makes the writer's
 * stores into the slot visible to the take that gets it by its acquire half. The release half of take makes the
 * reader's loads from the slot it gives back happen before the writer, whose acquire half gets that slot, stores into
 * it again. `writing` belongs to the writer's thread alone, `reading` to the reader's.
 */
#ifndef SINEW_LATEST_H
#define SINEW_LATEST_H

#include <stdatomic.h>
#include <stdint.h>

#define LATEST_SLOTS 3u
#define LATEST_INDEX 3u
#define LATEST_UNREAD 4u

typedef struct latest
{
    _Alignas(64) _Atomic uint32_t shared;
    _Alignas(64) uint32_t writing;
    _Alignas(64) uint32_t reading;
} latest;

static inline void latest_init(latest *exchange)
{
    atomic_init(&exchange->shared, 1u);
    exchange->writing = 0;
    exchange->reading = 2;
}

/* Writer only: hands over the slot `writing`; afterwards `writing` is another one, with old content. */
static inline void latest_publish(latest *exchange)
{
    exchange->writing = LATEST_INDEX &
        atomic_exchange_explicit(&exchange->shared, exchange->writing | LATEST_UNREAD, memory_order_acq_rel);
}

/* Reader only: 1 when something newer than last time is there; it is then in the slot `reading`. */
static inline int latest_take(latest *exchange)
{
    /* Relaxed is enough to look: the exchange below synchronises. */
    if ((atomic_load_explicit(&exchange->shared, memory_order_relaxed) & LATEST_UNREAD) == 0)
    {
        return 0;
    }
    exchange->reading = LATEST_INDEX &
        atomic_exchange_explicit(&exchange->shared, exchange->reading, memory_order_acq_rel);
    return 1;
}

#endif
