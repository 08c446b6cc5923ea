/* In place of the network interface: a line in memory. What it answers comes back at once, or as a test says. */
#include "ecat_port.h"

#include "clock.h"
#include "fake_line.h"
#include "sinew_driver.h"

#include <stdio.h>
#include <string.h>

fake_line the_line;

int32_t ecat_port_open(ecat_port *port, const char *driver, const char *interface, bus_counters *counters,
    error_line *error)
{
    memset(port, 0, sizeof *port);
    port->counters = counters;
    port->fd = strcmp(interface, "none") == 0 ? -1 : 1000;
    port->claim = -1;
    the_line.count = 0;
    snprintf(port->name, sizeof port->name, "%s", interface);
    return port->fd >= 0 ? SINEW_OK : fail(error, "%s: no such interface: interface=%s; list them with: ip link",
        driver, interface);
}

int32_t ecat_port_send(ecat_port *port, const uint8_t *bytes, uint32_t count)
{
    if (port->fd < 0 || the_line.gone)
    {
        port->gone = 1;
        return ECAT_PORT_GONE;
    }
    port->gone = 0;
    if (the_line.busy > 0)
    {
        the_line.busy--;
        return ECAT_PORT_TIMEOUT;
    }
    the_line.answer(bytes, count);
    return (int32_t)count;
}

void fake_line_put(const uint8_t *bytes, uint32_t count, int64_t due_ns)
{
    if (the_line.count < FAKE_LINE_FRAMES && count > 0 && count <= FAKE_LINE_BYTES)
    {
        fake_frame *frame = &the_line.frame[the_line.count++];
        memcpy(frame->bytes, bytes, count);
        frame->count = count;
        frame->due_ns = due_ns;
    }
}

int32_t ecat_port_receive(ecat_port *port, uint8_t *bytes, uint32_t room, int64_t deadline_ns)
{
    if (port->fd < 0 || the_line.gone)
    {
        return ECAT_PORT_GONE;
    }
    for (uint32_t i = 0; i < the_line.count; i++)
    {
        const uint32_t count = the_line.frame[i].count < room ? the_line.frame[i].count : room;
        if (the_line.frame[i].due_ns <= clock_ns())
        {
            memcpy(bytes, the_line.frame[i].bytes, count);
            memmove(&the_line.frame[i], &the_line.frame[i + 1], (--the_line.count - i) * sizeof the_line.frame[0]);
            return (int32_t)count;
        }
    }
    const int64_t rest_ns = deadline_ns - clock_ns();
    if (rest_ns > 0)
    {
        clock_sleep(rest_ns);
    }
    return ECAT_PORT_TIMEOUT;
}

void ecat_port_close(ecat_port *port)
{
    port->fd = -1;
}
