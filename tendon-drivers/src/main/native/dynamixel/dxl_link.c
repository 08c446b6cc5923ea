#include "dxl_link.h"

#include "clock.h"

#include <string.h>

#define LOST_AFTER_NS (250 * NS_PER_MS)
#define WRITE_SLACK_NS (5 * NS_PER_MS)
#define QUIET_NS (20 * NS_PER_MS)
#define STALL_NS (1 * NS_PER_MS) /* waking so much after the deadline is the machine's fault, not the device's */

/* ------------------------------------------------------------------------------------------------------- sending */

uint8_t *dxl_link_out(dxl_link *link)
{
    return link->out + link->out_count;
}

void dxl_link_add(dxl_link *link, uint32_t bytes)
{
    if (link->out_count + bytes <= sizeof link->out - DXL_FRAME_MAX)
    {
        link->out_count += bytes;
    }
}

/* Answers that came late, by the length that they carry; and those that will not come any more. */
static void note_stale(dxl_link *link, uint32_t bytes)
{
    for (uint32_t i = 0; i < DXL_WAITING; i++)
    {
        if (link->waiting_since_ns[i] != 0 && link->waiting_bytes[i] == bytes)
        {
            link->waiting_since_ns[i] = 0;
            count_one(link->counters, COUNT_LATE);
            return;
        }
    }
}

static void give_up_old(dxl_link *link, int64_t now_ns)
{
    for (uint32_t i = 0; i < DXL_WAITING; i++)
    {
        if (link->waiting_since_ns[i] != 0 && now_ns - link->waiting_since_ns[i] > LOST_AFTER_NS)
        {
            link->waiting_since_ns[i] = 0;
            count_one(link->counters, COUNT_LOST);
        }
    }
}

static void wait_for_late(dxl_link *link, uint32_t slot, uint32_t bytes)
{
    if (link->waiting_since_ns[slot] != 0)
    {
        count_one(link->counters, COUNT_LOST); /* a slow read before it */
    }
    link->waiting_since_ns[slot] = clock_ns();
    link->waiting_bytes[slot] = bytes;
}

int32_t dxl_link_flush(dxl_link *link)
{
    const int64_t begin_ns = clock_ns();
    const int64_t wire_ns = serial_time_ns(&link->port, link->out_count);
    const int32_t result =
        serial_write(&link->port, link->out, link->out_count, begin_ns + 2 * wire_ns + WRITE_SLACK_NS);
    link->out_count = 0;
    link->asked_ns = clock_ns();
    if (link->asked_ns < begin_ns + wire_ns)
    {
        link->asked_ns = begin_ns + wire_ns; /* the kernel has it all, the wire not yet */
    }
    return result;
}

/* ------------------------------------------------------------------------------------------------------ receiving */

/* Longest frame that can come: a fast answer, or a status whose data are all stuffed. */
static uint32_t longest(const dxl_link *link)
{
    const uint32_t fast = dxl_fast_bytes(DXL_READ_MAX, link->devices);
    const uint32_t status = dxl_status_bytes(DXL_DATA_MAX + DXL_DATA_MAX / 3 + 1);
    return fast > status ? fast : status;
}

/* Moves what is left to the front, so that there is always room for a whole frame. */
static void compact(dxl_link *link)
{
    memmove(link->in, link->in + link->in_begin, link->in_count - link->in_begin);
    link->in_count -= link->in_begin;
    link->in_begin = 0;
}

/*
 * The next whole frame with a right checksum. Waits until `deadline_ns`, once for as long again when this thread was not
 * running at the deadline or a frame has begun: link->late then says so.
 */
static int32_t next_frame(dxl_link *link, int64_t deadline_ns, const uint8_t **frame, uint32_t *length)
{
    for (;;)
    {
        dxl_place place;
        const uint32_t count = link->in_count - link->in_begin;
        const dxl_found found = dxl_find(link->in + link->in_begin, count, longest(link), &place);
        count_add(link->counters, COUNT_DROPPED_BYTES, place.begin);
        if (found == DXL_FRAME)
        {
            *frame = link->in + link->in_begin + place.begin;
            *length = place.end - place.begin;
            link->in_begin += place.end;
            return SERIAL_OK;
        }
        if (found == DXL_BAD_CRC)
        {
            link->bad_crc = 1;
            link->in_begin += place.end;
            count_add(link->counters, COUNT_DROPPED_BYTES, place.end - place.begin);
            continue;
        }
        link->in_begin += place.begin;
        compact(link);
        const int64_t until_ns = deadline_ns + (link->late ? link->slack_ns : 0);
        const int32_t got =
            serial_read(&link->port, link->in + link->in_count, DXL_FRAME_MAX - link->in_count, until_ns);
        if (got > 0)
        {
            link->in_count += (uint32_t)got;
            continue;
        }
        if (got == SERIAL_TIMEOUT && !link->late && (clock_ns() - until_ns > STALL_NS || link->in_count > 0))
        {
            link->late = 1;
            continue;
        }
        return got;
    }
}

