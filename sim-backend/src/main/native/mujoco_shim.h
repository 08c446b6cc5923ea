/*
 * What the files of the MuJoCo shim share. See mujoco_shim.c.
 */
#ifndef SINEW_MUJOCO_SHIM_H
#define SINEW_MUJOCO_SHIM_H

#include "sinew_driver.h"

#include <mujoco/mujoco.h>

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

/* Numbers of a request, in and out. */
typedef struct
{
    double *values;
    int32_t count;
} shim_numbers;

/* Something to do inside shim_guarded. */
typedef int32_t (*shim_call)(sinew_driver *driver, void *argument);

/* Errors of open have no handle to live in. */
extern _Thread_local char shim_open_error[ERROR_BYTES];

/* Writes one line to `where`, ERROR_BYTES long, and returns SINEW_ERROR. */
int32_t shim_fail(char *where, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Runs `call`; an error inside MuJoCo becomes SINEW_ERROR with its text in `error`. */
int32_t shim_guarded(shim_call call, sinew_driver *driver, void *argument, char *error);

/* mujoco_step.c: called guarded, but for shim_publish, which calls nothing of MuJoCo's. */
int32_t shim_step(sinew_driver *driver, void *unused);
void shim_collect_contacts(sinew_driver *driver);
int64_t shim_status(const sinew_driver *driver);
void shim_publish(sinew_driver *driver, int64_t now_ns);

/* mujoco_requests.c: called guarded, with shim_numbers as argument. */
int32_t shim_reset(sinew_driver *driver, void *argument);
int32_t shim_acceleration(sinew_driver *driver, void *argument);
int32_t shim_mark(sinew_driver *driver, void *argument);
int32_t shim_bare_steps(sinew_driver *driver, void *argument);
int32_t shim_provoke_error(sinew_driver *driver, void *argument);

/* mujoco_open.c: errors go to shim_open_error. */
int32_t shim_require_version(void);
int32_t shim_parse_config(sinew_driver *driver, char *text, const char **path);
int32_t shim_load(sinew_driver *driver, void *path);
int32_t shim_prepare(sinew_driver *driver, void *unused);

#endif /* SINEW_MUJOCO_SHIM_H */
