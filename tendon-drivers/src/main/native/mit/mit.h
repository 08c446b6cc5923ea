/*
 * mit - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   mit.c        table of the protocol, settings, activate, stop, requests
 *   mit_setup.c  open: find every motor, read what its numbers reach, switch it off
 *   mit_cycle.c  one exchange: commands out, feedback in
 *   mit_link.c   who is asked, who answered, late and lost
 *   dm_codec.c   frames
 */
#ifndef SINEW_MIT_H
#define SINEW_MIT_H

#include "bus.h"
#include "mit_link.h"

#define MIT_STATUS_RESTARTED 0x100u /* in the status of a sample: it has restarted, or was switched off by somebody */

typedef struct mit_settings
{
    bus_settings common;
    motor_settings motors;
    char port[CONFIG_TEXT_BYTES];
    int32_t link; /* 0 damiao, 1 slcan */
    int64_t baud;
    int64_t bit_rate;
    int64_t turnaround_us;
    double answer_ms;
    config_numbers torque_limit_nm;
} mit_settings;

typedef struct mit_motor
{
    double torque_limit_nm; /* 0: none but the motor's */

    /* Newest good state. */
    int known;
    dm_feedback state;
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

/* What a frame makes a motor do, besides telling its state. */
typedef enum mit_say
{
    MIT_SAY_NOTHING,
    MIT_SAY_DISABLE,
    MIT_SAY_CLEAR,
    MIT_SAY_ENABLE,
    MIT_SAY_ZERO /* a command without torque, which feeds its watchdog */
} mit_say;

/* mit_cycle.c */
bus_outcome mit_exchange(bus *bus, const bus_command *command, bus_sample *sample);
/* Says the same to every motor of the mask and takes their states in, into motor[]; waits up to patience_ns. */
bus_outcome mit_talk(bus *bus, uint64_t mask, mit_say say, int64_t patience_ns);
uint64_t mit_all(const mit_device *device);
uint64_t mit_with(const mit_device *device, uint32_t status); /* those whose newest state says so */
int mit_is_fault(uint32_t status);
const char *mit_status_text(uint32_t status);

/* mit_setup.c */
int32_t mit_open(bus *bus);
int32_t mit_open_port(bus *bus);
int32_t mit_say_all(bus *bus, uint64_t mask, mit_say say, const char *what); /* a few tries */
int32_t mit_disable_all(bus *bus); /* confirmed */
int32_t mit_set_watchdog(bus *bus); /* of every motor, read back */

#endif
