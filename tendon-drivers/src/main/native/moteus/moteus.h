/*
 * moteus - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   moteus.c     table of the protocol, settings, activate, stop, requests
 *   mot_setup.c  open: find every controller, check it, stop it
 *   mot_cycle.c  one exchange: torques out, state in
 *   mot_link.c   who is asked, who answered, late and lost
 *   mot_codec.c  subframes
 */
#ifndef SINEW_MOTEUS_H
#define SINEW_MOTEUS_H

#include "bus.h"
#include "mot_link.h"

#define MOT_STATUS_RESTARTED 0x100u /* in the status of a sample: it has restarted, or was stopped by somebody */
#define MOT_FAULT_UNKNOWN 0xFFu
#define MOT_TAU 6.283185307179586

typedef struct mot_settings
{
    bus_settings common;
    motor_settings motors;
    char port[CONFIG_TEXT_BYTES];
    int32_t link;       /* 0 fdcanusb, 1 uart */
    int32_t stop;       /* 0 limp, 1 damped */
    int64_t baud;       /* of a UART */
    int64_t bit_rate;   /* of the CAN bus */
    int64_t data_rate;
    int64_t turnaround_us;
    double answer_ms;
    config_numbers torque_limit_nm;
} mot_settings;

typedef struct mot_motor
{
    double torque_limit_nm; /* 0: none but the controller's */

    /* Newest good state. */
    int known;
    double turns;
    double turns_per_s;
    double torque_nm;
    double temperature_c;
    uint32_t mode;
    uint32_t fault;        /* of mode 1 */
    uint32_t milliseconds; /* of its own clock */
    int64_t state_ns;      /* when it was asked for */

    int silent;    /* has not answered what it was asked last: it gets no torque until it has */
    int restarted; /* latched until the next activate */
} mot_motor;

typedef struct mot_device
{
    mot_link link;
    motor_columns columns;
    motor_scale scale[MOTORS_MAX];
    mot_motor motor[MOTORS_MAX];
    double wire_s; /* of one exchange with all motors */
    int armed;
    int64_t state_ns; /* when the newest good sample was asked for */
} mot_device;

/* What a frame makes a controller do, besides telling its state. */
typedef enum mot_say
{
    MOT_SAY_NOTHING,
    MOT_SAY_IDENTITY, /* tells model, firmware and register map instead of its state */
    MOT_SAY_STOP,     /* limp; clears a fault */
    MOT_SAY_BRAKE,
    MOT_SAY_ZERO      /* position mode without torque: energised */
} mot_say;

/* mot_cycle.c */
bus_outcome mot_exchange(bus *bus, const bus_command *command, bus_sample *sample);
/* Says the same to every motor of the mask and takes their states in, into motor[]; waits up to patience_ns. */
bus_outcome mot_talk(bus *bus, uint64_t mask, mot_say say, int64_t patience_ns);
uint64_t mot_all(const mot_device *device);
uint64_t mot_in_mode(const mot_device *device, uint32_t mode); /* those whose newest state says so */
const char *mot_fault_text(uint32_t fault);

/* mot_setup.c */
int32_t mot_open(bus *bus);
int32_t mot_open_port(bus *bus);
int32_t mot_read_all(bus *bus); /* the state of every motor; a few tries */
int32_t mot_stop_all(bus *bus, mot_say how); /* all but those with a fault, which stays; confirmed */

#endif
