#include "serial_link.h"

#include "clock.h"
#include "sinew_driver.h"

#include <string.h>

#define WRITE_SLACK_NS (5 * NS_PER_MS)
#define STALL_NS (1 * NS_PER_MS) /* waking so much after the deadline is the machine's fault, not the device's */
#define TRIES 3
#define WAIT_NS (10 * NS_PER_MS)
#define WAITS 40                 /* longer than the patience */
#define STALE_FRAMES_MAX 1024    /* more than a kernel's buffer holds */

/* -------------------------------------------------------------------------------------------------------- sending */

uint8_t *link_out(serial_link *link)
{
    return link->out + link->out_count;
}

void link_add(serial_link *link, uint32_t bytes)
{
    if (link->out_count + bytes <= sizeof link->out - LINK_FRAME_MAX)
    {
        link->out_count += bytes;
    }
}

void link_add_byte(serial_link *link, uint32_t address, uint8_t value)
{
    uint8_t data[LINK_DEVICES_MAX];
    memset(data, value, sizeof data);
    link_add(link, link->codec->sync_write(link_out(link), address, 1, link->ids, data, link->devices));
}

int32_t link_flush(serial_link *link)
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

/* -------------------------------------------------------------------------------------------------- late and lost */

void link_note_stale(serial_link *link, uint32_t bytes)
{
    for (uint32_t i = 0; i < LINK_WAITING; i++)
    {
        if (link->waiting_since_ns[i] != 0 && link->waiting_bytes[i] == bytes)
        {
            link->waiting_since_ns[i] = 0;
            count_one(link->counters, COUNT_LATE);
            return;
        }
    }
}

static void give_up_old(serial_link *link, int64_t now_ns)
{
    for (uint32_t i = 0; i < LINK_WAITING; i++)
    {
        if (link->waiting_since_ns[i] != 0 && now_ns - link->waiting_since_ns[i] > LINK_PATIENCE_NS)
        {
            link->waiting_since_ns[i] = 0;
            count_one(link->counters, COUNT_LOST);
        }
    }
}

static void wait_for_late(serial_link *link, uint32_t bytes, int64_t now_ns)
{
    uint32_t oldest = 0;
    for (uint32_t i = 0; i < LINK_WAITING && link->waiting_since_ns[oldest] != 0; i++)
    {
        oldest = link->waiting_since_ns[i] < link->waiting_since_ns[oldest] ? i : oldest; /* 0, none, is the least */
    }
    if (link->waiting_since_ns[oldest] != 0)
    {
        count_one(link->counters, COUNT_LOST);
    }
    link->waiting_since_ns[oldest] = now_ns;
    link->waiting_bytes[oldest] = bytes;
}

bus_outcome link_end(serial_link *link, bus_outcome outcome, uint32_t count)
{
    const int64_t now_ns = clock_ns();
    link->asked_ns = link->asked_ns > now_ns ? now_ns : link->asked_ns; /* an emulator may be faster than its wire */
    if (outcome == BUS_UNDECIDED)
    {
        wait_for_late(link, count, now_ns);
    }
    return outcome;
}

/* ------------------------------------------------------------------------------------------------------ receiving */

/* Moves what is left to the front, so that there is always room for a whole frame. */
static void compact(serial_link *link)
{
    memmove(link->in, link->in + link->in_begin, link->in_count - link->in_begin);
    link->in_count -= link->in_begin;
    link->in_begin = 0;
}

/*
 * Waits until `deadline_ns`, and once for as long as the slack again when this thread was not running at the deadline
 * or a frame has begun: link->late then says so.
 */
