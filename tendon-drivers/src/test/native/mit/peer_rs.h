/*
 * peer_rs - RobStride motors behind the adapter that their maker recommends, or behind one that speaks slcan, for
 * tests: parameters, orders, watchdog, and misbehaviour on demand. Written from the manuals, without the driver's source.
 */
#ifndef SINEW_PEER_RS_H
#define SINEW_PEER_RS_H

#include "peer_dm.h"

typedef struct peer_rs_motor
{
    int id;
    int mode;          /* 0 reset, 1 calibrates, 2 runs */
    int faults;        /* the six bits of a status */
    int run_mode;      /* 7005 */
    unsigned timeout;  /* 7028, 50 us */
    int has_timeout;   /* else there is no such parameter */
    double vmax, tmax, kpmax, kdmax;
    double position, velocity, torque;
    double kp, kd;     /* of the newest command */
    double celsius;
    int64_t commanded_ns;
    long commands;
    long stops;
} peer_rs_motor;

typedef struct peer_rs
{
    peer_rs_motor motor[PEER_MOTORS_MAX];
    int motors;
    int slcan;
    int is_open; /* slcan: the channel was opened */
    peer_faults faults; /* those that make sense here */
    unsigned fault_frame; /* the next status is preceded by a frame that reports these */
    int hello;            /* so many of the next statuses are preceded by type 0 frames, extended and standard */
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    uint8_t pending[8192];
    uint32_t pending_count;
} peer_rs;

/* Ids 1, 2, ..., off, ranges of an RS02. */
void peer_rs_init(peer_rs *peer, int motors, int slcan, int64_t (*now_ns)(void));
uint32_t peer_rs_answer(peer_rs *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_rs_restart(peer_rs *peer, int index);
/* There are no checksums: mends what makes a record one. */
void peer_rs_resum(uint8_t *bytes, uint32_t count, int slcan);

#endif
