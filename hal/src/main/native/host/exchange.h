/*
 * exchange.h - the memory that a control loop and a driver host share, and how they hand it to each other.
 *
 *      loop's process                         supervisor ──forks──▶ worker (the driver's code runs here only)
 *      isolation.c  ──── request number ────────────────────────▶  serves one verb
 *           ▲       ◀─── reply number ──────────────────────────       │
 *           └── sleeps or spins until it comes, or until its time is up │ stops the motors when sends cease
 *                                             watches the worker ◀──────┘
 *
 * One request at a time. The loop's side writes the fields of a request and then `request`; the worker writes the
 * fields of the answer and then `reply`, the same number. Each field has one writer. Whoever has slept is woken with a
 * futex; whoever spins is not. A request that was not answered in time stays open: no other one is made until it is.
 *
 * The worker runs foreign code: what it must not spoil lies on pages that it can only read, and what it does write is
 * checked by whoever reads it.
 */
#ifndef SINEW_EXCHANGE_H
#define SINEW_EXCHANGE_H

#include "sinew_driver.h"

#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXCHANGE_MAGIC 0x53494e58u /* of this layout of this struct */
#define EXCHANGE_FD 3              /* where a host finds the memory */
#define EXCHANGE_LIFELINE_FD 4     /* read end of a pipe that the loop's process holds while it lives */
#define EXCHANGE_NUMBERS 1024
#define EXCHANGE_PAGE 4096u
#define EXCHANGE_TEXT 320
#define CHANNELS_MOST 100000u
#define BLOCK_BYTES_MOST ((uint64_t)1 << 30)

enum exchange_verb
{
    VERB_NONE,
    VERB_OPEN,
    VERB_ACTIVATE,
    VERB_RECEIVE,
    VERB_SEND,
    VERB_DEACTIVATE,
    VERB_CLOSE,
    VERB_REQUEST
};

/* What has become of the worker. */
enum exchange_fate
{
    FATE_WELL,
    FATE_ENDED, /* by itself, or by a signal: see wait_status */
    FATE_KILLED /* by the supervisor, because it hung while motors were on */
};

typedef struct
{
    /* Set before the host starts. */
    uint32_t magic;
    int32_t spins;          /* 1: the worker spins between requests while active */
    int32_t rescue;         /* 1: this host only stops the motors of one that was killed */
    int64_t silence_ns;     /* without a send for so long, the motors are stopped */
    uint64_t config_offset; /* from the begin of the memory; zero-terminated */
    char library[4096];

    /* The loop's side. */
    _Alignas(SINEW_CACHE_LINE) _Atomic uint32_t request;
    _Atomic uint32_t loop_sleeps;
    int32_t verb;
    int32_t number_count;
    int64_t now_ns;
    int32_t policy; /* scheduling of the thread that activates, for the worker to take over; 0: leave it */
    int32_t priority;

    /* The supervisor's side. */
    _Alignas(SINEW_CACHE_LINE) _Atomic int32_t end; /* asks the worker to stop the motors and to end */
    _Atomic int32_t fate;
    _Atomic int32_t worker; /* process, and leader of a group of its own */
    int32_t wait_status;
    int32_t died_in;
    _Atomic int32_t rescued; /* after a death with motors on: 1 they were stopped by opening the device anew, -1 not */

    /* The worker's side. All above it can only read, whatever the driver's code does. */
    _Alignas(EXCHANGE_PAGE) _Atomic uint32_t reply;
    _Atomic uint32_t worker_sleeps;
    int32_t result;
    _Atomic int32_t running;   /* verb that the driver's code is in */
    _Atomic int32_t energised; /* motors may be on */
    _Atomic int32_t timed;     /* silence counts */
    _Atomic int32_t stopping;  /* is stopping them now */
    _Atomic int64_t last_send_ns;
    _Atomic int64_t silence_fired_ns; /* when silence last made the worker stop the motors; 0: not since activate */
    _Atomic int32_t left;      /* has stopped the motors, closed the device, and touches neither any more */
    uint64_t capabilities;
    uint64_t data_offset; /* channels, then the state block, then the command block; each on a cache line */
    uint64_t state_offset;
    uint64_t command_offset;
    uint64_t total_bytes;
    uint64_t state_bytes;
    uint64_t command_bytes;
    uint32_t channel_count;
    char error[EXCHANGE_TEXT];
    char name[64];
    char version[64];

    /* Either side, as part of a request. */
    char request_name[256];
    double numbers[EXCHANGE_NUMBERS];
} exchange;

static inline int64_t exchange_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Sleeps while *word is `seen`, at most until a time of CLOCK_MONOTONIC. */
static inline void exchange_sleep(_Atomic uint32_t *word, uint32_t seen, int64_t until_ns)
{
    const struct timespec until = {.tv_sec = until_ns / 1000000000, .tv_nsec = until_ns % 1000000000};
    syscall(SYS_futex, word, FUTEX_WAIT_BITSET, seen, &until, NULL, FUTEX_BITSET_MATCH_ANY);
}

static inline void exchange_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static inline void exchange_relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static inline uint64_t exchange_whole_lines(uint64_t bytes)
{
    return (bytes + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
}

static inline const char *exchange_verb_name(int32_t verb)
{
    static const char *const names[] = {"no verb", "open", "activate", "receive", "send", "deactivate", "close",
        "request"};
    return verb >= 0 && verb <= VERB_REQUEST ? names[verb] : "no verb";
}

#endif /* SINEW_EXCHANGE_H */
