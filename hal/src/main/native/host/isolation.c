/*
 * isolation - a driver whose device is another driver, in a process of its own. To the loop it is a driver like any
 * other: receive and send copy a block and take a bounded time, whatever becomes of the code on the other side.
 *
 * Configuration: one line, then the text for the driver, unchanged.
 *
 *   silence_ms=20 wait_us=1000 hand_over=futex library=/path/to/libsinew_x.so
 *
 *   silence_ms   without a send for so long the host stops the motors, 1 to 60000
 *   wait_us      longest time that receive and send wait for the driver, 50 to 1000000
 *   hand_over    futex: whoever waits sleeps after some microseconds; spin: both sides spin, which costs a processor
 *   library      the driver, up to the end of the line
 *
 * A driver that dies or hangs is LOST, cycle after cycle, and last_error says how it came. activate starts it anew. The
 * capabilities are the driver's, and SINEW_CAP_DEVICE_WATCHDOG, since the host is one: SINEW_STATUS_WATCHDOG shows that
 * it has stopped the motors.
 */
#define _GNU_SOURCE

#include "host_process.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef OPEN_NS
#define OPEN_NS 30000000000
#endif
#ifndef SETUP_NS
#define SETUP_NS 10000000000
#endif
#define LATE_CALLS_WAITED 1 /* a receive that is late may still be waited for by the send of its cycle */
#define PACED_NS 200000000 /* of receive, where the device paces the loop */
#ifndef DEACTIVATE_NS
#define DEACTIVATE_NS 4000000000 /* longer than a host that runs lets a driver take to stop its motors */
#endif

struct sinew_driver
{
    sinew_layout layout;
    host_process host;
    host_guard guard;
    host_settings settings;
    int64_t receive_ns; /* how long receive waits for its answer; later, the bus is lost for this cycle */
    int64_t send_ns;
    uint64_t capabilities;
    char name[64];
    char version[64];
    char error[EXCHANGE_TEXT + 256];
};

static _Thread_local char open_error[EXCHANGE_TEXT + 256];

/* ------------------------------------------------------------------------------------------------------- requests */

/* A verb outside the cycle, after whatever is still open. */
static int32_t ask(sinew_driver *d, int32_t verb, int64_t wait_ns)
{
    const int32_t ready = host_ready(&d->host, wait_ns);
    return ready == SINEW_OK ? host_call(&d->host, verb, 0, wait_ns) : ready;
}

/* Turns what host_call returned into a driver's result; `gone` is what a host that does not answer means. */
static int32_t settle(sinew_driver *d, int32_t outcome, int32_t gone)
{
    if (outcome == HOST_LATE || outcome == HOST_DEAD)
    {
        host_explain(&d->host, outcome, d->name[0] != '\0' ? d->name : d->settings.library, d->error, sizeof d->error);
        return gone;
    }
    if (outcome == SINEW_ERROR || outcome == SINEW_LOST)
    {
        memcpy(d->error, d->host.x->error, sizeof d->host.x->error);
        d->error[EXCHANGE_TEXT - 1] = '\0';
    }
    return outcome;
}

/* --------------------------------------------------------------------------------------------------- configuration */

static int32_t refuse(const char *reason)
{
    snprintf(open_error, sizeof open_error, "isolation: %s; write silence_ms=20 wait_us=1000 hand_over=futex "
        "library=PATH on the first line and the driver's own text after it", reason);
    return SINEW_ERROR;
}

static int32_t configure(sinew_driver *d, const char *text)
{
    const char *reason = host_configure(&d->settings, text);
    d->receive_ns = d->settings.wait_ns;
    d->send_ns = d->settings.wait_ns;
    return reason == NULL ? SINEW_OK : refuse(reason);
}

/* ------------------------------------------------------------------------------------------------------------ open */

