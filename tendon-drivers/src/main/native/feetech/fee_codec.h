/*
 * fee_codec - Feetech's serial bus frames: values to bytes and back. No I/O, no state, no allocation.
 *
 *   FF FF | id | length | instruction | parameters ... | sum         request
 *   FF FF | id | length | error       | parameters ... | sum         answer
 *
 * length is the number of parameters + 2; sum is the complement of the low byte of id + length + instruction +
 * parameters. Two-byte numbers are little-endian on STS, SMS and HLS (big-endian on SCS, which is not spoken here),
 * and signed ones have their sign in a bit of its own: bit 15, but bit 10 for duties and loads.
 *
 * Source: Feetech's SCServo SDK (packet handler, STS and HLS memory tables).
 */
#ifndef SINEW_FEE_CODEC_H
#define SINEW_FEE_CODEC_H

#include "link_codec.h"

#include <stdint.h>

#define FEE_OVERHEAD 6u /* bytes of an answer besides its data */
#define FEE_BROADCAST 0xFEu
#define FEE_ID_MAX 253u
#define FEE_FRAME_MAX 259u /* FF FF id length and 255 bytes behind it */

typedef enum fee_instruction
{
    FEE_PING = 0x01,
    FEE_READ = 0x02,
    FEE_WRITE = 0x03,
    FEE_SYNC_READ = 0x82,
    FEE_SYNC_WRITE = 0x83
} fee_instruction;

/* ------------------------------------------------------------------------------------------------------- requests */

/* Each writes one whole frame of at most FEE_FRAME_MAX bytes and returns its length; 0 when it would not fit. */
uint32_t fee_ping(uint8_t *frame, uint32_t id);
uint32_t fee_read(uint8_t *frame, uint32_t id, uint32_t address, uint32_t count);
uint32_t fee_write(uint8_t *frame, uint32_t id, uint32_t address, const uint8_t *data, uint32_t count);
uint32_t fee_sync_read(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, uint32_t devices);

/* data: `count` bytes for each device, one device after the other */
uint32_t fee_sync_write(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, const uint8_t *data,
    uint32_t devices);

/* -------------------------------------------------------------------------------------------------------- answers */

/*
 * Looks for the first frame among the bytes.
 *
 * longest  length of the longest frame that can be expected; a header that claims more is junk
 */
link_found fee_find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place);

/*
 * Takes a frame that fee_find found apart. An answer cannot be told from a request by its form alone; who asks knows
 * how many bytes it wants. 0 when it has more data than LINK_DATA_MAX, or an id that no servo has.
 */
int fee_decode(const uint8_t *frame, uint32_t length, link_answer *answer);

/* -------------------------------------------------------------------------------------------------------- numbers */

static inline uint32_t fee_get_u16(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}

/* Sign and magnitude: `bit` is the place of the sign. -5 with bit 15 is 8005. */
static inline int32_t fee_get_signed(const uint8_t *bytes, int bit)
{
    const uint32_t raw = fee_get_u16(bytes);
    const int32_t size = (int32_t)(raw & ((1u << bit) - 1u));
    return (raw >> bit & 1u) != 0 ? -size : size;
}

/* The magnitude is limited to what fits. */
static inline void fee_put_signed(uint8_t *bytes, int32_t value, int bit)
{
    const uint32_t most = (1u << bit) - 1u;
    const uint32_t size = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    const uint32_t raw = (size > most ? most : size) | (value < 0 ? 1u << bit : 0u);
    bytes[0] = (uint8_t)raw;
    bytes[1] = (uint8_t)(raw >> 8);
}

#endif
