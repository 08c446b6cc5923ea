/*
 * hinge - one joint on a bench, for tests: two motors wind two elastic tendons, the tendons turn the joint between its
 * stops, and every encoder stands somewhere else. It lives in real time and has a watchdog of its own.
 *
 * Configuration, blanks between key=value pairs:
 *   joint=A motors=P,N tendons=P,N imu=F   names, as in the robot's description; imu may be missing
 *   arm_m=0.02 lower_rad=-1 upper_rad=1    the joint
 *   joint_rad=0.2 motors_rad=-3,7          what its encoders read more than they should
 *   encoder_every=1                        the joint's encoder is answered only in every so many samples
 *   deaf_after_ms=0                        the device stops answering so long after its first torque; 0: never
 *   watchdog_ms=1000                       silence after which the device stops its motors
 */
#define _POSIX_C_SOURCE 200809L

#include "sinew_driver.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STEP_S 1e-4
#define STEPS_MAX 20000
#define SPOOL_M 0.01 /* of the arm's motors and tendons, as their file has them */
#define STIFFNESS_N_M 3e5
#define DAMPING_NS_M 100.0
#define ROTOR_KGM2 3e-4
#define JOINT_KGM2 0.02
#define JOINT_NMS_RAD 0.2
#define STOP_NM_RAD 400.0
#define STOP_NMS_RAD 2.0
#define LOOSE_M 0.004

enum
{
    JOINT,
    JOINT_RATE,
    MOTOR,
    MOTOR_RATE = 4,
    EFFORT = 6,
    HEAT = 8,
    LENGTH = 10,
    LENGTH_RATE = 12,
    TENSION = 14,
    IMU = 16,
    VALUES = 32, /* blocks are whole cache lines */
    CMD_EFFORT = 0,
    CMD_DAMPING = 2,
    COMMANDS = 8,
    CHANNELS_MAX = 24
};

typedef struct
{
    sinew_state_header header;
    double value[VALUES];
} state_block;

typedef struct
{
    sinew_command_header header;
    double value[COMMANDS];
} command_block;

struct sinew_driver
{
    _Alignas(SINEW_CACHE_LINE) state_block state;
    _Alignas(SINEW_CACHE_LINE) command_block command;
    sinew_channel channels[CHANNELS_MAX];
    sinew_layout layout;
    char joint[SINEW_NAME_BYTES], imu[SINEW_NAME_BYTES], motor[2][SINEW_NAME_BYTES], tendon[2][SINEW_NAME_BYTES];
    double arm_m, lower_rad, upper_rad, joint_rad, motors_rad[2];
    int64_t encoder_every, deaf_ns, watchdog_ns;
    double q, qd, theta[2], omega[2], tension[2], torque[2], damping[2];
    int64_t state_ns, sent_ns, pulled_ns;
    int active, fired;
    uint64_t noise;
    char error[160];
};

static _Thread_local char open_error[160];

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static double noise(sinew_driver *d, double size)
{
    d->noise = d->noise * 6364136223846793005ULL + 1442695040888963407ULL;
    return size * ((double)(d->noise >> 11) / 9007199254740992.0 - 0.5);
}

static void step(sinew_driver *d)
{
    const double beyond = d->q < d->lower_rad ? d->q - d->lower_rad : d->q > d->upper_rad ? d->q - d->upper_rad : 0;
    double effort = beyond == 0 ? 0 : -STOP_NM_RAD * beyond - STOP_NMS_RAD * d->qd;
    for (int i = 0; i < 2; i++)
    {
        const double arm = i == 0 ? d->arm_m : -d->arm_m;
        const double stretch = SPOOL_M * d->theta[i] - arm * d->q; /* rotor at 0 and joint at 0: just taut */
        const double pull = STIFFNESS_N_M * stretch + DAMPING_NS_M * (SPOOL_M * d->omega[i] - arm * d->qd);
        d->tension[i] = stretch > 0 && pull > 0 ? pull : 0;
        effort += arm * d->tension[i];
        const double torque = d->torque[i] - d->damping[i] * d->omega[i] - SPOOL_M * d->tension[i];
        d->omega[i] += STEP_S * (torque - 1e-4 * d->omega[i]) / ROTOR_KGM2;
        d->theta[i] += STEP_S * d->omega[i];
    }
    d->qd += STEP_S * (effort - JOINT_NMS_RAD * d->qd) / JOINT_KGM2;
    d->q += STEP_S * d->qd;
}

static void live(sinew_driver *d)
{
    const int64_t now = now_ns();
    for (int i = 0; i < STEPS_MAX && now - d->state_ns > (int64_t)(STEP_S * 1e9); i++)
    {
        d->state_ns += (int64_t)(STEP_S * 1e9);
        if (d->active && !d->fired && d->state_ns - d->sent_ns > d->watchdog_ns)
        {
            d->fired = 1;
        }
        if (!d->active || d->fired)
        {
            memset(d->torque, 0, sizeof d->torque);
            memset(d->damping, 0, sizeof d->damping);
        }
        step(d);
    }
}

