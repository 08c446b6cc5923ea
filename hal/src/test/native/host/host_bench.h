/*
 * host_bench - a loop around a driver in a process of its own, and the device that it drives.
 */
#ifndef SINEW_HOST_BENCH_H
#define SINEW_HOST_BENCH_H

#include "hostile.h"
#include "sinew_driver.h"

#include <stdint.h>
#include <stdio.h>

#define SILENCE_MS 200

typedef struct
{
    sinew_driver *driver;
    const sinew_layout *layout;
    hostile_device *device;
    char path[64]; /* the device's file */
    int files;     /* that this process had open before */
    int spins;
} bench;

extern int checks_made;
extern int checks_failed;

#define CHECK(what) check((what) != 0, #what, __FILE__, __LINE__)
#define CHECK_TEXT(part, text) check_text(part, text, __FILE__, __LINE__)

void check(int right, const char *what, const char *file, int line);
void check_text(const char *part, const char *text, const char *file, int line);

int64_t bench_now_ns(void);
void bench_sleep_ms(int ms);

/* Makes a fresh device. */
void bench_begin(bench *b, int spins);

/* Opens the hostile driver, which does `deed` ("after deed" or "after always deed") in `verb`. What open returned. */
int32_t bench_open(bench *b, const char *verb, const char *deed);

/* Processes of the host of an open driver: its supervisor and the worker. */
int bench_supervisor(const bench *b);
int bench_worker(const bench *b);

/* What the host leaves behind becomes init's, as in life: for tests that kill a worker's parent. */
void bench_disown(void);

/* One cycle of 1 ms. What receive and send returned, the worse of both. */
int32_t bench_cycle(bench *b);

/* Cycles, at most so many ms, until one brings this. */
int bench_await(bench *b, int32_t wanted, int most_ms);

/* Cycles, at most so many ms, until last_error has this part. */
int bench_await_text(bench *b, const char *part, int most_ms);

/* Closes the driver and removes the device: the motor must be off, no process and no file may be left. */
void bench_end(bench *b);

#endif
