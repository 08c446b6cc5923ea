/*
 * sen_codec - frames of a sensor board: bytes to values and back, nothing else. Pure functions; see docs/drivers.md for
 * the protocol, which is ours, since every builder's board has another one.
 *
 *   request   'S' '?' | number u16 | check u16
 *   answer    'S' 'N' | version u8 | failed u8 | number u16 | bytes u16 | sensors u32 | time_us u64 | bytes of values |
 *             check u16
 *
 * Little-endian. Values are IEEE 754 floats. The check is CRC-16/CCITT-FALSE over everything before it, `sensors` the
 * CRC-32 (that of Ethernet and zip) over the names of what the board measures, so that a host that expects other
 * sensors, or another order, notices. `number` comes back as it was asked: a late answer is known by it.
 */
#ifndef SINEW_SEN_CODEC_H
#define SINEW_SEN_CODEC_H

#include <stdint.h>

#define SEN_VERSION 1u
#define SEN_REQUEST_BYTES 6u
#define SEN_HEADER_BYTES 20u
#define SEN_CHECK_BYTES 2u
#define SEN_VALUES_MAX 1024u
#define SEN_FRAME_MAX (SEN_HEADER_BYTES + 4u * SEN_VALUES_MAX + SEN_CHECK_BYTES)

typedef struct sen_answer
{
    uint8_t version;
    uint8_t failed;         /* one bit per group of sensors, as sinew_group counts: a sensor of it does not answer */
    uint16_t number;
    uint32_t sensors;
    uint64_t time_us;       /* the board's clock */
    uint32_t values;
    const uint8_t *value;   /* inside the frame */
} sen_answer;

typedef enum sen_found
{
    SEN_NEED_MORE = 0, /* everything before `begin` is junk */
    SEN_FRAME,         /* a whole frame with the right check from `begin` to `end` */
    SEN_BAD_CHECK      /* what looked like one; go on looking at `end`, which is inside of it */
} sen_found;

uint16_t sen_check(const uint8_t *bytes, uint32_t count);

/* CRC-32 of text, continued: begin with 0. */
uint32_t sen_name_sum(uint32_t sum, const char *text);

/* Writes a request into SEN_REQUEST_BYTES. */
void sen_request(uint8_t *frame, uint16_t number);

/*
 * Looks for the first answer of so many values, 0: of any number, in `count` bytes; *begin and *end say where, or from
 * where to go on. Who knows the number does not wait for the rest of a frame whose length is wrong.
 */
sen_found sen_find(const uint8_t *bytes, uint32_t count, uint32_t values, uint32_t *begin, uint32_t *end);

/* Takes a frame apart that sen_find has found. */
void sen_decode(const uint8_t *frame, sen_answer *answer);

float sen_value(const sen_answer *answer, uint32_t index);

#endif
