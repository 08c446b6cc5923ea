/*
 * ecat_codec - EtherCAT frames: bytes to datagrams and back. Pure functions, no I/O.
 *
 *   Ethernet header 14 | length 11 bits, type 1 in the upper 4 | datagram ... | padding up to 60 bytes
 *   datagram: command 1 | index 1 | address 4 | length 11 bits, bit 15 more follow | interrupt 2 | data | counter 2
 *
 * A frame runs through all slaves and comes back changed: each slave that takes part in a datagram puts data in or
 * takes them out, and raises the working counter: by 1 for a read, by 1 for a write, by 3 for both in one command.
 */
#ifndef SINEW_ECAT_CODEC_H
#define SINEW_ECAT_CODEC_H

#include <stdint.h>

#define ECAT_ETHER_TYPE 0x88A4u
#define ECAT_FRAME_MIN 60u
#define ECAT_FRAME_MAX 1514u
#define ECAT_HEADER_BYTES 16u   /* Ethernet's and EtherCAT's */
#define ECAT_DATAGRAM_BYTES 12u /* around the data */
#define ECAT_DATAGRAMS_MAX 15u
#define ECAT_DATA_MAX (ECAT_FRAME_MAX - ECAT_HEADER_BYTES - ECAT_DATAGRAM_BYTES) /* of a single datagram */

typedef enum ecat_command
{
    ECAT_NOP = 0,
    ECAT_APRD = 1, /* by place in the line */
    ECAT_APWR = 2,
    ECAT_FPRD = 4, /* by station address */
    ECAT_FPWR = 5,
    ECAT_BRD = 7, /* all */
    ECAT_BWR = 8,
    ECAT_LRD = 10, /* by logical address, through the FMMUs */
    ECAT_LWR = 11,
    ECAT_LRW = 12,
    ECAT_FRMW = 14 /* one station's register is read, all those behind it are written with it */
} ecat_command;

/* A frame in the making. */
typedef struct ecat_frame
{
    uint8_t bytes[ECAT_FRAME_MAX];
    uint32_t length; /* so far, without padding */
    uint32_t datagrams;
    uint32_t last; /* where the newest datagram begins */
} ecat_frame;

/* One datagram of a frame that came back. */
typedef struct ecat_datagram
{
    uint8_t command;
    uint8_t index;
    uint32_t address;
    uint32_t data; /* offset in the frame */
    uint32_t count;
    uint16_t counter; /* working counter */
} ecat_datagram;

typedef enum ecat_parsed
{
    ECAT_WHOLE = 0,
    ECAT_OTHER,    /* not EtherCAT */
    ECAT_BROKEN_OFF, /* ends before its datagrams do */
    ECAT_MALFORMED
} ecat_parsed;

/* Address of the commands that name a station and one of its registers. */
static inline uint32_t ecat_address(uint32_t station, uint32_t place)
{
    return (station & 0xFFFFu) | place << 16;
}

void ecat_frame_begin(ecat_frame *frame, const uint8_t source[6]);

/*
 * Adds a datagram; data NULL: zeros.
 * returns offset of its data in frame->bytes, or 0 when there is no room
 */
uint32_t ecat_frame_add(ecat_frame *frame, ecat_command command, uint8_t index, uint32_t address, const void *data,
    uint32_t count);

/* Puts in the length; returns how many bytes go on the wire, padding included. */
uint32_t ecat_frame_end(ecat_frame *frame);

/* Takes a received frame apart into at most ECAT_DATAGRAMS_MAX datagrams. */
ecat_parsed ecat_frame_parse(const uint8_t *bytes, uint32_t count, ecat_datagram *datagrams, uint32_t *datagram_count);

/* 1 when the datagrams are those of the frame that was sent: commands, index, registers and lengths. */
int ecat_frame_answers(const ecat_frame *sent, const ecat_datagram *datagrams, uint32_t datagram_count);

#endif
