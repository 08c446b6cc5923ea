/*
 * mujoco - MuJoCo behind Sinew's driver ABI: a robot of hinges on a floating base, stepped by one period per send.
 *
 * Compiled against whichever MuJoCo headers are installed (2.2.2 and 3.x); only fixed-width numbers cross the border,
 * so that no program of ours has to know how MuJoCo lays out its structures.
 *
 * Configuration, one key=value per line:
 *
 *   model=PATH           MJCF file; required
 *   period_ns=1000000    simulated time per send; divided into equal steps of at most 1 ms
 *
 * The model: one free joint, hinges otherwise. Channels carry the names that the model gives to joints, bodies, sites
 * and geoms. An inertial unit is a site with the sensors framequat, gyro and accelerometer; a force-torque sensor a
 * site with force and torque; a contact sphere a sphere that may collide.
 *
 * Which instant: send applies the efforts and finishes the step that the last send began (mj_step2), then computes
 * positions, velocities and their sensors anew (mj_step1). So positions, velocities, orientations and turning rates
 * belong to the end of the step; forces and specific forces are those that acted during it, which is what took the
 * velocities from its begin to its end.
 *
 * Status: SHIM_UNSTABLE when MuJoCo found a number that is bad or too large, SHIM_BUFFER_FULL when it had more contacts
 * or constraints than room. Requests: "reset", "acceleration", "bare_steps", "provoke_error"; see
 * below.
 */
#define _POSIX_C_SOURCE 200809L

#include "sinew_driver.h"

#include <mujoco/mujoco.h>

#include <fenv.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SHIM_UNSTABLE ((int64_t)1 << 0)
#define SHIM_BUFFER_FULL ((int64_t)1 << 1)

/* 4.0.0 factorises sparse matrices wrongly; 4.0.1 is right again. */
#define BAD_VERSION 4000000
#if mjVERSION_HEADER == BAD_VERSION
#error "MuJoCo 4.0.0 computes wrong factors and is refused; install 4.0.1 or newer, or 3.x"
#endif

#define STEP_NS_MAX 1000000
#define IMU_NUMBERS 10
#define WRENCH_NUMBERS 6
#define ERROR_BYTES 512

typedef struct
{
    int quaternion; /* addresses in sensordata, -1 while unknown */
    int gyro;
    int accelerometer;
    int force;
    int torque;
} site_sensors;

struct sinew_driver
{
    sinew_layout layout;
    sinew_channel *channels;
    mjModel *model;
    mjData *data;
    mjData *scratch; /* for requests that must not disturb the run */
    int joints;
    int imus;
    int wrenches;
    int contacts;
    int links;
    int substeps;
    int *hinge;          /* joint -> MuJoCo's joint */
    int *imu_site;       /* inertial unit -> site */
    int *wrench_site;    /* force-torque sensor -> site */
    int *contact_of_geom; /* geom -> contact sphere, -1 for all others */
    site_sensors *sensors; /* by site */
    double *contact_force;
    int64_t period_ns;
    int64_t periods;
    int64_t status;
    int active;
    int broken; /* MuJoCo reported an error: only reset, deactivate and close are left */
    int fresh;
    double *joint_position; /* begins of the columns in the state block */
    double *joint_velocity;
    double *imu;
    double *wrench;
    double *contact;
    double *base_pose;
    double *base_velocity;
    double *joint_effort; /* and in the command block */
    double *link_force;
    char error[ERROR_BYTES];
};

static _Thread_local char open_error[ERROR_BYTES];

