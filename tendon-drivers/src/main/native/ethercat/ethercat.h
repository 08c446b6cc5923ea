/*
 * ethercat - what the files of this driver share. See docs/drivers.md for what it does and does not.
 *
 *   ethercat.c       table of the protocol, settings
 *   ecat_open.c      open: count the line, address, check, set up; close
 *   ecat_registers.c single registers of single slaves, with tries
 *   ecat_state.c     INIT to OP, and why not
 *   ecat_sii.c       what a slave's EEPROM says
 *   ecat_mailbox.c   SDO transfers
 *   ecat_map.c       sync managers, FMMUs, mapping, watchdog
 *   ecat_clock.c     distributed clocks: delays, offsets
 *   ecat_drive.c     start-up parameters of a drive
 *   ecat_cycle.c     one exchange: targets out, states in
 *   ecat_enable.c    activate, stop, fault reset
 *   ecat_codec.c, coe_codec.c, cia402_codec.c, ecat_texts.c   bytes and words; ecat_link.c, ecat_port.c   frames
 */
#ifndef SINEW_ETHERCAT_H
#define SINEW_ETHERCAT_H

#include "bus.h"
#include "cia402_codec.h"
#include "ecat_link.h"

/* Registers of a slave's controller. */
enum
{
    ECAT_REG_FEATURES = 0x0008, /* bit 2: distributed clocks */
    ECAT_REG_STATION = 0x0010,
    ECAT_REG_AL_CONTROL = 0x0120,
    ECAT_REG_AL_STATUS = 0x0130, /* 2 bytes, 2 reserved, 2 bytes status code */
    ECAT_REG_WATCHDOG_DIVIDER = 0x0400,
    ECAT_REG_WATCHDOG_SM = 0x0420,
    ECAT_REG_EEPROM_OWNER = 0x0500,
    ECAT_REG_EEPROM = 0x0502, /* control and status 2, address 4, data 4 */
    ECAT_REG_FMMU = 0x0600,   /* 16 bytes each */
    ECAT_REG_SM = 0x0800,     /* 8 bytes each */
    ECAT_REG_DC_PORTS = 0x0900,
    ECAT_REG_DC_TIME = 0x0910,
    ECAT_REG_DC_LATCHED = 0x0918,
    ECAT_REG_DC_OFFSET = 0x0920,
    ECAT_REG_DC_DELAY = 0x0928,
    ECAT_REG_DC_DIFFERENCE = 0x092C,
    ECAT_REG_DC_SYNC = 0x0981
};

#define ECAT_INIT 1u
#define ECAT_PRE_OP 2u
#define ECAT_SAFE_OP 4u
#define ECAT_OP 8u
#define ECAT_AL_ERROR 16u
#define ECAT_AL_ACKNOWLEDGE 16u
#define ECAT_AL_WATCHDOG 0x1Bu

#define ECAT_STATION_BASE 0x1000u
#define ECAT_LOGICAL_BASE 0x10000u
#define ECAT_SLAVES_MAX 1024u
#define ECAT_MAILBOX_MAX 1024u
#define ECAT_PATIENCE_TRIES 10
#define ECAT_PATIENCE_NS (50 * NS_PER_MS)

/* Codes in the status of a sample, beside a drive's own error code (object 603F). */
#define ECAT_STATUS_AL 0x10000u       /* + AL status code: the slave has left OP */
#define ECAT_STATUS_NOT_ENABLED 0x20000u /* + status word: the drive is no longer enabled, and names no fault */

typedef struct ecat_settings
{
    bus_settings common;
    motor_settings motors;
    char interface[CONFIG_TEXT_BYTES];
    int32_t mode;  /* 0 cst, 1 csv, 2 csp */
    int32_t stop;  /* 0 disable, 1 quick_stop */
    int32_t clock; /* 0 auto, 1 off, 2 required */
    int32_t velocity_unit; /* 0 counts_s, 1 rpm, 2 milli_rpm */
    int64_t slaves;
    double answer_ms;
    double lead_rad;
    double speed_rad_s;
    double max_rad_s;
    double temperature_scale;
    uint32_t temperature_entry; /* mapping entry; 0: none */
    config_numbers vendor;
    config_numbers product;
    config_numbers counts_per_turn;
    config_numbers rated_nm;
    config_numbers effort_max_nm;
} ecat_settings;

typedef struct ecat_mailbox
{
    uint16_t out_at, out_bytes; /* from the master */
    uint16_t in_at, in_bytes;
    uint8_t counter;
} ecat_mailbox;

typedef struct ecat_drive
{
    uint16_t station;
    ecat_mailbox mailbox;
    uint16_t outputs_at; /* where the process data lie in the slave */
    uint16_t inputs_at;
    uint32_t vendor, product;
    int has_clock;
    int64_t delay_ns; /* from the reference clock, on the wire */
    double counts_per_turn;
    double rad_s_per_unit;
    double rated_nm;
    double torque_max; /* per mille */

    /* Newest good state. */
    int known;
    int64_t position; /* counts, continued over the register's range */
    drive_inputs inputs;

    uint16_t control; /* what it is told in the next frame */
} ecat_drive;