static void add(sinew_driver *d, uint32_t kind, uint32_t group, const char *name, int at, uint32_t count)
{
    const int command = kind >= SINEW_CMD_MOTOR_EFFORT;
    sinew_channel *channel = &d->channels[d->layout.channel_count++];
    *channel = (sinew_channel){.kind = kind, .group = group, .block = command ? SINEW_COMMAND : SINEW_STATE,
        .count = count, .width = sizeof(double), .offset = SINEW_HEADER_BYTES + 8u * (uint32_t)at};
    strcpy(channel->name, name);
}

static void lay_out(sinew_driver *d)
{
    add(d, SINEW_JOINT_POSITION, SINEW_GROUP_JOINTS, d->joint, JOINT, 1);
    add(d, SINEW_JOINT_VELOCITY, SINEW_GROUP_JOINTS, d->joint, JOINT_RATE, 1);
    for (int i = 0; i < 2; i++)
    {
        add(d, SINEW_MOTOR_POSITION, SINEW_GROUP_MOTORS, d->motor[i], MOTOR + i, 1);
        add(d, SINEW_MOTOR_VELOCITY, SINEW_GROUP_MOTORS, d->motor[i], MOTOR_RATE + i, 1);
        add(d, SINEW_MOTOR_EFFORT, SINEW_GROUP_MOTORS, d->motor[i], EFFORT + i, 1);
        add(d, SINEW_MOTOR_TEMPERATURE, SINEW_GROUP_MOTORS, d->motor[i], HEAT + i, 1);
        add(d, SINEW_TENDON_LENGTH, SINEW_GROUP_TENDONS, d->tendon[i], LENGTH + i, 1);
        add(d, SINEW_TENDON_VELOCITY, SINEW_GROUP_TENDONS, d->tendon[i], LENGTH_RATE + i, 1);
        add(d, SINEW_TENDON_TENSION, SINEW_GROUP_TENDONS, d->tendon[i], TENSION + i, 1);
        add(d, SINEW_CMD_MOTOR_EFFORT, SINEW_GROUP_NONE, d->motor[i], CMD_EFFORT + i, 1);
        add(d, SINEW_CMD_MOTOR_DAMPING, SINEW_GROUP_NONE, d->motor[i], CMD_DAMPING + i, 1);
    }
    if (d->imu[0] != '\0')
    {
        add(d, SINEW_IMU, SINEW_GROUP_IMUS, d->imu, IMU, 10);
        d->state.value[IMU] = 1.0;
        d->state.value[IMU + 9] = 9.81;
    }
    d->layout.layout_bytes = sizeof(sinew_layout);
    d->layout.channel_bytes = sizeof(sinew_channel);
    d->layout.state_bytes = sizeof(state_block);
    d->layout.command_bytes = sizeof(command_block);
    d->layout.state = &d->state;
    d->layout.command = &d->command;
    d->layout.channels = d->channels;
}

static int take(sinew_driver *d, const char *pair)
{
    double ms = 0;
    long every = 0;
    if (sscanf(pair, "deaf_after_ms=%lf", &ms) == 1)
    {
        d->deaf_ns = (int64_t)(ms * 1e6);
        return 1;
    }
    if (sscanf(pair, "watchdog_ms=%lf", &ms) == 1)
    {
        d->watchdog_ns = (int64_t)(ms * 1e6);
        return 1;
    }
    if (sscanf(pair, "encoder_every=%ld", &every) == 1)
    {
        d->encoder_every = every;
        return every > 0;
    }
    return sscanf(pair, "joint=%71s", d->joint) == 1 || sscanf(pair, "imu=%71s", d->imu) == 1 ||
        sscanf(pair, "motors=%71[^,],%71s", d->motor[0], d->motor[1]) == 2 ||
        sscanf(pair, "tendons=%71[^,],%71s", d->tendon[0], d->tendon[1]) == 2 ||
        sscanf(pair, "arm_m=%lf", &d->arm_m) == 1 || sscanf(pair, "lower_rad=%lf", &d->lower_rad) == 1 ||
        sscanf(pair, "upper_rad=%lf", &d->upper_rad) == 1 || sscanf(pair, "joint_rad=%lf", &d->joint_rad) == 1 ||
        sscanf(pair, "motors_rad=%lf,%lf", &d->motors_rad[0], &d->motors_rad[1]) == 2;
}

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "hinge";
}

