/*
 * peer_mit - motors in MIT mode behind their maker's adapter, or behind one that speaks slcan, for tests: registers,
 * orders, watchdog, and misbehaviour on demand. Written from the documents, without the driver's source.
 *
 *   peer_mit.c               adapter and motion, the same for all
 *   peer_dm.c, peer_rs.c     the frames of Damiao and of RobStride
 */
#ifndef SINEW_PEER_MIT_H
#define SINEW_PEER_MIT_H

#include "peer_line.h"

typedef struct peer_mit_motor
{
    int id;
    int master;        /* Damiao: register 7 */
    int power;         /* Damiao: its status; RobStride: 0 reset, 1 calibrates, 2 runs */
    int faults;        /* RobStride: the six bits of a status */
    int mode;          /* register 10, or parameter 7005 */
    unsigned timeout;  /* register 9, or parameter 7028; 50 us */
    int has_timeout;   /* else there is no such parameter */
    double pmax, vmax, tmax, kpmax, kdmax;
    double position, velocity, torque;
    double kp, kd;     /* of the newest command */
    double celsius;
    int64_t commanded_ns;
    long commands;
} peer_mit_motor;

typedef struct peer_mit peer_mit;

typedef struct peer_maker
{
    int on;      /* power of a motor that pulls */
    int tripped; /* and of one whose watchdog has fired */
    int extended;
    unsigned stray; /* what a wrong identifier has more */
    int forgets_mode; /* when it restarts */
    void (*deliver)(peer_mit_motor *motor); /* as from the factory, but for its id */
    /* A frame to the motors; returns the bytes of the answers. */
    uint32_t (*hear)(peer_mit *peer, unsigned id, const uint8_t *data, uint8_t *answer);
    /* Records of the maker's adapter. */
    uint32_t (*write)(uint8_t *record, unsigned id, int extended, const uint8_t *data);
    /* How many bytes a host's record takes, 0 when it is not whole; *is_frame: whether it is one. */
    uint32_t (*read)(const uint8_t *record, uint32_t count, unsigned *id, uint8_t *data, int *is_frame);
    void (*mend)(uint8_t *bytes, uint32_t count);
} peer_maker;

extern const peer_maker PEER_DAMIAO;    /* peer_dm.c; ranges of a 4310 */
extern const peer_maker PEER_ROBSTRIDE; /* peer_rs.c; ranges of an RS02 */

struct peer_mit
{
    const peer_maker *maker;
    peer_mit_motor motor[PEER_DEVICES_MAX];
    int motors;
    int slcan;
    int is_open; /* slcan: the channel was opened */
    peer_faults faults;
    unsigned fault_frame; /* RobStride: the next status is preceded by a frame that reports these */
    int hello;            /* so many of its next statuses are preceded by type 0 frames, extended and standard */
    int64_t (*now_ns)(void);
    int64_t moved_ns;
    peer_pending pending;
};

/* Ids 1, 2, ..., off, in MIT mode. */
void peer_mit_init(peer_mit *peer, const peer_maker *maker, int motors, int slcan, int64_t (*now_ns)(void));
uint32_t peer_mit_answer(void *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);
void peer_mit_restart(peer_mit *peer, int index);
/* There are no checksums: mends what makes a record one. */
void peer_mit_resum(const peer_mit *peer, uint8_t *bytes, uint32_t count);

/* For the makers' files: a frame to the host; a state with its position from data[position_at] on; a register. */
uint32_t peer_mit_say(peer_mit *peer, unsigned id, int extended, const uint8_t *data, uint8_t *answer);
uint32_t peer_mit_say_state(peer_mit *peer, unsigned id, uint8_t *data, int position_at, uint8_t *answer);
uint32_t peer_mit_say_value(peer_mit *peer, unsigned id, const uint8_t *data, uint8_t *answer);

/* All bits zero is -most, all of them one is most. */
unsigned peer_mit_scaled(double value, double most, int bits);
double peer_mit_unscaled(unsigned raw, double most, int bits);

#endif