static int32_t fail(char *where, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int32_t fail(char *where, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(where, ERROR_BYTES, format, arguments);
    va_end(arguments);
    for (char *at = where; *at != '\0'; at++)
    {
        *at = *at == '\n' || *at == '\r' ? ' ' : *at; /* one line, whatever MuJoCo said */
    }
    return SINEW_ERROR;
}

/* -------------------------------------------------------------------------------------------------- errors of MuJoCo */

/*
 * MuJoCo's error handler must not return, and the default one ends the process. Ours jumps back to the verb that is
 * running on this thread. What MuJoCo had in hand is then undefined, so the handle is broken until it is reset.
 */
static _Thread_local jmp_buf *rescue;
static _Thread_local char rescue_text[ERROR_BYTES];

static void on_error(const char *text)
{
    snprintf(rescue_text, sizeof rescue_text, "%s", text);
    if (rescue != NULL)
    {
        longjmp(*rescue, 1);
    }
    /* Only a MuJoCo call outside every verb could come here, and there is none in this file. */
    fprintf(stderr, "sinew mujoco: error outside a call: %s\n", text);
    abort();
}

/* Warnings are counted by MuJoCo in mjData.warning, where send looks; the default handler would write a log file. */
static void on_warning(const char *text)
{
    (void)text;
}

typedef int32_t (*guarded_call)(sinew_driver *driver, void *argument);

/* Runs `call`; an error inside MuJoCo becomes SINEW_ERROR with its text in `error`. */
static int32_t guarded(guarded_call call, sinew_driver *driver, void *argument, char *error)
{
    jmp_buf here;
    fenv_t before;
    int32_t result;
    fegetenv(&before);
    fesetenv(FE_DFL_ENV); /* the bits must not depend on what the calling thread did to its rounding mode */
    if (setjmp(here) == 0)
    {
        rescue = &here;
        result = call(driver, argument);
    }
    else
    {
        result = fail(error, "mujoco: %s; mend the model, or report it with the model", rescue_text);
        driver->broken = 1;
    }
    rescue = NULL;
    fesetenv(&before);
    return result;
}

/* ---------------------------------------------------------------------------------------------------------- stepping */

static void collect_contacts(sinew_driver *driver)
{
    const mjModel *m = driver->model;
    const mjData *d = driver->data;
    memset(driver->contact_force, 0, sizeof(double) * (size_t)driver->contacts);
    for (int i = 0; i < d->ncon; i++)
    {
        const int first = driver->contact_of_geom[d->contact[i].geom1];
        const int second = driver->contact_of_geom[d->contact[i].geom2];
        mjtNum force[6];
        mj_contactForce(m, d, i, force);
        if (first >= 0)
        {
            driver->contact_force[first] += force[0] > 0 ? force[0] : 0;
        }
        if (second >= 0)
        {
            driver->contact_force[second] += force[0] > 0 ? force[0] : 0;
        }
    }
}

static void apply_commands(sinew_driver *driver)
{
    const mjModel *m = driver->model;
    mjData *d = driver->data;
    const sinew_command_header *header = driver->layout.command;
    for (int j = 0; j < driver->joints; j++)
    {
        d->qfrc_applied[m->jnt_dofadr[driver->hinge[j]]] = header->enabled ? driver->joint_effort[j] : 0;
    }
    for (int l = 0; l < driver->links; l++)
    {
        const double *push = driver->link_force + 6 * l;
        mjtNum *applied = d->xfrc_applied + 6 * (l + 1);
        if (push[0] == 0 && push[1] == 0 && push[2] == 0)
        {
            memset(applied, 0, 6 * sizeof(mjtNum));
            continue;
        }
        /* MuJoCo wants the force at the body's centre of mass: add the moment of the way from there to the point. */
        mjtNum arm[3];
        const mjtNum local[3] = {push[3] - m->body_ipos[3 * (l + 1)], push[4] - m->body_ipos[3 * (l + 1) + 1],
            push[5] - m->body_ipos[3 * (l + 1) + 2]};
        const mjtNum *turn = d->xmat + 9 * (l + 1);
        for (int i = 0; i < 3; i++)
        {
            arm[i] = turn[3 * i] * local[0] + turn[3 * i + 1] * local[1] + turn[3 * i + 2] * local[2];
            applied[i] = push[i];
        }
        mju_cross(applied + 3, arm, push);
    }
}

static int64_t check(const sinew_driver *driver)
{
    const mjData *d = driver->data;
    int64_t status = 0;
    if (d->warning[mjWARN_BADQPOS].number || d->warning[mjWARN_BADQVEL].number || d->warning[mjWARN_BADQACC].number)
    {
        status |= SHIM_UNSTABLE;
    }
    if (d->warning[mjWARN_CONTACTFULL].number || d->warning[mjWARN_CNSTRFULL].number)
    {
        status |= SHIM_BUFFER_FULL;
    }
    return status;
}

static int32_t step(sinew_driver *driver, void *unused)
{
    (void)unused;
    apply_commands(driver);
    for (int i = 0; i < driver->substeps; i++)
    {
        mj_step2(driver->model, driver->data);
        if (i == driver->substeps - 1)
        {
            collect_contacts(driver); /* before mj_step1 finds the next contacts, which have no forces yet */
        }
        mj_step1(driver->model, driver->data);
    }
    driver->periods++;
    driver->fresh = 1;
    driver->status = check(driver);
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- reading */

static void copy_sensor(const sinew_driver *driver, int address, double *target, int count)
{
    memcpy(target, driver->data->sensordata + address, sizeof(double) * (size_t)count);
}

static void publish(sinew_driver *driver, int64_t now_ns)
{
    const mjModel *m = driver->model;
    const mjData *d = driver->data;
    for (int j = 0; j < driver->joints; j++)
    {
        driver->joint_position[j] = d->qpos[m->jnt_qposadr[driver->hinge[j]]];
        driver->joint_velocity[j] = d->qvel[m->jnt_dofadr[driver->hinge[j]]];
    }
    for (int i = 0; i < driver->imus; i++)
    {
        const site_sensors *s = &driver->sensors[driver->imu_site[i]];
        copy_sensor(driver, s->quaternion, driver->imu + IMU_NUMBERS * i, 4);
        copy_sensor(driver, s->gyro, driver->imu + IMU_NUMBERS * i + 4, 3);
        copy_sensor(driver, s->accelerometer, driver->imu + IMU_NUMBERS * i + 7, 3);
    }
    for (int i = 0; i < driver->wrenches; i++)
    {
        const site_sensors *s = &driver->sensors[driver->wrench_site[i]];
        double *target = driver->wrench + WRENCH_NUMBERS * i;
        copy_sensor(driver, s->force, target, 3);
        copy_sensor(driver, s->torque, target + 3, 3);
        for (int k = 0; k < WRENCH_NUMBERS; k++)
        {
            target[k] = -target[k]; /* MuJoCo measures what the parent does to the link, we what the link does to it */
        }
    }
    memcpy(driver->contact, driver->contact_force, sizeof(double) * (size_t)driver->contacts);
    memcpy(driver->base_pose, d->qpos, 7 * sizeof(double));
    memcpy(driver->base_velocity, d->qvel, 6 * sizeof(double));
    sinew_state_header *header = driver->layout.state;
    header->sequence++;
    header->device_time_ns = driver->periods * driver->period_ns;
    header->arrival_ns = now_ns;
    header->valid_groups = ((uint64_t)1 << SINEW_GROUP_JOINTS) | ((uint64_t)1 << SINEW_GROUP_TOUCH) |
        ((uint64_t)1 << SINEW_GROUP_IMUS) | ((uint64_t)1 << SINEW_GROUP_WRENCHES);
    header->status = driver->status;
}

/* ---------------------------------------------------------------------------------------------------------- requests */

typedef struct
{
    double *values;
    int32_t count;
} numbers;

/* "reset": in: base height m, then one position rad per joint. At rest, upright, over the origin. */
static int32_t reset(sinew_driver *driver, void *argument)
{
    const numbers *in = argument;
    const mjModel *m = driver->model;
    mjData *d = driver->data;
    if (in->count != driver->joints + 1)
    {
        return fail(driver->error, "mujoco: reset takes the base height and one position per joint: got=%d, needed=%d",
            in->count, driver->joints + 1);
    }
    mj_resetData(m, d);
    d->qpos[0] = 0;
    d->qpos[1] = 0;
    d->qpos[2] = in->values[0];
    d->qpos[3] = 1;
    d->qpos[4] = d->qpos[5] = d->qpos[6] = 0;
    for (int j = 0; j < driver->joints; j++)
    {
        d->qpos[m->jnt_qposadr[driver->hinge[j]]] = in->values[1 + j];
    }
    mj_forward(m, d); /* forces and sensors of the start; then the state in which send expects it */
    collect_contacts(driver);
    mj_step1(m, d);
    driver->broken = 0;
    driver->status = check(driver);
    driver->fresh = 1;
    return SINEW_OK;
}

static mjData *scratch(sinew_driver *driver)
{
    if (driver->scratch == NULL)
    {
        driver->scratch = mj_makeData(driver->model);
    }
    return driver->scratch;
}

/*
 * "acceleration": in: base pose 7, base velocity 6, joint positions n, joint velocities n, joint efforts n. Out, from
 * the first number on: acceleration of the base 6 (linear in the world, angular in the base frame), of the joints n.
 */
static int32_t acceleration(sinew_driver *driver, void *argument)
{
    const numbers *io = argument;
    const mjModel *m = driver->model;
    const int n = driver->joints;
    mjData *d = scratch(driver);
    if (io->count != 13 + 3 * n)
    {
        return fail(driver->error, "mujoco: acceleration takes the state and the efforts: got=%d, needed=%d", io->count,
            13 + 3 * n);
    }
    mj_resetData(m, d);
    memcpy(d->qpos, io->values, 7 * sizeof(double));
    memcpy(d->qvel, io->values + 7, 6 * sizeof(double));
    for (int j = 0; j < n; j++)
    {
        d->qpos[m->jnt_qposadr[driver->hinge[j]]] = io->values[13 + j];
        d->qvel[m->jnt_dofadr[driver->hinge[j]]] = io->values[13 + n + j];
        d->qfrc_applied[m->jnt_dofadr[driver->hinge[j]]] = io->values[13 + 2 * n + j];
    }
    mj_forward(m, d);
    memcpy(io->values, d->qacc, 6 * sizeof(double));
    for (int j = 0; j < n; j++)
    {
        io->values[6 + j] = d->qacc[m->jnt_dofadr[driver->hinge[j]]];
    }
    return SINEW_OK;
}

/*
 * "bare_steps": in: number of steps, greater than 0. Out: the time in ns that a plain C loop over mj_step took for
 * them, from the present state under the present efforts. The run itself is not disturbed. For benchmarks.
 */
static int32_t bare_steps(sinew_driver *driver, void *argument)
{
    const numbers *io = argument;
    if (io->count < 1 || !(io->values[0] >= 1) || io->values[0] > 1e6)
    {
        return fail(driver->error, "mujoco: bare_steps takes a number of steps from 1 to 1e6");
    }
    mjData *d = scratch(driver);
    mj_copyData(d, driver->model, driver->data);
    const int steps = (int)io->values[0];
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < steps; i++)
    {
        mj_step(driver->model, d);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    io->values[0] = (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
    return SINEW_OK;
}

/* "provoke_error": MuJoCo reports an error through its own handler, so that a test can see what becomes of it. */
static int32_t provoke_error(sinew_driver *driver, void *argument)
{
    (void)driver;
    (void)argument;
    mju_error("provoked");
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- opening */

static void version_text(int version, char *text, size_t size)
{
    /* 222 is 2.2.2; from 3.10 on three digits a part: 3012000 is 3.12.0. */
    const int base = version < 1000 ? 10 : 1000;
    snprintf(text, size, "%d.%d.%d", version / (base * base), version / base % base, version % base);
}

static int32_t require_version(void)
{
    const int library = mj_version();
    char have[32];
    char need[32];
    version_text(library, have, sizeof have);
    version_text(mjVERSION_HEADER, need, sizeof need);
    if (library == BAD_VERSION)
    {
        return fail(open_error, "mujoco: library 4.0.0 computes wrong factors and is refused; install 4.0.1 or newer, "
            "or 3.x");
    }
    if (library != mjVERSION_HEADER)
    {
        return fail(open_error, "mujoco: library is %s but this shim was built for %s; build Sinew again "
            "(./sinew --rebuild), or put MuJoCo %s back", have, need, need);
    }
    return SINEW_OK;
}

static int32_t parse_config(sinew_driver *driver, char *text, const char **path)
{
    char *rest = NULL;
    driver->period_ns = STEP_NS_MAX;
    for (char *line = strtok_r(text, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest))
    {
        char *end = NULL;
        if (strncmp(line, "model=", 6) == 0 && line[6] != '\0')
        {
            *path = line + 6;
        }
        else if (strncmp(line, "period_ns=", 10) == 0 && (driver->period_ns = strtoll(line + 10, &end, 10)) >= 10000 &&
            driver->period_ns <= 100000000 && *end == '\0')
        {
            continue;
        }
        else
        {
            return fail(open_error, "mujoco: cannot use '%.80s'; known: model=PATH, period_ns=10000 to 100000000",
                line);
        }
    }
    if (*path == NULL)
    {
        return fail(open_error, "mujoco: no model; add model=PATH of an MJCF file to the config");
    }
    return SINEW_OK;
}

/* argument: path of the model. Errors go to open_error. */
static int32_t load(sinew_driver *driver, void *argument)
{
    char reason[256] = "";
    driver->model = mj_loadXML(argument, NULL, reason, sizeof reason);
    if (driver->model == NULL)
    {
        return fail(open_error, "mujoco: cannot load the model: path=%.120s, reason=%s; mend the file",
            (char *)argument, reason);
    }
    driver->substeps = (int)((driver->period_ns + STEP_NS_MAX - 1) / STEP_NS_MAX);
    driver->model->opt.timestep = (double)driver->period_ns * 1e-9 / driver->substeps;
#if mjVERSION_HEADER >= 330
    /* A run that blew up stays as it is, for all to see, instead of starting anew in mid-air. */
    driver->model->opt.disableflags |= mjDSBL_AUTORESET;
#endif
    driver->data = mj_makeData(driver->model);
    if (driver->data == NULL)
    {
        return fail(open_error, "mujoco: out of memory for the model; free some");
    }
    return SINEW_OK;
}

static int32_t *indices(int count)
{
    int32_t *result = malloc(sizeof(int32_t) * (size_t)(count > 0 ? count : 1));
    for (int i = 0; result != NULL && i < count; i++)
    {
        result[i] = -1;
    }
    return result;
}

static int32_t find_joints(sinew_driver *driver)
{
    const mjModel *m = driver->model;
    if (m->njnt < 1 || m->jnt_type[0] != mjJNT_FREE || m->jnt_bodyid[0] != 1)
    {
        return fail(open_error, "mujoco: the model's first joint is not the free joint of its first body; add "
            "<freejoint/>");
    }
    for (int j = 1; j < m->njnt; j++)
    {
        if (m->jnt_type[j] != mjJNT_HINGE)
        {
            return fail(open_error, "mujoco: joint %d is not a hinge; this engine knows one free joint and hinges", j);
        }
        driver->hinge[driver->joints++] = j;
    }
    driver->links = (int)m->nbody - 1;
    return SINEW_OK;
}

static int32_t find_sensors(sinew_driver *driver)
{
    const mjModel *m = driver->model;
    for (int s = 0; s < m->nsite; s++)
    {
        driver->sensors[s] = (site_sensors){-1, -1, -1, -1, -1};
    }
    for (int i = 0; i < m->nsensor; i++)
    {
        if (m->sensor_objtype[i] != mjOBJ_SITE)
        {
            continue;
        }
        site_sensors *s = &driver->sensors[m->sensor_objid[i]];
        const int address = m->sensor_adr[i];
        switch (m->sensor_type[i])
        {
            case mjSENS_FRAMEQUAT: s->quaternion = address; break;
            case mjSENS_GYRO: s->gyro = address; break;
            case mjSENS_ACCELEROMETER: s->accelerometer = address; break;
            case mjSENS_FORCE: s->force = address; break;
            case mjSENS_TORQUE: s->torque = address; break;
            default: break;
        }
    }
    for (int site = 0; site < m->nsite; site++)
    {
        const site_sensors *s = &driver->sensors[site];
        if (s->quaternion >= 0 && s->gyro >= 0 && s->accelerometer >= 0)
        {
            driver->imu_site[driver->imus++] = site;
        }
        if (s->force >= 0 && s->torque >= 0)
        {
            driver->wrench_site[driver->wrenches++] = site;
        }
    }
    return SINEW_OK;
}

static void find_contacts(sinew_driver *driver)
{
    const mjModel *m = driver->model;
    for (int g = 0; g < m->ngeom; g++)
    {
        if (m->geom_type[g] == mjGEOM_SPHERE && m->geom_bodyid[g] > 0 &&
            (m->geom_contype[g] != 0 || m->geom_conaffinity[g] != 0))
        {
            driver->contact_of_geom[g] = driver->contacts++;
        }
    }
}

/* Adds `things` channels of one kind side by side and returns where their column begins. */
typedef struct
{
    sinew_driver *driver;
    uint32_t offsets[2];
    int32_t result;
} layout_writer;

static uint32_t add_column(layout_writer *writer, uint32_t kind, uint32_t group, uint32_t count, int things, int object,
    const int *ids, int first)
{
    sinew_driver *driver = writer->driver;
    const uint32_t block = kind >= SINEW_CMD_MOTOR_EFFORT ? SINEW_COMMAND : SINEW_STATE;
    const uint32_t begin = writer->offsets[block];
    for (int i = 0; i < things; i++)
    {
        const char *name = mj_id2name(driver->model, object, ids == NULL ? first + i : ids[i]);
        sinew_channel *channel = &driver->channels[driver->layout.channel_count++];
        channel->kind = kind;
        channel->group = group;
        channel->block = block;
        channel->offset = writer->offsets[block];
        channel->count = count;
        channel->width = sizeof(double);
        if (name == NULL || strlen(name) >= SINEW_NAME_BYTES)
        {
            writer->result = fail(open_error, "mujoco: name missing or longer than %u bytes: object type=%d, name=%.80s; "
                "name every joint, body, sensor site and contact sphere", SINEW_NAME_BYTES - 1, object,
                name == NULL ? "" : name);
            continue;
        }
        snprintf(channel->name, SINEW_NAME_BYTES, "%s", name);
        writer->offsets[block] += count * (uint32_t)sizeof(double);
    }
    return begin;
}

static uint64_t whole_lines(uint64_t bytes)
{
    return (bytes + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
}

static int32_t lay_out(sinew_driver *driver, const int *contact_geom)
{
    layout_writer w = {driver, {SINEW_HEADER_BYTES, SINEW_HEADER_BYTES}, SINEW_OK};
    const uint32_t at[] = {
        add_column(&w, SINEW_JOINT_POSITION, SINEW_GROUP_JOINTS, 1, driver->joints, mjOBJ_JOINT, driver->hinge, 0),
        add_column(&w, SINEW_JOINT_VELOCITY, SINEW_GROUP_JOINTS, 1, driver->joints, mjOBJ_JOINT, driver->hinge, 0),
        add_column(&w, SINEW_IMU, SINEW_GROUP_IMUS, IMU_NUMBERS, driver->imus, mjOBJ_SITE, driver->imu_site, 0),
        add_column(&w, SINEW_WRENCH, SINEW_GROUP_WRENCHES, WRENCH_NUMBERS, driver->wrenches, mjOBJ_SITE,
            driver->wrench_site, 0),
        add_column(&w, SINEW_CONTACT_FORCE, SINEW_GROUP_TOUCH, 1, driver->contacts, mjOBJ_GEOM, contact_geom, 0),
        add_column(&w, SINEW_BASE_POSE, SINEW_GROUP_NONE, 7, 1, mjOBJ_BODY, NULL, 1),
        add_column(&w, SINEW_BASE_VELOCITY, SINEW_GROUP_NONE, 6, 1, mjOBJ_BODY, NULL, 1),
        add_column(&w, SINEW_CMD_JOINT_EFFORT, SINEW_GROUP_NONE, 1, driver->joints, mjOBJ_JOINT, driver->hinge, 0),
        add_column(&w, SINEW_CMD_LINK_FORCE, SINEW_GROUP_NONE, 6, driver->links, mjOBJ_BODY, NULL, 1)};
    sinew_layout *layout = &driver->layout;
    layout->layout_bytes = sizeof(sinew_layout);
    layout->channel_bytes = sizeof(sinew_channel);
    layout->channels = driver->channels;
    layout->state_bytes = whole_lines(w.offsets[SINEW_STATE]);
    layout->command_bytes = whole_lines(w.offsets[SINEW_COMMAND]);
    layout->state = aligned_alloc(SINEW_CACHE_LINE, layout->state_bytes);
    layout->command = aligned_alloc(SINEW_CACHE_LINE, layout->command_bytes);
    if (w.result != SINEW_OK || layout->state == NULL || layout->command == NULL)
    {
        return w.result != SINEW_OK ? w.result : fail(open_error, "mujoco: out of memory; free some");
    }
    memset(layout->state, 0, layout->state_bytes);
    memset(layout->command, 0, layout->command_bytes);
    double **columns[] = {&driver->joint_position, &driver->joint_velocity, &driver->imu, &driver->wrench,
        &driver->contact, &driver->base_pose, &driver->base_velocity, &driver->joint_effort, &driver->link_force};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
    {
        *columns[i] = (double *)((char *)(i < 7 ? layout->state : layout->command) + at[i]);
    }
    return SINEW_OK;
}

/* Everything after the model has been loaded. argument: unused. */
static int32_t prepare(sinew_driver *driver, void *unused)
{
    (void)unused;
    const mjModel *m = driver->model;
    const size_t channels = (size_t)(3 * m->njnt + 2 * m->nsite + m->ngeom + 2 + m->nbody);
    driver->hinge = indices((int)m->njnt);
    driver->imu_site = indices((int)m->nsite);
    driver->wrench_site = indices((int)m->nsite);
    driver->contact_of_geom = indices((int)m->ngeom);
    driver->sensors = calloc((size_t)m->nsite + 1, sizeof(site_sensors));
    driver->channels = calloc(channels, sizeof(sinew_channel));
    driver->contact_force = calloc((size_t)m->ngeom + 1, sizeof(double));
    int *contact_geom = indices((int)m->ngeom);
    int32_t result = SINEW_ERROR;
    if (driver->hinge == NULL || driver->imu_site == NULL || driver->wrench_site == NULL ||
        driver->contact_of_geom == NULL || driver->sensors == NULL || driver->channels == NULL || driver->contact_force == NULL || contact_geom == NULL)
    {
        fail(open_error, "mujoco: out of memory; free some");
    }
    else if (find_joints(driver) == SINEW_OK && find_sensors(driver) == SINEW_OK)
    {
        find_contacts(driver);
        for (int g = 0; g < m->ngeom; g++)
        {
            if (driver->contact_of_geom[g] >= 0)
            {
                contact_geom[driver->contact_of_geom[g]] = g;
            }
        }
        result = lay_out(driver, contact_geom);
    }
    free(contact_geom);
    if (result == SINEW_OK)
    {
        mj_forward(m, driver->data);
        collect_contacts(driver);
        mj_step1(m, driver->data);
        driver->fresh = 1;
    }
    return result;
}

/* ------------------------------------------------------------------------------------------------------------- verbs */

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "mujoco";
}

const char *sinew_driver_version(void)
{
    return mj_versionString();
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    if (require_version() != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    mju_user_error = on_error;
    mju_user_warning = on_warning;
    sinew_driver *driver = calloc(1, sizeof(sinew_driver));
    char *text = strdup(config);
    const char *path = NULL;
    int32_t result = SINEW_ERROR;
    if (driver == NULL || text == NULL)
    {
        fail(open_error, "mujoco: out of memory; free some");
    }
    else if (parse_config(driver, text, &path) == SINEW_OK &&
        guarded(load, driver, (void *)(uintptr_t)path, open_error) == SINEW_OK)
    {
        result = guarded(prepare, driver, NULL, open_error);
    }
    free(text);
    if (result != SINEW_OK)
    {
        sinew_driver_close(driver);
        return SINEW_ERROR;
    }
    *handle = driver;
    *layout = &driver->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *driver)
{
    (void)driver;
    return SINEW_CAP_SIMULATED;
}

int32_t sinew_driver_activate(sinew_driver *driver)
{
    if (driver->broken)
    {
        return SINEW_ERROR;
    }
    driver->active = 1;
    return SINEW_OK;
}

int32_t sinew_driver_receive(sinew_driver *driver, int64_t now_ns)
{
    if (driver->broken)
    {
        return SINEW_ERROR;
    }
    if (!driver->fresh)
    {
        return SINEW_NO_NEW_SAMPLE;
    }
    publish(driver, now_ns);
    driver->fresh = 0;
    return SINEW_OK;
}

int32_t sinew_driver_send(sinew_driver *driver, int64_t now_ns)
{
    (void)now_ns;
    if (!driver->active)
    {
        return SINEW_NOT_ACTIVE;
    }
    if (driver->broken)
    {
        return SINEW_ERROR;
    }
    if (driver->status & SHIM_UNSTABLE)
    {
        return fail(driver->error, "mujoco: the simulation is unstable; lower efforts or gains, then reset");
    }
    double sum = 0;
    for (int j = 0; j < driver->joints; j++)
    {
        sum += driver->joint_effort[j] * 0.0;
    }
    for (int i = 0; i < 6 * driver->links; i++)
    {
        sum += driver->link_force[i] * 0.0;
    }
    if (sum != 0.0)
    {
        return fail(driver->error, "mujoco: an effort or a force is not a finite number; send finite numbers");
    }
    return guarded(step, driver, NULL, driver->error);
}

int32_t sinew_driver_deactivate(sinew_driver *driver)
{
    driver->active = 0;
    return SINEW_OK;
}

void sinew_driver_close(sinew_driver *driver)
{
    if (driver == NULL)
    {
        return;
    }
    /* mj_delete takes NULL; it only frees, so it needs no rescue. */
    mj_deleteData(driver->scratch);
    mj_deleteData(driver->data);
    mj_deleteModel(driver->model);
    free(driver->layout.state);
    free(driver->layout.command);
    free(driver->channels);
    free(driver->hinge);
    free(driver->imu_site);
    free(driver->wrench_site);
    free(driver->contact_of_geom);
    free(driver->sensors);
    free(driver->contact_force);
    free(driver);
}

const char *sinew_driver_last_error(sinew_driver *driver)
{
    return driver == NULL ? open_error : driver->error;
}

int32_t sinew_driver_request(sinew_driver *driver, const char *request, double *values, int32_t count)
{
    numbers argument = {values, count};
    if (strcmp(request, "reset") == 0)
    {
        return guarded(reset, driver, &argument, driver->error);
    }
    if (strcmp(request, "acceleration") == 0)
    {
        return guarded(acceleration, driver, &argument, driver->error);
    }
    if (strcmp(request, "bare_steps") == 0)
    {
        return guarded(bare_steps, driver, &argument, driver->error);
    }
    if (strcmp(request, "provoke_error") == 0)
    {
        return guarded(provoke_error, driver, NULL, driver->error);
    }
    return fail(driver->error, "mujoco: unknown request: name=%.60s; known: reset, acceleration, bare_steps, "
        "provoke_error", request);
}
