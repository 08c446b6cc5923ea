/*
 * dm_codec - Damiao motors in MIT mode: the data of their frames, and the dialect of the maker's serial adapter.
 * Values to bytes and back. No I/O, no state, no allocation.
 *
 *   command    to the motor's id: position 16 bits, velocity 12, kp 12, kd 12, torque 12, the most significant first
 *   order      to the motor's id: FF FF FF FF FF FF FF and FC enable, FD disable, FB clear errors
 *   feedback   from the id in register 7: status << 4 | id (4 bits), position 16, velocity 12, torque 12,
 *              temperatures of MOSFET and rotor
 *   register   to 7FF: id low, id high, 33 read or 55 write, register, value (4 bytes, little-endian); the answer is
 *              alike
 *   refresh    to 7FF: id low, id high, CC: feedback without a command
 *
 * Sources: jia-xie/python-damiao-driver docs/concept/communication-protocol.md; Damiao's DM_CAN.py for refresh and
 * adapter.
 */
#ifndef SINEW_DM_CODEC_H
#define SINEW_DM_CODEC_H

#include "can_adapter.h"

enum
{
    DM_REG_FEEDBACK_ID = 7,
    DM_REG_ID = 8,
    DM_REG_TIMEOUT = 9, /* whole number, units of 50 us; 0: none */
    DM_REG_MODE = 10,   /* whole number: 1 MIT */
    DM_REG_PMAX = 21,   /* rad */
    DM_REG_VMAX = 22,   /* rad/s */
    DM_REG_TMAX = 23    /* N·m */
};

enum
{
    DM_STATUS_DISABLED = 0,
    DM_STATUS_ENABLED = 1,
    DM_STATUS_LOST = 13 /* its watchdog has fired */
};

typedef enum dm_order
{
    DM_CLEAR = 0xFB,
    DM_ENABLE = 0xFC,
    DM_DISABLE = 0xFD
} dm_order;

#define DM_KP_MAX 500.0
#define DM_KD_MAX 5.0
#define DM_MODE_MIT 1u
#define DM_ID_MAX 0x7Fu
#define DM_ALL 0x7FFu /* identifier of register requests */
#define DM_TIMEOUT_US 50

/* What the numbers of a motor reach: its registers 21 to 23. */
typedef struct dm_range
{
    double position; /* rad */
    double velocity; /* rad/s */
    double torque;   /* N·m */
} dm_range;

typedef struct dm_feedback
{
    uint32_t id;     /* the four low bits */
    uint32_t status;
    double position;
    double velocity;
    double torque;
    double mos_c;
    double rotor_c;
} dm_feedback;

typedef struct dm_register
{
    uint32_t id;
    int written; /* answer to a write */
    uint32_t number;
    uint32_t whole; /* the value as a whole number */
    float real;     /* the same bits as a float */
} dm_register;

/* ------------------------------------------------------------------------------------------------------- requests */

/* Values beyond what the motor's numbers reach are limited to that. */
void dm_command(can_message *message, uint32_t id, const dm_range *range, double position, double velocity, double kp,
    double kd, double torque);
void dm_give_order(can_message *message, uint32_t id, dm_order order);
void dm_read(can_message *message, uint32_t id, uint32_t number);
void dm_write(can_message *message, uint32_t id, uint32_t number, uint32_t whole);
void dm_refresh(can_message *message, uint32_t id);

/* -------------------------------------------------------------------------------------------------------- answers */

/* 0 when it cannot be feedback: extended, FD, short, all zero. */
int dm_parse_feedback(const can_message *message, const dm_range *range, dm_feedback *feedback);

/* 0 when it is not the answer to a register request. Feedback may look like one: ask only when one is waited for. */
int dm_parse_register(const can_message *message, dm_register *answer);

/* The maker's USB adapter: 30 bytes there, 16 back, no checksum. */
extern const can_adapter DM_SERIAL;

#endif
