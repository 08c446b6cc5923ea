/*
 * bus_internal - what bus.c, bus_layout.c and bus_thread.c share. Protocols include bus.h only.
 */
#ifndef SINEW_BUS_INTERNAL_H
#define SINEW_BUS_INTERNAL_H

#include "bus.h"
#include "latest.h"
#include "wake.h"

#include <pthread.h>
#include <stdatomic.h>

/* Phase of the motors. Written by the I/O thread alone. */
enum
{
    PHASE_INACTIVE = 0,
    PHASE_ACTIVE = 1,
    PHASE_STOPPED = 2 /* active for the host, but the watchdog has stopped the motors */
};

typedef enum order_kind
{
    ORDER_NONE = 0,
    ORDER_ACTIVATE,
    ORDER_DEACTIVATE,
    ORDER_REQUEST,
    ORDER_QUIT
} order_kind;

/* One slot of the way to the host: a whole image of the state block, and when each value was measured. */
typedef struct sample_slot
{
    sinew_state_header *image;
    int64_t *measured_ns;
} sample_slot;

/* One slot of the way to the wire. */
typedef struct command_slot
{
    bus_command command;
    double *value;
} command_slot;

/* A verb that the I/O thread carries out while the host waits. Guarded by the mutex but for `pending`. */
typedef struct bus_order
{
    pthread_mutex_t mutex;
    pthread_cond_t done;
    _Atomic int pending; /* an order_kind */
    int finished;
    int32_t result;
    char request[64];
    double values[BUS_REQUEST_MAX]; /* a copy: a host that gave up waiting may have freed its own */
    int32_t count;
    error_line error;
} bus_order;

struct sinew_driver
{
    /* Set by open, constant afterwards. */
    sinew_layout layout;
    sinew_channel *channels;
    uint32_t channel_room;
    uint32_t state_values;
    uint32_t command_values;
    void *settings;
    void *device;
    int64_t watchdog_ns;
    int64_t period_ns; /* least time between two exchanges; 0: as commands come */
    int64_t stale_ns;
    double wire_s;
    uint64_t dropped_capabilities;
    pthread_t thread;
    int has_device; /* the protocol's open was called, so its close has to be */
    int has_thread;
    uint8_t *not_negative; /* 1 for each command value that must be at least 0 */

    /* Host's thread only. */
    error_line host_error;
    int64_t *received_ns;  /* measured_ns of the sample in the state block */
    uint32_t seen_failures;
    int last_was_lost;
    int has_host_scheduling;

    /* Between the two. */
    latest samples;
    latest commands;
    sample_slot sample_slots[LATEST_SLOTS];
    command_slot command_slots[LATEST_SLOTS];
    wake bell;
    bus_order order;
    error_line report; /* written while has_report is 0, read while it is 1 */
    _Atomic int has_report;
    _Atomic int phase;
    _Atomic int gone;           /* the port has disappeared */
    _Atomic uint32_t failures;  /* exchanges without a sample */
    _Atomic int64_t newest_ns;  /* arrival of the newest sample, or the time of open */
    bus_counters counters;

    /* I/O thread only (open and close: host's thread). */
    bus_sample sample;
    error_line io_error;
    int64_t sequence;
    int64_t device_time_ns;
    int64_t fed_ns;     /* when the motors last heard a command, or activate */
    int64_t release_ns; /* earliest begin of the next exchange */
    int64_t poll_ns;    /* next exchange while not active */
    int unsent;         /* the slot `commands.reading` has not been on the wire */
};

/* bus.c */
int32_t bus_configure(bus *bus, const char *config); /* the text into the settings; for open, and for tests */

/* bus_layout.c */
int32_t bus_layout_build(bus *bus);
void bus_layout_free(bus *bus);

/* bus_thread.c */
int32_t bus_thread_start(bus *bus);
int32_t bus_thread_order(bus *bus, order_kind kind, const char *request, double *values, int32_t count);
void bus_thread_stop(bus *bus);
int64_t bus_thread_cpu_ns(bus *bus);
void bus_thread_schedule_as_caller(bus *bus);

#endif
