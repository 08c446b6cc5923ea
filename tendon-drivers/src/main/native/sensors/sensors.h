/*
 * sensors - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   sensors.c    table of the protocol, settings, open
 *   sen_cycle.c  one exchange: a question out, all values in
 *   sen_codec.c  frames
 */
#ifndef SINEW_SENSORS_H
#define SINEW_SENSORS_H

#include "bus.h"
#include "sen_codec.h"
#include "serial.h"
#include "wire.h"

#define SEN_NAMES_MAX 256u
#define SEN_IMU_NUMBERS 10u /* of one inertial unit: quaternion, angular velocity, acceleration */
#define SEN_IN_BYTES (4u * SEN_FRAME_MAX)

typedef struct sen_names
{
    uint32_t count;
    char name[SEN_NAMES_MAX][SINEW_NAME_BYTES];
} sen_names;

typedef struct sen_settings
{
    bus_settings common;
    char port[CONFIG_TEXT_BYTES];
    int64_t baud;
    double answer_ms;
    int64_t turnaround_us;
    sen_names joints;
    sen_names tendons;
    sen_names imus;
    sen_names wrenches;
} sen_settings;

typedef struct sen_device
{
    serial_port port;
    int64_t slack_ns;
    int64_t wire_ns;
    uint32_t sensors;       /* sum of the names */
    uint32_t values;        /* of one answer */
    uint32_t first_imu;     /* where the quaternions are */
    uint32_t imus;
    uint64_t groups;        /* of the channels that the board has */

    int met;                /* the board is known to have these sensors */
    uint16_t number;        /* of the newest question */
    uint32_t unanswered;    /* questions that may still be answered late */
    int64_t unanswered_ns;  /* since when */
    float most[SEN_VALUES_MAX]; /* what each value may be, either way */

    uint64_t time_us;       /* of the newest good answer, by the board's clock; 0 before the first */
    int64_t time_ns;        /* when that was asked for */
    uint64_t failed;        /* groups that had a sensor that does not answer, as reported last */

    uint8_t in[SEN_IN_BYTES];
    uint32_t in_count;
    uint32_t in_taken;      /* bytes at its begin that are the newest answer, and are done with at the next question */
} sen_device;

/* sen_cycle.c */
bus_outcome sen_exchange(bus *bus, const bus_command *command, bus_sample *sample);

/* Asks once. BUS_GOOD or BUS_LATE: *answer lies in the device's buffer until the next call. */
bus_outcome sen_ask(sen_device *device, bus_counters *counters, sen_answer *answer, int64_t *asked_ns);

#endif
