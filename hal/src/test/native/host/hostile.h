/*
 * hostile.h - the device of the hostile driver: a file that outlives the processes that drive it.
 */
#ifndef SINEW_HOSTILE_H
#define SINEW_HOSTILE_H

#include <stdint.h>

#define HOSTILE_STATE_BYTES 128

typedef struct
{
    volatile int32_t on;         /* its motor may pull */
    volatile int32_t done;       /* the deed was done */
    volatile int32_t stopped_by; /* process that stopped the motor last */
    volatile int32_t files;      /* that the process which opened it last had open before */
    volatile int64_t sends;
    volatile double position;    /* what the newest command says, so that samples can be told apart */
    void *block;                 /* state block of the process that opened it last */
} hostile_device;

#endif
