/*
 * One period of the simulation, and the state that it leaves. See mujoco_shim.c.
 */
#include "mujoco_shim.h"

#include <string.h>

/* -------------------------------------------------------------------------------------------------------- stepping */

void shim_collect_contacts(sinew_driver *driver)
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

int64_t shim_status(const sinew_driver *driver)
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

int32_t shim_step(sinew_driver *driver, void *unused)
{
    (void)unused;
    apply_commands(driver);
    for (int i = 0; i < driver->substeps; i++)
    {
        mj_step2(driver->model, driver->data);
        if (i == driver->substeps - 1)
        {
            shim_collect_contacts(driver); /* before mj_step1 finds the next contacts, which have no forces yet */
        }
        mj_step1(driver->model, driver->data);
    }
    driver->periods++;
    driver->fresh = 1;
    driver->status = shim_status(driver);
    return SINEW_OK;
}

/* --------------------------------------------------------------------------------------------------------- reading */

static void copy_sensor(const sinew_driver *driver, int address, double *target, int count)
{
    memcpy(target, driver->data->sensordata + address, sizeof(double) * (size_t)count);
}

void shim_publish(sinew_driver *driver, int64_t now_ns)
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
