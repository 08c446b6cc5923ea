/*
 * Requests outside the cycle. See mujoco_shim.c.
 */
#define _POSIX_C_SOURCE 200809L

#include "mujoco_shim.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* -------------------------------------------------------------------------------------------------------- requests */

/* "reset": in: base height m, then one position rad per joint. At rest, upright, over the origin. */
int32_t shim_reset(sinew_driver *driver, void *argument)
{
    const shim_numbers *in = argument;
    const mjModel *m = driver->model;
    mjData *d = driver->data;
    if (in->count != driver->joints + 1)
    {
        return shim_fail(driver->error,
            "mujoco: reset takes the base height and one position per joint: got=%d, needed=%d",
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
    shim_collect_contacts(driver);
    mj_step1(m, d);
    driver->broken = 0;
    driver->status = shim_status(driver);
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
int32_t shim_acceleration(sinew_driver *driver, void *argument)
{
    const shim_numbers *io = argument;
    const mjModel *m = driver->model;
    const int n = driver->joints;
    mjData *d = scratch(driver);
    if (io->count != 13 + 3 * n)
    {
        return shim_fail(driver->error, "mujoco: acceleration takes the state and the efforts: got=%d, needed=%d",
            io->count,
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

/* "mark": notes the present state, from which "bare_steps" begins. The run itself is not disturbed. */
int32_t shim_mark(sinew_driver *driver, void *argument)
{
    (void)argument;
    mj_copyData(scratch(driver), driver->model, driver->data);
    return SINEW_OK;
}

/*
 * "bare_steps": a plain C loop over mj_step from the marked state, under the efforts that the engine got since then, so
 * that it meets the same contacts. In: number of steps, one number that is not used, then per step one effort N·m per
 * joint in the order of the shim's joints. Out: the time of the loop in ns, and how far its end lies from the present
 * state (greatest difference over positions and velocities): 0 when it really ran the same steps. For benchmarks.
 */
int32_t shim_bare_steps(sinew_driver *driver, void *argument)
{
    const shim_numbers *io = argument;
    const mjModel *m = driver->model;
    const int n = driver->joints;
    const int steps = io->count < 2 ? 0 : (io->count - 2) / n;
    if (steps < 1 || io->values[0] != steps || io->count != 2 + steps * n)
    {
        return shim_fail(driver->error, "mujoco: bare_steps takes a number of steps, a number, and one effort per step "
            "and joint: got=%d numbers, joints=%d", io->count, n);
    }
    mjData *d = scratch(driver);
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int i = 0; i < steps; i++)
    {
        for (int j = 0; j < n; j++)
        {
            d->qfrc_applied[m->jnt_dofadr[driver->hinge[j]]] = io->values[2 + i * n + j];
        }
        for (int k = 0; k < driver->substeps; k++)
        {
            /* The mark lies in the middle of a step, where the engine stops between two periods. */
            if (i == 0 && k == 0)
            {
                mj_step2(m, d);
            }
            else
            {
                mj_step(m, d);
            }
        }
    }
    mj_step1(m, d);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double apart = 0;
    for (int i = 0; i < m->nq; i++)
    {
        apart = fmax(apart, fabs(d->qpos[i] - driver->data->qpos[i]));
    }
    for (int i = 0; i < m->nv; i++)
    {
        apart = fmax(apart, fabs(d->qvel[i] - driver->data->qvel[i]));
    }
    io->values[0] = (double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec);
    io->values[1] = apart;
    return SINEW_OK;
}

/* "provoke_error": MuJoCo reports an error through its own handler, so that a test can see what becomes of it. */
int32_t shim_provoke_error(sinew_driver *driver, void *argument)
{
    (void)driver;
    (void)argument;
    mju_error("provoked");
    return SINEW_OK;
}