/* Starts a host and opens the driver in it. `again`: must look as it did the first time. */
static int32_t bring_up(sinew_driver *d, int again)
{
    if (host_start(&d->host, &d->settings, d->error, sizeof d->error) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    const int32_t outcome = settle(d, host_call(&d->host, VERB_OPEN, 0, OPEN_NS), SINEW_ERROR);
    if (outcome != SINEW_OK || host_map(&d->host, d->error, sizeof d->error) != SINEW_OK)
    {
        host_end(&d->host);
        return SINEW_ERROR;
    }
    const exchange *x = d->host.x;
    if (again && (x->channel_count != d->layout.channel_count || x->state_bytes != d->layout.state_bytes ||
        x->command_bytes != d->layout.command_bytes || x->capabilities != d->capabilities ||
        memcmp(d->host.channels, d->layout.channels, d->layout.channel_count * sizeof(sinew_channel)) != 0))
    {
        host_end(&d->host);
        snprintf(d->error, sizeof d->error, "driver host: %.60s came back with other channels; start the robot anew",
            d->name);
        return SINEW_ERROR;
    }
    return SINEW_OK;
}

static int32_t lay_out(sinew_driver *d)
{
    const exchange *x = d->host.x;
    sinew_layout *layout = &d->layout;
    layout->layout_bytes = sizeof *layout;
    layout->channel_bytes = sizeof(sinew_channel);
    layout->channel_count = x->channel_count;
    layout->state_bytes = x->state_bytes;
    layout->command_bytes = x->command_bytes;
    layout->state = aligned_alloc(SINEW_CACHE_LINE, exchange_whole_lines(layout->state_bytes));
    layout->command = aligned_alloc(SINEW_CACHE_LINE, exchange_whole_lines(layout->command_bytes));
    sinew_channel *channels = calloc(layout->channel_count, sizeof(sinew_channel));
    layout->channels = channels;
    if (layout->state == NULL || layout->command == NULL || channels == NULL)
    {
        return refuse("out of memory");
    }
    memcpy(channels, d->host.channels, layout->channel_count * sizeof(sinew_channel));
    memcpy(layout->state, d->host.state, layout->state_bytes);
    memset(layout->command, 0, exchange_whole_lines(layout->command_bytes));
    memcpy(d->name, x->name, sizeof d->name - 1);
    memcpy(d->version, x->version, sizeof d->version - 1);
    d->capabilities = x->capabilities;
    if ((d->capabilities & SINEW_CAP_SIMULATED) != 0)
    {
        d->receive_ns = SETUP_NS;
        d->send_ns = SETUP_NS;
    }
    else if ((d->capabilities & SINEW_CAP_PACES) != 0)
    {
        d->receive_ns = PACED_NS;
    }
    return SINEW_OK;
}

static void free_all(sinew_driver *d)
{
    free(d->layout.state);
    free(d->layout.command);
    free((void *)d->layout.channels);
    free(d->settings.config);
    free(d);
}

/* ----------------------------------------------------------------------------------------------------------- verbs */

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "isolation";
}

const char *sinew_driver_version(void)
{
    return "1.0";
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    sinew_driver *d = calloc(1, sizeof *d);
    if (d == NULL)
    {
        return refuse("out of memory");
    }
    d->host = (host_process){.file = -1, .lifeline = -1};
    d->guard.rescuer = d->host;
    if (configure(d, config) != SINEW_OK)
    {
        free_all(d);
        return SINEW_ERROR;
    }
    int32_t result = bring_up(d, 0);
    if (result != SINEW_OK)
    {
        memcpy(open_error, d->error, sizeof open_error);
    }
    else
    {
        result = lay_out(d);
    }
    if (result != SINEW_OK)
    {
        host_end(&d->host);
        free_all(d);
        return SINEW_ERROR;
    }
    *handle = d;
    *layout = &d->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *d)
{
    return (d->capabilities & SINEW_CAP_SIMULATED) != 0 ? d->capabilities :
        d->capabilities | SINEW_CAP_DEVICE_WATCHDOG;
}

