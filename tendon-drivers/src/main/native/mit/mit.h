/*
 * mit - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   mit.c        table of the protocol, settings, activate, stop, requests
 *   mit_models.c which motors, what their numbers reach, whether the wire carries them
 *   mit_setup.c  open: find every motor, read what its numbers reach, switch it off
 *   mit_cycle.c  one exchange: commands out, feedback in
 *   mit_link.c   who is asked, who answered, late and lost
 *   dm_dialect.c, rs_dialect.c   what the frames of Damiao and of RobStride mean
 *   dm_codec.c, rs_codec.c       these frames
 */
#ifndef SINEW_MIT_H
#define SINEW_MIT_H

#include "bus.h"
#include "mit_link.h"

/* link=: place of the word among the choices. */
typedef enum mit_adapter
{
    MIT_LINK_MAKER = 0, /* the adapter of the motors' maker */
    MIT_LINK_DAMIAO,
    MIT_LINK_AT,
    MIT_LINK_SLCAN
} mit_adapter;

#define MIT_STATUS_RESTARTED 0x100u /* in the status of a sample: it has restarted, or was switched off by somebody */

typedef struct mit_settings
{
    bus_settings common;
    motor_settings motors;
    char port[CONFIG_TEXT_BYTES];
    char model[CONFIG_TEXT_BYTES]; /* of motors that name none */
    int32_t link; /* a mit_adapter */
    int64_t baud;
    int64_t bit_rate;
    int64_t turnaround_us;
    double answer_ms;
    config_numbers torque_limit_nm;
    config_numbers range_rad_s;
    config_numbers range_nm;
} mit_settings;

typedef struct mit_motor
{
    double torque_limit_nm; /* 0: none but the motor's */
    int has_watchdog;

    /* Newest good state. */
    int known;
    mit_state state;
    int64_t state_ns; /* when it was asked for */

    int restarted; /* latched until the next activate */
} mit_motor;

typedef struct mit_device
{
    mit_link link;
    motor_columns columns;
    motor_scale scale[MOTORS_MAX];
    mit_motor motor[MOTORS_MAX];
    double wire_s; /* of one exchange with all motors */
    int armed;
    int64_t state_ns; /* when the newest good sample was asked for */
} mit_device;

/* mit_cycle.c */
bus_outcome mit_exchange(bus *bus, const bus_command *command, bus_sample *sample);
/* Says the same to every motor of the mask and takes their states in, into motor[]; waits up to patience_ns. */
bus_outcome mit_talk(bus *bus, uint64_t mask, mit_say say, int64_t patience_ns);
uint64_t mit_all(const mit_device *device);
uint64_t mit_with(const mit_device *device, mit_power power); /* those whose newest state says so */

/* mit_models.c */
int32_t mit_check_settings(bus *bus); /* chooses the dialect as well */

/* mit_setup.c */
int32_t mit_open(bus *bus);
int32_t mit_open_port(bus *bus);
int32_t mit_say_all(bus *bus, uint64_t mask, mit_say say, const char *what); /* a few tries */
int32_t mit_disable_all(bus *bus); /* confirmed */
int32_t mit_set_watchdog(bus *bus); /* of every motor, read back */

#endif
