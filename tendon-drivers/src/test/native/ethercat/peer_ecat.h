/*
 * peer_ecat - a line of CiA 402 drives in memory, for tests: takes a frame, hands back what comes out of the line. It
 * shares no source with the driver. Everything that a test may want to be wrong is a field.
 */
#ifndef SINEW_PEER_ECAT_H
#define SINEW_PEER_ECAT_H

#include <stdint.h>

#define PEER_SLAVES_MAX 64
#define PEER_MEMORY 0x2000
#define PEER_VENDOR 0x0E55u
#define PEER_PRODUCT 0x04020004u

typedef struct peer_object
{
    uint32_t index, subindex, bytes, value;
    int writable;
} peer_object;

#define PEER_OBJECTS 48

typedef struct peer_slave
{
    uint8_t memory[PEER_MEMORY];
    peer_object object[PEER_OBJECTS];
    uint32_t objects;
    uint8_t eeprom[512];
    int fresh;          /* outputs have come since SAFE-OP */
    uint16_t wanted;    /* state that waits for outputs */
    uint16_t before;    /* control word before this one */
    int64_t clock_ns;   /* what its clock shows when the peer's shows 0 */
    /* Faults. */
    int absent;         /* frames end before it */
    int deaf;           /* frames pass as they are */
    uint16_t refuse_state; /* AL state that it refuses ... */
    uint16_t refuse_code;  /* ... with this code */
    uint16_t abort_index;  /* object that it refuses ... */
    uint32_t abort_code;   /* ... with this code */
    int emergency;      /* 1: an emergency comes before the next answer */
    int normal_upload;  /* values as transfers of their own */
    int mute;           /* the mailbox stays silent */
} peer_slave;

typedef struct peer_ecat
{
    uint32_t slaves;
    peer_slave slave[PEER_SLAVES_MAX];
    int64_t (*now_ns)(void);
    int64_t hop_ns;
    int drop;           /* so many frames vanish */
    int spoil_counter;  /* so many frames with LRW or LRD come back with a wrong working counter */
    int zero;           /* so many of them with zeros as inputs */
    long frames;
} peer_ecat;

void peer_ecat_init(peer_ecat *line, uint32_t slaves, int64_t (*now_ns)(void));

/* As after a loss of power. */
void peer_ecat_restart(peer_slave *slave);

/* A frame through the line, in place. Returns its length, 0 when nothing comes back. */
uint32_t peer_ecat_pass(peer_ecat *line, uint8_t *frame, uint32_t count);

peer_object *peer_ecat_object(peer_slave *slave, uint32_t index, uint32_t subindex);

/* peer_drive.c, for peer_ecat.c. Process data between memory and objects (at 0: only counted); returns their bytes. */
uint32_t peer_exchange(peer_slave *slave, uint32_t mapping, uint32_t at, int to_objects);
void peer_drive_step(peer_slave *slave);
void peer_request_state(peer_slave *slave, uint32_t control);
void peer_answer_sdo(peer_slave *slave);
void peer_add_objects(peer_slave *slave);

/* Right lengths, more-follows bits and index for whatever stands in the bytes, so that it reaches what lies behind. */
void peer_ecat_repair(uint8_t *frame, uint32_t count, const uint8_t *sent);

#endif
