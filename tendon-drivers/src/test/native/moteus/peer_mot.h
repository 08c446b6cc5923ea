/*
 * peer_mot - moteus controllers behind an fdcanusb, or one on its UART, for tests: registers, modes, watchdog, and
 * misbehaviour on demand. Written from the documents, without the driver's source.
 */
#ifndef SINEW_PEER_MOT_H
#define SINEW_PEER_MOT_H

#include "pty_peer.h"

#define PEER_MOTORS_MAX 32

typedef struct peer_controller
{
    int id;
    int mode;
    int fault;
    int map_version;
    double turns;
    double turns_per_s;
    double volts;
    double celsius;
    double feedforward;
    double watchdog_s;   /* of the newest command */
    double kp, kd, ilimit;
    int64_t commanded_ns;
    int64_t booted_ns;
    int enabling;        /* answers that still say so after it was switched on */
    long commands;       /* frames that wrote the mode */
} peer_controller;

/* What goes wrong. Counts say how often still; they go down by one with each answer that they hit. */
typedef struct peer_faults
{
    int drop;
    int late_ms; /* the next answers come so late, then this is 0 */
    int bad_sum;
    int wrong_id;
    int truncate;
    int zeros;
    int flip_data;     /* a position that no controller says */
    int double_answer; /* two controllers with one id */
    int refuse;        /* the adapter says ERR instead of OK, and sends nothing */
    int never_stops;
    int64_t clock_since_ns; /* not 0: positions are milliseconds since then, so that they tell the time */
} peer_faults;

typedef struct peer_mot
{
    peer_controller controller[PEER_MOTORS_MAX];
    int controllers;
    int checked; /* a UART: checks in every line */
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    char pending[8192];
    int pending_count;
} peer_mot;

/* Ids 1, 2, ..., stopped. */
void peer_mot_init(peer_mot *peer, int controllers, int checked, int64_t (*now_ns)(void));
uint32_t peer_mot_answer(peer_mot *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_mot_restart(peer_mot *peer, int index);
/* Mends the checks of every line; without checks, what makes a line one: the verb, an even number of digits. */
void peer_mot_resum(uint8_t *bytes, uint32_t count, int checked);

#endif