/* Forgets the exchange before. What is still there is looked at first: it may be an answer that came late. */
static void begin_exchange(dxl_link *link)
{
    link->bad_crc = 0;
    link->wrong_id = 0;
    link->left_out = 0;
    link->bad_value = 0;
    link->late = 1; /* so that nothing is waited for here */
    const int64_t slack_ns = link->slack_ns;
    link->slack_ns = 0;
    const uint8_t *frame = NULL;
    uint32_t length = 0;
    dxl_status status;
    /* Bounded: what fits into the kernel's buffer is less than this many frames. */
    for (int i = 0; i < 512 && next_frame(link, 0, &frame, &length) == SERIAL_OK; i++)
    {
        if (length > DXL_STATUS_BYTES && frame[4] == DXL_BROADCAST)
        {
            note_stale(link, (length - 8) / link->devices - 4);
        }
        else if (dxl_decode_status(frame, length, &status))
        {
            note_stale(link, status.count);
        }
    }
    link->slack_ns = slack_ns;
    link->late = 0;
    link->bad_crc = 0;
    count_add(link->counters, COUNT_DROPPED_BYTES, link->in_count - link->in_begin);
    link->in_begin = 0;
    link->in_count = 0;
    give_up_old(link, clock_ns());
}

uint32_t dxl_link_variant(dxl_link *link)
{
    begin_exchange(link);
    uint32_t variant = 0;
    while (variant < DXL_VARIANTS && link->waiting_since_ns[variant] != 0)
    {
        variant++;
    }
    return variant;
}

static bus_outcome why_nothing(const dxl_link *link, int32_t result)
{
    return result == SERIAL_GONE ? BUS_GONE :
        link->bad_crc ? BUS_BAD_CRC :
        link->bad_value ? BUS_BAD_VALUE :
        link->wrong_id ? BUS_WRONG_ID :
        link->left_out ? BUS_LOST :
        link->in_count > link->in_begin ? BUS_SHORT : BUS_UNDECIDED;
}

/* ------------------------------------------------------------------------------------------------------- sync read */

/* Answers of a sync or bulk read: one status frame of each device, in the order in which they were asked. */
static bus_outcome collect(dxl_link *link, uint32_t count, int64_t deadline_ns)
{
    uint32_t next = 0;
    while (next < link->devices)
    {
        const uint8_t *frame = NULL;
        uint32_t length = 0;
        dxl_status status;
        const int32_t result = next_frame(link, deadline_ns, &frame, &length);
        if (result != SERIAL_OK)
        {
            return why_nothing(link, result);
        }
        if (frame[7] != DXL_STATUS)
        {
            continue; /* an adapter that echoes our own request */
        }
        if (!dxl_decode_status(frame, length, &status))
        {
            link->bad_value = 1;
        }
        else if (status.count != count)
        {
            note_stale(link, status.count); /* the device refuses to read, or it is an answer to an older request */
            link->bad_value |= status.count == 0;
        }
        else if (status.id != link->ids[next])
        {
            /* One of those that come later: this one has been left out. Else: nobody who was asked. */
            const int later = memchr(link->ids + next, (int)status.id, link->devices - next) != NULL;
            link->left_out |= later;
            link->wrong_id |= !later;
        }
        else
        {
            link->errors[next] = (uint8_t)status.error;
            memcpy(link->data[next], status.data, count);
            next++;
        }
    }
    return link->wrong_id ? BUS_WRONG_ID : link->late ? BUS_LATE : BUS_GOOD;
}

