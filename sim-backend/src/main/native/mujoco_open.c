/*
 * Opening: versions, configuration, the model, and the layout of the blocks. See mujoco_shim.c.
 */
#define _POSIX_C_SOURCE 200809L

#include "mujoco_shim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --------------------------------------------------------------------------------------------------------- opening */

static void version_text(int version, char *text, size_t size)
{
    /* 222 is 2.2.2; from 3.10 on three digits a part: 3012000 is 3.12.0. */
    const int base = version < 1000 ? 10 : 1000;
    snprintf(text, size, "%d.%d.%d", version / (base * base), version / base % base, version % base);
}

int32_t shim_require_version(void)
{
    const int library = mj_version();
    char have[32];
    char need[32];
    version_text(library, have, sizeof have);
    version_text(mjVERSION_HEADER, need, sizeof need);
    if (library == BAD_VERSION)
    {
        return shim_fail(shim_open_error, "mujoco: library 4.0.0 computes wrong factors and is refused; install 4.0.1 "
            "or newer, or 3.x");
    }
    if (library != mjVERSION_HEADER)
    {
        return shim_fail(shim_open_error, "mujoco: library is %s but this shim was built for %s; build Sinew again "
            "(./sinew --rebuild), or put MuJoCo %s back", have, need, need);
    }
    return SINEW_OK;
}

int32_t shim_parse_config(sinew_driver *driver, char *text, const char **path)
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
            return shim_fail(shim_open_error,
                "mujoco: cannot use '%.80s'; known: model=PATH, period_ns=10000 to 100000000",
                line);
        }
    }
    if (*path == NULL)
    {
        return shim_fail(shim_open_error, "mujoco: no model; add model=PATH of an MJCF file to the config");
    }
    return SINEW_OK;
}

/* argument: path of the model. Errors go to shim_open_error. */
int32_t shim_load(sinew_driver *driver, void *argument)
{
    char reason[256] = "";
    driver->model = mj_loadXML(argument, NULL, reason, sizeof reason);
    if (driver->model == NULL)
    {
        return shim_fail(shim_open_error, "mujoco: cannot load the model: path=%.120s, reason=%s; mend the file",
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
        return shim_fail(shim_open_error, "mujoco: out of memory for the model; free some");
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
        return shim_fail(shim_open_error,
            "mujoco: the model's first joint is not the free joint of its first body; add "
            "<freejoint/>");
    }
    for (int j = 1; j < m->njnt; j++)
    {
        if (m->jnt_type[j] != mjJNT_HINGE)
        {
            return shim_fail(shim_open_error,
                "mujoco: joint %d is not a hinge; this engine knows one free joint and hinges", j);
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
            writer->result = shim_fail(shim_open_error,
                "mujoco: name missing or longer than %u bytes: object type=%d, name=%.80s; "
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
        return w.result != SINEW_OK ? w.result : shim_fail(shim_open_error, "mujoco: out of memory; free some");
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
int32_t shim_prepare(sinew_driver *driver, void *unused)
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
        driver->contact_of_geom == NULL || driver->sensors == NULL || driver->channels == NULL ||
            driver->contact_force == NULL || contact_geom == NULL)
    {
        shim_fail(shim_open_error, "mujoco: out of memory; free some");
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
        shim_collect_contacts(driver);
        mj_step1(m, driver->data);
        driver->fresh = 1;
    }
    return result;
}
