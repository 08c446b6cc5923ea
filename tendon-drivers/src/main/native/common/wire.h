/*
 * wire - what one exchange costs on the wire, so that open can refuse a cycle that the wire cannot carry, and say why;
 * and how long to wait beyond it.
 */
#ifndef SINEW_WIRE_H
#define SINEW_WIRE_H

#include "error_line.h"

#include <stdint.h>

#define WIRE_SUM_BYTES 256

typedef struct wire
{
    double bits_per_s;
    double bits_per_byte; /* 10 for 8N1 */
    double seconds;       /* of one exchange, so far */
    char sum[WIRE_SUM_BYTES]; /* "command 124 B 0.41 ms + request 36 B 0.12 ms" */
} wire;

void wire_begin(wire *wire, double bits_per_s, double bits_per_byte);

/* Bytes in either direction. */
void wire_bytes(wire *wire, const char *what, uint32_t bytes);

/* Time in which nothing is sent: turn-around, return delay, arbitration. */
void wire_pause(wire *wire, const char *what, double seconds);

/*
 * Refuses a cycle that is shorter than the exchange, or a watchdog that is not at least twice as long.
 *
 * cycle_hz  wanted; 0: as fast as it goes, only the watchdog is checked
 */
int32_t wire_check(const wire *wire, const char *driver, uint32_t devices, double cycle_hz, double watchdog_ms,
    error_line *error);

/*
 * How long beyond its time on the wire an answer is waited for: as configured, or, when that is 0, a quarter of the
 * watchdog's time (1 to 25 ms). Asking again earlier would collide with an answer that a busy machine only delays;
 * waiting longer would let the watchdog fire.
 */
int64_t link_slack_ns(double answer_ms, double watchdog_ms);

#endif
