/*
 * peer_mot - moteus controllers behind an fdcanusb, or one on its UART, for tests: registers, modes, watchdog, and
 * misbehaviour on demand. Written from the documents, without the driver's source.
 */
#ifndef SINEW_PEER_MOT_H
#define SINEW_PEER_MOT_H

#include "peer_line.h"

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

typedef struct peer_mot
{
    peer_controller controller[PEER_DEVICES_MAX];
    int controllers;
    int checked; /* a UART: checks in every line */
    peer_faults faults;
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    peer_pending pending;
} peer_mot;

/* Ids 1, 2, ..., stopped. */
void peer_mot_init(peer_mot *peer, int controllers, int checked, int64_t (*now_ns)(void));
uint32_t peer_mot_answer(void *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_mot_restart(peer_mot *peer, int index);
/* Mends the checks of every line; without checks, what makes a line one: the verb, an even number of digits. */
void peer_mot_resum(uint8_t *bytes, uint32_t count, int checked);

#endif
