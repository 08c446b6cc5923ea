/*
 * peer_dxl - servos for tests: registers, torque, bus watchdog, and misbehaviour on demand. Written from the e-manual,
 * without the driver's source.
 */
#ifndef SINEW_PEER_DXL_H
#define SINEW_PEER_DXL_H

#include "peer_line.h"

#define PEER_REGISTERS 256

typedef struct peer_servo
{
    uint8_t id;
    uint8_t reg[PEER_REGISTERS];
    double position; /* counts */
    double velocity; /* units of 0.229 rpm */
} peer_servo;

typedef struct peer_dxl
{
    peer_servo servo[PEER_DEVICES_MAX];
    uint32_t servos;
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t heard_ns; /* the last instruction */
    int64_t moved_ns;
    peer_pending pending;
    long requests;
    long goals;           /* sync writes of a goal current other than 0 while torque was on */
    long torque_writes;
} peer_dxl;

/* Servos of one model with ids 1, 2, ..., in the middle of their turn, torque off, as they come from the factory. */
void peer_dxl_init(peer_dxl *peer, uint32_t servos, uint32_t model, uint32_t firmware, int64_t (*now_ns)(void));

/* Takes bytes, returns how many bytes of answers it wrote. */
uint32_t peer_dxl_answer(void *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);

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
