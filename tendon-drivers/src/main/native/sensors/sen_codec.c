#include "sen_codec.h"

#include <string.h>

#define POLYNOMIAL_16 0x1021u
#define POLYNOMIAL_32 0xEDB88320u

static uint32_t word(const uint8_t *bytes, uint32_t count)
{
    uint32_t value = 0;
    for (uint32_t i = count; i > 0; i--)
    {
        value = value << 8 | bytes[i - 1];
    }
    return value;
}

uint16_t sen_check(const uint8_t *bytes, uint32_t count)
{
    uint32_t crc = 0xFFFF;
    for (uint32_t i = 0; i < count; i++)
    {
        crc ^= (uint32_t)bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 0x8000u) != 0 ? crc << 1 ^ POLYNOMIAL_16 : crc << 1;
        }
    }
    return (uint16_t)crc;
}

uint32_t sen_name_sum(uint32_t sum, const char *text)
{
    uint32_t crc = ~sum;
    for (const char *at = text; *at != '\0'; at++)
    {
        crc ^= (uint8_t)*at;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1u) != 0 ? crc >> 1 ^ POLYNOMIAL_32 : crc >> 1;
        }
    }
    return ~crc;
}

void sen_request(uint8_t *frame, uint16_t number)
{
    frame[0] = 'S';
    frame[1] = '?';
    frame[2] = (uint8_t)number;
    frame[3] = (uint8_t)(number >> 8);
    const uint16_t check = sen_check(frame, 4);
    frame[4] = (uint8_t)check;
    frame[5] = (uint8_t)(check >> 8);
}

sen_found sen_find(const uint8_t *bytes, uint32_t count, uint32_t values, uint32_t *begin, uint32_t *end)
{
    for (uint32_t at = 0; at < count; at++)
    {
        if (bytes[at] != 'S' || (at + 1 < count && bytes[at + 1] != 'N'))
        {
            continue;
        }
        *begin = at;
        *end = at;
        if (count - at < SEN_HEADER_BYTES)
        {
            return SEN_NEED_MORE;
        }
        const uint32_t data = word(bytes + at + 6, 2);
        const uint32_t length = SEN_HEADER_BYTES + data + SEN_CHECK_BYTES;
        if (length > SEN_FRAME_MAX || data % 4 != 0 || (values != 0 && data != 4 * values))
        {
            continue;
        }
        if (count - at < length)
        {
            return SEN_NEED_MORE;
        }
        if (sen_check(bytes + at, length - SEN_CHECK_BYTES) != word(bytes + at + length - SEN_CHECK_BYTES, 2))
        {
            *end = at + 2; /* its length may be what is wrong, so a good frame may begin inside */
            return SEN_BAD_CHECK;
        }
        *end = at + length;
        return SEN_FRAME;
    }
    *begin = count;
    *end = count;
    return SEN_NEED_MORE;
}

void sen_decode(const uint8_t *frame, sen_answer *answer)
{
    answer->version = frame[2];
    answer->failed = frame[3];
    answer->number = (uint16_t)word(frame + 4, 2);
    answer->values = word(frame + 6, 2) / 4;
    answer->sensors = word(frame + 8, 4);
    answer->time_us = (uint64_t)word(frame + 16, 4) << 32 | word(frame + 12, 4);
    answer->value = frame + SEN_HEADER_BYTES;
}

float sen_value(const sen_answer *answer, uint32_t index)
{
    const uint32_t bits = word(answer->value + 4 * index, 4);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
