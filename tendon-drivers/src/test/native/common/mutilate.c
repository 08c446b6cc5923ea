#include "mutilate.h"

#include <string.h>

static uint64_t state = 1;

void fuzz_seed(uint64_t seed)
{
    state = seed * 0x9E3779B97F4A7C15u + 1;
}

uint32_t fuzz_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 32);
}

uint32_t fuzz_below(uint32_t limit)
{
    return (uint32_t)((uint64_t)fuzz_random() * limit >> 32);
}

static uint32_t insert(uint8_t *bytes, uint32_t count, uint32_t room, uint32_t at, uint8_t byte)
{
    if (count == room)
    {
        return count;
    }
    memmove(bytes + at + 1, bytes + at, count - at);
    bytes[at] = byte;
    return count + 1;
}

static uint32_t once(uint8_t *bytes, uint32_t count, uint32_t room)
{
    static const uint8_t SPECIAL[] = {0x00, 0xFF, 0xFD, 0xFE, 0x55, 0x7F, 0x80, 0x01, '\n', ' '};
    const uint32_t at = fuzz_below(count);
    const uint32_t rest = count - at;
    switch (fuzz_below(9))
    {
        case 0:
            bytes[at] ^= (uint8_t)(1u << fuzz_below(8));
            return count;
        case 1:
            bytes[at] = SPECIAL[fuzz_below(sizeof SPECIAL)];
            return count;
        case 2:
            bytes[at] = (uint8_t)fuzz_random();
            return count;
        case 3:
            memmove(bytes + at, bytes + at + 1, rest - 1);
            return count - 1;
        case 4:
            return insert(bytes, count, room, at, (uint8_t)fuzz_random());
        case 5:
            return at; /* broken off */
        case 6:
            memset(bytes + at, SPECIAL[fuzz_below(sizeof SPECIAL)], fuzz_below(rest) + 1);
            return count;
        case 7: /* a piece comes twice */
            if (2 * count <= room)
            {
                memmove(bytes + at + rest, bytes + at, rest);
                return count + rest;
            }
            return count;
        default: /* two bytes change places */
        {
            const uint32_t other = fuzz_below(count);
            const uint8_t byte = bytes[at];
            bytes[at] = bytes[other];
            bytes[other] = byte;
            return count;
        }
    }
}

uint32_t mutilate(uint8_t *bytes, uint32_t count, uint32_t room)
{
    const uint32_t times = 1 + fuzz_below(4);
    for (uint32_t i = 0; i < times && count > 0; i++)
    {
        count = once(bytes, count, room);
    }
    return count;
}