typedef struct ecat_device
{
    ecat_link link;
    motor_columns columns;
    motor_scale scale[MOTORS_MAX];
    ecat_drive drive[MOTORS_MAX];
    uint32_t drives;
    uint32_t slaves; /* on the line */
    drive_mode mode;
    uint32_t output_bytes, input_bytes; /* of one drive */
    uint8_t image[ECAT_FRAME_MAX];      /* outputs of all drives, then inputs of all drives */
    int64_t wire_ns;
    int64_t wait_ns;      /* how long an answer is waited for, in the cycle */
    int64_t ask_wait_ns;  /* the same outside of it */
    int ask_tries;
    uint32_t clocks;      /* drives with a distributed clock */
    uint32_t reference;   /* index of the first of them */
    int64_t clock_ns;     /* the reference's time in the newest good frame; 0: none */
    int set_up;           /* every drive has been set up and taken to SAFE-OP */
    int armed;            /* drives are enabled and get targets */
    uint16_t al_status;   /* of all slaves, ORed */
    uint16_t al_code;
    int64_t trouble;      /* status of samples, latched until the next activate; 0: none */
    int told;             /* the trouble has been reported */
    int64_t next_look_ns; /* next look for what is wrong with the line */
    int64_t state_ns;     /* when the newest good state was asked for */
} ecat_device;

static inline const char *ecat_motor_name(bus *bus, uint32_t index)
{
    return ((const ecat_settings *)bus_settings_of(bus))->motors.motors.motor[index].name;
}

static inline uint32_t ecat_place(bus *bus, uint32_t index)
{
    return ((const ecat_settings *)bus_settings_of(bus))->motors.motors.motor[index].id;
}

/* ecat_registers.c: SINEW_OK, or SINEW_ERROR with the reason. `what` names the thing in the message. */
int32_t ecat_read(bus *bus, uint32_t drive, uint32_t place, void *to, uint32_t count, const char *what);
int32_t ecat_write(bus *bus, uint32_t drive, uint32_t place, const void *from, uint32_t count, const char *what);
int32_t ecat_write_u16(bus *bus, uint32_t drive, uint32_t place, uint32_t value, const char *what);
/* To all slaves; counter receives how many took part. */
int32_t ecat_broadcast(bus *bus, ecat_command command, uint32_t place, void *data, uint32_t count, uint32_t *counter);
/* One frame of up to 15 datagrams that was begun and filled; a few tries. */
int32_t ecat_ask(bus *bus, const char *what);
/* Patient: in open, activate and requests; else as in the cycle: one try, its own wait. */
void ecat_be_patient(bus *bus, int patient);

/* ecat_state.c */
int32_t ecat_reach_state(bus *bus, uint32_t drive, uint32_t state);
int32_t ecat_reset_line(bus *bus); /* all slaves to INIT, without mapping */
/* Drives to SAFE-OP, an error there acknowledged; set_up becomes 0 when one has restarted and lost its settings. */
int32_t ecat_acknowledge(bus *bus, int *set_up);
int ecat_report_states(bus *bus);  /* which slave is not in OP, and why; 1 when there was something to tell */

/* ecat_sii.c */
int32_t ecat_read_sii(bus *bus, uint32_t drive);

/* ecat_mailbox.c; an abort is SINEW_ERROR with its text, unless `abort_code` is given and receives it (0: none). */
int32_t ecat_download(bus *bus, uint32_t drive, uint32_t index, uint32_t subindex, uint32_t value, uint32_t count,
    uint32_t *abort_code);
int32_t ecat_upload(bus *bus, uint32_t drive, uint32_t index, uint32_t subindex, uint32_t *value,
    uint32_t *abort_code);

/* ecat_map.c */
int32_t ecat_map_mailbox(bus *bus, uint32_t drive);
int32_t ecat_map_process_data(bus *bus, uint32_t drive);
int32_t ecat_set_watchdog(bus *bus, uint32_t drive);

/* ecat_clock.c */
int32_t ecat_set_clocks(bus *bus);
int32_t ecat_clock_differences(bus *bus, double *values, int32_t count);

/* ecat_drive.c */
int32_t ecat_prepare_drive(bus *bus, uint32_t drive);

/* ecat_open.c */
int32_t ecat_open(bus *bus);
int32_t ecat_bring_up(bus *bus); /* from whatever state to SAFE-OP with everything set */
void ecat_close(bus *bus);

/* ecat_cycle.c */
uint32_t ecat_frame_bytes(const ecat_device *device);
bus_outcome ecat_process(bus *bus, int with_outputs); /* one frame; takes inputs over when all took part */
void ecat_set_targets(bus *bus, const bus_command *command);
bus_outcome ecat_exchange(bus *bus, const bus_command *command, bus_sample *sample);

/* ecat_enable.c */
int32_t ecat_activate(bus *bus);
int32_t ecat_stop(bus *bus);
int32_t ecat_reset_faults(bus *bus, int32_t drive);

#endif