int32_t sinew_driver_activate(sinew_driver *d)
{
    guard_await(&d->guard, &d->host);
    if (host_dead(&d->host))
    {
        host_end(&d->host);
        if (bring_up(d, 1) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    struct sched_param parameter = {0};
    const int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
    int32_t outcome = host_ready(&d->host, SETUP_NS);
    if (outcome == SINEW_OK)
    {
        if ((policy == SCHED_FIFO || policy == SCHED_RR) && sched_getparam(0, &parameter) == 0)
        {
            d->host.x->policy = policy;
            d->host.x->priority = parameter.sched_priority;
        }
        outcome = host_call(&d->host, VERB_ACTIVATE, 0, SETUP_NS);
    }
    return settle(d, outcome, SINEW_ERROR);
}

int32_t sinew_driver_receive(sinew_driver *d, int64_t now_ns)
{
    int32_t outcome = host_call(&d->host, VERB_RECEIVE, now_ns, d->receive_ns);
    if (outcome == SINEW_NO_NEW_SAMPLE && d->host.late_sample)
    {
        outcome = SINEW_OK; /* it lies in the shared block still */
    }
    if (outcome == HOST_LATE || outcome == HOST_DEAD)
    {
        guard_ill(&d->guard, &d->host, &d->settings, outcome);
    }
    else
    {
        d->guard.ill_since_ns = 0;
    }
    if (outcome == SINEW_OK)
    {
        d->host.late_sample = 0;
        memcpy(d->layout.state, d->host.state, d->layout.state_bytes);
    }
    return settle(d, outcome, SINEW_LOST);
}

int32_t sinew_driver_send(sinew_driver *d, int64_t now_ns)
{
    int32_t outcome = host_ready(&d->host, d->host.late_calls <= LATE_CALLS_WAITED ? d->send_ns : 0);
    if (outcome == SINEW_OK)
    {
        memcpy(d->host.command, d->layout.command, d->layout.command_bytes);
        outcome = host_call(&d->host, VERB_SEND, now_ns, d->send_ns);
        if (outcome == HOST_LATE)
        {
            outcome = SINEW_OK; /* handed over, and not lost: if it is never taken, the next cycle cannot send */
        }
    }
    return settle(d, outcome, SINEW_LOST);
}

/* A host that was killed or stopped from outside stops no motors: a new one does. */
static int32_t stop_anew(sinew_driver *d)
{
    host_kill(&d->host);
    host_end(&d->host);
    return bring_up(d, 1) != SINEW_OK ? SINEW_ERROR : settle(d, ask(d, VERB_DEACTIVATE, SETUP_NS), SINEW_ERROR);
}

int32_t sinew_driver_deactivate(sinew_driver *d)
{
    guard_await(&d->guard, &d->host);
    int32_t outcome = ask(d, VERB_DEACTIVATE, DEACTIVATE_NS);
    if (outcome == HOST_LATE || (outcome == HOST_DEAD && host_abandoned(&d->host)))
    {
        return stop_anew(d);
    }
    const exchange *x = d->host.x;
    if (outcome == HOST_DEAD && x != NULL && !atomic_load(&x->energised))
    {
        return SINEW_OK; /* dead, and nothing pulls */
    }
    return settle(d, outcome, SINEW_ERROR);
}

void sinew_driver_close(sinew_driver *d)
{
    if (d != NULL)
    {
        guard_await(&d->guard, &d->host);
        const int32_t outcome = ask(d, VERB_CLOSE, SETUP_NS);
        if (outcome == HOST_DEAD && host_abandoned(&d->host) && stop_anew(d) == SINEW_OK)
        {
            ask(d, VERB_CLOSE, SETUP_NS);
        }
        host_end(&d->host);
        free_all(d);
    }
}

const char *sinew_driver_last_error(sinew_driver *d)
{
    return d == NULL ? open_error : d->error;
}

int32_t sinew_driver_request(sinew_driver *d, const char *request, double *values, int32_t count)
{
    int32_t outcome = host_ready(&d->host, SETUP_NS);
    if (outcome == SINEW_OK && (count < 0 || count > EXCHANGE_NUMBERS || strlen(request) >= 256))
    {
        snprintf(d->error, sizeof d->error, "isolation: a request takes at most %d numbers and a name of 255 bytes; "
            "ask for less at once", EXCHANGE_NUMBERS);
        return SINEW_ERROR;
    }
    if (outcome == SINEW_OK)
    {
        exchange *x = d->host.x;
        snprintf(x->request_name, sizeof x->request_name, "%s", request);
        memcpy(x->numbers, values, (size_t)count * sizeof *values);
        x->number_count = count;
        outcome = host_call(&d->host, VERB_REQUEST, 0, SETUP_NS);
        if (outcome >= 0)
        {
            memcpy(values, x->numbers, (size_t)count * sizeof *values);
        }
    }
    return settle(d, outcome, SINEW_ERROR);
}

/* ------------------------------------------------------------------------------------------ beside the driver's ABI */

/* Name and version of the driver in the host. */
SINEW_EXPORT const char *sinew_isolation_name(sinew_driver *d)
{
    return d->name;
}

SINEW_EXPORT const char *sinew_isolation_version(sinew_driver *d)
{
    return d->version;
}

/* 0: well; 1: has not come back from a verb in time; 2: gone. */
SINEW_EXPORT int32_t sinew_isolation_fate(sinew_driver *d)
{
    return host_dead(&d->host) ? 2 : host_ready(&d->host, 0) == HOST_LATE ? 1 : 0;
}

/* Process of the host, for tests and for those who look for it. */
SINEW_EXPORT int32_t sinew_isolation_pid(sinew_driver *d)
{
    return (int32_t)d->host.pid;
}
