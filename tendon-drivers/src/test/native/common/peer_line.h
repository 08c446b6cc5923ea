/*
 * peer_line - what devices on a line have in common, for tests: requests that come in pieces, and misbehaviour on
 * demand. It shares no source with the drivers.
 */
#ifndef SINEW_PEER_LINE_H
#define SINEW_PEER_LINE_H

#include "pty_peer.h"

/*
 * What goes wrong, where a device can do it. Counts say how often still; they go down by one with each answer that they
 * hit.
 */
typedef struct peer_faults
{
    int drop;          /* no answer */
    int late_ms;       /* the next answers come so late, then this is 0 */
    int bad_sum;
    int wrong_id;
    int truncate;
    int zeros;         /* data all zero under a right checksum */
    int flip_data;     /* a position that no device says, under a right checksum */
    int refuse;        /* the adapter says that it cannot, and sends nothing */
    int double_answer; /* two devices with one id */
    int repeats;       /* so many answers come twice, as when an earlier one was late */
    int echo;          /* the adapter returns what is sent */
    int ignores_timeout;
    int never_stops;
    int64_t clock_since_ns; /* not 0: positions tell the time since then, each device in a unit of its own */
} peer_faults;

/* Bytes of the host that are no whole request yet. */
typedef struct peer_pending
{
    uint8_t bytes[PEER_ANSWER_MAX];
    uint32_t count;
} peer_pending;

/* 1 for one of those that are still to come. */
static inline int peer_take(int *count)
{
    const int is_one = *count > 0;
    *count -= is_one;
    return is_one;
}

/*
 * Hands a device one request after the other.
 *
 * request  looks at the first bytes, writes answers behind answer + *used; returns how many bytes it took, 0 when they
 *          are no whole request
 * returns  number of bytes of answers
 */
uint32_t peer_feed(peer_pending *pending, peer_faults *faults, void *device,
    uint32_t (*request)(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, uint32_t *used),
    const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);

#endif
