/*
 * peer_dxl - servos for tests: registers, torque, bus watchdog, and misbehaviour on demand. Written from the e-manual,
 * without the driver's source.
 */
#ifndef SINEW_PEER_DXL_H
#define SINEW_PEER_DXL_H

#include "pty_peer.h"

#define PEER_SERVOS_MAX 32
#define PEER_REGISTERS 256

typedef struct peer_servo
{
    uint8_t id;
    uint8_t reg[PEER_REGISTERS];
    double position; /* counts */
    double velocity; /* units of 0.229 rpm */
} peer_servo;

/* What goes wrong. Counts say how often still; they go down by one with each answer that they hit. */
typedef struct peer_faults
{
    int drop;         /* no answer */
    int late_ms;      /* the next answer comes so late, then this is 0 */
    int bad_crc;
    int wrong_id;
    int truncate;
    int zeros;        /* data all zero under a right checksum */
    int flip_data;    /* positions far outside, under a right checksum */
    int silent_id;    /* this servo says nothing; 0: none */
    int double_ping;  /* pings are answered twice: two servos with one id */
    int echo;         /* the adapter returns what is sent */
    int ignores_torque_off;
    int64_t clock_since_ns; /* not 0: positions are 2 counts for each millisecond since then, so that they tell the time */
} peer_faults;

typedef struct peer_dxl
{
    peer_servo servo[PEER_SERVOS_MAX];
    uint32_t servos;
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t heard_ns; /* the last instruction */
    int64_t moved_ns;
    uint8_t pending[PEER_ANSWER_MAX]; /* a request that is not whole yet */
    uint32_t pending_count;
    long requests;
    long goals;           /* sync writes of a goal current other than 0 while torque was on */
    long torque_writes;
} peer_dxl;

/* Servos of one model with ids 1, 2, ..., in the middle of their turn, torque off, as they come from the factory. */
void peer_dxl_init(peer_dxl *peer, uint32_t servos, uint32_t model, uint32_t firmware, int64_t (*now_ns)(void));

/* Takes bytes, returns how many bytes of answers it wrote. */
uint32_t peer_dxl_answer(peer_dxl *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);

/* Restores the factory's RAM registers of one servo, as after a power failure. */
void peer_dxl_restart(peer_dxl *peer, uint32_t index);

/* Puts right checksums under all frames that the bytes hold, for a fuzzer. */
void peer_dxl_resum(uint8_t *bytes, uint32_t count);

/* Between the two files of the peer. */
void peer_dxl_power_up(peer_servo *servo);
void peer_dxl_live(peer_dxl *peer);
void peer_dxl_store(peer_dxl *peer, peer_servo *servo, uint32_t address, const uint8_t *data, uint32_t count);

uint32_t peer_dxl_get(const peer_servo *servo, uint32_t address, uint32_t count);
void peer_dxl_put(peer_servo *servo, uint32_t address, uint32_t count, uint32_t value);

#endif
