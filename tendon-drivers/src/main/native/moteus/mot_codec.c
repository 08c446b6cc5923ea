#include "mot_codec.h"

#include <math.h>
#include <string.h>

#define KIND_WRITE 0x00u
#define KIND_READ 0x10u
#define KIND_ANSWER 0x20u
#define WRITE_REFUSED 0x30u
#define READ_REFUSED 0x31u
#define VARUINT_BYTES 5u
#define COUNT_MAX 64u /* registers of one subframe: more do not fit into a frame */

static const uint32_t SIZE_OF[] = {1, 2, 4, 4};

/* --------------------------------------------------------------------------------------------------------- scales */

typedef enum family
{
    PLAIN, POSITION, VELOCITY, TORQUE, VOLTAGE, TEMPERATURE, TIME, SHARE
} family;

/* Units of one count of int8, int16, int32: docs/protocol/registers.md, "Mappings". */
static const double SCALES[][3] = {
    [PLAIN] = {1, 1, 1},
    [POSITION] = {1e-2, 1e-4, 1e-5},
    [VELOCITY] = {1e-1, 2.5e-4, 1e-5},
    [TORQUE] = {0.5, 1e-2, 1e-3},
    [VOLTAGE] = {0.5, 1e-1, 1e-3},
    [TEMPERATURE] = {1, 1e-1, 1e-3},
    [TIME] = {1e-2, 1e-3, 1e-6},
    [SHARE] = {1.0 / 127, 1.0 / 32767, 1.0 / 2147483647},
};

static family family_of(uint32_t reg)
{
    switch (reg)
    {
        case MOT_REG_POSITION:
        case MOT_REG_COMMAND_POSITION:
            return POSITION;
        case MOT_REG_VELOCITY:
        case MOT_REG_COMMAND_VELOCITY:
            return VELOCITY;
        case MOT_REG_TORQUE:
        case MOT_REG_FEEDFORWARD:
        case MOT_REG_MAX_TORQUE:
            return TORQUE;
        case MOT_REG_VOLTAGE:
            return VOLTAGE;
        case MOT_REG_TEMPERATURE:
            return TEMPERATURE;
        case MOT_REG_WATCHDOG:
            return TIME;
        case MOT_REG_KP_SCALE:
        case MOT_REG_KD_SCALE:
        case MOT_REG_ILIMIT_SCALE:
            return SHARE;
        default:
            return PLAIN;
    }
}

static void put_value(uint8_t *to, mot_type type, uint32_t reg, double value)
{
    uint32_t raw = 0;
    if (type == MOT_FLOAT)
    {
        const float number = (float)value;
        memcpy(&raw, &number, sizeof raw);
    }
    else
    {
        const uint32_t bits = 8 * SIZE_OF[type];
        const double most = ldexp(1.0, (int)bits - 1) - 1.0;
        const double counts = rint(value / SCALES[family_of(reg)][type]);
        /* The most negative number is not a value: it says that there is none. */
        raw = isnan(value) ? 1u << (bits - 1) :
            (uint32_t)(int32_t)(counts > most ? most : counts < -most ? -most : counts);
    }
    for (uint32_t i = 0; i < SIZE_OF[type]; i++)
    {
        to[i] = (uint8_t)(raw >> 8 * i);
    }
}

static double get_value(const uint8_t *from, mot_type type, uint32_t reg)
{
    uint32_t raw = 0;
    for (uint32_t i = 0; i < SIZE_OF[type]; i++)
    {
        raw |= (uint32_t)from[i] << 8 * i;
    }
    if (type == MOT_FLOAT)
    {
        float number;
        memcpy(&number, &raw, sizeof number);
        return (double)number;
    }
    const uint32_t unused = 32 - 8 * SIZE_OF[type];
    if (raw << unused == 0x80000000u)
    {
        return (double)NAN;
    }
    return (double)((int32_t)(raw << unused) >> unused) * SCALES[family_of(reg)][type];
}

/* ------------------------------------------------------------------------------------------------------- requests */

static uint32_t put_number(uint8_t *to, uint32_t value)
{
    uint32_t used = 0;
    while (value >= 0x80u)
    {
        to[used++] = (uint8_t)(value | 0x80u);
        value >>= 7;
    }
    to[used++] = (uint8_t)value;
    return used;
}

static uint32_t put_head(uint8_t *to, uint32_t kind, mot_type type, uint32_t first, uint32_t count)
{
    uint32_t used = 1;
    to[0] = (uint8_t)(kind | (uint32_t)type << 2 | (count < 4 ? count : 0));
    if (count >= 4)
    {
        used += put_number(to + used, count);
    }
    return used + put_number(to + used, first);
}

uint32_t mot_write(uint8_t *to, mot_type type, uint32_t first, const double *values, uint32_t count)
{
    uint32_t used = put_head(to, KIND_WRITE, type, first, count);
    for (uint32_t i = 0; i < count; i++)
    {
        put_value(to + used, type, first + i, values[i]);
        used += SIZE_OF[type];
    }
    return used;
}

uint32_t mot_read(uint8_t *to, mot_type type, uint32_t first, uint32_t count)
{
    return put_head(to, KIND_READ, type, first, count);
}