int32_t link_next(serial_link *link, int64_t deadline_ns, const uint8_t **frame, uint32_t *length)
{
    for (;;)
    {
        link_place place;
        const uint8_t *bytes = link->in + link->in_begin;
        const link_found found =
            link->codec->find(bytes, link->in_count - link->in_begin, link->longest, &place);
        count_add(link->counters, COUNT_DROPPED_BYTES, place.begin);
        if (found == LINK_FRAME)
        {
            *frame = bytes + place.begin;
            *length = place.end - place.begin;
            link->in_begin += place.end;
            return SERIAL_OK;
        }
        if (found == LINK_BAD_SUM)
        {
            link->bad_sum = 1;
            link->in_begin += place.end;
            count_add(link->counters, COUNT_DROPPED_BYTES, place.end - place.begin);
            continue;
        }
        link->in_begin += place.begin;
        compact(link);
        const int64_t until_ns = deadline_ns + (link->late ? link->slack_ns : 0);
        const int32_t got =
            serial_read(&link->port, link->in + link->in_count, LINK_FRAME_MAX - link->in_count, until_ns);
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
static void forget(serial_link *link)
{
    const int64_t slack_ns = link->slack_ns;
    const uint8_t *frame = NULL;
    uint32_t length = 0;
    link->slack_ns = 0;
    link->late = 1; /* so that nothing is waited for here */
    for (int i = 0; i < STALE_FRAMES_MAX && link_next(link, 0, &frame, &length) == SERIAL_OK; i++)
    {
        link_note_stale(link, link->codec->answered(frame, length, link->devices));
    }
    link->slack_ns = slack_ns;
    link->late = 0;
    link->bad_sum = 0;
    link->wrong_id = 0;
    link->left_out = 0;
    link->bad_value = 0;
    count_add(link->counters, COUNT_DROPPED_BYTES, link->in_count - link->in_begin);
    link->in_begin = 0;
    link->in_count = 0;
    give_up_old(link, clock_ns());
}

int link_waits_for(serial_link *link, uint32_t bytes)
{
    forget(link);
    for (uint32_t i = 0; i < LINK_WAITING; i++)
    {
        if (link->waiting_since_ns[i] != 0 && link->waiting_bytes[i] == bytes)
        {
            return 1;
        }
    }
    return 0;
}

bus_outcome link_begin(serial_link *link)
{
    forget(link);
    const int32_t sent = link_flush(link);
    return sent == SERIAL_OK ? BUS_GOOD : sent == SERIAL_GONE ? BUS_GONE : BUS_LOST;
}

int64_t link_deadline(const serial_link *link, uint32_t bytes, uint32_t answers)
{
    return link->asked_ns + serial_time_ns(&link->port, bytes) + answers * link->device_ns + link->slack_ns;
}

bus_outcome link_why(const serial_link *link, int32_t result)
{
    return result == SERIAL_GONE ? BUS_GONE :
        link->bad_sum ? BUS_BAD_CRC :
        link->bad_value ? BUS_BAD_VALUE :
        link->wrong_id ? BUS_WRONG_ID :
        link->left_out ? BUS_LOST :
        link->in_count > link->in_begin ? BUS_SHORT : BUS_UNDECIDED;
}

/* Takes one answer; returns 1 when it is the one of device `next`. */
static int take(serial_link *link, const link_answer *answer, uint32_t count, uint32_t next)
{
    if (answer->count != count)
    {
        /* An answer to an older request, or a device that refuses to read. */
        link_note_stale(link, answer->count);
        link->bad_value |= answer->count == 0;
        return 0;
    }
    if (answer->id != link->ids[next])
    {
        /* One of those that come later: this one has been left out. Else: nobody who was asked. */
        const int later = memchr(link->ids + next, (int)answer->id, link->devices - next) != NULL;
        link->left_out |= later;
        link->wrong_id |= !later;
        return 0;
    }
    link->errors[next] = (uint8_t)answer->error;
    memcpy(link->data[next], answer->data, count);
    return 1;
}

bus_outcome link_collect(serial_link *link, uint32_t count, int64_t deadline_ns)
{
    uint32_t next = 0;
    while (next < link->devices)
    {
        const uint8_t *frame = NULL;
        uint32_t length = 0;
        link_answer answer;
        const int32_t result = link_next(link, deadline_ns, &frame, &length);
        if (result != SERIAL_OK)
        {
            return link_why(link, result);
        }
        const link_decoded decoded = link->codec->decode(frame, length, &answer);
        if (decoded == LINK_ANSWER)
        {
            next += take(link, &answer, count, next) ? 1u : 0u;
        }
        link->bad_value |= decoded == LINK_MALFORMED;
    }
    return link->wrong_id ? BUS_WRONG_ID : link->late ? BUS_LATE : BUS_GOOD;
}

int32_t link_read_all(serial_link *link, bus_outcome (*read)(void *device, uint32_t address, uint32_t count),
    void *device, uint32_t address, uint32_t count, const char *driver, const char *what, error_line *error)
{
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < WAITS && link_waits_for(link, count); i++)
    {
        clock_sleep(WAIT_NS); /* one of the cycle that ended; it comes, or is given up */
    }
    for (int i = 0; i < TRIES && outcome != BUS_GONE; i++)
    {
        outcome = read(device, address, count);
        if (outcome == BUS_GOOD || outcome == BUS_LATE)
        {
            return SINEW_OK;
        }
    }
    return fail(error, "%s: %s of all servos cannot be read: port=%.100s, reason=%s; check cable and power", driver,
        what, link->port.path, outcome == BUS_GONE ? "the port disappeared" :
        outcome == BUS_BAD_CRC ? "wrong checksums" : outcome == BUS_WRONG_ID ? "a wrong servo answers" : "no answer");
}

/* ----------------------------------------------------------------------------------------------------- one device */

bus_outcome link_ask(serial_link *link, uint32_t id, uint32_t count, link_answer *answer, uint32_t *answers)
{
    const bus_outcome sent = link_begin(link);
    if (sent != BUS_GOOD)
    {
        return sent;
    }
    const int64_t answer_ns = serial_time_ns(&link->port, link->overhead + count) + link->device_ns;
    int64_t deadline_ns = link->asked_ns + answer_ns + LINK_PATIENCE_NS;
    uint32_t came = 0;
    while (came < (answers == NULL ? 1u : 2u))
    {
        const uint8_t *frame = NULL;
        uint32_t length = 0;
        link_answer next;
        const int32_t result = link_next(link, deadline_ns, &frame, &length);
        if (result != SERIAL_OK)
        {
            if (came > 0)
            {
                break;
            }
            const bus_outcome why = link_why(link, result);
            return why == BUS_UNDECIDED ? BUS_LOST : why;
        }
        if (link->codec->decode(frame, length, &next) == LINK_ANSWER && next.id == id && next.count == count)
        {
            *answer = next;
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
