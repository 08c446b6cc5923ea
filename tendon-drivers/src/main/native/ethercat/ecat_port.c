#define _GNU_SOURCE

#include "ecat_port.h"

#include "clock.h"
#include "ecat_codec.h"
#include "sinew_driver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

#define PERMISSION "grant CAP_NET_RAW: AmbientCapabilities=CAP_NET_RAW in the systemd unit, or setcap cap_net_raw+ep " \
    "on the java program"

static int32_t refuse(ecat_port *port, const char *driver, const char *call, error_line *error)
{
    if (errno == EPERM || errno == EACCES)
    {
        return fail(error, "%s: no permission for raw Ethernet: interface=%s; " PERMISSION, driver, port->name);
    }
    return fail(error, "%s: cannot use the interface: interface=%s, call=%s, reason=%s; check it with: ip link show %s",
        driver, port->name, call, strerror(errno), port->name);
}

/* A name of the abstract kind lives as long as its socket, in this network namespace: nothing stays behind. */
static int32_t claim(ecat_port *port, const char *driver, error_line *error)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    const int length = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "sinew-ethercat-%s", port->name);
    port->claim = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (port->claim < 0)
    {
        return refuse(port, driver, "socket", error);
    }
    const socklen_t bytes = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
    if (bind(port->claim, (const struct sockaddr *)&name, bytes) < 0)
    {
        return errno == EADDRINUSE ? fail(error, "%s: another master uses the interface: interface=%s; end it first",
            driver, port->name) : refuse(port, driver, "bind", error);
    }
    return SINEW_OK;
}

static int32_t look(ecat_port *port, const char *driver, error_line *error)
{
    struct ifreq request = {0};
    memcpy(request.ifr_name, port->name, sizeof port->name);
    if (ioctl(port->claim, SIOCGIFFLAGS, &request) < 0)
    {
        return refuse(port, driver, "SIOCGIFFLAGS", error);
    }
    if ((request.ifr_flags & IFF_UP) == 0)
    {
        return fail(error, "%s: the interface is down: interface=%s; switch it on with: ip link set %s up", driver,
            port->name, port->name);
    }
    if (ioctl(port->claim, SIOCGIFHWADDR, &request) < 0)
    {
        return refuse(port, driver, "SIOCGIFHWADDR", error);
    }
    memcpy(port->address, request.ifr_hwaddr.sa_data, sizeof port->address);
    return SINEW_OK;
}

static int32_t open_socket(ecat_port *port, const char *driver, unsigned index, error_line *error)
{
    const int one = 1;
    const struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ECAT_ETHER_TYPE),
        .sll_ifindex = (int)index};
    /* Protocol 0 receives nothing until bind says what. */
    port->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (port->fd < 0)
    {
        return refuse(port, driver, "socket", error);
    }
    if (setsockopt(port->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one) < 0)
    {
        return refuse(port, driver, "PACKET_IGNORE_OUTGOING (Linux 4.20 or newer)", error);
    }
    if (bind(port->fd, (const struct sockaddr *)&address, sizeof address) < 0)
    {
        return refuse(port, driver, "bind", error);
    }
    return SINEW_OK;
}

int32_t ecat_port_open(ecat_port *port, const char *driver, const char *interface, bus_counters *counters,
    error_line *error)
{
    memset(port, 0, sizeof *port);
    port->fd = -1;
    port->claim = -1;
    port->counters = counters;
    if (strlen(interface) >= sizeof port->name)
    {
        return fail(error, "%s: no such interface: interface=%.80s; names have at most %zu letters, list them with: ip "
            "link", driver, interface, sizeof port->name - 1);
    }
    snprintf(port->name, sizeof port->name, "%s", interface);
    const unsigned index = if_nametoindex(interface);
    if (index == 0)
    {
        return fail(error, "%s: no such interface: interface=%s; list them with: ip link", driver, interface);
    }
    if (claim(port, driver, error) != SINEW_OK || look(port, driver, error) != SINEW_OK ||
        open_socket(port, driver, index, error) != SINEW_OK)
    {
        ecat_port_close(port);
        return SINEW_ERROR;
    }
    return SINEW_OK;
}

static int32_t gone(ecat_port *port)
{
    if (!port->gone)
    {
        port->gone = 1;
        count_one(port->counters, COUNT_GONE);
    }
    return ECAT_PORT_GONE;
}

static int is_gone(int reason)
{
    return reason == ENETDOWN || reason == ENXIO || reason == ENODEV || reason == EBADF;
}

int32_t ecat_port_send(ecat_port *port, const uint8_t *bytes, uint32_t count)
{
    if (port->fd < 0)
    {
        return ECAT_PORT_GONE;
    }
    const ssize_t sent = send(port->fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == (ssize_t)count)
    {
        port->gone = 0;
        count_add(port->counters, COUNT_BYTES_OUT, sent);
        return (int32_t)sent;
    }
    return sent < 0 && is_gone(errno) ? gone(port) : ECAT_PORT_TIMEOUT;
}

int32_t ecat_port_receive(ecat_port *port, uint8_t *bytes, uint32_t room, int64_t deadline_ns)
{
    if (port->fd < 0)
    {
        return ECAT_PORT_GONE;
    }
    for (;;)
    {
        const ssize_t got = recv(port->fd, bytes, room, MSG_DONTWAIT);
        if (got > 0)
        {
            count_add(port->counters, COUNT_BYTES_IN, got);
            return (int32_t)got;
        }
        if (got < 0 && is_gone(errno))
        {
            return gone(port);
        }
        const int64_t rest_ns = deadline_ns - clock_ns();
        if (rest_ns <= 0)
        {
            return ECAT_PORT_TIMEOUT;
        }
        struct pollfd readable = {.fd = port->fd, .events = POLLIN};
        const struct timespec rest = clock_timespec(rest_ns);
        ppoll(&readable, 1, &rest, NULL);
    }
}

void ecat_port_close(ecat_port *port)
{
    if (port->fd >= 0)
    {
        close(port->fd);
    }
    if (port->claim >= 0)
    {
        close(port->claim);
    }
    port->fd = -1;
    port->claim = -1;
}
