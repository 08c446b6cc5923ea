#include "ecat_link.h"

#include "clock.h"

#define GIVE_UP_NS (200 * NS_PER_MS) /* an index comes again after 256 frames, at 1 kHz after 256 ms */
#define FRAMES_MAX 64                /* that one exchange looks at; more is a flood */

void ecat_link_begin(ecat_link *link)
{
    link->index++;
    ecat_frame_begin(&link->out, link->port.address);
}

int32_t ecat_link_add(ecat_link *link, ecat_command command, uint32_t address, const void *data, uint32_t count)
{
    const int32_t number = (int32_t)link->out.datagrams;
    return ecat_frame_add(&link->out, command, link->index, address, data, count) == 0 ? -1 : number;
}

static void forget(ecat_link *link, uint32_t place, counter as)
{
    count_one(link->port.counters, as);
    link->missing[place] = link->missing[--link->missing_count];
}

/* Gives up what has been missing for long, and what has the index of the frame that is sent now. */
static void give_up(ecat_link *link, int64_t now_ns)
{
    for (uint32_t i = link->missing_count; i-- > 0;)
    {
        if (now_ns - link->missing[i].sent_ns > GIVE_UP_NS || link->missing[i].index == link->index)
        {
            forget(link, i, COUNT_LOST);
        }
    }
}

static void remember(ecat_link *link)
{
    if (link->missing_count == ECAT_MISSING_MAX)
    {
        forget(link, 0, COUNT_LOST);
    }
    link->missing[link->missing_count++] = (ecat_missing){link->sent_ns, link->index};
}

/* A whole frame that is not the one waited for: is it one that was missed? */
static void note_other(ecat_link *link, uint8_t index)
{
    for (uint32_t i = 0; i < link->missing_count; i++)
    {
        if (link->missing[i].index == index)
        {
            forget(link, i, COUNT_LATE);
            return;
        }
    }
    count_one(link->port.counters, COUNT_WRONG_ID);
}

/* Looks at one received frame. BUS_GOOD when it is the one; BUS_UNDECIDED when it is to be passed over. */
static bus_outcome look_at(ecat_link *link, uint32_t bytes)
{
    uint32_t datagrams = 0;
    const ecat_parsed parsed = ecat_frame_parse(link->in, bytes, link->got, &datagrams);
    if (parsed == ECAT_WHOLE)
    {
        if (link->got[0].index != link->index)
        {
            note_other(link, link->got[0].index);
            return BUS_UNDECIDED;
        }
        return ecat_frame_answers(&link->out, link->got, datagrams) ? BUS_GOOD : BUS_BAD_VALUE;
    }
    count_add(link->port.counters, COUNT_DROPPED_BYTES, bytes);
    return parsed == ECAT_OTHER ? BUS_UNDECIDED : parsed == ECAT_BROKEN_OFF ? BUS_SHORT : BUS_BAD_VALUE;
}

bus_outcome ecat_link_exchange(ecat_link *link, int64_t wait_ns)
{
    const uint32_t bytes = ecat_frame_end(&link->out);
    link->sent_ns = clock_ns();
    give_up(link, link->sent_ns);
    const int32_t sent = ecat_port_send(&link->port, link->out.bytes, bytes);
    if (sent <= 0)
    {
        return sent == ECAT_PORT_GONE ? BUS_GONE : BUS_LOST;
    }
    bus_outcome worst = BUS_UNDECIDED;
    for (int i = 0; i < FRAMES_MAX; i++)
    {
        const int32_t got = ecat_port_receive(&link->port, link->in, sizeof link->in, link->sent_ns + wait_ns);
        if (got == ECAT_PORT_GONE)
        {
            return BUS_GONE;
        }
        if (got == ECAT_PORT_TIMEOUT)
        {
            break;
        }
        link->arrival_ns = clock_ns();
        const bus_outcome outcome = look_at(link, (uint32_t)got);
        if (outcome == BUS_GOOD)
        {
            return BUS_GOOD;
        }
        /* A broken frame may have been the one: then nothing more comes. Until the deadline one may hope. */
        worst = outcome == BUS_UNDECIDED ? worst : outcome;
    }
    if (worst == BUS_UNDECIDED)
    {
        remember(link);
    }
    return worst;
}
