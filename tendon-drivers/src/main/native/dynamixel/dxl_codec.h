/*
 * dxl_codec - Dynamixel Protocol 2.0 frames: values to bytes and back. No I/O, no state, no allocation.
 *
 *   FF FF FD 00 | id | length u16 | instruction | parameters ... | crc u16
 *
 * length counts instruction, parameters and crc. Within instruction and parameters an FD is put after every FF FF FD
 * ("stuffing"), so that a header can only stand at the begin of a frame. All numbers are little-endian.
 *
 * Source: emanual.robotis.com/docs/en/dxl/protocol2, crc: .../docs/en/dxl/crc. The fast sync read's answer is one frame
 * of id FE in which each device contributes error, id, data and the checksum of everything before it; it is not
 * stuffed (its length is known before the data are).
 */
#ifndef SINEW_DXL_CODEC_H
#define SINEW_DXL_CODEC_H

#include "link_codec.h"

#include <stdint.h>

#define DXL_FRAME_MAX LINK_FRAME_MAX
#define DXL_STATUS_BYTES 11u   /* a status frame without parameters */
#define DXL_BROADCAST 0xFEu
#define DXL_ID_MAX 252u

typedef enum dxl_instruction
{
    DXL_PING = 0x01,
    DXL_READ = 0x02,
    DXL_WRITE = 0x03,
    DXL_REBOOT = 0x08,
    DXL_STATUS = 0x55,
    DXL_SYNC_READ = 0x82,
    DXL_SYNC_WRITE = 0x83,
    DXL_FAST_SYNC_READ = 0x8A,
    DXL_BULK_READ = 0x92,
    DXL_BULK_WRITE = 0x93
} dxl_instruction;

/* Error byte of a status. */
#define DXL_ALERT 0x80u       /* a hardware error stands in register 70 */
#define DXL_ERROR_NUMBER 0x7Fu
#define DXL_ERROR_RANGE 4u    /* also: goals are refused because the bus watchdog fired */

/* ------------------------------------------------------------------------------------------------------- requests */

/* Each writes one whole frame of at most DXL_FRAME_MAX bytes and returns its length; 0 when it would not fit. */
uint32_t dxl_ping(uint8_t *frame, uint32_t id);
uint32_t dxl_reboot(uint8_t *frame, uint32_t id);
uint32_t dxl_read(uint8_t *frame, uint32_t id, uint32_t address, uint32_t count);
uint32_t dxl_write(uint8_t *frame, uint32_t id, uint32_t address, const uint8_t *data, uint32_t count);

/* instruction: DXL_SYNC_READ or DXL_FAST_SYNC_READ */
uint32_t dxl_sync_read(uint8_t *frame, dxl_instruction instruction, uint32_t address, uint32_t count,
    const uint8_t *ids, uint32_t devices);

/* data: `count` bytes for each device, one device after the other */
uint32_t dxl_sync_write(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, const uint8_t *data,
    uint32_t devices);

/* One item of a bulk read or write; data is only used by a write. */
typedef struct dxl_item
{
    uint32_t id;
    uint32_t address;
    uint32_t count;
    const uint8_t *data;
} dxl_item;

uint32_t dxl_bulk_read(uint8_t *frame, const dxl_item *items, uint32_t devices);
uint32_t dxl_bulk_write(uint8_t *frame, const dxl_item *items, uint32_t devices);

/* -------------------------------------------------------------------------------------------------------- answers */

/*
 * Looks for the first frame among the bytes.
 *
 * longest  length of the longest frame that can be expected; a header that claims more is junk
 */
link_found dxl_find(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place);

/* Takes a frame that dxl_find found apart, without its stuffing. 0 when it is no status frame, has broken stuffing or
 * more than LINK_DATA_MAX bytes of data. */
int dxl_decode_status(const uint8_t *frame, uint32_t length, link_answer *answer);

/*
 * Takes the answer to a fast sync read apart: checks that it is one, of these devices in this order, `count` bytes
 * each.
 *
 * errors  receives the error byte of each device
 * data    receives where the bytes of each device lie in the frame
 * returns 1, or 0 when it is something else
 */
int dxl_decode_fast(const uint8_t *frame, uint32_t length, const uint8_t *ids, uint32_t devices, uint32_t count,
    uint8_t *errors, const uint8_t **data);

/* Lengths of answers, unstuffed. */
static inline uint32_t dxl_status_bytes(uint32_t count)
{
    return DXL_STATUS_BYTES + count;
}

static inline uint32_t dxl_fast_bytes(uint32_t count, uint32_t devices)
{
    return 8u + devices * (count + 4u);
}

/* Data bytes a device in a fast answer of that length; 0 when none would have it. */
static inline uint32_t dxl_fast_count(uint32_t length, uint32_t devices)
{
    const uint32_t each = length < 8u ? 0u : (length - 8u) / devices;
    return each < 4u || each * devices + 8u != length ? 0u : each - 4u;
}

/* -------------------------------------------------------------------------------------------------------- numbers */

uint16_t dxl_crc(const uint8_t *bytes, uint32_t count);

static inline uint32_t dxl_get_u16(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}

static inline uint32_t dxl_get_u32(const uint8_t *bytes)
{
    return dxl_get_u16(bytes) | dxl_get_u16(bytes + 2) << 16;
}

/* Two's complement, as the e-manual has it for the X series: -1 is FFFF. */
static inline int32_t dxl_get_i16(const uint8_t *bytes)
{
    return (int16_t)dxl_get_u16(bytes);
}

static inline int32_t dxl_get_i32(const uint8_t *bytes)
{
    return (int32_t)dxl_get_u32(bytes);
}

static inline void dxl_put_u16(uint8_t *bytes, uint32_t value)
{
    bytes[0] = (uint8_t)value;
    bytes[1] = (uint8_t)(value >> 8);
}

static inline void dxl_put_u32(uint8_t *bytes, uint32_t value)
{
    dxl_put_u16(bytes, value);
    dxl_put_u16(bytes + 2, value >> 16);
}

#endif
