/*
 * ecat_link - one frame out, the same frame back. Each frame has an index of its own, in every datagram, so that one
 * that comes too late is known as such and never taken for the answer to a newer one.
 */
#ifndef SINEW_ECAT_LINK_H
#define SINEW_ECAT_LINK_H

#include "bus.h"
#include "ecat_codec.h"
#include "ecat_port.h"

#define ECAT_MISSING_MAX 16u

typedef struct ecat_missing
{
    int64_t sent_ns;
    uint8_t index;
} ecat_missing;

typedef struct ecat_link
{
    ecat_port port;
    ecat_frame out;
    uint8_t in[2048];
    ecat_datagram got[ECAT_DATAGRAMS_MAX]; /* of the newest good exchange */
    uint8_t index;
    int64_t sent_ns;
    int64_t arrival_ns;
    ecat_missing missing[ECAT_MISSING_MAX]; /* sent, and not back yet */
    uint32_t missing_count;
} ecat_link;

/* Begins a frame. */
void ecat_link_begin(ecat_link *link);

/* Adds a datagram; returns its number in the frame, which it has in `got` too, or -1 when it does not fit. */
int32_t ecat_link_add(ecat_link *link, ecat_command command, uint32_t address, const void *data, uint32_t count);

/*
 * Sends the frame and waits until it is back, at most wait_ns.
 *
 * returns BUS_GOOD: `got` and `in` hold it; BUS_UNDECIDED: not back (COUNT_LATE or COUNT_LOST is counted when that is
 * known), BUS_SHORT, BUS_BAD_VALUE: something else came back; BUS_LOST: the interface took nothing; BUS_GONE
 */
bus_outcome ecat_link_exchange(ecat_link *link, int64_t wait_ns);

/* Data of a datagram of the newest good exchange. */
static inline const uint8_t *ecat_link_data(const ecat_link *link, uint32_t number)
{
    return link->in + link->got[number].data;
}

#endif
