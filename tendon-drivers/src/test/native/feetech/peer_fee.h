/*
 * peer_fee - Feetech servos for tests: registers, torque, turns, and misbehaviour on demand. Written from the memory
 * tables, without the driver's source.
 */
#ifndef SINEW_PEER_FEE_H
#define SINEW_PEER_FEE_H

#include "pty_peer.h"

#define PEER_SERVOS_MAX 32
#define PEER_REGISTERS 256

typedef struct peer_servo
{
    uint8_t id;
    uint8_t reg[PEER_REGISTERS];
    double position; /* counts, over all turns */
    double velocity; /* counts a second */
} peer_servo;

/* What goes wrong. Counts say how often still; they go down by one with each answer that they hit. */
typedef struct peer_faults
{
    int drop;
    int late_ms; /* the next answer comes so late, then this is 0 */
    int bad_sum;
    int wrong_id;
    int truncate;
    int zeros;
    int flip_data;    /* a position that no servo says */
    int double_answer; /* two servos with one id */
    int echo;
    int ignores_torque_off;
    int64_t clock_since_ns; /* not 0: positions are 2 counts for each millisecond since then, so that they tell the time */
} peer_faults;

typedef struct peer_fee
{
    peer_servo servo[PEER_SERVOS_MAX];
    uint32_t servos;
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    uint8_t pending[PEER_ANSWER_MAX];
    uint32_t pending_count;
    int hls;
} peer_fee;

/* family 9: STS, 10: HLS. Ids 1, 2, ..., torque off, position mode, as from the factory. */
void peer_fee_init(peer_fee *peer, uint32_t servos, uint32_t family, int64_t (*now_ns)(void));
uint32_t peer_fee_answer(peer_fee *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_fee_restart(peer_fee *peer, uint32_t index);
void peer_fee_resum(uint8_t *bytes, uint32_t count);
void peer_fee_put(peer_servo *servo, uint32_t address, int value); /* two bytes, sign in bit 15 */
int peer_fee_get(const peer_servo *servo, uint32_t address, int sign_bit);

#endif
