/*
 * serial_rate - line settings by the kernel's own interface (termios2), which alone takes any baud rate. Apart from
 * serial.c because the kernel's and the C library's headers declare the same names.
 */
#ifndef SINEW_SERIAL_RATE_H
#define SINEW_SERIAL_RATE_H

#include <stdint.h>

/* 8N1, raw, no flow control, reads that do not wait. 0, or -1 with errno. actual receives the rate that was set. */
int serial_set_raw(int fd, int64_t baud, int64_t *actual);

/* Throws away what waits in both directions. */
void serial_discard(int fd);

/* Bytes that have not left yet. */
int serial_unsent(int fd);

/* Asks the adapter to hand over bytes at once instead of collecting them. 1 when it agreed. */
int serial_set_low_latency(int fd);

/* Keeps others (but root) from opening the port; or lets them again. */
void serial_claim(int fd, int exclusive);

#endif
