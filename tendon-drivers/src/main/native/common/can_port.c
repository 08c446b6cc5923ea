#include "can_port.h"

#include "clock.h"
#include "sinew_driver.h"

#include <stdio.h>
#include <string.h>

#define WRITE_SLACK_NS (5 * NS_PER_MS)
#define REST_NS (2 * NS_PER_MS) /* for the rest of a record that has begun */
#define STALL_NS (1 * NS_PER_MS) /* waking so much after the deadline is the machine's fault, not the device's */

int can_port_is_socket(const char *name)
{
    return strchr(name, '/') == NULL;
}

int32_t can_port_open(can_port *port, const char *driver, const char *name, int64_t baud, const can_adapter *adapter,
    int fd_wanted, bus_counters *counters, error_line *error)
{
    port->is_socket = can_port_is_socket(name);
    port->adapter = adapter;
    port->counters = counters;
    port->serial.fd = -1;
    port->serial.counters = counters;
    port->socket.fd = -1;
    port->queued = 0;
    port->in_begin = 0;
    port->in_count = 0;
    can_port_forget(port);
    if (!port->is_socket)
    {
        return serial_open(&port->serial, driver, name, baud, counters, error);
    }
    snprintf(port->serial.path, sizeof port->serial.path, "%s", name);
    return can_socket_open(&port->socket, driver, name, fd_wanted, error);
}

void can_port_close(can_port *port)
{
    serial_close(&port->serial);
    can_socket_close(&port->socket);
}

int can_port_is_gone(const can_port *port)
{
    return port->is_socket ? port->socket.gone : port->serial.gone;
}

const char *can_port_name(const can_port *port)
{
    return port->serial.path;
}

/* -------------------------------------------------------------------------------------------------------- sending */

void can_port_add(can_port *port, const can_message *message)
{
    if (port->queued < CAN_QUEUE)
    {
        port->queue[port->queued++] = *message;
    }
}

static int32_t flush_socket(can_port *port, int64_t deadline_ns)
{
    const int was_gone = port->socket.gone;
    int32_t result = SERIAL_OK;
    for (uint32_t i = 0; i < port->queued && result == SERIAL_OK; i++)
    {
        result = can_socket_send(&port->socket, &port->queue[i], deadline_ns);
        count_add(port->counters, COUNT_BYTES_OUT, result == SERIAL_OK ? port->queue[i].count : 0);
    }
    count_add(port->counters, COUNT_GONE, !was_gone && port->socket.gone);
    return result;
}

int32_t can_port_flush(can_port *port)
{
    const int64_t begin_ns = clock_ns();
    int32_t result = SERIAL_OK;
    if (port->is_socket)
    {
        result = flush_socket(port, begin_ns + WRITE_SLACK_NS);
    }
    else
    {
        uint32_t used = 0;
        for (uint32_t i = 0; i < port->queued; i++)
        {
            used += port->adapter->encode(&port->queue[i], port->out + used);
        }
        result = serial_write(&port->serial, port->out, used,
            begin_ns + 2 * serial_time_ns(&port->serial, used) + WRITE_SLACK_NS);
    }
    port->queued = 0;
    port->sent_ns = begin_ns;
    port->asked_ns = clock_ns(); /* much later when this thread was not running in between */
    return result;
}

/* ------------------------------------------------------------------------------------------------------ receiving */

void can_port_forget(can_port *port)
{
    port->late = 0;
    port->extra_ns = 0;
    port->bad_sum = 0;
    port->refused = 0;
    port->malformed = 0;
}

/* A frame among the bytes that are here: 1, or 0 when there is no more. */
static int next_record(can_port *port, can_message *message)
{
    for (;;)
    {
        link_place place;
        const uint8_t *bytes = port->in + port->in_begin;
        const link_found found =
            port->adapter->find(bytes, port->in_count - port->in_begin, CAN_ADAPTER_BYTES, &place);
        count_add(port->counters, COUNT_DROPPED_BYTES, place.begin);
        if (found == LINK_NEED_MORE)
        {
            port->in_begin += place.begin;
            memmove(port->in, port->in + port->in_begin, port->in_count - port->in_begin);
            port->in_count -= port->in_begin;
            port->in_begin = 0;
            return 0;
        }
        port->in_begin += place.end;
        if (found == LINK_BAD_SUM)
        {
            port->bad_sum = 1;
            count_add(port->counters, COUNT_DROPPED_BYTES, place.end - place.begin);
            continue;
        }
        const can_heard heard = port->adapter->decode(bytes + place.begin, place.end - place.begin, message);
        port->refused |= heard == CAN_REFUSED;
        port->malformed |= heard == CAN_NOTHING;
        if (heard == CAN_FRAME)
        {
            return 1;
        }
    }
}

static int32_t receive(can_port *port, int64_t until_ns, can_message *message)
{
    if (port->is_socket)
    {
        const int was_gone = port->socket.gone;
        uint32_t passed_over = 0;
        const int32_t result = can_socket_receive(&port->socket, message, &passed_over, until_ns);
        count_add(port->counters, COUNT_BYTES_IN, result == SERIAL_OK ? message->count : 0);
        count_add(port->counters, COUNT_GONE, !was_gone && port->socket.gone);
        return result;
    }
    for (;;)
    {
        if (next_record(port, message))
        {
            return SERIAL_OK;
        }
        const int32_t got = serial_read(&port->serial, port->in + port->in_count,
            CAN_PORT_IN_BYTES - port->in_count, until_ns);
        if (got <= 0)
        {
            return got;
        }
        port->in_count += (uint32_t)got;
    }
}

int32_t can_port_next(can_port *port, int64_t deadline_ns, can_message *message)
{
    for (;;)
    {
        const int64_t until_ns = deadline_ns + port->extra_ns;
        const int32_t result = receive(port, until_ns, message);
        const int has_stalled = clock_ns() - until_ns > STALL_NS;
        if (result == SERIAL_TIMEOUT && !port->late && (has_stalled || port->in_count > 0))
        {
            port->late = 1;
            port->extra_ns = has_stalled || port->slack_ns < REST_NS ? port->slack_ns : REST_NS;
            continue;
        }
        return result;
    }
}

int32_t can_port_poll(can_port *port, can_message *message)
{
    return receive(port, 0, message);
}
