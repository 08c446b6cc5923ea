#include "slcan_codec.h"

#include <string.h>

#define CR 13u
#define BEL 7u
#define STANDARD_DIGITS 3u
#define EXTENDED_DIGITS 8u
#define DATA_MAX 8u

static const char DIGITS[] = "0123456789ABCDEF";

static int digit(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
        c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static uint32_t encode(const can_message *message, uint8_t *bytes)
{
    const uint32_t digits = message->extended ? EXTENDED_DIGITS : STANDARD_DIGITS;
    uint32_t used = 0;
    if (message->fd || message->count > DATA_MAX)
    {
        return 0;
    }
    bytes[used++] = message->extended ? 'T' : 't';
    for (uint32_t i = digits; i > 0; i--)
    {
        bytes[used++] = (uint8_t)DIGITS[message->id >> 4 * (i - 1) & 15u];
    }
    bytes[used++] = (uint8_t)DIGITS[message->count];
    for (uint32_t i = 0; i < message->count; i++)
    {
        bytes[used++] = (uint8_t)DIGITS[message->data[i] >> 4];
        bytes[used++] = (uint8_t)DIGITS[message->data[i] & 15u];
    }
    bytes[used++] = CR;
    return used;
}

/* A line of its own: a lone CR says that a frame was taken, a BEL that one was refused. */
static link_found find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    uint32_t end = 0;
    while (end < count && bytes[end] != CR && bytes[end] != BEL)
    {
        end++;
    }
    place->begin = 0;
    place->end = 0;
    if (end == count)
    {
        place->begin = count > longest ? count : 0; /* more than the longest line without an end is junk */
        place->end = place->begin;
        return LINK_NEED_MORE;
    }
    place->end = end + 1;
    return end > longest ? LINK_BAD_SUM : LINK_FRAME;
}

static int get_number(const uint8_t *text, uint32_t digits, uint32_t *value)
{
    *value = 0;
    for (uint32_t i = 0; i < digits; i++)
    {
        const int nibble = digit(text[i]);
        if (nibble < 0)
        {
            return 0;
        }
        *value = *value << 4 | (uint32_t)nibble;
    }
    return 1;
}

static can_heard decode(const uint8_t *record, uint32_t length, can_message *message)
{
    if (record[length - 1] == BEL)
    {
        return CAN_REFUSED;
    }
    const uint8_t verb = record[0];
    if (length == 1 || (length == 2 && (verb == 'z' || verb == 'Z')))
    {
        return CAN_ACCEPTED;
    }
    const uint32_t digits = verb == 'T' ? EXTENDED_DIGITS : STANDARD_DIGITS;
    uint32_t count = 0;
    memset(message, 0, sizeof *message);
    if ((verb != 't' && verb != 'T') || length < digits + 3 || !get_number(record + 1, digits, &message->id) ||
        !get_number(record + 1 + digits, 1, &count) || count > DATA_MAX || length < digits + 3 + 2 * count)
    {
        return CAN_NOTHING;
    }
    message->extended = verb == 'T';
    message->count = (uint8_t)count;
    for (uint32_t i = 0; i < count; i++)
    {
        uint32_t byte = 0;
        if (!get_number(record + 2 + digits + 2 * i, 2, &byte))
        {
            return CAN_NOTHING;
        }
        message->data[i] = (uint8_t)byte;
    }
    /* What follows the data is a time stamp. */
    return message->id <= (message->extended ? CAN_ID_EXTENDED : CAN_ID_STANDARD) ? CAN_FRAME : CAN_NOTHING;
}

const can_adapter SLCAN = {.name = "slcan", .encode = encode, .find = find, .decode = decode};
