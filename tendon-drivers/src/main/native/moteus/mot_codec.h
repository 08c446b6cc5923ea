/*
 * mot_codec - what a moteus reads and says in the data of a CAN-FD frame: subframes that write and read registers.
 * Values to bytes and back. No I/O, no state, no allocation.
 *
 *   00 04 08 0C + count   write: int8, int16, int32, float    then: start register, values
 *   10 14 18 1C + count   read                                then: start register
 *   20 24 28 2C + count   answer                              then: start register, values
 *   30 31                 the device refuses a write, a read  then: register, reason
 *   50                    nothing
 *
 * The count stands in the two low bits, or, when those are 0, in a number of its own behind. Registers and counts are
 * numbers of 7 bits a byte. Values are little-endian; integers have a scale of their register; the most negative
 * integer and NaN mean "not given".
 *
 * The identifier of a frame: answer wanted (bit 15), source (7 bits from 8), destination (7 bits).
 *
 * Sources: mjbots/moteus docs/protocol/can.md, docs/protocol/registers.md.
 */
#ifndef SINEW_MOT_CODEC_H
#define SINEW_MOT_CODEC_H

#include "can.h"

#include <stdint.h>

typedef enum mot_type
{
    MOT_INT8 = 0,
    MOT_INT16 = 1,
    MOT_INT32 = 2,
    MOT_FLOAT = 3
} mot_type;

enum
{
    MOT_REG_MODE = 0x000,
    MOT_REG_POSITION = 0x001, /* turns of the output shaft */
    MOT_REG_VELOCITY = 0x002, /* turns/s */
    MOT_REG_TORQUE = 0x003,   /* N·m at the output shaft */
    MOT_REG_VOLTAGE = 0x00D,
    MOT_REG_TEMPERATURE = 0x00E, /* of the board, °C */
    MOT_REG_FAULT = 0x00F,
    MOT_REG_COMMAND_POSITION = 0x020,
    MOT_REG_COMMAND_VELOCITY = 0x021,
    MOT_REG_FEEDFORWARD = 0x022, /* N·m */
    MOT_REG_KP_SCALE = 0x023,
    MOT_REG_KD_SCALE = 0x024,
    MOT_REG_MAX_TORQUE = 0x025,
    MOT_REG_WATCHDOG = 0x027, /* s */
    MOT_REG_ILIMIT_SCALE = 0x02B,
    MOT_REG_MILLISECONDS = 0x070,
    MOT_REG_MODEL = 0x100,
    MOT_REG_FIRMWARE = 0x101,
    MOT_REG_MAP_VERSION = 0x102
};

enum
{
    MOT_MODE_STOPPED = 0,
    MOT_MODE_FAULT = 1,
    MOT_MODE_ENABLING_FIRST = 2, /* 2, 3, 4: getting ready */
    MOT_MODE_ENABLING_LAST = 4,
    MOT_MODE_POSITION = 10,
    MOT_MODE_TIMEOUT = 11,
    MOT_MODE_BRAKE = 15
};

#define MOT_ID_MAX 126u /* 127: every device */
#define MOT_NOTHING 0x50u

/* Of an answer. `given` has bit 1 << value for each. */
typedef enum mot_value
{
    MOT_MODE = 0,
    MOT_POSITION,
    MOT_VELOCITY,
    MOT_TORQUE,
    MOT_VOLTAGE,
    MOT_TEMPERATURE,
    MOT_FAULT,
    MOT_MILLISECONDS,
    MOT_MODEL,
    MOT_FIRMWARE,
    MOT_MAP_VERSION,
    MOT_VALUES
} mot_value;

typedef struct mot_answer
{
    uint32_t given;
    uint32_t refused; /* registers that the device refuses */
    double value[MOT_VALUES];
} mot_answer;

/* ------------------------------------------------------------------------------------------------------- requests */

/* One subframe, appended at `to`; each returns its length. Values in the register's unit, NaN: not given; `count` at
 * least 1. A value that does not fit into the type is limited to what does. */
uint32_t mot_write(uint8_t *to, mot_type type, uint32_t first, const double *values, uint32_t count);
uint32_t mot_read(uint8_t *to, mot_type type, uint32_t first, uint32_t count);

/* A frame for one device from its subframes: identifier, padding to a length that exists. */
void mot_seal(can_message *message, uint32_t bytes, uint32_t source, uint32_t destination, int answer_wanted);

/* The frames of this driver. The state: mode, position, velocity, torque, voltage, temperature, fault, clock. */
#define MOT_STATE_BYTES 32u   /* of the answer, padded */
#define MOT_COMMAND_BYTES 32u /* of a torque with the question for the state, padded */
uint32_t mot_ask_state(uint8_t *to);

/*
 * Torque without any position control, valid for `watchdog_ms` (1 to 32767): position mode with all gains at 0, as the
 * documents say (docs/guides/control-modes.md, "Torque Control").
 */
uint32_t mot_torque(uint8_t *to, double torque_nm, uint32_t watchdog_ms);

uint32_t mot_mode(uint8_t *to, uint32_t mode);

/* -------------------------------------------------------------------------------------------------------- answers */

/* Takes the data of an answer apart; registers that mot_value does not name are passed over. 0 when they are none. */
int mot_parse(const uint8_t *data, uint32_t count, mot_answer *answer);

static inline uint32_t mot_source(uint32_t id)
{
    return id >> 8 & 0x7Fu;
}

static inline uint32_t mot_destination(uint32_t id)
{
    return id & 0x7Fu;
}

#endif
