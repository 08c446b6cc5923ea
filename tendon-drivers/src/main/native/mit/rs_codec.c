#include "rs_codec.h"

#include <string.h>

#define DATA_BYTES 8u
#define TURNS_RAD 12.566370614359172 /* 4 pi */
#define HALF 0x7FFFu
#define FULL 0xFFFFu

/* --------------------------------------------------------------------------------------------------------- models */

static const rs_model MODELS[] = {
    {"rs-00", {TURNS_RAD, 33, 14, 500, 5}, 1},
    {"rs-01", {TURNS_RAD, 44, 17, 500, 5}, 1},
    {"rs-02", {TURNS_RAD, 44, 17, 500, 5}, 1},
    {"rs-03", {TURNS_RAD, 20, 60, 5000, 100}, 1},
    {"rs-04", {TURNS_RAD, 15, 120, 5000, 100}, 1},
    {"rs-05", {TURNS_RAD, 50, 5.5, 500, 5}, 1},
    {"rs-06", {TURNS_RAD, 50, 36, 5000, 100}, 1},
    /* Its CAN_TIMEOUT is 200C, which the documented frames do not reach, and has no documented unit. */
    {"cybergear", {TURNS_RAD, 30, 12, 500, 5}, 0},
};

const rs_model *rs_model_of(const char *name)
{
    for (size_t i = 0; i < sizeof MODELS / sizeof MODELS[0]; i++)
    {
        if (strcmp(name, MODELS[i].name) == 0)
        {
            return &MODELS[i];
        }
    }
    return NULL;
}

const char *rs_model_names(void)
{
    return "rs-00 rs-01 rs-02 rs-03 rs-04 rs-05 rs-06 cybergear";
}

/* --------------------------------------------------------------------------------------------------------- numbers */

static uint32_t signed_bits(double value, double most)
{
    const double limited = value < -most ? -most : value > most ? most : value;
    return (uint32_t)((limited / most + 1.0) * HALF);
}

static uint32_t gain_bits(double value, double most)
{
    const double limited = value < 0 ? 0 : value > most ? most : value;
    return (uint32_t)(limited / most * FULL);
}

/* FFFF, which the SDK does not send and the manuals' rule does, is the end of the range as well. */
static double from_bits(uint32_t raw, double most)
{
    return raw >= 2 * HALF ? most : (raw / (double)HALF - 1.0) * most;
}

static void put_big(uint8_t *data, uint32_t value)
{
    data[0] = (uint8_t)(value >> 8);
    data[1] = (uint8_t)value;
}

static uint32_t get_big(const uint8_t *data)
{
    return (uint32_t)data[0] << 8 | data[1];
}

static void put_little(uint8_t *data, uint32_t value)
{
    for (uint32_t i = 0; i < 4; i++)
    {
        data[i] = (uint8_t)(value >> 8 * i);
    }
}

static uint32_t get_little(const uint8_t *data)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < 4; i++)
    {
        value |= (uint32_t)data[i] << 8 * i;
    }
    return value;
}

/* ------------------------------------------------------------------------------------------------------- requests */

static void begin(can_message *message, uint32_t type, uint32_t word, uint32_t id)
{
    memset(message, 0, sizeof *message);
    message->id = type << 24 | word << 8 | id;
    message->extended = 1;
    message->count = DATA_BYTES;
}

void rs_control(can_message *message, uint32_t id, const mit_range *range, double position, double velocity, double kp,
    double kd, double torque)
{
    begin(message, RS_TYPE_CONTROL, signed_bits(torque, range->torque), id);
    put_big(message->data, signed_bits(position, range->position));
    put_big(message->data + 2, signed_bits(velocity, range->velocity));
    put_big(message->data + 4, gain_bits(kp, range->kp));
    put_big(message->data + 6, gain_bits(kd, range->kd));
}

void rs_enable(can_message *message, uint32_t id)
{
    begin(message, RS_TYPE_ENABLE, RS_HOST, id);
}

void rs_stop(can_message *message, uint32_t id, int clear_faults)
{
    begin(message, RS_TYPE_STOP, RS_HOST, id);
    message->data[0] = clear_faults ? 1 : 0;
}

void rs_read(can_message *message, uint32_t id, uint32_t index)
{
    begin(message, RS_TYPE_READ, RS_HOST, id);
    put_little(message->data, index);
}

void rs_write(can_message *message, uint32_t id, uint32_t index, uint32_t whole)
{
    begin(message, RS_TYPE_WRITE, RS_HOST, id);
    put_little(message->data, index);
    put_little(message->data + 4, whole);
}

/* -------------------------------------------------------------------------------------------------------- answers */

uint32_t rs_type(const can_message *message)
{
    return message->extended && !message->fd && message->count == DATA_BYTES ? message->id >> 24 & 0x1Fu : 0;
}

static uint32_t id_of(const can_message *message)
{
    return message->id >> 8 & 0xFFu;
}

