#include "dm_codec.h"

#include <string.h>

#define READ 0x33u
#define WRITE 0x55u
#define REFRESH 0xCCu
#define DATA_BYTES 8u

/* --------------------------------------------------------------------------------------------------------- numbers */

/* As the maker's code does it: limited, then cut off, so that 0 becomes 7FF of 12 bits. */
static uint32_t to_bits(double value, double least, double most, uint32_t bits)
{
    const double limited = value < least ? least : value > most ? most : value;
    return (uint32_t)((limited - least) * ((double)(1u << bits) - 1.0) / (most - least));
}

static double from_bits(uint32_t raw, double most, uint32_t bits)
{
    return raw * 2.0 * most / ((double)(1u << bits) - 1.0) - most;
}

/* ------------------------------------------------------------------------------------------------------- requests */

static void begin(can_message *message, uint32_t id)
{
    memset(message, 0, sizeof *message);
    message->id = id;
    message->count = DATA_BYTES;
}

void dm_command(can_message *message, uint32_t id, const dm_range *range, double position, double velocity, double kp,
    double kd, double torque)
{
    begin(message, id);
    can_put_bits(message->data, 0, 16, to_bits(position, -range->position, range->position, 16));
    can_put_bits(message->data, 16, 12, to_bits(velocity, -range->velocity, range->velocity, 12));
    can_put_bits(message->data, 28, 12, to_bits(kp, 0, DM_KP_MAX, 12));
    can_put_bits(message->data, 40, 12, to_bits(kd, 0, DM_KD_MAX, 12));
    can_put_bits(message->data, 52, 12, to_bits(torque, -range->torque, range->torque, 12));
}

void dm_give_order(can_message *message, uint32_t id, dm_order order)
{
    begin(message, id);
    memset(message->data, 0xFF, DATA_BYTES - 1);
    message->data[DATA_BYTES - 1] = (uint8_t)order;
}

static void begin_register(can_message *message, uint32_t id, uint32_t what)
{
    begin(message, DM_ALL);
    message->data[0] = (uint8_t)id;
    message->data[1] = (uint8_t)(id >> 8);
    message->data[2] = (uint8_t)what;
}

void dm_read(can_message *message, uint32_t id, uint32_t number)
{
    begin_register(message, id, READ);
    message->data[3] = (uint8_t)number;
}

void dm_write(can_message *message, uint32_t id, uint32_t number, uint32_t whole)
{
    begin_register(message, id, WRITE);
    message->data[3] = (uint8_t)number;
    for (uint32_t i = 0; i < 4; i++)
    {
        message->data[4 + i] = (uint8_t)(whole >> 8 * i);
    }
}

void dm_refresh(can_message *message, uint32_t id)
{
    begin_register(message, id, REFRESH);
}

/* -------------------------------------------------------------------------------------------------------- answers */

static int is_plain(const can_message *message)
{
    return !message->extended && !message->fd && message->count == DATA_BYTES;
}

int dm_parse_feedback(const can_message *message, const dm_range *range, dm_feedback *feedback)
{
    static const uint8_t ZEROS[DATA_BYTES];
    const uint8_t *data = message->data;
    if (!is_plain(message) || memcmp(data, ZEROS, DATA_BYTES) == 0)
    {
        return 0;
    }
    feedback->id = data[0] & 15u;
    feedback->status = data[0] >> 4;
    feedback->position = from_bits(can_get_bits(data, 8, 16), range->position, 16);
    feedback->velocity = from_bits(can_get_bits(data, 24, 12), range->velocity, 12);
    feedback->torque = from_bits(can_get_bits(data, 36, 12), range->torque, 12);
    feedback->mos_c = data[6];
    feedback->rotor_c = data[7];
    return 1;
}

int dm_parse_register(const can_message *message, dm_register *answer)
{
    const uint8_t *data = message->data;
    if (!is_plain(message) || (data[2] != READ && data[2] != WRITE))
    {
        return 0;
    }
    answer->id = data[0] | (uint32_t)data[1] << 8;
    answer->written = data[2] == WRITE;
    answer->number = data[3];
    answer->whole = 0;
    for (uint32_t i = 0; i < 4; i++)
    {
        answer->whole |= (uint32_t)data[4 + i] << 8 * i;
    }
    memcpy(&answer->real, &answer->whole, sizeof answer->real);
    return 1;
}

/* -------------------------------------------------------------------------------------------------------- adapter */

#define SENT_BYTES 30u
#define HEARD_BYTES 16u
#define HEAD 0xAAu
#define TAIL 0x55u
#define HEARD_FRAME 0x11u
#define EXTENDED 0x40u
#define REMOTE 0x80u

static uint32_t encode(const can_message *message, uint8_t *bytes)
{
    if (message->fd || message->count > DATA_BYTES)
    {
        return 0;
    }
    /* Head, length, command; once; interval; kind of identifier, identifier, kind of frame, length. */
    static const uint8_t FRAME[SENT_BYTES] = {0x55, 0xAA, 0x1E, 0x03, 0x01, 0, 0, 0, 0x0A};
    memcpy(bytes, FRAME, SENT_BYTES);
    bytes[12] = message->extended;
    for (uint32_t i = 0; i < 4; i++)
    {
        bytes[13 + i] = (uint8_t)(message->id >> 8 * i);
    }
    bytes[18] = message->count;
    memcpy(bytes + 21, message->data, message->count);
    return SENT_BYTES;
}

static link_found find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    (void)longest;
    for (uint32_t at = 0; at < count; at++)
    {
        if (bytes[at] != HEAD)
        {
            continue;
        }
        place->begin = at;
        place->end = at;
        if (count - at < HEARD_BYTES)
        {
            return LINK_NEED_MORE;
        }
        if (bytes[at + HEARD_BYTES - 1] == TAIL)
        {
            place->end = at + HEARD_BYTES;
            return LINK_FRAME;
        }
    }
    place->begin = count;
    place->end = count;
    return LINK_NEED_MORE;
}

static can_heard decode(const uint8_t *record, uint32_t length, can_message *message)
{
    const uint32_t count = record[2] & 0x3Fu;
    (void)length;
    if (record[1] != HEARD_FRAME)
    {
        /* 02 and 12: sent or not; 01: heard something broken */
        return (record[1] & 0xFu) == 2 && (record[1] & 0x10u) != 0 ? CAN_ACCEPTED : CAN_REFUSED;
    }
    memset(message, 0, sizeof *message);
    message->extended = (record[2] & EXTENDED) != 0;
    message->count = (uint8_t)count;
    for (uint32_t i = 0; i < 4; i++)
    {
        message->id |= (uint32_t)record[3 + i] << 8 * i;
    }
    if ((record[2] & REMOTE) != 0 || count > DATA_BYTES ||
        message->id > (message->extended ? CAN_ID_EXTENDED : CAN_ID_STANDARD))
    {
        return CAN_NOTHING;
    }
    memcpy(message->data, record + 7, count);
    return CAN_FRAME;
}

const can_adapter DM_SERIAL = {.name = "damiao", .encode = encode, .find = find, .decode = decode};
