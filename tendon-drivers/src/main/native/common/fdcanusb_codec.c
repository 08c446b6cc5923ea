#include "fdcanusb_codec.h"

#include <string.h>

#define POLYNOMIAL 0x97u
#define CHECK_BYTES 4u /* " *XX" */

static const char DIGITS[] = "0123456789abcdef";
static const char CHECK_DIGITS[] = "0123456789ABCDEF";

uint8_t fdcanusb_crc(const uint8_t *bytes, uint32_t count)
{
    uint32_t crc = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 0x80u) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
        }
        crc &= 0xFFu;
    }
    return (uint8_t)crc;
}

/* ----------------------------------------------------------------------------------------------------------- text */

static uint32_t put_text(uint8_t *to, const char *text)
{
    const size_t length = strlen(text);
    memcpy(to, text, length);
    return (uint32_t)length;
}

static uint32_t put_byte(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)DIGITS[value >> 4 & 15u];
    to[1] = (uint8_t)DIGITS[value & 15u];
    return 2;
}

static int digit(uint8_t c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
        c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A word of the line: from `at` to the next blank. */
typedef struct word
{
    const uint8_t *text;
    uint32_t count;
} word;

static word next_word(const uint8_t *line, uint32_t length, uint32_t *at)
{
    while (*at < length && line[*at] == ' ')
    {
        (*at)++;
    }
    word found = {line + *at, 0};
    while (*at < length && line[*at] != ' ')
    {
        (*at)++;
        found.count++;
    }
    return found;
}

static int is(word found, const char *text)
{
    return found.count == strlen(text) && memcmp(found.text, text, found.count) == 0;
}

/* --------------------------------------------------------------------------------------------------------- encode */

static uint32_t encode(const can_message *message, uint8_t *bytes, int checked)
{
    uint32_t used = put_text(bytes, "can send ");
    int shift = 28;
    if (message->count > CAN_DATA_BYTES || can_length(message->count) != message->count)
    {
        return 0;
    }
    while (shift > 0 && message->id >> shift == 0)
    {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4)
    {
        bytes[used++] = (uint8_t)DIGITS[message->id >> shift & 15u];
    }
    bytes[used++] = ' ';
    for (uint32_t i = 0; i < message->count; i++)
    {
        used += put_byte(bytes + used, message->data[i]);
    }
    if (message->extended && message->id <= CAN_ID_STANDARD)
    {
        used += put_text(bytes + used, " E");
    }
    used += put_text(bytes + used, !message->fd ? " bf" : message->rate_switch ? "" : " b");
    if (checked)
    {
        bytes[used++] = ' ';
        const uint8_t crc = fdcanusb_crc(bytes, used);
        bytes[used++] = '*';
        bytes[used++] = (uint8_t)CHECK_DIGITS[crc >> 4];
        bytes[used++] = (uint8_t)CHECK_DIGITS[crc & 15u];
    }
    bytes[used++] = '\n';
    return used;
}

static uint32_t encode_plain(const can_message *message, uint8_t *bytes)
{
    return encode(message, bytes, 0);
}

static uint32_t encode_checked(const can_message *message, uint8_t *bytes)
{
    return encode(message, bytes, 1);
}

/* ----------------------------------------------------------------------------------------------------------- find */

static int is_end(uint8_t c)
{
    return c == '\n' || c == '\r';
}

/* 1 right, 0 wrong, -1 there is none. */
static int check_of(const uint8_t *line, uint32_t length)
{
    if (length < CHECK_BYTES || line[length - CHECK_BYTES] != ' ' || line[length - CHECK_BYTES + 1] != '*')
    {
        return -1;
    }
    const int high = digit(line[length - 2]);
    const int low = digit(line[length - 1]);
    /* The blank before the star is covered as well. */
    return high >= 0 && low >= 0 && fdcanusb_crc(line, length - CHECK_BYTES + 1) == (uint8_t)(high << 4 | low);
}

static link_found find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place, int checked)
{
    uint32_t begin = 0;
    while (begin < count && is_end(bytes[begin]))
    {
        begin++;
    }
    uint32_t end = begin;
    while (end < count && !is_end(bytes[end]))
    {
        end++;
    }
    place->begin = begin;
    place->end = begin;
    if (end == count)
    {
        /* More than the longest line without an end is junk. */
        place->begin = count - begin > longest ? count : begin;
        place->end = place->begin;
        return LINK_NEED_MORE;
    }
    place->end = end + 1;
    const int check = end - begin > longest ? 0 : check_of(bytes + begin, end - begin);
    return check == 0 || (check < 0 && checked) ? LINK_BAD_SUM : LINK_FRAME;
}

