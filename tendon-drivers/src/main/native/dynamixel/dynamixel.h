/*
 * dynamixel - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   dynamixel.c  table of the protocol, settings, activate, stop, requests
 *   dxl_setup.c  open: find every servo, check it, set it up
 *   dxl_cycle.c  one exchange: goals out, present state in, slow registers now and then
 *   dxl_link.c   reads of all servos at once
 *   dxl_codec.c  frames; dxl_models.c  models and registers
 */
#ifndef SINEW_DYNAMIXEL_H
#define SINEW_DYNAMIXEL_H

#include "bus.h"
#include "dxl_link.h"
#include "dxl_models.h"

#define DXL_STATUS_RESTARTED 0x100u /* in the status of a sample: the servo has restarted and lost its torque */

typedef enum dxl_mode
{
    DXL_CURRENT = 0,
    DXL_CURRENT_POSITION = 1
} dxl_mode;

typedef struct dxl_settings
{
    bus_settings common;
    motor_settings motors;
    char port[CONFIG_TEXT_BYTES];
    int64_t baud;
    int32_t mode;                      /* dxl_mode */
    int32_t reading;                   /* 0 auto, then dxl_reading + 1 */
    double lead_rad;                   /* mode current_position: how far ahead the goal lies, at the servo's shaft */
    double answer_ms;
    int64_t return_delay_us;
    config_numbers effort_per_ampere;  /* N·m at the servo's shaft per ampere */
    config_numbers current_limit_a;
} dxl_settings;

typedef struct dxl_motor
{
    const dxl_model *model;
    double amperes_per_count;
    double nm_per_ampere;
    int32_t goal_limit;    /* counts of current */
    uint8_t status_level;  /* as it was found, to be put back */

    /* Newest good state, in counts. */
    int known;
    int32_t position;
    int32_t velocity;
    int32_t current;
    uint8_t hardware_error;
    uint8_t watchdog;
    uint8_t watchdog_zeros; /* how often in a row it was read as 0 while it should be set */
    uint8_t temperature;
} dxl_motor;

typedef struct dxl_device
{
    serial_link link;
    dxl_reading reading;
    motor_columns columns;
    motor_scale scale[MOTORS_MAX];
    dxl_motor motor[MOTORS_MAX];
    uint8_t watchdog_units;
    int armed;                  /* torque is on */
    int alert;                  /* some servo reports a hardware error */
    int fired_early;            /* a servo's watchdog fired while it was being activated */
    int64_t state_ns;           /* when the newest good state was asked for */
    int64_t next_watchdog_ns;   /* next reads of the slow registers */
    int64_t next_temperature_ns;
    int64_t next_error_ns;
    int64_t temperature_ns;     /* when the temperatures were asked for */
} dxl_device;

/* dxl_setup.c */
int32_t dxl_open(bus *bus);
int32_t dxl_prepare(bus *bus, dxl_device *device); /* open and activate: torque off, silence, modes, limits */
void dxl_patience(bus *bus, int64_t ns); /* slack of the following reads; 0: the configured one */
int32_t dxl_read_all(bus *bus, dxl_device *device, uint32_t address, uint32_t count, const char *what);

/* dxl_cycle.c */
bus_outcome dxl_exchange(bus *bus, const bus_command *command, bus_sample *sample);
void dxl_write_goals(const dxl_settings *settings, dxl_device *device, const bus_command *command);

#endif
