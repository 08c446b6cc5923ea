/*
 * rs_codec - RobStride and CyberGear motors: their frames, and the dialect of the serial adapter that the maker
 * recommends. Values to bytes and back. No I/O, no state, no allocation.
 *
 *   identifier  29 bits: type (5) << 24 | data (16) << 8 | target id (8)
 *   1 control   data: torque; position, velocity, kp, kd, 16 bits each, the most significant byte first
 *   2 status    data: mode << 14 | fault bits << 8 | id; position, velocity, torque, temperature in 0.1 °C
 *   3 enable, 4 stop (first byte 1: clear faults)      data: host's id; answered with 2
 *   17 read     data: host's id; index, 0000, value (4 bytes, the least significant first); the answer is alike, with
 *               data: 0, or 1 when there is no such parameter, << 8 | id
 *   18 write    the same; answered with 2
 *   21 fault    data: id; faults, warnings, 32 bits each, the least significant byte first
 *
 * Sources: the maker's manuals (RS00 to RS06, CyberGear; section "communication protocol type") and
 * ROBSTRIDE-DYNAMICS/Robstride-Dynamics-Python-SDK. Where they differ:
 *   - Ranges of RS00, RS03, RS05 and RS06 are the manuals'; the SDK has 50 rad/s and 17 N·m, 50 rad/s, 33 rad/s and
 *     17 N·m, 20 rad/s and 60 N·m for these. A motor does not tell: see range_rad_s and range_nm in docs/drivers.md.
 *   - Signed numbers are the SDK's, from 0 to 2 x 7FFF, where the manuals say 0 to FFFF: one count at the end of the
 *     range, half a one at its middle, where the SDK's 7FFF is exactly "none".
 *   - Bit 4 of the faults is an overload in the manuals of RobStride, a Hall sensor's fault in CyberGear's.
 */
#ifndef SINEW_RS_CODEC_H
#define SINEW_RS_CODEC_H

#include "can_adapter.h"
#include "mit_dialect.h"

enum
{
    RS_TYPE_CONTROL = 1,
    RS_TYPE_STATUS = 2,
    RS_TYPE_ENABLE = 3,
    RS_TYPE_STOP = 4,
    RS_TYPE_READ = 17,
    RS_TYPE_WRITE = 18,
    RS_TYPE_FAULT = 21
};

enum
{
    RS_RUN_MODE = 0x7005,   /* 0: the control frame's */
    RS_CAN_TIMEOUT = 0x7028 /* units of 50 us ("20000 is 1 s"); 0: none */
};

enum
{
    RS_MODE_RESET = 0, /* off */
    RS_MODE_CALIBRATION = 1,
    RS_MODE_MOTOR = 2
};

/* Faults as they are told further on: the six of a status frame, and two that only a fault frame tells. */
enum
{
    RS_FAULT_VOLTAGE_LOW = 1u << 0,
    RS_FAULT_CURRENT = 1u << 1,
    RS_FAULT_HOT = 1u << 2,
    RS_FAULT_ENCODER = 1u << 3,
    RS_FAULT_OVERLOAD = 1u << 4,
    RS_FAULT_UNCALIBRATED = 1u << 5,
    RS_FAULT_VOLTAGE_HIGH = 1u << 6,
    RS_FAULT_OTHER = 1u << 7
};

#define RS_HOST 0xFFu /* above all motors, so that their answers do not wait */
#define RS_ID_MAX 0x7Fu

typedef struct rs_model
{
    const char *name;
    mit_range range;
    int has_timeout; /* RS_CAN_TIMEOUT is among its documented parameters */
} rs_model;

typedef struct rs_status
{
    uint32_t id;
    uint32_t mode;
    uint32_t fault;
    double position;
    double velocity;
    double torque;
    double temperature_c;
} rs_status;

/* NULL when there is none of this name. */
const rs_model *rs_model_of(const char *name);

/* All names, between blanks. */
const char *rs_model_names(void);

/* ------------------------------------------------------------------------------------------------------- requests */

/* Values beyond what the motor's numbers reach are limited to that. */
void rs_control(can_message *message, uint32_t id, const mit_range *range, double position, double velocity, double kp,
    double kd, double torque);
void rs_enable(can_message *message, uint32_t id);
void rs_stop(can_message *message, uint32_t id, int clear_faults);
void rs_read(can_message *message, uint32_t id, uint32_t index);
void rs_write(can_message *message, uint32_t id, uint32_t index, uint32_t whole);

/* -------------------------------------------------------------------------------------------------------- answers */

/* Number of the type; 0 (which motors send by themselves after a restart) also for what is no such frame. */
uint32_t rs_type(const can_message *message);

/* 0 when it cannot be one: standard identifier, short, all zero, a mode that does not exist. */
int rs_parse_status(const can_message *message, const mit_range *range, rs_status *status);
int rs_parse_value(const can_message *message, mit_value *value);
int rs_parse_fault(const can_message *message, uint32_t *id, uint32_t *fault);

/* 'A' 'T', identifier << 3 | 4 (most significant byte first), length, data, CR LF; no checksum. */
extern const can_adapter RS_SERIAL;

#endif
