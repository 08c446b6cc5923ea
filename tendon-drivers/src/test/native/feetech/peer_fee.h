/*
 * peer_fee - Feetech servos for tests: registers, torque, turns, and misbehaviour on demand. Written from the memory
 * tables, without the driver's source.
 */
#ifndef SINEW_PEER_FEE_H
#define SINEW_PEER_FEE_H

#include "peer_line.h"

#define PEER_REGISTERS 256

typedef struct peer_servo
{
    uint8_t id;
    uint8_t reg[PEER_REGISTERS];
    double position; /* counts, over all turns */
    double velocity; /* counts a second */
} peer_servo;

typedef struct peer_fee
{
    peer_servo servo[PEER_DEVICES_MAX];
    uint32_t servos;
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    peer_pending pending;
    int hls;
} peer_fee;

/* family 9: STS, 10: HLS. Ids 1, 2, ..., torque off, position mode, as from the factory. */
void peer_fee_init(peer_fee *peer, uint32_t servos, uint32_t family, int64_t (*now_ns)(void));
uint32_t peer_fee_answer(void *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_fee_restart(peer_fee *peer, uint32_t index);
void peer_fee_resum(uint8_t *bytes, uint32_t count);
void peer_fee_put(peer_servo *servo, uint32_t address, int value); /* two bytes, sign in bit 15 */
int peer_fee_get(const peer_servo *servo, uint32_t address, int sign_bit);

#endif
