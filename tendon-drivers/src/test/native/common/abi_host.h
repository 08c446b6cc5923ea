/*
 * abi_host - what a host does with a driver, for tests that go through the verbs of the ABI. One driver at a time.
 */
#ifndef SINEW_ABI_HOST_H
#define SINEW_ABI_HOST_H

#include "check.h"
#include "counters.h"
#include "pty_peer.h"
#include "sinew_driver.h"

#include <stdio.h>
#include <stdlib.h>

static sinew_driver *driver;
static const sinew_layout *layout;

static inline double *value(uint32_t kind, const char *name)
{
    for (uint32_t i = 0; i < layout->channel_count; i++)
    {
        const sinew_channel *channel = &layout->channels[i];
        if (channel->kind == kind && strcmp(channel->name, name) == 0)
        {
            char *block = channel->block == SINEW_STATE ? layout->state : layout->command;
            return (double *)(block + channel->offset);
        }
    }
    printf("no channel %u %s\n", kind, name);
    exit(1);
}

static inline const sinew_state_header *state(void)
{
    return layout->state;
}

static inline double statistic(counter which)
{
    double values[COUNTERS];
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "statistics", values, COUNTERS));
    return values[which];
}

/* One cycle of the host: 1 ms. Returns what receive said. */
static inline int32_t cycle(double effort, int enabled)
{
    sinew_command_header *header = layout->command;
    peer_sleep_ms(1);
    const int32_t result = sinew_driver_receive(driver, peer_now_ns());
    header->sequence = state()->sequence;
    header->enabled = enabled;
    for (uint32_t i = 0; i < layout->channel_count; i++)
    {
        if (layout->channels[i].kind == SINEW_CMD_MOTOR_EFFORT)
        {
            *value(SINEW_CMD_MOTOR_EFFORT, layout->channels[i].name) = effort;
        }
    }
    sinew_driver_send(driver, peer_now_ns());
    return result;
}

static inline int await_sample(int cycles)
{
    for (int i = 0; i < cycles; i++)
    {
        if (cycle(0, 1) == SINEW_OK)
        {
            return 1;
        }
    }
    return 0;
}

static inline void must_open(const char *text)
{
    if (sinew_driver_open(text, &driver, &layout) != SINEW_OK)
    {
        printf("cannot open: %s\n", sinew_driver_last_error(NULL));
        exit(1);
    }
}

static inline void must_refuse(const char *text, const char *part)
{
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_open(text, &driver, &layout));
    CHECK(driver == NULL && layout == NULL);
    CHECK_TEXT(part, sinew_driver_last_error(NULL));
}

#endif
