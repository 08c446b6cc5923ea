/*
 * shelf - a robot on a shelf, for tests: joints, tendons, motors and inertial units whose device lives in a file, so
 * that a test can look at it while it is driven and after the process that drove it has died.
 *
 * What the host reads is a robot that is held fast: joints stand still, each tendon has the tension of its motor's
 * torque, each motor has wound what that stretches the cable. What the file holds besides is a flywheel on each motor's
 * shaft, which turns when torque is put on it, so that a test sees whether anything moved. The device has a watchdog of
 * its own: a reader of the file works out by the same rule whether torque is on now.
 *
 * Configuration, blanks between key=value pairs:
 *   file=PATH              where the device lives; made when it is missing; required
 *   motors=A,B tendons=C,D joints=E imus=F    names, as in the robot's description; motors required
 *   watchdog_ms=20         silence after which the device stops its motors
 *
 * The file, little endian, int64 unless said: 0 magic, 8 motors, 16 active, 24 watchdog ns, 32 time of the last send ns,
 * 40 activations, 48 sends, 56 silent (a test writes 1: the device does not answer), 64 enabled, 72 time that the rotors
 * have reached ns, 80 watchdog has fired, 88 broken (a test writes 1: every receive is an error), 96 opened; from 128 on
 * four doubles a motor: torque N·m, damping N·m·s/rad, velocity rad/s, position rad.
 */
#define _POSIX_C_SOURCE 200809L

#include "sinew_driver.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MAGIC 0x464C454853LL
#define FILE_BYTES 8192
#define NAMES_MAX 32
#define CHANNELS_MAX 256
#define INERTIA 1e-4
#define FRICTION 2e-3
#define JOINT_RAD 0.05
#define FLICKER_RAD 1e-6
#define SPOOL_M 0.01 /* of the arm's motors; tendon i hangs on motor i */
#define STIFFNESS_N_M 3e5

typedef struct
{
    double torque, damping, velocity, position;
} rotor;

typedef struct
{
    int64_t magic, motors, active, watchdog_ns, last_send_ns, activations, sends, silent, enabled, state_ns, fired,
        broken, opened, reserved[3];
    rotor rotors[NAMES_MAX];
} device;

typedef struct
{
    char text[NAMES_MAX][SINEW_NAME_BYTES];
    int count;
} names;

struct sinew_driver
{
    sinew_layout layout;
    sinew_channel channels[CHANNELS_MAX];
    names motors, tendons, joints, imus;
    device *device;
    uint64_t groups;
    uint32_t state_bytes, command_bytes;
    uint32_t first_joint, first_motor, first_imu, first_tension;
    int silent;
    char error[160];
};

static _Thread_local char open_error[160];

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void turn(device *d, int64_t until_ns, int torque_on)
{
    const double s = (double)(until_ns - d->state_ns) * 1e-9;
    for (int i = 0; s > 0 && i < d->motors; i++)
    {
        rotor *r = &d->rotors[i];
        const double friction = FRICTION + (torque_on ? r->damping : 0.0);
        const double goal = torque_on ? r->torque / friction : 0.0;
        const double keep = exp(-s * friction / INERTIA);
        r->position += goal * s;
        r->velocity = goal + (r->velocity - goal) * keep;
    }
    if (s > 0)
    {
        d->state_ns = until_ns;
    }
}

/* The device lives by itself; this is what it has done until now. */
static void live(device *d)
{
    const int64_t now = now_ns();
    const int64_t bark_ns = d->last_send_ns + d->watchdog_ns;
    if (d->active && !d->fired && now > bark_ns)
    {
        turn(d, bark_ns, (int)d->enabled);
        d->fired = 1;
    }
    turn(d, now, d->active && d->enabled && !d->fired);
}

static int take_names(names *list, char *text)
{
    char *rest = NULL;
    for (char *name = strtok_r(text, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest))
    {
        if (list->count == NAMES_MAX || strlen(name) >= SINEW_NAME_BYTES)
        {
            return 0;
        }
        strcpy(list->text[list->count++], name);
    }
    return 1;
}

static uint32_t add(sinew_driver *driver, uint32_t kind, uint32_t group, const names *list, uint32_t count)
{
    const int command = kind >= SINEW_CMD_MOTOR_EFFORT;
    uint32_t *bytes = command ? &driver->command_bytes : &driver->state_bytes;
    const uint32_t first = *bytes;
    for (int i = 0; i < list->count; i++)
    {
        sinew_channel *channel = &driver->channels[driver->layout.channel_count++];
        channel->kind = kind;
        channel->group = group;
        channel->block = command ? SINEW_COMMAND : SINEW_STATE;
        channel->offset = *bytes;
        channel->count = count;
        channel->width = 8;
        strcpy(channel->name, list->text[i]);
        *bytes += 8 * count;
    }
    if (!command && list->count > 0)
    {
        driver->groups |= (uint64_t)1 << group;
    }
    return first;
}

