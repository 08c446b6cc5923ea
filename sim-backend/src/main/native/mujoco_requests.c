/*
 * Requests outside the cycle. See mujoco_shim.c.
 */
#define _POSIX_C_SOURCE 200809L

#include "mujoco_shim.h"

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

/*
 * "bare_steps": in: number of steps, greater than 0. Out: the time in ns that a plain C loop over mj_step took for
 * them, from the present state under the present efforts. The run itself is not disturbed. For benchmarks.
 */
int32_t shim_bare_steps(sinew_driver *driver, void *argument)
{
    const shim_numbers *io = argument;
    if (io->count < 1 || !(io->values[0] >= 1) || io->values[0] > 1e6)
    {
        return shim_fail(driver->error, "mujoco: bare_steps takes a number of steps from 1 to 1e6");
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
int32_t shim_provoke_error(sinew_driver *driver, void *argument)
{
    (void)driver;
    (void)argument;
    mju_error("provoked");
    return SINEW_OK;
}
