/*
 * peer_sen - a sensor board for tests, which can be late, silent, wrong and confused. It shares no source with the
 * driver.
 */
#ifndef SINEW_PEER_SEN_H
#define SINEW_PEER_SEN_H

#include <stdint.h>

#define PEER_SEN_VALUES 64

typedef struct peer_sen
{
    /* What it measures, and says of itself. */
    uint32_t values;
    float value[PEER_SEN_VALUES];
    const char *names; /* "joints a b\ntendons\nimus\nwrenches\n" */
    uint8_t version;
    uint8_t failed;
    int64_t begin_ns;  /* when its clock began */
    int64_t (*now_ns)(void);

    /* What it does wrong, each in so many answers from now on. */
    int late;
    int64_t late_ns;
    int silent;
    int spoilt;        /* one bit of the values is turned */
    int shorter;       /* one value is left out, the check is right */
    int repeated;      /* the number of the question before */
    int still;         /* its clock does not go on */

    /* What it has seen. */
    long questions;
    long bad_questions;
    uint8_t in[64];
    uint32_t in_count;
    uint64_t told_us;
} peer_sen;

/* Two joints, a tendon, an inertial unit and a force-torque sensor. */
void peer_sen_init(peer_sen *board, int64_t (*now_ns)(void));

/* Takes bytes as they come and writes the answers to whole questions; returns their length, sent after *delay_ns. */
uint32_t peer_sen_answer(void *board, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);

#endif