static double *at(void *block, uint32_t offset)
{
    return (double *)((char *)block + offset);
}

static void lay_out(sinew_driver *driver)
{
    driver->state_bytes = driver->command_bytes = SINEW_HEADER_BYTES;
    driver->first_joint = add(driver, SINEW_JOINT_POSITION, SINEW_GROUP_JOINTS, &driver->joints, 1);
    add(driver, SINEW_JOINT_VELOCITY, SINEW_GROUP_JOINTS, &driver->joints, 1);
    driver->first_motor = add(driver, SINEW_MOTOR_POSITION, SINEW_GROUP_MOTORS, &driver->motors, 1);
    add(driver, SINEW_MOTOR_VELOCITY, SINEW_GROUP_MOTORS, &driver->motors, 1);
    add(driver, SINEW_MOTOR_EFFORT, SINEW_GROUP_MOTORS, &driver->motors, 1);
    const uint32_t heat = add(driver, SINEW_MOTOR_TEMPERATURE, SINEW_GROUP_MOTORS, &driver->motors, 1);
    const uint32_t length = add(driver, SINEW_TENDON_LENGTH, SINEW_GROUP_TENDONS, &driver->tendons, 1);
    add(driver, SINEW_TENDON_VELOCITY, SINEW_GROUP_TENDONS, &driver->tendons, 1);
    driver->first_tension = add(driver, SINEW_TENDON_TENSION, SINEW_GROUP_TENDONS, &driver->tendons, 1);
    driver->first_imu = add(driver, SINEW_IMU, SINEW_GROUP_IMUS, &driver->imus, 10);
    add(driver, SINEW_CMD_MOTOR_EFFORT, SINEW_GROUP_NONE, &driver->motors, 1);
    add(driver, SINEW_CMD_MOTOR_DAMPING, SINEW_GROUP_NONE, &driver->motors, 1);
    sinew_layout *layout = &driver->layout;
    layout->layout_bytes = sizeof(sinew_layout);
    layout->channel_bytes = sizeof(sinew_channel);
    layout->state_bytes = (driver->state_bytes + 63) / 64 * 64;
    layout->command_bytes = (driver->command_bytes + 63) / 64 * 64;
    layout->state = aligned_alloc(64, layout->state_bytes);
    layout->command = aligned_alloc(64, layout->command_bytes);
    layout->channels = driver->channels;
    memset(layout->state, 0, layout->state_bytes);
    memset(layout->command, 0, layout->command_bytes);
    for (int i = 0; i < driver->joints.count; i++)
    {
        at(layout->state, driver->first_joint)[i] = JOINT_RAD;
    }
    for (int i = 0; i < driver->tendons.count; i++)
    {
        at(layout->state, length)[i] = 0.3;
    }
    for (int i = 0; i < driver->motors.count; i++)
    {
        at(layout->state, heat)[i] = 25.0;
    }
    for (int i = 0; i < driver->imus.count; i++)
    {
        at(layout->state, driver->first_imu)[10 * i] = 1.0;
        at(layout->state, driver->first_imu)[10 * i + 9] = 9.81;
    }
}

static device *map_device(const char *path, int64_t motors, int64_t watchdog_ns)
{
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, FILE_BYTES) != 0)
    {
        return NULL;
    }
    device *d = mmap(NULL, FILE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (d == MAP_FAILED)
    {
        return NULL;
    }
    d->motors = motors;
    d->watchdog_ns = watchdog_ns;
    if (d->magic != MAGIC)
    {
        d->magic = MAGIC;
        d->state_ns = now_ns();
    }
    d->opened++;
    return d;
}

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "shelf";
}

const char *sinew_driver_version(void)
{
    return "1.0";
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    sinew_driver *driver = calloc(1, sizeof(sinew_driver));
    char text[2048];
    char file[1024] = "";
    double watchdog_ms = 20;
    snprintf(text, sizeof text, "%s", config);
    char *rest = NULL;
    for (char *pair = strtok_r(text, " \n", &rest); pair != NULL; pair = strtok_r(NULL, " \n", &rest))
    {
        char *value = strchr(pair, '=');
        value = value == NULL ? pair : value + 1;
        names *list = strncmp(pair, "motors=", 7) == 0 ? &driver->motors :
            strncmp(pair, "tendons=", 8) == 0 ? &driver->tendons :
            strncmp(pair, "joints=", 7) == 0 ? &driver->joints :
            strncmp(pair, "imus=", 5) == 0 ? &driver->imus : NULL;
        if (list != NULL && take_names(list, value))
        {
            continue;
        }
        if (strncmp(pair, "file=", 5) == 0)
        {
            snprintf(file, sizeof file, "%s", value);
        }
        else if (strncmp(pair, "watchdog_ms=", 12) == 0)
        {
            watchdog_ms = atof(value);
        }
        else
        {
            snprintf(open_error, sizeof open_error, "shelf: cannot use %.80s; known: file, motors, tendons, joints, "
                "imus, watchdog_ms", pair);
            free(driver);
            return SINEW_ERROR;
        }
    }
    driver->device = map_device(file, driver->motors.count, (int64_t)(watchdog_ms * 1e6));
    if (driver->device == NULL)
    {
        snprintf(open_error, sizeof open_error, "shelf: cannot map file=%.80s; give a path that can be written", file);
        free(driver);
        return SINEW_ERROR;
    }
    lay_out(driver);
    *handle = driver;
    *layout = &driver->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *driver)
{
    (void)driver;
    return SINEW_CAP_DEVICE_WATCHDOG;
}

