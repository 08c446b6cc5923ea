#include "fee_codec.h"

#include <string.h>

#define HEADER_BYTES 4u /* FF FF id length */
#define LENGTH_MAX 255u

static uint8_t sum_of(const uint8_t *frame, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 2; i < count; i++)
    {
        sum += frame[i];
    }
    return (uint8_t)~sum;
}

/* Puts header and sum around parameters that stand at frame + 5 already. */
static uint32_t seal(uint8_t *frame, uint32_t id, fee_instruction instruction, uint32_t parameters)
{
    frame[0] = 0xFF;
    frame[1] = 0xFF;
    frame[2] = (uint8_t)id;
    frame[3] = (uint8_t)(parameters + 2);
    frame[4] = (uint8_t)instruction;
    frame[5 + parameters] = sum_of(frame, 5 + parameters);
    return parameters + FEE_OVERHEAD;
}

uint32_t fee_ping(uint8_t *frame, uint32_t id)
{
    return seal(frame, id, FEE_PING, 0);
}

uint32_t fee_read(uint8_t *frame, uint32_t id, uint32_t address, uint32_t count)
{
    frame[5] = (uint8_t)address;
    frame[6] = (uint8_t)count;
    return seal(frame, id, FEE_READ, 2);
}

uint32_t fee_write(uint8_t *frame, uint32_t id, uint32_t address, const uint8_t *data, uint32_t count)
{
    if (count + 3 > LENGTH_MAX)
    {
        return 0;
    }
    frame[5] = (uint8_t)address;
    memcpy(frame + 6, data, count);
    return seal(frame, id, FEE_WRITE, 1 + count);
}

uint32_t fee_sync_read(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, uint32_t devices)
{
    if (devices + 4 > LENGTH_MAX)
    {
        return 0;
    }
    frame[5] = (uint8_t)address;
    frame[6] = (uint8_t)count;
    memcpy(frame + 7, ids, devices);
    return seal(frame, FEE_BROADCAST, FEE_SYNC_READ, 2 + devices);
}

uint32_t fee_sync_write(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, const uint8_t *data,
    uint32_t devices)
{
    if (devices * (count + 1) + 4 > LENGTH_MAX)
    {
        return 0;
    }
    frame[5] = (uint8_t)address;
    frame[6] = (uint8_t)count;
    for (uint32_t i = 0; i < devices; i++)
    {
        uint8_t *block = frame + 7 + i * (count + 1);
        block[0] = ids[i];
        memcpy(block + 1, data + i * count, count);
    }
    return seal(frame, FEE_BROADCAST, FEE_SYNC_WRITE, 2 + devices * (count + 1));
}

link_found fee_find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    for (uint32_t at = 0; at < count; at++)
    {
        if (bytes[at] != 0xFFu || (at + 1 < count && bytes[at + 1] != 0xFFu))
        {
            continue;
        }
        place->begin = at;
        place->end = at;
        if (count - at < HEADER_BYTES)
        {
            return LINK_NEED_MORE;
        }
        /* No id is FF: of three FF in a row the first is junk. */
        const uint32_t length = HEADER_BYTES + bytes[at + 3];
        if (bytes[at + 2] > FEE_BROADCAST || length < FEE_OVERHEAD || length > longest)
        {
            continue;
        }
        if (count - at < length)
        {
            return LINK_NEED_MORE;
        }
        if (sum_of(bytes + at, length - 1) != bytes[at + length - 1])
        {
            place->end = at + 2; /* its length may be what is wrong, so a good frame may begin inside */
            return LINK_BAD_SUM;
        }
        place->end = at + length;
        return LINK_FRAME;
    }
    place->begin = count;
    place->end = count;
    return LINK_NEED_MORE;
}

int fee_decode(const uint8_t *frame, uint32_t length, link_answer *answer)
{
    if (length < FEE_OVERHEAD || length - FEE_OVERHEAD > LINK_DATA_MAX || frame[2] > FEE_ID_MAX)
    {
        return 0;
    }
    answer->id = frame[2];
    answer->error = frame[4];
    answer->count = length - FEE_OVERHEAD;
    memcpy(answer->data, frame + 5, answer->count);
    return 1;
}
