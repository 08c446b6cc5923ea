/*
 * peer_dm - Damiao motors behind the maker's adapter, or behind one that speaks slcan, for tests: registers, orders,
 * watchdog, and misbehaviour on demand. Written from the documents, without the driver's source.
 */
#ifndef SINEW_PEER_DM_H
#define SINEW_PEER_DM_H

#include "pty_peer.h"

#define PEER_MOTORS_MAX 32

typedef struct peer_motor
{
    int id;
    int master;      /* register 7 */
    int status;
    int mode;        /* register 10 */
    unsigned timeout; /* register 9, 50 us */
    float pmax, vmax, tmax;
    double position, velocity, torque;
    double kp, kd;   /* of the newest command */
    int rotor_c;
    int64_t commanded_ns;
    long commands;
} peer_motor;

/* What goes wrong. Counts say how often still; they go down by one with each answer that they hit. */
typedef struct peer_faults
{
    int drop;
    int late_ms; /* the next answers come so late, then this is 0 */
    int wrong_id;
    int truncate;
    int zeros;
    int flip_data;
    int double_answer;
    int ignores_timeout;
    int never_stops;
    int64_t clock_since_ns; /* not 0: positions are 0.1 mrad for each 10 us since then, so that they tell the time */
} peer_faults;

typedef struct peer_dm
{
    peer_motor motor[PEER_MOTORS_MAX];
    int motors;
    int slcan;
    int is_open; /* slcan: the channel was opened */
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    uint8_t pending[8192];
    uint32_t pending_count;
} peer_dm;

/* Ids 1, 2, ..., disabled, MIT mode, ranges of a 4310. */
void peer_dm_init(peer_dm *peer, int motors, int slcan, int64_t (*now_ns)(void));
uint32_t peer_dm_answer(peer_dm *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_dm_restart(peer_dm *peer, int index);
/* There are no checksums: mends what makes a record one. */
void peer_dm_resum(uint8_t *bytes, uint32_t count, int slcan);

#endif
