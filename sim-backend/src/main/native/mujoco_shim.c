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
 * or constraints than room. Requests: "reset", "acceleration", "mark", "bare_steps", "provoke_error"; see
 * mujoco_requests.c.
 *
 * This file: the verbs, and what becomes of MuJoCo's errors.
 */
#define _POSIX_C_SOURCE 200809L

#include "mujoco_shim.h"

#include <fenv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Thread_local char shim_open_error[ERROR_BYTES];

int32_t shim_fail(char *where, const char *format, ...)
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

/* ------------------------------------------------------------------------------------------------ errors of MuJoCo */

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

int32_t shim_guarded(shim_call call, sinew_driver *driver, void *argument, char *error)
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
        result = shim_fail(error, "mujoco: %s; mend the model, or report it with the model", rescue_text);
        driver->broken = 1;
    }
    rescue = NULL;
    fesetenv(&before);
    return result;
}

/* ----------------------------------------------------------------------------------------------------------- verbs */

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
    if (shim_require_version() != SINEW_OK)
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
        shim_fail(shim_open_error, "mujoco: out of memory; free some");
    }
    else if (shim_parse_config(driver, text, &path) == SINEW_OK &&
        shim_guarded(shim_load, driver, (void *)(uintptr_t)path, shim_open_error) == SINEW_OK)
    {
        result = shim_guarded(shim_prepare, driver, NULL, shim_open_error);
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
    shim_publish(driver, now_ns);
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
        return shim_fail(driver->error, "mujoco: the simulation is unstable; lower efforts or gains, then reset");
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
        return shim_fail(driver->error, "mujoco: an effort or a force is not a finite number; send finite numbers");
    }
    return shim_guarded(shim_step, driver, NULL, driver->error);
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
    return driver == NULL ? shim_open_error : driver->error;
}

int32_t sinew_driver_request(sinew_driver *driver, const char *request, double *values, int32_t count)
{
    shim_numbers argument = {values, count};
    if (strcmp(request, "reset") == 0)
    {
        return shim_guarded(shim_reset, driver, &argument, driver->error);
    }
    if (strcmp(request, "acceleration") == 0)
    {
        return shim_guarded(shim_acceleration, driver, &argument, driver->error);
    }
    if (strcmp(request, "mark") == 0)
    {
        return shim_guarded(shim_mark, driver, NULL, driver->error);
    }
    if (strcmp(request, "bare_steps") == 0)
    {
        return shim_guarded(shim_bare_steps, driver, &argument, driver->error);
    }
    if (strcmp(request, "provoke_error") == 0)
    {
        return shim_guarded(shim_provoke_error, driver, NULL, driver->error);
    }
    return shim_fail(driver->error, "mujoco: unknown request: name=%.60s; known: reset, acceleration, mark, "
        "bare_steps, provoke_error", request);
}
