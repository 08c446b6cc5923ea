#include "dxl_codec.h"

#include <string.h>

#define HEADER_BYTES 7u /* FF FF FD 00 id length length */
#define CRC_BYTES 2u
#define CRC_POLYNOMIAL 0x8005u
#define FAST_OVERHEAD 4u /* error, id, crc crc of each device */

/* ------------------------------------------------------------------------------------------------------- checksum */

uint16_t dxl_crc(const uint8_t *bytes, uint32_t count)
{
    uint32_t crc = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        crc ^= (uint32_t)bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 0x8000u) != 0 ? (crc << 1 ^ CRC_POLYNOMIAL) & 0xFFFFu : crc << 1;
        }
    }
    return (uint16_t)crc;
}

/* ------------------------------------------------------------------------------------------------------- requests */

/* A frame in the making: stuffs as it goes. */
typedef struct writer
{
    uint8_t *frame;
    uint32_t count;
    uint32_t run; /* how much of FF FF FD has just been written: 0 to 2 */
    int overflow;
} writer;

static void put_raw(writer *writer, uint32_t byte)
{
    if (writer->count + CRC_BYTES >= DXL_FRAME_MAX)
    {
        writer->overflow = 1;
        return;
    }
    writer->frame[writer->count++] = (uint8_t)byte;
}

static void put(writer *writer, uint32_t byte)
{
    put_raw(writer, byte);
    if (byte == 0xFFu)
    {
        writer->run = writer->run < 2 ? writer->run + 1 : 2;
    }
    else
    {
        if (byte == 0xFDu && writer->run == 2)
        {
            put_raw(writer, 0xFDu);
        }
        writer->run = 0;
    }
}

static void put_two(writer *writer, uint32_t value)
{
    put(writer, value & 0xFFu);
    put(writer, value >> 8 & 0xFFu);
}

static void put_all(writer *writer, const uint8_t *bytes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
    {
        put(writer, bytes[i]);
    }
}

static writer begin(uint8_t *frame, uint32_t id, dxl_instruction instruction)
{
    writer writer = {.frame = frame, .count = HEADER_BYTES};
    frame[0] = 0xFF;
    frame[1] = 0xFF;
    frame[2] = 0xFD;
    frame[3] = 0x00;
    frame[4] = (uint8_t)id;
    put(&writer, (uint32_t)instruction);
    return writer;
}

static uint32_t finish(writer *writer)
{
    if (writer->overflow)
    {
        return 0;
    }
    dxl_put_u16(writer->frame + 5, writer->count - HEADER_BYTES + CRC_BYTES);
    dxl_put_u16(writer->frame + writer->count, dxl_crc(writer->frame, writer->count));
    return writer->count + CRC_BYTES;
}

uint32_t dxl_ping(uint8_t *frame, uint32_t id)
{
    writer writer = begin(frame, id, DXL_PING);
    return finish(&writer);
}

uint32_t dxl_reboot(uint8_t *frame, uint32_t id)
{
    writer writer = begin(frame, id, DXL_REBOOT);
    return finish(&writer);
}

uint32_t dxl_read(uint8_t *frame, uint32_t id, uint32_t address, uint32_t count)
{
    writer writer = begin(frame, id, DXL_READ);
    put_two(&writer, address);
    put_two(&writer, count);
    return finish(&writer);
}

uint32_t dxl_write(uint8_t *frame, uint32_t id, uint32_t address, const uint8_t *data, uint32_t count)
{
    writer writer = begin(frame, id, DXL_WRITE);
    put_two(&writer, address);
    put_all(&writer, data, count);
    return finish(&writer);
}

uint32_t dxl_sync_read(uint8_t *frame, dxl_instruction instruction, uint32_t address, uint32_t count,
    const uint8_t *ids, uint32_t devices)
{
    writer writer = begin(frame, DXL_BROADCAST, instruction);
    put_two(&writer, address);
    put_two(&writer, count);
    put_all(&writer, ids, devices);
    return finish(&writer);
}

uint32_t dxl_sync_write(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, const uint8_t *data,
    uint32_t devices)
{
    writer writer = begin(frame, DXL_BROADCAST, DXL_SYNC_WRITE);
    put_two(&writer, address);
    put_two(&writer, count);
    for (uint32_t i = 0; i < devices; i++)
    {
        put(&writer, ids[i]);
        put_all(&writer, data + i * count, count);
    }
    return finish(&writer);
}