const char *sinew_driver_version(void)
{
    return "1.0";
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    sinew_driver *d = aligned_alloc(SINEW_CACHE_LINE, (sizeof *d + 63) / 64 * 64);
    if (d == NULL)
    {
        snprintf(open_error, sizeof open_error, "hinge: out of memory; free some");
        return SINEW_ERROR;
    }
    memset(d, 0, sizeof *d);
    d->arm_m = 0.02;
    d->lower_rad = -1;
    d->upper_rad = 1;
    d->encoder_every = 1;
    d->watchdog_ns = 1000000000;
    char text[1024];
    char *rest = NULL;
    snprintf(text, sizeof text, "%s", config);
    for (char *pair = strtok_r(text, " \n", &rest); pair != NULL; pair = strtok_r(NULL, " \n", &rest))
    {
        if (!take(d, pair))
        {
            snprintf(open_error, sizeof open_error, "hinge: cannot use %.80s; see the head of hinge.c", pair);
            free(d);
            return SINEW_ERROR;
        }
    }
    d->q = 0.5 * (d->lower_rad + d->upper_rad);
    for (int i = 0; i < 2; i++)
    {
        d->theta[i] = ((i == 0 ? d->arm_m : -d->arm_m) * d->q - LOOSE_M) / SPOOL_M;
        d->state.value[HEAT + i] = 25.0;
        d->state.value[LENGTH + i] = 0.3;
    }
    d->state_ns = now_ns();
    lay_out(d);
    *handle = d;
    *layout = &d->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *d)
{
    (void)d;
    return SINEW_CAP_DEVICE_WATCHDOG;
}

int32_t sinew_driver_activate(sinew_driver *d)
{
    live(d);
    d->fired = 0;
    d->sent_ns = now_ns();
    d->pulled_ns = 0;
    d->active = 1;
    return SINEW_OK;
}

int32_t sinew_driver_receive(sinew_driver *d, int64_t host_ns)
{
    live(d);
    if (d->deaf_ns > 0 && d->pulled_ns > 0 && now_ns() - d->pulled_ns > d->deaf_ns)
    {
        snprintf(d->error, sizeof d->error, "hinge: motor %s does not answer; look after its cable", d->motor[0]);
        return SINEW_LOST;
    }
    sinew_state_header *header = &d->state.header;
    double *value = d->state.value;
    header->sequence++;
    header->valid_groups = 1u << SINEW_GROUP_MOTORS | 1u << SINEW_GROUP_TENDONS |
        (d->imu[0] != '\0' ? 1u << SINEW_GROUP_IMUS : 0u);
    if (header->sequence % d->encoder_every == 0)
    {
        header->valid_groups |= 1u << SINEW_GROUP_JOINTS;
        value[JOINT] = d->q + d->joint_rad + noise(d, 1e-3);
        value[JOINT_RATE] = d->qd;
    }
    for (int i = 0; i < 2; i++)
    {
        value[MOTOR + i] = d->theta[i] + d->motors_rad[i] + noise(d, 1e-3);
        value[MOTOR_RATE + i] = d->omega[i] + noise(d, 0.01);
        value[EFFORT + i] = d->torque[i];
        value[TENSION + i] = d->tension[i] + noise(d, 0.5);
    }
    header->device_time_ns = d->state_ns;
    header->arrival_ns = host_ns;
    header->status = d->fired ? SINEW_STATUS_WATCHDOG : 0;
    return SINEW_OK;
}

int32_t sinew_driver_send(sinew_driver *d, int64_t host_ns)
{
    (void)host_ns;
    if (!d->active)
    {
        return SINEW_NOT_ACTIVE;
    }
    live(d);
    if (d->fired)
    {
        snprintf(d->error, sizeof d->error, "hinge: the watchdog has fired; deactivate, activate again");
        return SINEW_ERROR;
    }
    for (int i = 0; i < 4; i++)
    {
        if (!isfinite(d->command.value[i]))
        {
            snprintf(d->error, sizeof d->error, "hinge: a command is not finite; send numbers");
            return SINEW_ERROR;
        }
    }
    for (int i = 0; i < 2; i++)
    {
        d->torque[i] = d->command.header.enabled ? d->command.value[CMD_EFFORT + i] : 0;
        d->damping[i] = d->command.header.enabled ? d->command.value[CMD_DAMPING + i] : 0;
    }
    d->sent_ns = now_ns();
    d->pulled_ns = d->pulled_ns == 0 && d->torque[0] != 0 ? d->sent_ns : d->pulled_ns;
    return SINEW_OK;
}

int32_t sinew_driver_deactivate(sinew_driver *d)
{
    live(d);
    d->active = 0;
    return SINEW_OK;
}

void sinew_driver_close(sinew_driver *d)
{
    free(d);
}

const char *sinew_driver_last_error(sinew_driver *d)
{
    return d == NULL ? open_error : d->error;
}
