#include "ecat_codec.h"

#include "ecat_bytes.h"

#include <string.h>

#define LENGTH_MASK 0x7FFu
#define MORE_FOLLOW 0x8000u
#define TYPE_COMMANDS 1u
#define ETHER_BYTES 14u
#define DATAGRAM_HEADER 10u

void ecat_frame_begin(ecat_frame *frame, const uint8_t source[6])
{
    memset(frame->bytes, 0xFF, 6); /* everybody: an EtherCAT slave looks at no destination */
    memcpy(frame->bytes + 6, source, 6);
    frame->bytes[12] = (uint8_t)(ECAT_ETHER_TYPE >> 8);
    frame->bytes[13] = (uint8_t)(ECAT_ETHER_TYPE & 0xFFu);
    frame->length = ECAT_HEADER_BYTES;
    frame->datagrams = 0;
    frame->last = 0;
}

uint32_t ecat_frame_add(ecat_frame *frame, ecat_command command, uint8_t index, uint32_t address, const void *data,
    uint32_t count)
{
    uint8_t *at = frame->bytes + frame->length;
    if (frame->datagrams == ECAT_DATAGRAMS_MAX || count > ECAT_DATA_MAX ||
        frame->length + ECAT_DATAGRAM_BYTES + count > ECAT_FRAME_MAX)
    {
        return 0;
    }
    if (frame->datagrams > 0)
    {
        uint8_t *length = frame->bytes + frame->last + 6;
        put_u16(length, get_u16(length) | MORE_FOLLOW);
    }
    at[0] = (uint8_t)command;
    at[1] = index;
    put_u32(at + 2, address);
    put_u16(at + 6, count);
    put_u16(at + 8, 0);
    if (data == NULL)
    {
        memset(at + DATAGRAM_HEADER, 0, count);
    }
    else
    {
        memcpy(at + DATAGRAM_HEADER, data, count);
    }
    put_u16(at + DATAGRAM_HEADER + count, 0);
    frame->last = frame->length;
    frame->length += ECAT_DATAGRAM_BYTES + count;
    frame->datagrams++;
    return frame->last + DATAGRAM_HEADER;
}

uint32_t ecat_frame_end(ecat_frame *frame)
{
    put_u16(frame->bytes + ETHER_BYTES, (frame->length - ECAT_HEADER_BYTES) | TYPE_COMMANDS << 12);
    if (frame->length < ECAT_FRAME_MIN)
    {
        memset(frame->bytes + frame->length, 0, ECAT_FRAME_MIN - frame->length);
        return ECAT_FRAME_MIN;
    }
    return frame->length;
}

ecat_parsed ecat_frame_parse(const uint8_t *bytes, uint32_t count, ecat_datagram *datagrams, uint32_t *datagram_count)
{
    *datagram_count = 0;
    if (count < ETHER_BYTES || (uint32_t)(bytes[12] << 8 | bytes[13]) != ECAT_ETHER_TYPE)
    {
        return ECAT_OTHER;
    }
    if (count < ECAT_HEADER_BYTES)
    {
        return ECAT_BROKEN_OFF;
    }
    const uint32_t header = get_u16(bytes + ETHER_BYTES);
    const uint32_t end = ECAT_HEADER_BYTES + (header & LENGTH_MASK);
    if (header >> 12 != TYPE_COMMANDS)
    {
        return ECAT_OTHER;
    }
    if (end > count)
    {
        return ECAT_BROKEN_OFF;
    }
    uint32_t at = ECAT_HEADER_BYTES;
    for (int more = 1; more;)
    {
        if (*datagram_count == ECAT_DATAGRAMS_MAX || at + ECAT_DATAGRAM_BYTES > end)
        {
            return ECAT_MALFORMED;
        }
        const uint32_t length = get_u16(bytes + at + 6);
        ecat_datagram *datagram = &datagrams[*datagram_count];
        datagram->command = bytes[at];
        datagram->index = bytes[at + 1];
        datagram->address = get_u32(bytes + at + 2);
        datagram->data = at + DATAGRAM_HEADER;
        datagram->count = length & LENGTH_MASK;
        if (at + ECAT_DATAGRAM_BYTES + datagram->count > end)
        {
            return ECAT_MALFORMED;
        }
        datagram->counter = get_u16(bytes + datagram->data + datagram->count);
        at += ECAT_DATAGRAM_BYTES + datagram->count;
        more = (length & MORE_FOLLOW) != 0;
        (*datagram_count)++;
    }
    return at == end ? ECAT_WHOLE : ECAT_MALFORMED;
}

/* Each slave counts up the place in the line of the commands that carry one. A logical address stays whole. */
static int same_address(uint8_t command, uint32_t sent, uint32_t got)
{
    return command >= ECAT_LRD && command <= ECAT_LRW ? sent == got : sent >> 16 == got >> 16;
}

int ecat_frame_answers(const ecat_frame *sent, const ecat_datagram *datagrams, uint32_t datagram_count)
{
    if (datagram_count != sent->datagrams)
    {
        return 0;
    }
    uint32_t at = ECAT_HEADER_BYTES;
    for (uint32_t i = 0; i < datagram_count; i++)
    {
        const uint8_t *bytes = sent->bytes + at;
        const uint32_t length = get_u16(bytes + 6) & LENGTH_MASK;
        if (bytes[0] != datagrams[i].command || bytes[1] != datagrams[i].index || length != datagrams[i].count ||
            !same_address(bytes[0], get_u32(bytes + 2), datagrams[i].address))
        {
            return 0;
        }
        at += ECAT_DATAGRAM_BYTES + length;
    }
    return 1;
}