/* Answer of a fast sync read: one frame. */
static bus_outcome collect_fast(dxl_link *link, uint32_t count, int64_t deadline_ns)
{
    for (;;)
    {
        const uint8_t *frame = NULL;
        uint32_t length = 0;
        const uint8_t *data[DXL_DEVICES_MAX];
        const int32_t result = next_frame(link, deadline_ns, &frame, &length);
        if (result != SERIAL_OK)
        {
            return why_nothing(link, result);
        }
        if (frame[7] != DXL_STATUS)
        {
            continue;
        }
        if (dxl_decode_fast(frame, length, link->ids, link->devices, count, link->errors, data))
        {
            for (uint32_t i = 0; i < link->devices; i++)
            {
                memcpy(link->data[i], data[i], count);
            }
            return link->late ? BUS_LATE : BUS_GOOD;
        }
        if (frame[4] != DXL_BROADCAST || length == dxl_fast_bytes(count, link->devices))
        {
            link->wrong_id = 1;
        }
        else
        {
            note_stale(link, (length - 8) / link->devices - 4);
        }
    }
}

static uint32_t put_read(dxl_link *link, uint8_t *frame, uint32_t address, uint32_t count)
{
    if (link->reading != DXL_READ_BULK)
    {
        return dxl_sync_read(frame, link->reading == DXL_READ_FAST ? DXL_FAST_SYNC_READ : DXL_SYNC_READ, address, count,
            link->ids, link->devices);
    }
    dxl_item items[DXL_DEVICES_MAX];
    for (uint32_t i = 0; i < link->devices; i++)
    {
        items[i] = (dxl_item){.id = link->ids[i], .address = address, .count = count};
    }
    return dxl_bulk_read(frame, items, link->devices);
}

bus_outcome dxl_link_sync_read(dxl_link *link, uint32_t slot, uint32_t address, uint32_t count)
{
    begin_exchange(link);
    dxl_link_add(link, put_read(link, dxl_link_out(link), address, count));
    const int32_t sent = dxl_link_flush(link);
    if (sent != SERIAL_OK)
    {
        return sent == SERIAL_GONE ? BUS_GONE : BUS_LOST;
    }
    const int fast = link->reading == DXL_READ_FAST;
    const uint32_t bytes = fast ? dxl_fast_bytes(count, link->devices) : link->devices * dxl_status_bytes(count);
    const int64_t deadline_ns = link->asked_ns + serial_time_ns(&link->port, bytes) +
        (fast ? 1 : link->devices) * link->return_delay_ns + link->slack_ns;
    const bus_outcome outcome =
        fast ? collect_fast(link, count, deadline_ns) : collect(link, count, deadline_ns);
    if (outcome == BUS_UNDECIDED)
    {
        wait_for_late(link, slot, count);
    }
    const int64_t now_ns = clock_ns();
    link->asked_ns = link->asked_ns > now_ns ? now_ns : link->asked_ns; /* an emulator may be faster than its wire */
    return outcome;
}

/* ------------------------------------------------------------------------------------------------------- one device */

bus_outcome dxl_link_ask(dxl_link *link, uint32_t id, uint32_t count, int64_t timeout_ns, dxl_status *status,
    uint32_t *answers)
{
    begin_exchange(link);
    const int32_t sent = dxl_link_flush(link);
    if (sent != SERIAL_OK)
    {
        return sent == SERIAL_GONE ? BUS_GONE : BUS_LOST;
    }
    const int64_t answer_ns = serial_time_ns(&link->port, dxl_status_bytes(count)) + link->return_delay_ns;
    int64_t deadline_ns = link->asked_ns + answer_ns + timeout_ns;
    uint32_t came = 0;
    while (came < (answers == NULL ? 1u : 2u))
    {
        const uint8_t *frame = NULL;
        uint32_t length = 0;
        dxl_status next;
        const int32_t result = next_frame(link, deadline_ns, &frame, &length);
        if (result != SERIAL_OK)
        {
            if (came > 0)
            {
                break;
            }
            const bus_outcome why = why_nothing(link, result);
            clock_sleep(QUIET_NS);
            return why == BUS_UNDECIDED ? BUS_LOST : why;
        }
        if (dxl_decode_status(frame, length, &next) && next.id == id && next.count == count)
        {
            *status = next;
            came++;
            deadline_ns = clock_ns() + answer_ns + NS_PER_MS; /* a second one comes soon or never */
        }
    }
    if (answers != NULL)
    {
        *answers = came;
    }
    return BUS_GOOD;
}
