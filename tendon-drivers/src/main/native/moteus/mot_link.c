#include "mot_link.h"

#include "clock.h"

#define STALE_FRAMES_MAX 1024

uint32_t mot_link_init(mot_link *link, const motor_list *motors, bus_counters *counters)
{
    link->counters = counters;
    link->devices = motors->count;
    for (uint32_t i = 0; i < motors->count; i++)
    {
        link->id[i] = (uint8_t)motors->motor[i].id;
        link->motor_of[link->id[i]] = (uint8_t)(i + 1);
    }
    for (uint32_t id = MOT_HOSTS_FIRST; id <= MOT_ID_MAX; id++)
    {
        if (link->motor_of[id] == 0)
        {
            link->host[link->hosts++] = (uint8_t)id;
            link->host_of[id] = (uint8_t)link->hosts;
        }
    }
    return link->hosts;
}

/* -------------------------------------------------------------------------------------------------- late and lost */

/* An answer to an exchange that is over. */
static void note_late(mot_link *link, uint32_t host, uint32_t motor)
{
    const uint64_t bit = UINT64_C(1) << motor;
    if (link->since_ns[host] == 0 || (link->missing[host] & bit) == 0)
    {
        return;
    }
    link->missing[host] &= ~bit;
    if (link->missing[host] == 0)
    {
        link->since_ns[host] = 0;
        count_add(link->counters, COUNT_LATE, !link->counted[host]);
    }
}

static void give_up_old(mot_link *link, int64_t now_ns)
{
    for (uint32_t i = 0; i < link->hosts; i++)
    {
        if (link->since_ns[i] != 0 && now_ns - link->since_ns[i] > MOT_PATIENCE_NS)
        {
            link->since_ns[i] = 0;
            count_add(link->counters, COUNT_LOST, !link->counted[i]);
        }
    }
}

static int free_host(mot_link *link)
{
    for (uint32_t i = 0; i < link->hosts; i++)
    {
        const uint32_t host = (link->next_host + i) % link->hosts;
        if (link->since_ns[host] == 0)
        {
            link->next_host = host + 1;
            return (int)host;
        }
    }
    return -1;
}

/* ------------------------------------------------------------------------------------------------------- exchange */

static void take(mot_link *link, const can_message *message)
{
    const uint32_t host = link->host_of[mot_destination(message->id)];
    const uint32_t motor = link->motor_of[mot_source(message->id)];
    mot_answer answer;
    if (message->id > 0x7FFFu || host == 0)
    {
        return; /* somebody else's conversation, or the echo of a request */
    }
    if (motor == 0)
    {
        link->wrong_id = 1;
        return;
    }
    if ((int)host - 1 != link->host_now)
    {
        note_late(link, host - 1, motor - 1);
        return;
    }
    const uint64_t bit = UINT64_C(1) << (motor - 1);
    if ((link->asked & bit) == 0)
    {
        link->wrong_id = 1;
    }
    else if (!mot_parse(message->data, message->count, &answer))
    {
        link->bad_value = 1;
    }
    else
    {
        link->doubled |= link->answered & bit;
        link->answered |= bit;
        link->answer[motor - 1] = answer;
    }
}

void mot_link_begin(mot_link *link)
{
    can_message message;
    link->host_now = -1;
    for (int i = 0; i < STALE_FRAMES_MAX && can_port_poll(&link->port, &message) == SERIAL_OK; i++)
    {
        take(link, &message);
    }
    can_port_forget(&link->port);
    give_up_old(link, clock_ns());
    link->host_now = free_host(link);
    link->wrong_id = 0;
    link->bad_value = 0;
    link->asked = 0;
    link->answered = 0;
    link->doubled = 0;
}

void mot_link_add(mot_link *link, uint32_t motor, can_message *message, uint32_t bytes)
{
    const int wanted = link->host_now >= 0;
    mot_seal(message, bytes, link->host[wanted ? link->host_now : 0], link->id[motor], wanted);
    can_port_add(&link->port, message);
    link->asked |= UINT64_C(1) << motor;
}

static bus_outcome why(const mot_link *link, int32_t result)
{
    const can_port *port = &link->port;
    return result == SERIAL_GONE ? BUS_GONE :
        port->bad_sum ? BUS_BAD_CRC :
        link->bad_value || port->malformed ? BUS_BAD_VALUE :
        link->wrong_id || link->doubled != 0 ? BUS_WRONG_ID :
        port->refused ? BUS_LOST :
        port->in_count > port->in_begin ? BUS_SHORT : BUS_UNDECIDED;
}

bus_outcome mot_link_finish(mot_link *link, int64_t answer_ns, int64_t doubles_ns)
{
    can_port *port = &link->port;
    can_message message;
    const int32_t sent = can_port_flush(port);
    const int host = link->host_now;
    if (sent != SERIAL_OK)
    {
        return sent == SERIAL_GONE ? BUS_GONE : BUS_LOST;
    }
    if (host < 0)
    {
        return BUS_UNDECIDED; /* the commands at least */
    }
    int32_t result = SERIAL_OK;
    while (result == SERIAL_OK && link->answered != link->asked)
    {
        result = can_port_next(port, port->asked_ns + answer_ns, &message);
        if (result == SERIAL_OK)
        {
            take(link, &message);
        }
    }
    const int64_t doubles_until_ns = clock_ns() + doubles_ns;
    while (doubles_ns > 0 && result == SERIAL_OK && can_port_next(port, doubles_until_ns, &message) == SERIAL_OK)
    {
        take(link, &message);
    }
    if (result == SERIAL_OK)
    {
        return link->wrong_id || link->doubled != 0 ? BUS_WRONG_ID : port->late ? BUS_LATE : BUS_GOOD;
    }
    const bus_outcome outcome = why(link, result);
    link->since_ns[host] = clock_ns();
    link->missing[host] = link->asked & ~link->answered;
    link->counted[host] = outcome != BUS_UNDECIDED;
    return outcome;
}
