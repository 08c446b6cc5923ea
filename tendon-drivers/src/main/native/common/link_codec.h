/*
 * link_codec - what serial_link wants of a protocol's codec: pure functions over bytes, and their types.
 */
#ifndef SINEW_LINK_CODEC_H
#define SINEW_LINK_CODEC_H

#include <stdint.h>

#define LINK_FRAME_MAX 5000u /* longest frame, and most that is sent at once */
#define LINK_DATA_MAX 64u    /* data in an answer of one device */

typedef enum link_found
{
    LINK_NEED_MORE = 0, /* no whole frame yet; everything before `begin` is junk */
    LINK_FRAME,         /* a frame with the right checksum */
    LINK_BAD_SUM        /* what looked like a frame; go on looking at `end`, which is inside of it */
} link_found;

/* Where a frame lies in the bytes that were looked at. */
typedef struct link_place
{
    uint32_t begin; /* first byte of it, or of what may become one */
    uint32_t end;   /* go on here */
} link_place;

typedef enum link_decoded
{
    LINK_NO_ANSWER = 0, /* something else: the echo of a request */
    LINK_ANSWER,
    LINK_MALFORMED
} link_decoded;

/* The answer of one device, taken apart. */
typedef struct link_answer
{
    uint32_t id;
    uint32_t error;
    uint32_t count;
    uint8_t data[LINK_DATA_MAX];
} link_answer;

/* Pure functions of a protocol's codec. */
typedef struct link_codec
{
    link_found (*find)(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place);
    link_decoded (*decode)(const uint8_t *frame, uint32_t length, link_answer *answer);
    /* Data bytes a device that an answer carries, also one of many devices in one frame; 0: no answer. */
    uint32_t (*answered)(const uint8_t *frame, uint32_t length, uint32_t devices);
    /* Writes the same registers of several devices, `count` bytes of data for each, without an answer; its length. */
    uint32_t (*sync_write)(uint8_t *frame, uint32_t address, uint32_t count, const uint8_t *ids, const uint8_t *data,
        uint32_t devices);
} link_codec;

#endif
