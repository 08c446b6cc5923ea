#define _GNU_SOURCE

#include "serial_rate.h"

#include <asm/termbits.h>
#include <linux/serial.h>
#include <string.h>
#include <sys/ioctl.h>

int serial_set_raw(int fd, int64_t baud, int64_t *actual)
{
    struct termios2 line;
    if (ioctl(fd, TCGETS2, &line) != 0)
    {
        return -1;
    }
    line.c_iflag = 0;
    line.c_oflag = 0;
    line.c_lflag = 0;
    line.c_cflag = CS8 | CREAD | CLOCAL | BOTHER | (BOTHER << IBSHIFT);
    line.c_ispeed = (speed_t)baud;
    line.c_ospeed = (speed_t)baud;
    memset(line.c_cc, 0, sizeof line.c_cc);
    line.c_cc[VMIN] = 1; /* with O_NONBLOCK: nothing there is EAGAIN, and 0 bytes means hung up */
    if (ioctl(fd, TCSETS2, &line) != 0 || ioctl(fd, TCGETS2, &line) != 0)
    {
        return -1;
    }
    *actual = (int64_t)line.c_ospeed;
    return 0;
}

void serial_discard(int fd)
{
    ioctl(fd, TCFLSH, TCIOFLUSH);
}

int serial_unsent(int fd)
{
    int count = 0;
    return ioctl(fd, TIOCOUTQ, &count) == 0 ? count : 0;
}

int serial_set_low_latency(int fd)
{
    struct serial_struct adapter;
    if (ioctl(fd, TIOCGSERIAL, &adapter) != 0)
    {
        return 0; /* a pseudo-terminal, or an adapter that has no such setting */
    }
    adapter.flags |= ASYNC_LOW_LATENCY;
    return ioctl(fd, TIOCSSERIAL, &adapter) == 0;
}

void serial_claim(int fd, int exclusive)
{
    ioctl(fd, exclusive ? TIOCEXCL : TIOCNXCL);
}
