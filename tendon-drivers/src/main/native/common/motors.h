/*
 * motors - the motors on a bus: names as in robot.yaml, addresses on the wire, and how the device's numbers become the
 * robot's. Keys that every motor driver shares:
 *
 *   motors=NAME:ID,NAME:ID:WORD,...   the WORD is the driver's own, a model for instance
 *   sign=1                            -1 where the device turns the other way; positive shortens the tendon
 *   gear=1                            turns of the device's shaft for one turn of the robot's motor (the spool)
 *   zero_rad=0                        the motor's angle, in the robot's sense, where the device says 0
 *
 * sign, gear and zero_rad take one number for all motors or one for each, between commas.
 */
#ifndef SINEW_MOTORS_H
#define SINEW_MOTORS_H

#include "config_text.h"
#include "error_line.h"
#include "sinew_driver.h"

#include <stdint.h>

#define MOTORS_MAX CONFIG_NUMBERS_MAX
#define MOTOR_WORD_BYTES 24

typedef struct motor
{
    char name[SINEW_NAME_BYTES];
    uint32_t id;
    char word[MOTOR_WORD_BYTES]; /* "" when there is none */
} motor;

typedef struct motor_list
{
    uint32_t count;
    motor motor[MOTORS_MAX];
} motor_list;

/* Fields of the settings of a driver that offers these keys, and their keys for its table. */
typedef struct motor_settings
{
    motor_list motors;
    config_numbers sign;
    config_numbers gear;
    config_numbers zero_rad;
} motor_settings;

/* For a driver's table; `at` is the offset of the motor_settings in its settings. */
#define MOTOR_KEYS(at) \
    {.key = "motors", .kind = CONFIG_CUSTOM, .offset = (uint32_t)(at) + offsetof(motor_settings, motors), \
        .read = motors_read, .required = "motors=NAME:ID,NAME:ID,..."}, \
    {.key = "sign", .kind = CONFIG_NUMBERS, .offset = (uint32_t)(at) + offsetof(motor_settings, sign), \
        .least = -1, .most = 1}, \
    {.key = "gear", .kind = CONFIG_NUMBERS, .offset = (uint32_t)(at) + offsetof(motor_settings, gear), \
        .least = 1e-6, .most = 1e6}, \
    {.key = "zero_rad", .kind = CONFIG_NUMBERS, .offset = (uint32_t)(at) + offsetof(motor_settings, zero_rad), \
        .least = -1e6, .most = 1e6}

/* Between the device's shaft and the robot's motor. */
typedef struct motor_scale
{
    double sign;
    double gear;
    double zero_rad;
} motor_scale;

/* What the shaft of one motor does, all of it measured at one time. */
typedef struct shaft_state
{
    double position_rad;
    double velocity_rad_s;
    double effort_nm;
    double temperature_c;
    int64_t measured_ns;
} shaft_state;

/* Reads motors=; refuses names or ids twice, and more than MOTORS_MAX. */
int32_t motors_read(const char *driver, char *value, void *motor_list, error_line *error);

/* Refuses ids outside of [least, most], signs other than 1 and -1, and lists that are neither one number nor one for
 * each motor; else fills scale[0 .. count - 1]. */
int32_t motors_check(const char *driver, const motor_settings *settings, uint32_t id_least, uint32_t id_most,
    motor_scale *scale, error_line *error);

/* Refuses a list that is neither empty, nor one number, nor one for each motor. */
int32_t motors_check_list(const char *driver, const char *key, const config_numbers *numbers, uint32_t motors,
    error_line *error);

/* Ids of the first `count` motors, "1,2", or "none": those that have been found when another one has not. */
const char *motors_found(const motor_list *motors, uint32_t count, char *text, size_t room);

/*
 * Which motors a request is for: takes one number, the index of a motor, or -1 for all.
 * returns SINEW_OK and the mask of motors, or SINEW_ERROR
 */
int32_t motors_meant(const char *driver, const char *request, const double *values, int32_t count, uint32_t motors,
    uint64_t *mask, error_line *error);

static inline double motor_position(const motor_scale *scale, double shaft_rad)
{
    return scale->sign * shaft_rad / scale->gear + scale->zero_rad;
}

static inline double motor_velocity(const motor_scale *scale, double shaft_rad_s)
{
    return scale->sign * shaft_rad_s / scale->gear;
}

static inline double motor_effort(const motor_scale *scale, double shaft_nm)
{
    return scale->sign * shaft_nm * scale->gear;
}

static inline double shaft_position(const motor_scale *scale, double motor_rad)
{
    return scale->sign * (motor_rad - scale->zero_rad) * scale->gear;
}

static inline double shaft_effort(const motor_scale *scale, double motor_nm)
{
    return scale->sign * motor_nm / scale->gear;
}

/* Damping on the motor's side, N·m·s/rad, seen from the shaft: torque falls and speed rises with the gear. */
static inline double shaft_damping(const motor_scale *scale, double motor_nms_rad)
{
    return motor_nms_rad / (scale->gear * scale->gear);
}

#endif
