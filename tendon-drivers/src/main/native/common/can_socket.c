#define _GNU_SOURCE

#include "can_socket.h"

#include "clock.h"
#include "serial.h"
#include "sinew_driver.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/can.h>
#include <linux/can/raw.h>
#include <net/if.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define RETRY_NS (50 * NS_PER_US)
#define LOOKS_MAX 64 /* packets that are passed over in one call */

/* ----------------------------------------------------------------------------------------------------------- open */

static int32_t refuse(const char *driver, const char *interface, int reason, error_line *error)
{
    if (reason == EAFNOSUPPORT || reason == EPROTONOSUPPORT)
    {
        return fail(error, "%s: this kernel has no SocketCAN (port=%.40s): load it (sudo modprobe can_raw) or use a "
            "serial adapter, port=/dev/...", driver, interface);
    }
    if (reason == ENODEV)
    {
        return fail(error, "%s: no CAN interface %.40s; list them with ip link, or is it a serial port? then write "
            "port=/dev/...", driver, interface);
    }
    if (reason == ENETDOWN)
    {
        return fail(error, "%s: CAN interface %.40s is down; sudo ip link set %.40s up", driver, interface, interface);
    }
    return fail(error, "%s: cannot open CAN interface %.40s: %s; check that it exists, is up and may be used", driver,
        interface, strerror(reason));
}

static int set_up(int fd, const char *interface, int fd_wanted, int *frame_bytes)
{
    struct ifreq request = {0};
    struct sockaddr_can address = {.can_family = AF_CAN};
    const int on = 1;
    strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
    if (ioctl(fd, SIOCGIFINDEX, &request) != 0)
    {
        return errno;
    }
    address.can_ifindex = request.ifr_ifindex;
    if (ioctl(fd, SIOCGIFFLAGS, &request) != 0 || (request.ifr_flags & IFF_UP) == 0)
    {
        return ENETDOWN;
    }
    if (ioctl(fd, SIOCGIFMTU, &request) != 0)
    {
        return errno;
    }
    *frame_bytes = request.ifr_mtu;
    if (fd_wanted && setsockopt(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, &on, sizeof on) != 0)
    {
        return errno;
    }
    return bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

int32_t can_socket_open(can_socket *can, const char *driver, const char *interface, int fd_wanted, error_line *error)
{
    int frame_bytes = 0;
    can->gone = 0;
    can->fd = -1;
    if (strlen(interface) >= IFNAMSIZ)
    {
        return refuse(driver, interface, ENODEV, error);
    }
    const int fd = socket(PF_CAN, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CAN_RAW);
    if (fd < 0)
    {
        return refuse(driver, interface, errno, error);
    }
    const int reason = set_up(fd, interface, fd_wanted, &frame_bytes);
    if (reason != 0)
    {
        close(fd);
        return refuse(driver, interface, reason, error);
    }
    if (fd_wanted && frame_bytes < (int)CANFD_MTU)
    {
        close(fd);
        return fail(error, "%s: CAN interface %.40s is not set to CAN-FD; sudo ip link set %.40s down; sudo ip link "
            "set %.40s up type can bitrate 1000000 dbitrate 5000000 sample-point 0.666 fd on", driver, interface,
            interface, interface);
    }
    can->fd = fd;
    return SINEW_OK;
}

void can_socket_adopt(can_socket *can, int fd)
{
    can->gone = 0;
    can->fd = fd;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

void can_socket_close(can_socket *can)
{
    if (can->fd >= 0)
    {
        close(can->fd);
        can->fd = -1;
    }
}

/* ---------------------------------------------------------------------------------------------------------- frames */

static int32_t await(can_socket *can, short events, int64_t deadline_ns)
{
    struct pollfd wanted = {.fd = can->fd, .events = events};
    for (;;)
    {
        const struct timespec left = clock_timespec(deadline_ns - clock_ns());
        const int ready = ppoll(&wanted, 1, &left, NULL);
        if (ready > 0 && (wanted.revents & events) != 0)
        {
            return SERIAL_OK;
        }
        if (ready == 0)
        {
            return SERIAL_TIMEOUT;
        }
        if (ready > 0 || errno != EINTR)
        {
            can->gone = 1;
            return SERIAL_GONE;
        }
    }
}

int32_t can_socket_send(can_socket *can, const can_message *message, int64_t deadline_ns)
{
    struct canfd_frame frame = {0};
    frame.can_id = message->id | (message->extended ? CAN_EFF_FLAG : 0);
    frame.len = message->count;
    frame.flags = message->fd && message->rate_switch ? CANFD_BRS : 0;
    memcpy(frame.data, message->data, message->count);
    const size_t bytes = message->fd ? CANFD_MTU : CAN_MTU; /* the two frames begin alike */
    while (can->fd >= 0 && !can->gone)
    {
        const ssize_t wrote = write(can->fd, &frame, bytes);
        if (wrote == (ssize_t)bytes)
        {
            return SERIAL_OK;
        }
        if (wrote >= 0 || (errno != EAGAIN && errno != EINTR && errno != ENOBUFS))
        {
            can->gone = 1; /* ENETDOWN, ENODEV, ENXIO: the interface went away */
            break;
        }
        if (clock_ns() >= deadline_ns)
        {
            return SERIAL_TIMEOUT;
        }
        if (errno == ENOBUFS)
        {
            clock_sleep(RETRY_NS); /* the interface's queue is full, and poll does not tell when it is not */
        }
        else if (await(can, POLLOUT, deadline_ns) == SERIAL_TIMEOUT)
        {
            return SERIAL_TIMEOUT;
        }
    }
    return SERIAL_GONE;
}

static int take(const struct canfd_frame *frame, ssize_t bytes, can_message *message)
{
    const int fd = bytes == (ssize_t)CANFD_MTU;
    const uint32_t most = fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN;
    if ((!fd && bytes != (ssize_t)CAN_MTU) || (frame->can_id & (CAN_ERR_FLAG | CAN_RTR_FLAG)) != 0 || frame->len > most)
    {
        return 0;
    }
    memset(message, 0, sizeof *message);
    message->extended = (frame->can_id & CAN_EFF_FLAG) != 0;
    message->id = frame->can_id & (message->extended ? CAN_EFF_MASK : CAN_SFF_MASK);
    message->fd = (uint8_t)fd;
    message->rate_switch = fd && (frame->flags & CANFD_BRS) != 0;
    message->count = frame->len;
    memcpy(message->data, frame->data, frame->len);
    return 1;
}

int32_t can_socket_receive(can_socket *can, can_message *message, uint32_t *passed_over, int64_t deadline_ns)
{
    for (int look = 0; look < LOOKS_MAX && can->fd >= 0 && !can->gone;)
    {
        struct canfd_frame frame;
        const ssize_t got = read(can->fd, &frame, sizeof frame);
        if (got > 0 && take(&frame, got, message))
        {
            return SERIAL_OK;
        }
        if (got > 0)
        {
            (*passed_over)++;
            look++;
            continue;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
        {
            can->gone = 1;
            break;
        }
        const int32_t ready = await(can, POLLIN, deadline_ns);
        if (ready != SERIAL_OK)
        {
            return ready;
        }
    }
    return can->gone || can->fd < 0 ? SERIAL_GONE : SERIAL_TIMEOUT;
}
