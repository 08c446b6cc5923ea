/*
 * ecat_bench - the driver on a line in memory, through the verbs of the ABI. One at a time.
 */
#ifndef SINEW_ECAT_BENCH_H
#define SINEW_ECAT_BENCH_H

#include "abi_host.h"
#include "fake_line.h"
#include "peer_ecat.h"

static peer_ecat line;
static pthread_mutex_t line_mutex = PTHREAD_MUTEX_INITIALIZER;
static int64_t answer_delay_ns; /* how much later frames come back */
static int late_frames;         /* how many of them */

static inline void bench_answer(const uint8_t *bytes, uint32_t count)
{
    uint8_t frame[FAKE_LINE_BYTES];
    memcpy(frame, bytes, count);
    pthread_mutex_lock(&line_mutex);
    const uint32_t length = peer_ecat_pass(&line, frame, count);
    const int late = late_frames > 0;
    late_frames -= late;
    pthread_mutex_unlock(&line_mutex);
    fake_line_put(frame, length, peer_now_ns() + (late ? answer_delay_ns : 0));
}

static inline void bench_line(uint32_t slaves)
{
    peer_ecat_init(&line, slaves, peer_now_ns);
    memset(&the_line, 0, sizeof the_line);
    the_line.answer = bench_answer;
    late_frames = 0;
}

static inline void bench_open(uint32_t slaves, const char *config)
{
    bench_line(slaves);
    must_open(config);
}

static inline void must_activate(void)
{
    if (sinew_driver_activate(driver) != SINEW_OK)
    {
        printf("cannot activate: %s\n", sinew_driver_last_error(driver));
        exit(1);
    }
}

/* An object of a slave, under the mutex. */
static inline uint32_t object(uint32_t slave, uint32_t index)
{
    pthread_mutex_lock(&line_mutex);
    const uint32_t value = peer_ecat_object(&line.slave[slave], index, 0)->value;
    pthread_mutex_unlock(&line_mutex);
    return value;
}

static inline void set_object(uint32_t slave, uint32_t index, uint32_t value)
{
    pthread_mutex_lock(&line_mutex);
    peer_ecat_object(&line.slave[slave], index, 0)->value = value;
    pthread_mutex_unlock(&line_mutex);
}

static inline uint32_t memory(uint32_t slave, uint32_t place, uint32_t count)
{
    uint32_t value = 0;
    pthread_mutex_lock(&line_mutex);
    for (uint32_t i = 0; i < count; i++)
    {
        value |= (uint32_t)line.slave[slave].memory[place + i] << 8 * i;
    }
    pthread_mutex_unlock(&line_mutex);
    return value;
}

/* Cycles until the newest sample has a status, or many times. */
static inline int64_t await_status(int64_t mask)
{
    for (int i = 0; i < 500 && (state()->status & mask) == 0; i++)
    {
        cycle(0, 1);
    }
    return state()->status;
}

#endif
