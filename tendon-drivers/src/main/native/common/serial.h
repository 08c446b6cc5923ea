/*
 * serial - a serial port, or the pseudo-terminal of an emulator: raw, exclusive, any baud rate, every wait bounded.
 *
 * One thread at a time. Nothing here allocates after serial_open. A port that disappears (the adapter was unplugged)
 * shows as SERIAL_GONE from then on, never as a wait.
 */
#ifndef SINEW_SERIAL_H
#define SINEW_SERIAL_H

#include "counters.h"
#include "error_line.h"

#include <stdint.h>

#define SERIAL_PATH_BYTES 256

typedef enum serial_result
{
    SERIAL_OK = 0,
    SERIAL_TIMEOUT = -1,
    SERIAL_GONE = -2
} serial_result;

typedef struct serial_port
{
    int fd; /* -1: closed */
    int gone;
    int low_latency; /* the adapter took the low-latency flag */
    int64_t baud;
    double bit_ns;   /* of one bit at that rate */
    bus_counters *counters; /* bytes out, in and dropped are counted here */
    char path[SERIAL_PATH_BYTES];
} serial_port;

/*
 * Opens and claims the port and empties its buffers. A missing file, missing permission (with the group or the udev
 * rule that grants it), another user of the port, or a rate that the adapter does not make is refused.
 *
 * returns SINEW_OK or SINEW_ERROR; after an error nothing stays open
 */
int32_t serial_open(serial_port *port, const char *driver, const char *path, int64_t baud, bus_counters *counters,
    error_line *error);

/* Harmless on a port that is closed. Bytes that wait get 50 ms to leave, then they are thrown away. */
void serial_close(serial_port *port);

/* Writes all bytes or says why not: SERIAL_OK, SERIAL_TIMEOUT, SERIAL_GONE. Returns when the kernel has them. */
int32_t serial_write(serial_port *port, const uint8_t *bytes, uint32_t count, int64_t deadline_ns);

/*
 * Waits until at least one byte is there, and takes what is there.
 *
 * returns number of bytes (1 .. room), SERIAL_TIMEOUT or SERIAL_GONE
 */
int32_t serial_read(serial_port *port, uint8_t *bytes, uint32_t room, int64_t deadline_ns);

/* Throws away what has arrived; returns how many bytes. Bounded: at most 64 KiB. */
uint32_t serial_drain(serial_port *port);

/* Time that so many bytes need on this wire at 8N1, ns. */
static inline int64_t serial_time_ns(const serial_port *port, uint32_t bytes)
{
    return (int64_t)(10.0 * port->bit_ns * bytes);
}

#endif
