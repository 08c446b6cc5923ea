/*
 * dxl_models - what differs between the servos of the X series, and the registers that they have in common.
 *
 * Source: emanual.robotis.com/docs/en/dxl/x/MODEL, "Control Table".
 */
#ifndef SINEW_DXL_MODELS_H
#define SINEW_DXL_MODELS_H

#include <stdint.h>

enum
{
    DXL_REG_RETURN_DELAY = 9,   /* 1 byte, 2 µs; EEPROM: only while torque is off */
    DXL_REG_DRIVE_MODE = 10,    /* 1 byte; EEPROM */
    DXL_REG_OPERATING_MODE = 11, /* 1 byte; EEPROM */
    DXL_REG_CURRENT_LIMIT = 38, /* 2 bytes; EEPROM */
    DXL_REG_TORQUE_ENABLE = 64, /* 1 byte */
    DXL_REG_STATUS_LEVEL = 68,  /* 1 byte: 0 answers ping, 1 also reads, 2 everything */
    DXL_REG_HARDWARE_ERROR = 70, /* 1 byte */
    DXL_REG_WATCHDOG = 98,      /* 1 byte, 20 ms; 0 off, 255 fired */
    DXL_REG_GOAL_CURRENT = 102, /* 2 bytes */
    DXL_REG_GOAL_POSITION = 116, /* 4 bytes */
    DXL_REG_PRESENT = 126,      /* current 2, velocity 4, position 4 */
    DXL_REG_TEMPERATURE = 146   /* 1 byte, °C */
};

/*
 * Reads of all servos: where they begin and how many bytes, no two with the same number, so that an answer tells which
 * read it belongs to. They cover whole registers without gaps; what is wanted is in the last bytes, except torque.
 */
#define DXL_READ_WATCHDOG DXL_REG_WATCHDOG, 1u
#define DXL_READ_TORQUE DXL_REG_TORQUE_ENABLE, 2u      /* and LED */
#define DXL_READ_ERROR DXL_REG_STATUS_LEVEL, 3u        /* status level, registered instruction, hardware error */
#define DXL_READ_TEMPERATURE 140u, 7u                  /* position trajectory 4, voltage 2, temperature */
#define DXL_PRESENT_BYTES 10u
#define DXL_PRESENT_VARIANTS 6u

#define DXL_MODE_CURRENT 0
#define DXL_MODE_CURRENT_POSITION 5
#define DXL_TORQUE_ON_BY_GOAL 0x08u /* bit of the drive mode: a written goal switches torque on */

#define DXL_WATCHDOG_UNIT_MS 20
#define DXL_WATCHDOG_UNITS_MAX 127
#define DXL_WATCHDOG_FIRED 255u

/* Bits of register 70. */
#define DXL_HARDWARE_VOLTAGE 0x01u
#define DXL_HARDWARE_HOT 0x04u
#define DXL_HARDWARE_ENCODER 0x08u
#define DXL_HARDWARE_SHOCK 0x10u
#define DXL_HARDWARE_OVERLOAD 0x20u

#define DXL_COUNTS_PER_TURN 4096.0
#define DXL_VELOCITY_RPM 0.229 /* of one count */

typedef struct dxl_model
{
    uint32_t number;
    const char *name;
    double current_ma;          /* of one count; 0: no current control */
    uint32_t watchdog_firmware; /* first firmware with register 98; 0: all */
    uint32_t fast_firmware;     /* first firmware with the fast sync read */
} dxl_model;

/* NULL: not known. */
const dxl_model *dxl_model_of(uint32_t number);

/* The first bit of register 70 that is set, in words. */
const char *dxl_hardware_text(uint32_t error);

#endif