int rs_parse_status(const can_message *message, const mit_range *range, rs_status *status)
{
    static const uint8_t ZEROS[DATA_BYTES];
    const uint8_t *data = message->data;
    if (rs_type(message) != RS_TYPE_STATUS || memcmp(data, ZEROS, DATA_BYTES) == 0 ||
        (message->id >> 22 & 3u) > RS_MODE_MOTOR)
    {
        return 0;
    }
    status->id = id_of(message);
    status->mode = message->id >> 22 & 3u;
    status->fault = message->id >> 16 & 0x3Fu;
    status->position = from_bits(get_big(data), range->position);
    status->velocity = from_bits(get_big(data + 2), range->velocity);
    status->torque = from_bits(get_big(data + 4), range->torque);
    status->temperature_c = (int16_t)get_big(data + 6) * 0.1;
    return 1;
}

int rs_parse_value(const can_message *message, mit_value *value)
{
    const uint8_t *data = message->data;
    if (rs_type(message) != RS_TYPE_READ)
    {
        return 0;
    }
    memset(value, 0, sizeof *value);
    value->id = id_of(message);
    value->refused = (message->id >> 16 & 0xFFu) != 0;
    value->number = data[0] | (uint32_t)data[1] << 8;
    value->whole = get_little(data + 4);
    memcpy(&value->real, &value->whole, sizeof value->real);
    return 1;
}

int rs_parse_fault(const can_message *message, uint32_t *id, uint32_t *fault)
{
    static const struct
    {
        uint32_t bits;
        uint32_t fault;
    } MAP[] = {{1u << 0, RS_FAULT_HOT}, {1u << 2, RS_FAULT_VOLTAGE_LOW}, {1u << 3, RS_FAULT_VOLTAGE_HIGH},
        {1u << 4 | 1u << 5 | 1u << 16, RS_FAULT_CURRENT}, {1u << 7, RS_FAULT_UNCALIBRATED},
        {1u << 14, RS_FAULT_OVERLOAD}};
    if (rs_type(message) != RS_TYPE_FAULT)
    {
        return 0;
    }
    uint32_t left = get_little(message->data);
    *id = id_of(message);
    *fault = 0;
    for (size_t i = 0; i < sizeof MAP / sizeof MAP[0]; i++)
    {
        *fault |= (left & MAP[i].bits) != 0 ? MAP[i].fault : 0;
        left &= ~MAP[i].bits;
    }
    *fault |= left != 0 ? RS_FAULT_OTHER : 0;
    return 1;
}

/* -------------------------------------------------------------------------------------------------------- adapter */

#define HEAD_BYTES 7u
#define TAIL_BYTES 2u
#define IS_EXTENDED 4u
#define IS_REMOTE 2u
#define STANDARD_SHIFT 21 /* as in the register of the adapter's CAN controller, of which this word is the image */
#define EXTENDED_SHIFT 3

static uint32_t encode(const can_message *message, uint8_t *bytes)
{
    const uint32_t word = message->extended ? message->id << EXTENDED_SHIFT | IS_EXTENDED :
        message->id << STANDARD_SHIFT;
    if (message->fd || message->count > DATA_BYTES)
    {
        return 0;
    }
    bytes[0] = 'A';
    bytes[1] = 'T';
    put_big(bytes + 2, word >> 16);
    put_big(bytes + 4, word);
    bytes[6] = message->count;
    memcpy(bytes + HEAD_BYTES, message->data, message->count);
    bytes[HEAD_BYTES + message->count] = '\r';
    bytes[HEAD_BYTES + message->count + 1] = '\n';
    return HEAD_BYTES + message->count + TAIL_BYTES;
}

/* 1 when a record may begin here, as far as the bytes go; *length: of it, 0 when that is not known yet. */
static int may_begin(const uint8_t *bytes, uint32_t count, uint32_t *length)
{
    *length = 0;
    if (bytes[0] != 'A' || (count > 1 && bytes[1] != 'T'))
    {
        return 0;
    }
    if (count < HEAD_BYTES)
    {
        return 1;
    }
    *length = HEAD_BYTES + bytes[6] + TAIL_BYTES;
    return bytes[6] <= DATA_BYTES &&
        (count < *length || (bytes[*length - 2] == '\r' && bytes[*length - 1] == '\n'));
}

static link_found find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    (void)longest;
    for (uint32_t at = 0; at < count; at++)
    {
        uint32_t length = 0;
        if (!may_begin(bytes + at, count - at, &length))
        {
            continue;
        }
        const int is_whole = length != 0 && length <= count - at;
        place->begin = at;
        place->end = is_whole ? at + length : at;
        return is_whole ? LINK_FRAME : LINK_NEED_MORE;
    }
    place->begin = count;
    place->end = count;
    return LINK_NEED_MORE;
}

static can_heard decode(const uint8_t *record, uint32_t length, can_message *message)
{
    const uint32_t word = get_big(record + 2) << 16 | get_big(record + 4);
    (void)length;
    memset(message, 0, sizeof *message);
    message->extended = (word & IS_EXTENDED) != 0;
    message->id = message->extended ? word >> EXTENDED_SHIFT : word >> STANDARD_SHIFT;
    message->count = record[6];
    memcpy(message->data, record + HEAD_BYTES, message->count);
    return (word & IS_REMOTE) != 0 ? CAN_NOTHING : CAN_FRAME;
}

const can_adapter RS_SERIAL = {.name = "at", .encode = encode, .find = find, .decode = decode};
