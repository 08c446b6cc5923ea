#include "dxl_link.h"

#include <string.h>

static link_decoded decode(const uint8_t *frame, uint32_t length, link_answer *answer)
{
    if (frame[7] != DXL_STATUS)
    {
        return LINK_NO_ANSWER;
    }
    return dxl_decode_status(frame, length, answer) ? LINK_ANSWER : LINK_MALFORMED;
}

static uint32_t answered(const uint8_t *frame, uint32_t length, uint32_t devices)
{
    link_answer answer;
    if (frame[4] == DXL_BROADCAST)
    {
        return dxl_fast_count(length, devices);
    }
    return decode(frame, length, &answer) == LINK_ANSWER ? answer.count : 0;
}

const link_codec DXL_LINK_CODEC = {.find = dxl_find, .decode = decode, .answered = answered,
    .sync_write = dxl_sync_write};

uint32_t dxl_link_longest(uint32_t devices)
{
    const uint32_t fast = dxl_fast_bytes(LINK_READ_MAX, devices);
    const uint32_t status = dxl_status_bytes(LINK_DATA_MAX + LINK_DATA_MAX / 3 + 1);
    return fast > status ? fast : status;
}

/* Answer of a fast sync read: one frame. */
static bus_outcome collect_fast(serial_link *link, uint32_t count, int64_t deadline_ns)
{
    for (;;)
    {
        const uint8_t *frame = NULL;
        uint32_t length = 0;
        const uint8_t *data[LINK_DEVICES_MAX];
        const int32_t result = link_next(link, deadline_ns, &frame, &length);
        if (result != SERIAL_OK)
        {
            return link_why(link, result);
        }
        if (frame[7] != DXL_STATUS)
        {
            continue; /* an adapter that echoes our own request */
        }
        if (dxl_decode_fast(frame, length, link->ids, link->devices, count, link->errors, data))
        {
            for (uint32_t i = 0; i < link->devices; i++)
            {
                memcpy(link->data[i], data[i], count);
            }
            return link->late ? BUS_LATE : BUS_GOOD;
        }
        if (frame[4] == DXL_BROADCAST && length != dxl_fast_bytes(count, link->devices))
        {
            link_note_stale(link, dxl_fast_count(length, link->devices));
        }
        else
        {
            link->wrong_id = 1;
        }
    }
}

static uint32_t put_read(serial_link *link, dxl_reading reading, uint32_t address, uint32_t count)
{
    if (reading != DXL_READ_BULK)
    {
        return dxl_sync_read(link_out(link), reading == DXL_READ_FAST ? DXL_FAST_SYNC_READ : DXL_SYNC_READ, address,
            count, link->ids, link->devices);
    }
    dxl_item items[LINK_DEVICES_MAX];
    for (uint32_t i = 0; i < link->devices; i++)
    {
        items[i] = (dxl_item){.id = link->ids[i], .address = address, .count = count};
    }
    return dxl_bulk_read(link_out(link), items, link->devices);
}

bus_outcome dxl_link_sync_read(serial_link *link, dxl_reading reading, uint32_t address, uint32_t count)
{
    link_add(link, put_read(link, reading, address, count));
    bus_outcome outcome = link_begin(link);
    if (outcome == BUS_GOOD)
    {
        const uint32_t n = link->devices;
        outcome = reading == DXL_READ_FAST ?
            collect_fast(link, count, link_deadline(link, dxl_fast_bytes(count, n), 1)) :
            link_collect(link, count, link_deadline(link, n * dxl_status_bytes(count), n));
    }
    return link_end(link, outcome, count);
}