static link_found find_plain(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    return find(bytes, count, longest, place, 0);
}

static link_found find_checked(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    return find(bytes, count, longest, place, 1);
}

/* --------------------------------------------------------------------------------------------------------- decode */

static int read_id(word text, uint32_t *id)
{
    uint32_t value = 0;
    if (text.count == 0 || text.count > 8)
    {
        return 0;
    }
    for (uint32_t i = 0; i < text.count; i++)
    {
        const int nibble = digit(text.text[i]);
        if (nibble < 0)
        {
            return 0;
        }
        value = value << 4 | (uint32_t)nibble;
    }
    *id = value;
    return value <= CAN_ID_EXTENDED;
}

static int read_data(word text, can_message *message)
{
    const uint32_t count = text.count / 2;
    if (text.count % 2 != 0 || count > CAN_DATA_BYTES || can_length(count) != count)
    {
        return 0;
    }
    for (uint32_t i = 0; i < count; i++)
    {
        const int high = digit(text.text[2 * i]);
        const int low = digit(text.text[2 * i + 1]);
        if (high < 0 || low < 0)
        {
            return 0;
        }
        message->data[i] = (uint8_t)(high << 4 | low);
    }
    message->count = (uint8_t)count;
    return 1;
}

static void read_flags(word text, can_message *message)
{
    for (uint32_t i = 0; i < text.count; i++)
    {
        if (strchr("BbFfEe", text.text[i]) == NULL)
        {
            return; /* another word: a time stamp, the number of a filter */
        }
    }
    for (uint32_t i = 0; i < text.count; i++)
    {
        const uint8_t c = text.text[i];
        message->rate_switch = c == 'B' ? 1 : c == 'b' ? 0 : message->rate_switch;
        message->fd = c == 'F' ? 1 : c == 'f' ? 0 : message->fd;
        message->extended = c == 'E' ? 1 : c == 'e' ? 0 : message->extended;
    }
}

static can_heard decode(const uint8_t *record, uint32_t length, can_message *message)
{
    uint32_t at = 0;
    while (length > 0 && is_end(record[length - 1]))
    {
        length--;
    }
    length -= check_of(record, length) >= 0 ? CHECK_BYTES : 0;
    const word verb = next_word(record, length, &at);
    if (is(verb, "OK"))
    {
        return CAN_ACCEPTED;
    }
    if (verb.count >= 3 && memcmp(verb.text, "ERR", 3) == 0)
    {
        return CAN_REFUSED;
    }
    memset(message, 0, sizeof *message);
    if (!is(verb, "rcv") || !read_id(next_word(record, length, &at), &message->id))
    {
        return CAN_NOTHING;
    }
    message->extended = message->id > CAN_ID_STANDARD;
    message->fd = 1;
    message->rate_switch = 1;
    if (!read_data(next_word(record, length, &at), message))
    {
        return CAN_NOTHING;
    }
    for (word flag = next_word(record, length, &at); flag.count > 0; flag = next_word(record, length, &at))
    {
        read_flags(flag, message);
    }
    return message->extended || message->id <= CAN_ID_STANDARD ? CAN_FRAME : CAN_NOTHING;
}

const can_adapter FDCANUSB = {.name = "fdcanusb", .encode = encode_plain, .find = find_plain, .decode = decode};
const can_adapter FDCANUSB_CHECKED =
    {.name = "uart", .encode = encode_checked, .find = find_checked, .decode = decode};
