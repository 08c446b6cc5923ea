/* Numbers in bytes, the lower one first. For the peer alone: it shares no source with the driver. */
#ifndef SINEW_PEER_BYTES_H
#define SINEW_PEER_BYTES_H

#include <stdint.h>

static inline uint32_t get(const uint8_t *bytes, uint32_t count)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        value |= (uint32_t)bytes[i] << 8 * i;
    }
    return value;
}

static inline void set(uint8_t *bytes, uint32_t count, uint64_t value)
{
    for (uint32_t i = 0; i < count; i++)
    {
        bytes[i] = (uint8_t)(value >> 8 * i);
    }
}

#endif
