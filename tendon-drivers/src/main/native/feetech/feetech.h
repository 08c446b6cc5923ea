/*
 * feetech - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   feetech.c    table of the protocol, settings, activate, stop
 *   fee_setup.c  open: find every servo, check it, set it up
 *   fee_cycle.c  one exchange: goals out, present state in
 *   fee_codec.c  frames
 */
#ifndef SINEW_FEETECH_H
#define SINEW_FEETECH_H

#include "bus.h"
#include "fee_codec.h"
#include "serial_link.h"

/* Registers; STS and HLS have these in common. */
enum
{
    FEE_REG_END = 2,      /* 1 byte: 0, little-endian */
    FEE_REG_MODEL = 3,    /* 2 bytes: family, model */
    FEE_REG_LIMITS = 9,   /* 2 + 2 bytes: least and greatest position; both 0: many turns */
    FEE_REG_PHASE = 18,   /* 1 byte; "special function" */
    FEE_REG_MODE = 33,    /* 1 byte; EEPROM, but only kept when the lock is open */
    FEE_REG_TORQUE_ENABLE = 40, /* 1 byte: 0 limp, 1 on, 2 damped */
    FEE_REG_GOAL = 44,    /* 2 bytes: STS in mode 2 duty, HLS in mode 2 current */
    FEE_REG_LOCK = 55,    /* 1 byte: 1: what is written to the EEPROM part is forgotten at power-off */
    /* position 2, speed 2, load 2, voltage 1, temperature 1, flag 1, status 1, moving 1, target 2, current 2 */
    FEE_REG_PRESENT = 56
};

/* Reads of all servos have different lengths, so that an answer tells which read it belongs to. */
#define FEE_PRESENT_BYTES 15u
#define FEE_PRESENT_VARIANTS 6u /* one byte more each, from before */
#define FEE_MODE_EFFORT 2u       /* STS: duty, HLS: current */
#define FEE_PHASE_FINE_SPEED 4u  /* STS: speeds in 0.0146 rpm instead of 0.732 rpm */
#define FEE_PHASE_TURNS 16u      /* positions of many turns instead of one */
#define FEE_COUNTS_PER_TURN 4096
#define FEE_AMPERES 6.5e-3       /* of one count */
#define FEE_STATUS_RESTARTED 0x100u /* in the status of a sample: the servo has restarted and lost its torque */

typedef enum fee_family
{
    FEE_STS = 0,
    FEE_HLS = 1
} fee_family;

typedef struct fee_settings
{
    bus_settings common;
    motor_settings motors;
    char port[CONFIG_TEXT_BYTES];
    int64_t baud;
    int32_t stop;      /* 0 limp, 1 damped */
    double answer_ms;
    int64_t return_delay_us;
    double volts;
    config_numbers effort_per_ampere;
    config_numbers current_limit_a;
    config_numbers stall_nm;
    config_numbers noload_rad_s;
} fee_settings;

typedef struct fee_motor
{
    double nm_per_ampere;
    double stall_nm;
    double noload_rad_s;
    double rad_s_per_count;
    int32_t goal_limit;  /* counts: current, or duty */
    int many_turns;

    /* Newest good state. */
    int known;
    int32_t position;    /* counts, over all turns */
    int32_t velocity;    /* counts */
    int32_t current;     /* counts */
    uint8_t decivolts;
    uint8_t temperature;
    uint8_t status;      /* latched until the next activate */
    uint8_t lost_torque; /* how often in a row it was found switched off while it should be on */
} fee_motor;

typedef struct fee_device
{
    serial_link link;
    fee_family family;
    motor_columns columns;
    motor_scale scale[MOTORS_MAX];
    fee_motor motor[MOTORS_MAX];
    int armed;             /* torque is on */
    int64_t state_ns;      /* when the newest good state was asked for */
    int64_t next_check_ns; /* next look at mode and torque switch */
} fee_device;

extern const link_codec FEE_LINK_CODEC;

/* fee_setup.c */
int32_t fee_open(bus *bus);
int32_t fee_prepare(bus *bus, fee_device *device); /* open and activate: torque off, mode */
int32_t fee_read_all(bus *bus, fee_device *device, uint32_t address, uint32_t count, const char *what);
void fee_patience(bus *bus, int64_t ns); /* slack of the following reads; 0: the configured one */

/* fee_cycle.c */
bus_outcome fee_exchange(bus *bus, const bus_command *command, bus_sample *sample);
bus_outcome fee_sync_read_registers(void *device, uint32_t address, uint32_t count);
void fee_write_goals(const fee_settings *settings, fee_device *device, const bus_command *command);
const char *fee_status_text(uint32_t status);

#endif