int32_t sinew_driver_activate(sinew_driver *driver)
{
    device *d = driver->device;
    if (d->silent || d->broken)
    {
        snprintf(driver->error, sizeof driver->error, "shelf: no answer to activate; look after its cable");
        return SINEW_ERROR;
    }
    live(d);
    d->enabled = 0; /* nothing moves because of activate */
    d->fired = 0;
    d->last_send_ns = now_ns();
    d->active = 1;
    d->activations++;
    return SINEW_OK;
}

int32_t sinew_driver_receive(sinew_driver *driver, int64_t host_ns)
{
    device *d = driver->device;
    live(d);
    if (d->broken)
    {
        snprintf(driver->error, sizeof driver->error, "shelf: the device is broken; mend it");
        return SINEW_ERROR;
    }
    driver->silent = d->silent; /* from one cycle to the next, not within one */
    if (driver->silent)
    {
        snprintf(driver->error, sizeof driver->error, "shelf: no answer; look after its cable");
        return SINEW_LOST;
    }
    sinew_state_header *header = driver->layout.state;
    double *motors = at(driver->layout.state, driver->first_motor);
    const int n = driver->motors.count;
    for (int i = 0; i < n; i++)
    {
        const double torque = d->active && d->enabled && !d->fired ? d->rotors[i].torque : 0.0;
        const double tension = torque > 0 ? torque / SPOOL_M : 0.0;
        motors[i] = tension / STIFFNESS_N_M / SPOOL_M;
        motors[2 * n + i] = torque;
        if (i < driver->tendons.count)
        {
            at(driver->layout.state, driver->first_tension)[i] = tension;
        }
    }
    for (int i = 0; i < driver->joints.count; i++)
    {
        /* Encoders that repeat a reading to the last bit for long are dead. */
        double *joint = at(driver->layout.state, driver->first_joint) + i;
        *joint = JOINT_RAD + (header->sequence & 1 ? FLICKER_RAD : 0.0);
    }
    header->sequence++;
    header->device_time_ns = d->state_ns;
    header->arrival_ns = host_ns;
    header->valid_groups = driver->groups;
    header->status = d->fired ? SINEW_STATUS_WATCHDOG : 0;
    return SINEW_OK;
}

int32_t sinew_driver_send(sinew_driver *driver, int64_t host_ns)
{
    (void)host_ns;
    device *d = driver->device;
    if (!d->active)
    {
        return SINEW_NOT_ACTIVE;
    }
    live(d);
    if (driver->silent)
    {
        return SINEW_LOST;
    }
    if (d->fired)
    {
        snprintf(driver->error, sizeof driver->error, "shelf: the watchdog has fired; deactivate, activate again");
        return SINEW_ERROR;
    }
    const sinew_command_header *header = driver->layout.command;
    const double *command = at(driver->layout.command, SINEW_HEADER_BYTES);
    for (int i = 0; i < 2 * driver->motors.count; i++)
    {
        if (!isfinite(command[i]))
        {
            snprintf(driver->error, sizeof driver->error, "shelf: a command is not finite; send numbers");
            return SINEW_ERROR;
        }
    }
    for (int i = 0; i < driver->motors.count; i++)
    {
        d->rotors[i].torque = command[i];
        d->rotors[i].damping = command[driver->motors.count + i];
    }
    d->enabled = header->enabled;
    d->last_send_ns = now_ns();
    d->sends++;
    return SINEW_OK;
}

int32_t sinew_driver_deactivate(sinew_driver *driver)
{
    live(driver->device);
    driver->device->enabled = 0;
    driver->device->active = 0;
    return SINEW_OK;
}

void sinew_driver_close(sinew_driver *driver)
{
    if (driver != NULL)
    {
        sinew_driver_deactivate(driver);
        munmap(driver->device, FILE_BYTES);
        free(driver->layout.state);
        free(driver->layout.command);
        free(driver);
    }
}

const char *sinew_driver_last_error(sinew_driver *driver)
{
    return driver == NULL ? open_error : driver->error;
}
