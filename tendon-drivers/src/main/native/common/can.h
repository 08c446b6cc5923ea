/*
 * can - one CAN or CAN-FD frame as a value, how long it takes on the wire, and bit fields in its data.
 */
#ifndef SINEW_CAN_H
#define SINEW_CAN_H

#include <stdint.h>

#define CAN_DATA_BYTES 64u
#define CAN_ID_STANDARD 0x7FFu
#define CAN_ID_EXTENDED 0x1FFFFFFFu

/* A frame; `count` is one of the lengths that exist: 0 to 8, and for FD 12, 16, 20, 24, 32, 48, 64. */
typedef struct can_message
{
    uint32_t id;
    uint8_t extended;    /* 29-bit identifier */
    uint8_t fd;          /* CAN-FD, else classic */
    uint8_t rate_switch; /* FD: the data go at the faster rate */
    uint8_t count;
    uint8_t data[CAN_DATA_BYTES];
} can_message;

/* Least length that exists and holds so many bytes; 0 when there is none (more than 64). */
static inline uint32_t can_length(uint32_t bytes)
{
    return bytes <= 8 ? bytes : bytes <= 24 ? (bytes + 3) / 4 * 4 : bytes <= 32 ? 32 : bytes <= 48 ? 48 :
        bytes <= CAN_DATA_BYTES ? CAN_DATA_BYTES : 0;
}

/*
 * Least time of a frame on the wire, with the three bits to the next one and without stuff bits, which depend on the
 * data and add up to a fifth. Field lengths: ISO 11898-1.
 */
static inline double can_classic_s(uint32_t bytes, int extended, double bits_per_s)
{
    return ((extended ? 67.0 : 47.0) + 8.0 * bytes) / bits_per_s;
}

static inline double can_fd_s(uint32_t bytes, int extended, double bits_per_s, double data_bits_per_s)
{
    const uint32_t length = can_length(bytes);
    /* Up to the rate switch, and from the end of the checksum on. */
    const double slow = (extended ? 36.0 : 17.0) + 13.0;
    /* ESI, length code, data, stuff count, checksum with its fixed stuff bits. */
    const double fast = 5.0 + 8.0 * length + 4.0 + (length <= 16 ? 17.0 + 6.0 : 21.0 + 7.0);
    return slow / bits_per_s + fast / data_bits_per_s;
}

/* A number of `bits` (1 to 32) bits from bit `first` on, the most significant bit of the first byte being bit 0. */
static inline uint32_t can_get_bits(const uint8_t *data, uint32_t first, uint32_t bits)
{
    uint32_t value = 0;
    for (uint32_t i = first; i < first + bits; i++)
    {
        value = value << 1 | (data[i / 8] >> (7 - i % 8) & 1u);
    }
    return value;
}

static inline void can_put_bits(uint8_t *data, uint32_t first, uint32_t bits, uint32_t value)
{
    for (uint32_t i = 0; i < bits; i++)
    {
        const uint32_t at = first + i;
        const uint32_t mask = 1u << (7 - at % 8);
        data[at / 8] = (uint8_t)((value >> (bits - 1 - i) & 1u) != 0 ? data[at / 8] | mask : data[at / 8] & ~mask);
    }
}

#endif
