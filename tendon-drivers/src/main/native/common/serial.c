#define _GNU_SOURCE

#include "serial.h"

#include "clock.h"
#include "serial_rate.h"
#include "sinew_driver.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DRAIN_BYTES_MAX 65536u
#define CLOSE_WAIT_NS (50 * NS_PER_MS)

static int32_t refuse_permission(const char *driver, const char *path, error_line *error)
{
    struct stat file;
    char names[1024];
    struct group found;
    struct group *group = NULL;
    if (stat(path, &file) != 0)
    {
        return fail(error, "%s: port not allowed: path=%.100s; ask the administrator for read and write access", driver,
            path);
    }
    if (getgrgid_r(file.st_gid, &found, names, sizeof names, &group) != 0 || group == NULL)
    {
        group = NULL;
    }
    if (group != NULL && (file.st_mode & 0060) == 0060)
    {
        return fail(error, "%s: port not allowed: path=%.100s, group=%s, mode=%04o; join the group (sudo usermod -aG "
            "%s \"$USER\") and log in again", driver, path, group->gr_name, (unsigned)(file.st_mode & 07777),
            group->gr_name);
    }
    return fail(error, "%s: port not allowed: path=%.100s, mode=%04o; add a udev rule such as SUBSYSTEM==\"tty\", "
        "KERNEL==\"ttyUSB*|ttyACM*\", GROUP=\"dialout\", MODE=\"0660\", and join that group", driver, path,
        (unsigned)(file.st_mode & 07777));
}

static int32_t refuse_open(const char *driver, const char *path, int reason, error_line *error)
{
    if (reason == EACCES || reason == EPERM)
    {
        return refuse_permission(driver, path, error);
    }
    if (reason == EBUSY)
    {
        return fail(error, "%s: port in use: path=%.100s; stop the other program that holds it (fuser %.100s)", driver,
            path, path);
    }
    return fail(error, "%s: cannot open the port: path=%.100s, reason=%s; check that the adapter is plugged in and "
        "powered (ls /dev/serial/by-id)", driver, path, strerror(reason));
}

static int32_t set_up(serial_port *port, const char *driver, int64_t baud, error_line *error)
{
    if (flock(port->fd, LOCK_EX | LOCK_NB) != 0)
    {
        return refuse_open(driver, port->path, EBUSY, error);
    }
    int64_t actual = 0;
    if (serial_set_raw(port->fd, baud, &actual) != 0)
    {
        return fail(error, "%s: not a serial port: path=%.100s, reason=%s; correct the path", driver, port->path,
            strerror(errno));
    }
    if (actual < baud - baud / 50 || actual > baud + baud / 50)
    {
        return fail(error, "%s: the adapter does not make this rate: path=%.100s, baud=%lld, nearest=%lld; choose a "
            "rate that it makes, on the devices too", driver, port->path, (long long)baud, (long long)actual);
    }
    serial_claim(port->fd, 1);
    port->low_latency = serial_set_low_latency(port->fd);
    serial_discard(port->fd);
    return SINEW_OK;
}

int32_t serial_open(serial_port *port, const char *driver, const char *path, int64_t baud, bus_counters *counters,
    error_line *error)
{
    memset(port, 0, sizeof *port);
    port->counters = counters;
    port->baud = baud;
    port->bit_ns = 1e9 / (double)baud;
    snprintf(port->path, sizeof port->path, "%s", path);
    /* Without O_NONBLOCK open itself could wait for a modem's carrier. */
    port->fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (port->fd < 0)
    {
        return refuse_open(driver, path, errno, error);
    }
    if (set_up(port, driver, baud, error) != SINEW_OK)
    {
        close(port->fd); /* not serial_close: a port that somebody else holds is not ours to release */
        port->fd = -1;
        return SINEW_ERROR;
    }
    return SINEW_OK;
}

void serial_close(serial_port *port)
{
    if (port->fd >= 0)
    {
        const int64_t deadline_ns = clock_ns() + CLOSE_WAIT_NS;
        while (!port->gone && serial_unsent(port->fd) > 0 && clock_ns() < deadline_ns)
        {
            clock_sleep(NS_PER_MS);
        }
        if (serial_unsent(port->fd) > 0)
        {
            serial_discard(port->fd); /* else close waits until a port that is stuck has sent everything */
        }
        serial_claim(port->fd, 0);
        close(port->fd);
        port->fd = -1;
    }
}

static int32_t gone(serial_port *port)
{
    port->gone = 1;
    count_one(port->counters, COUNT_GONE);
    return SERIAL_GONE;
}

/* Waits for one event: SERIAL_OK when it came, SERIAL_TIMEOUT, SERIAL_GONE. */
static int32_t await(serial_port *port, short events, int64_t deadline_ns)
{
    struct pollfd wanted = {.fd = port->fd, .events = events};
    for (;;)
    {
        const struct timespec left = clock_timespec(deadline_ns - clock_ns());
        const int ready = ppoll(&wanted, 1, &left, NULL);
        if (ready > 0)
        {
            return (wanted.revents & events) != 0 ? SERIAL_OK : gone(port); /* else: hung up */
        }
        if (ready == 0)
        {
            return SERIAL_TIMEOUT;
        }
        if (errno != EINTR)
        {
            return gone(port);
        }
    }
}

int32_t serial_write(serial_port *port, const uint8_t *bytes, uint32_t count, int64_t deadline_ns)
{
    uint32_t done = 0;
    while (done < count)
    {
        if (port->gone || port->fd < 0)
        {
            return SERIAL_GONE;
        }
        const ssize_t wrote = write(port->fd, bytes + done, count - done);
        if (wrote > 0)
        {
            done += (uint32_t)wrote;
            continue;
        }
        if (wrote < 0 && errno != EAGAIN && errno != EINTR)
        {
            return gone(port);
        }
        const int32_t ready = await(port, POLLOUT, deadline_ns);
        if (ready != SERIAL_OK)
        {
            return ready;
        }
    }
    count_add(port->counters, COUNT_BYTES_OUT, count);
    return SERIAL_OK;
}

int32_t serial_read(serial_port *port, uint8_t *bytes, uint32_t room, int64_t deadline_ns)
{
    if (port->gone || port->fd < 0)
    {
        return SERIAL_GONE;
    }
    /* Twice: once what is there already, once what came while waiting. */
    for (int look = 0; look < 2; look++)
    {
        const ssize_t got = read(port->fd, bytes, room);
        if (got > 0)
        {
            count_add(port->counters, COUNT_BYTES_IN, got);
            return (int32_t)got;
        }
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
        {
            return gone(port);
        }
        const int32_t ready = look == 0 ? await(port, POLLIN, deadline_ns) : SERIAL_TIMEOUT;
        if (ready != SERIAL_OK)
        {
            return ready;
        }
    }
    return SERIAL_TIMEOUT;
}

uint32_t serial_drain(serial_port *port)
{
    uint8_t waste[512];
    uint32_t drained = 0;
    while (drained < DRAIN_BYTES_MAX && port->fd >= 0 && !port->gone)
    {
        const ssize_t got = read(port->fd, waste, sizeof waste);
        if (got <= 0)
        {
            break;
        }
        drained += (uint32_t)got;
    }
    count_add(port->counters, COUNT_BYTES_IN, drained);
    count_add(port->counters, COUNT_DROPPED_BYTES, drained);
    return drained;
}
