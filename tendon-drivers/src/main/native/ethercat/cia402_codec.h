/*
 * cia402_codec - the drive's own state machine (CiA 402, IEC 61800-7-201) and its process data. Pure.
 *
 *   not ready ─▶ switch on disabled ─0006▶ ready to switch on ─0007▶ switched on ─000F▶ operation enabled
 *                     ▲      ▲ 0000 from anywhere                                          │ 0002
 *              0080 edge     └──────────────────────────── quick stop active ◀─────────────┘
 *               fault ◀── fault reaction ◀── anywhere
 */
#ifndef SINEW_CIA402_CODEC_H
#define SINEW_CIA402_CODEC_H

#include <stdint.h>

typedef enum drive_state
{
    DRIVE_NOT_READY = 0,
    DRIVE_SWITCH_ON_DISABLED,
    DRIVE_READY,
    DRIVE_SWITCHED_ON,
    DRIVE_ENABLED,
    DRIVE_QUICK_STOP,
    DRIVE_FAULT_REACTION,
    DRIVE_FAULT
} drive_state;

enum
{
    CONTROL_DISABLE_VOLTAGE = 0x0000,
    CONTROL_QUICK_STOP = 0x0002,
    CONTROL_SHUTDOWN = 0x0006,
    CONTROL_SWITCH_ON = 0x0007,
    CONTROL_ENABLE = 0x000F,
    CONTROL_FAULT_RESET = 0x0080
};

typedef enum drive_mode
{
    DRIVE_CSP = 8,
    DRIVE_CSV = 9,
    DRIVE_CST = 10
} drive_mode;

/* What a drive gets, in the order and with the sizes of its process data. */
typedef struct drive_outputs
{
    uint16_t control;  /* 6040 */
    int8_t mode;       /* 6060 */
    int32_t target;    /* CSP 607A, CSV 60FF; not with CST */
    int16_t torque;    /* CST 6071: target; CSP and CSV 6072: greatest torque, at least 0; per mille of the rated one */
} drive_outputs;

/* What a drive says. */
typedef struct drive_inputs
{
    uint16_t status;     /* 6041 */
    int8_t mode;         /* 6061 */
    int32_t position;    /* 6064 */
    int32_t velocity;    /* 606C */
    int16_t torque;      /* 6077, per mille */
    uint16_t error;      /* 603F */
    int32_t temperature; /* of the configured object, when there is one */
} drive_inputs;

#define DRIVE_INPUT_BYTES 15u /* and the temperature */

drive_state drive_state_of(uint16_t status);
const char *drive_state_text(drive_state state);

/* Control word of the next step towards operation enabled; a fault is never reset by it. */
uint16_t drive_towards_enabled(drive_state state);

uint32_t drive_output_bytes(drive_mode mode);
void drive_put_outputs(uint8_t *to, drive_mode mode, const drive_outputs *outputs);

/* temperature_bits: 0, 8, 16 or 32 (signed) */
uint32_t drive_input_bytes(uint32_t temperature_bits);
void drive_get_inputs(const uint8_t *from, uint32_t temperature_bits, drive_inputs *inputs);

/* Entry of a mapping object: index, subindex, bits. */
static inline uint32_t drive_mapping(uint32_t index, uint32_t subindex, uint32_t bits)
{
    return index << 16 | subindex << 8 | bits;
}

/* Mapping entries of both directions; `to` has room for 8; returns how many. */
uint32_t drive_output_mapping(drive_mode mode, uint32_t *to);
uint32_t drive_input_mapping(uint32_t temperature_entry, uint32_t *to);

#endif