static uint32_t bulk(uint8_t *frame, dxl_instruction instruction, const dxl_item *items, uint32_t devices)
{
    writer writer = begin(frame, DXL_BROADCAST, instruction);
    for (uint32_t i = 0; i < devices; i++)
    {
        put(&writer, items[i].id);
        put_two(&writer, items[i].address);
        put_two(&writer, items[i].count);
        if (instruction == DXL_BULK_WRITE)
        {
            put_all(&writer, items[i].data, items[i].count);
        }
    }
    return finish(&writer);
}

uint32_t dxl_bulk_read(uint8_t *frame, const dxl_item *items, uint32_t devices)
{
    return bulk(frame, DXL_BULK_READ, items, devices);
}

uint32_t dxl_bulk_write(uint8_t *frame, const dxl_item *items, uint32_t devices)
{
    return bulk(frame, DXL_BULK_WRITE, items, devices);
}

/* -------------------------------------------------------------------------------------------------------- answers */

/* 1 when the bytes from `at` on are a header, or as much of one as is there. */
static int may_begin(const uint8_t *bytes, uint32_t count, uint32_t at)
{
    static const uint8_t HEADER[4] = {0xFF, 0xFF, 0xFD, 0x00};
    const uint32_t there = count - at < sizeof HEADER ? count - at : (uint32_t)sizeof HEADER;
    return memcmp(bytes + at, HEADER, there) == 0;
}

link_found dxl_find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place)
{
    for (uint32_t at = 0; at < count; at++)
    {
        if (!may_begin(bytes, count, at))
        {
            continue;
        }
        place->begin = at;
        place->end = at;
        if (count - at < HEADER_BYTES)
        {
            return LINK_NEED_MORE;
        }
        const uint32_t length = HEADER_BYTES + dxl_get_u16(bytes + at + 5);
        if (length < HEADER_BYTES + 1 + CRC_BYTES || length > longest || bytes[at + 4] > DXL_BROADCAST)
        {
            continue; /* no frame of this bus claims that: go on behind its first byte */
        }
        if (count - at < length)
        {
            return LINK_NEED_MORE;
        }
        if (dxl_crc(bytes + at, length - CRC_BYTES) != dxl_get_u16(bytes + at + length - CRC_BYTES))
        {
            place->end = at + 4; /* its length may be what is wrong, so a good frame may begin inside */
            return LINK_BAD_SUM;
        }
        place->end = at + length;
        return LINK_FRAME;
    }
    place->begin = count;
    place->end = count;
    return LINK_NEED_MORE;
}

/*
 * Copies without stuffing.
 *
 * run      how much of FF FF stands in front of `from`
 * returns  number of bytes, or -1 when an FF FF FD has no FD behind it or room is short
 */
static int32_t unstuff(const uint8_t *from, uint32_t count, uint32_t run, uint8_t *to, uint32_t room)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        if (kept == room)
        {
            return -1;
        }
        to[kept++] = from[i];
        if (from[i] == 0xFFu)
        {
            run = run < 2 ? run + 1 : 2;
            continue;
        }
        if (from[i] == 0xFDu && run == 2)
        {
            if (i + 1 == count || from[i + 1] != 0xFDu)
            {
                return -1;
            }
            i++;
        }
        run = 0;
    }
    return (int32_t)kept;
}

int dxl_decode_status(const uint8_t *frame, uint32_t length, link_answer *answer)
{
    if (length < DXL_STATUS_BYTES || frame[7] != DXL_STATUS)
    {
        return 0;
    }
    const int32_t count =
        unstuff(frame + 9, length - DXL_STATUS_BYTES, frame[8] == 0xFFu, answer->data, sizeof answer->data);
    if (count < 0)
    {
        return 0;
    }
    answer->id = frame[4];
    answer->error = frame[8];
    answer->count = (uint32_t)count;
    return 1;
}

int dxl_decode_fast(const uint8_t *frame, uint32_t length, const uint8_t *ids, uint32_t devices, uint32_t count,
    uint8_t *errors, const uint8_t **data)
{
    if (length != dxl_fast_bytes(count, devices) || frame[4] != DXL_BROADCAST || frame[7] != DXL_STATUS)
    {
        return 0;
    }
    for (uint32_t i = 0; i < devices; i++)
    {
        const uint8_t *block = frame + 8 + i * (count + FAST_OVERHEAD);
        if (block[1] != ids[i])
        {
            return 0;
        }
        errors[i] = block[0];
        data[i] = block + 2;
    }
    return 1;
}