void mot_seal(can_message *message, uint32_t bytes, uint32_t source, uint32_t destination, int answer_wanted)
{
    const uint32_t length = can_length(bytes);
    memset(message->data + bytes, MOT_NOTHING, length - bytes);
    message->count = (uint8_t)length;
    message->id = (answer_wanted ? 0x8000u : 0u) | source << 8 | destination;
    message->extended = message->id > CAN_ID_STANDARD;
    message->fd = 1;
    message->rate_switch = 1;
}

uint32_t mot_ask_state(uint8_t *to)
{
    uint32_t used = mot_read(to, MOT_INT8, MOT_REG_MODE, 1);
    used += mot_read(to + used, MOT_FLOAT, MOT_REG_POSITION, 3);
    used += mot_read(to + used, MOT_INT8, MOT_REG_VOLTAGE, 3);
    return used + mot_read(to + used, MOT_INT32, MOT_REG_MILLISECONDS, 1);
}

uint32_t mot_mode(uint8_t *to, uint32_t mode)
{
    const double value = mode;
    return mot_write(to, MOT_INT8, MOT_REG_MODE, &value, 1); /* has to be the first of its frame */
}

uint32_t mot_torque(uint8_t *to, double torque_nm, uint32_t watchdog_ms)
{
    static const double NONE = (double)NAN;
    static const double GAINS[2] = {0, 0};
    const double seconds = watchdog_ms * 1e-3;
    uint32_t used = mot_mode(to, MOT_MODE_POSITION);
    used += mot_write(to + used, MOT_INT8, MOT_REG_COMMAND_POSITION, &NONE, 1);
    used += mot_write(to + used, MOT_FLOAT, MOT_REG_FEEDFORWARD, &torque_nm, 1);
    used += mot_write(to + used, MOT_INT8, MOT_REG_KP_SCALE, GAINS, 2);
    used += mot_write(to + used, MOT_INT16, MOT_REG_WATCHDOG, &seconds, 1);
    return used + mot_write(to + used, MOT_INT8, MOT_REG_ILIMIT_SCALE, GAINS, 1);
}

/* -------------------------------------------------------------------------------------------------------- answers */

/* A number of 7 bits a byte; 0 when it does not end within the data or is longer than 32 bits. */
static int get_number(const uint8_t *data, uint32_t count, uint32_t *at, uint32_t *value)
{
    uint64_t number = 0;
    for (uint32_t i = 0; i < VARUINT_BYTES && *at < count; i++)
    {
        const uint8_t byte = data[(*at)++];
        number |= (uint64_t)(byte & 0x7Fu) << 7 * i;
        if ((byte & 0x80u) == 0)
        {
            *value = (uint32_t)number;
            return number <= UINT32_MAX;
        }
    }
    return 0;
}

static int place_of(uint32_t reg)
{
    switch (reg)
    {
        case MOT_REG_MODE: return MOT_MODE;
        case MOT_REG_POSITION: return MOT_POSITION;
        case MOT_REG_VELOCITY: return MOT_VELOCITY;
        case MOT_REG_TORQUE: return MOT_TORQUE;
        case MOT_REG_VOLTAGE: return MOT_VOLTAGE;
        case MOT_REG_TEMPERATURE: return MOT_TEMPERATURE;
        case MOT_REG_FAULT: return MOT_FAULT;
        case MOT_REG_MILLISECONDS: return MOT_MILLISECONDS;
        case MOT_REG_MODEL: return MOT_MODEL;
        case MOT_REG_FIRMWARE: return MOT_FIRMWARE;
        case MOT_REG_MAP_VERSION: return MOT_MAP_VERSION;
        default: return -1;
    }
}

static int take_values(const uint8_t *data, uint32_t count, uint32_t *at, uint32_t kind, mot_answer *answer)
{
    const mot_type type = (mot_type)(kind >> 2 & 3u);
    uint32_t registers = kind & 3u;
    uint32_t first = 0;
    if ((registers == 0 && !get_number(data, count, at, &registers)) || !get_number(data, count, at, &first) ||
        registers == 0 || registers > COUNT_MAX || registers * SIZE_OF[type] > count - *at)
    {
        return 0;
    }
    for (uint32_t i = 0; i < registers; i++)
    {
        const double value = get_value(data + *at, type, first + i);
        const int place = place_of(first + i);
        *at += SIZE_OF[type];
        if (place >= 0 && isfinite(value))
        {
            answer->value[place] = value;
            answer->given |= 1u << place;
        }
    }
    return 1;
}

int mot_parse(const uint8_t *data, uint32_t count, mot_answer *answer)
{
    memset(answer, 0, sizeof *answer);
    for (uint32_t at = 0; at < count;)
    {
        const uint32_t kind = data[at++];
        uint32_t reg = 0;
        uint32_t reason = 0;
        if (kind == MOT_NOTHING)
        {
            continue;
        }
        if (kind == WRITE_REFUSED || kind == READ_REFUSED)
        {
            if (!get_number(data, count, &at, &reg) || !get_number(data, count, &at, &reason))
            {
                return 0;
            }
            answer->refused++;
        }
        else if ((kind & 0xF0u) != KIND_ANSWER || !take_values(data, count, &at, kind, answer))
        {
            return 0;
        }
    }
    return answer->given != 0 || answer->refused != 0;
}
