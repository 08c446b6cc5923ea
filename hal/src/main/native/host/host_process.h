/*
 * host_process.h - a driver host, as seen by the process that started it.
 */
#ifndef SINEW_HOST_PROCESS_H
#define SINEW_HOST_PROCESS_H

#include "exchange.h"

#include <stddef.h>
#include <sys/types.h>

typedef struct
{
    exchange *x;       /* NULL: none */
    char *memory;      /* all of the shared memory, once the driver is open */
    char *channels;    /* in it, as checked by host_map: what the shared fields say later is not asked */
    char *state;
    char *command;
    size_t x_bytes;
    size_t memory_bytes;
    int file;          /* the shared memory's */
    int lifeline;      /* write end: the host ends when it is closed */
    pid_t pid;         /* 0: has ended */
    uint32_t number;   /* of the newest request */
    int open_request;  /* verb of a request that was not answered in time, else VERB_NONE */
    int late_calls;    /* in a row that found no answer */
    int late_sample;   /* a receive was answered too late, with a sample that nobody has seen */
} host_process;

/* What a driver's host is started with. */
typedef struct
{
    char library[4096];
    char *config; /* for the driver; whoever has the settings frees it */
    int64_t silence_ns;
    int64_t wait_ns;
    int spins;
    int rescue; /* only opens the device, stops its motors and ends */
} host_settings;

/* Reads settings from the text that isolation.c describes. NULL, or what is wrong with it, in some words. */
const char *host_configure(host_settings *settings, const char *text);

/* Starts a host. SINEW_OK, or SINEW_ERROR with a line in `error`; then nothing stays claimed. */
int32_t host_start(host_process *host, const host_settings *settings, char *error, size_t error_bytes);

/* Maps the blocks of a host whose driver is open; refuses blocks that do not lie in the shared memory. */
int32_t host_map(host_process *host, char *error, size_t error_bytes);

/* What host_call returns beside a sinew_result. */
enum
{
    HOST_LATE = -1, /* not answered yet; the request stays open */
    HOST_DEAD = -2
};

/*
 * Waits at most wait_ns until no request is open: only then may anything that belongs to a request be written.
 * SINEW_OK, HOST_LATE or HOST_DEAD. Allocates nothing.
 *
 * What hangs must not cost the loop its time every cycle: callers in the cycle wait only while late_calls is small.
 */
int32_t host_ready(host_process *host, int64_t wait_ns);

/* One request and its answer. Takes at most wait_ns, allocates nothing. While an earlier request is open it makes none. */
int32_t host_call(host_process *host, int32_t verb, int64_t now_ns, int64_t wait_ns);

/* True when the host can serve no more requests. */
int host_dead(host_process *host);

/*
 * One line about a host that is gone or does not answer, for last_error. Allocates nothing.
 *
 * outcome  HOST_LATE or HOST_DEAD.
 * who      the driver's name, or its file.
 */
void host_explain(const host_process *host, int32_t outcome, const char *who, char *line, size_t bytes);

/* True when the host's own watch over the motors has ended before they were stopped: it was killed from outside. */
int host_abandoned(const host_process *host);

/* Kills every process of the host at once: those that were stopped from outside do not end otherwise. Does not wait. */
void host_kill(host_process *host);

/* True while the worker runs: one that has died and is mourned by nobody does not. */
int host_has_worker(const host_process *host);

/* Ends the host, whatever state it is in, and gives everything back. Returns `rescued` of the exchange. */
int32_t host_end(host_process *host);

/* ---------------------------------------------------------------------------------- when the host was killed or stopped */

/* Starts another host to stop the motors when all processes of one were killed, or stopped, from outside. */
typedef struct
{
    host_process rescuer; /* x is NULL without one */
    int64_t ill_since_ns; /* the host answers nothing, or is gone; 0: it is well */
} host_guard;

/* In the cycle, when the host was late or dead. Costs the cycle in which it starts one some milliseconds. */
void guard_ill(host_guard *guard, host_process *host, const host_settings *settings, int32_t outcome);

/* Outside the cycle: waits for what guard_ill has begun. */
void guard_await(host_guard *guard, host_process *host);

#endif /* SINEW_HOST_PROCESS_H */
