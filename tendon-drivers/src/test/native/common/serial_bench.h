/*
 * serial_bench - devices behind a pseudo-terminal and a host for their driver, for tests of the whole driver. One line
 * at a time.
 */
#ifndef SINEW_SERIAL_BENCH_H
#define SINEW_SERIAL_BENCH_H

#include "abi_host.h"

#include <math.h>
#include <stddef.h>

#define MS 1000000

static pty_peer peer;
static const char *line_keys = ""; /* that every configuration of the program has */

/* Defines look(index): a copy of one device, taken under the mutex. */
#define LOOK_AT(type, devices) \
    static type look(int index) \
    { \
        peer_lock(&peer); \
        const type copy = (devices)[index]; \
        peer_unlock(&peer); \
        return copy; \
    }

/* Sets something of the devices, under the mutex. */
#define SET(place, content) \
    do \
    { \
        peer_lock(&peer); \
        (place) = (content); \
        peer_unlock(&peer); \
    } while (0)

static inline void start_line(void *device, peer_answer answer)
{
    peer.device = device;
    peer.answer = answer;
    peer_start(&peer);
}

static inline const char *with(const char *rest)
{
    static char text[512];
    snprintf(text, sizeof text, "port=%s %s %s", peer.path, line_keys, rest);
    return text;
}

static inline void finish(void)
{
    sinew_driver_close(driver);
    driver = NULL;
    peer_stop(&peer);
}

static inline void must_activate(void)
{
    const int32_t result = sinew_driver_activate(driver);
    CHECK_EQUAL(SINEW_OK, result);
    if (result != SINEW_OK)
    {
        printf("%s\n", sinew_driver_last_error(driver));
    }
}

#endif
