/*
 * sensors - joints, tendons and an inertial unit that never change, for build/last-line.sh. To learn how a driver is
 * written, read loopback.c.
 */
#define _POSIX_C_SOURCE 200809L

#include "sinew_driver.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define JOINTS 3
#define TENDONS 6
#define CHANNELS (2 * JOINTS + 3 * TENDONS + 1)
#define IMU_NUMBERS 10

static const char *const JOINT[JOINTS] = {"mcp", "pip", "dip"};
static const char *const TENDON[TENDONS] = {"flexor_mcp", "extensor_mcp", "flexor_pip", "extensor_pip", "flexor_dip",
    "extensor_dip"};
static const double POSITION_RAD[JOINTS] = {-0.2, 1.4, 1.1};
static const double TENSION_N[TENDONS] = {16, 20, 16, 20, 16, 20};

struct sinew_driver
{
    _Alignas(SINEW_CACHE_LINE) struct
    {
        sinew_state_header header;
        double value[40];
    } state;
    _Alignas(SINEW_CACHE_LINE) struct
    {
        sinew_command_header header;
        double value[8];
    } command;
    sinew_channel channels[CHANNELS];
    sinew_layout layout;
    int next;
    int active;
};

static void show(sinew_driver *d, uint32_t kind, sinew_group group, const char *name, uint32_t count, double value)
{
    sinew_channel *channel = &d->channels[d->layout.channel_count++];
    *channel = (sinew_channel){.kind = kind, .group = group, .block = SINEW_STATE, .count = count,
        .width = sizeof(double), .offset = SINEW_HEADER_BYTES + (uint32_t)sizeof(double) * (uint32_t)d->next};
    strcpy(channel->name, name);
    d->state.value[d->next] = value;
    d->next += (int)count;
}

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "sensors";
}

const char *sinew_driver_version(void)
{
    return "1.0";
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    sinew_driver *d = strcmp(config, "still") == 0 ? aligned_alloc(SINEW_CACHE_LINE, sizeof *d) : NULL;
    if (d == NULL)
    {
        return SINEW_ERROR;
    }
    memset(d, 0, sizeof *d);
    d->layout = (sinew_layout){.layout_bytes = sizeof(sinew_layout), .channel_bytes = sizeof(sinew_channel),
        .state_bytes = sizeof d->state, .command_bytes = sizeof d->command, .state = &d->state,
        .command = &d->command, .channels = d->channels};
    for (int i = 0; i < JOINTS; i++)
    {
        show(d, SINEW_JOINT_POSITION, SINEW_GROUP_JOINTS, JOINT[i], 1, POSITION_RAD[i]);
        show(d, SINEW_JOINT_VELOCITY, SINEW_GROUP_JOINTS, JOINT[i], 1, 0.0);
    }
    for (int i = 0; i < TENDONS; i++)
    {
        show(d, SINEW_TENDON_LENGTH, SINEW_GROUP_TENDONS, TENDON[i], 1, 0.3);
        show(d, SINEW_TENDON_VELOCITY, SINEW_GROUP_TENDONS, TENDON[i], 1, 0.0);
        show(d, SINEW_TENDON_TENSION, SINEW_GROUP_TENDONS, TENDON[i], 1, TENSION_N[i]);
    }
    const int imu = d->next;
    show(d, SINEW_IMU, SINEW_GROUP_IMUS, "imu_block", IMU_NUMBERS, 1.0);
    d->state.value[imu + IMU_NUMBERS - 1] = 9.81;
    *handle = d;
    *layout = &d->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *d)
{
    (void)d;
    return SINEW_CAP_DEVICE_WATCHDOG; /* it moves nothing */
}

int32_t sinew_driver_activate(sinew_driver *d)
{
    d->active = 1;
    return SINEW_OK;
}

int32_t sinew_driver_receive(sinew_driver *d, int64_t now_ns)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    d->state.header.sequence++;
    d->state.header.device_time_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    d->state.header.arrival_ns = now_ns;
    d->state.header.valid_groups = (uint64_t)1 << SINEW_GROUP_JOINTS | (uint64_t)1 << SINEW_GROUP_TENDONS |
        (uint64_t)1 << SINEW_GROUP_IMUS;
    return SINEW_OK;
}

int32_t sinew_driver_send(sinew_driver *d, int64_t now_ns)
{
    (void)now_ns;
    return d->active ? SINEW_OK : SINEW_NOT_ACTIVE;
}

int32_t sinew_driver_deactivate(sinew_driver *d)
{
    d->active = 0;
    return SINEW_OK;
}

void sinew_driver_close(sinew_driver *d)
{
    free(d);
}

const char *sinew_driver_last_error(sinew_driver *d)
{
    return d == NULL ? "sensors: write still" : "";
}
