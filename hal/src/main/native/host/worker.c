/*
 * worker - serves the verbs of one driver. One thread; whatever threads the driver makes are its own.
 *
 * The last line is here: while the driver is active, a silence of the loop's side longer than silence_ns makes this
 * process call deactivate, with nobody's help. See driver_host.c for what happens when it cannot.
 *
 * The driver's code shares this process, so nothing is believed that it could have spoilt: what a verb answers, which
 * files are open, and whether it has forked and come back twice.
 */
#define _GNU_SOURCE

#include "worker.h"

#include "vendor.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define LOOK_NS 100000000    /* a sleeper looks so often whether its supervisor still lives */
#define SHORT_SPIN_NS 5000   /* between requests, before it sleeps */
#define KEPT_MOST_NS 50000000 /* after so long no sample is taken for one from before a stop, whatever it says */

typedef struct
{
    exchange *x;
    vendor vendor;
    sinew_driver *handle;
    const sinew_layout *layout;
    char *state; /* the shared blocks, once open has sized the memory */
    char *command;
    int active;
    int closed;
    struct stat shared; /* what EXCHANGE_FD was before the driver's code ran */
} worker;

/* ---------------------------------------------------------------------------------------------------- foreign code */
static volatile sig_atomic_t is_copy;

static void note_copy(void)
{
    is_copy = 1;
}

static void enter(const worker *w, int32_t verb)
{
    atomic_store_explicit(&w->x->running, verb, memory_order_release);
}

/* After the driver's code: a process that it forked, and let return, must not serve anything a second time. */
static void leave(const worker *w)
{
    if (is_copy)
    {
        _exit(0);
    }
    atomic_store_explicit(&w->x->running, VERB_NONE, memory_order_release);
}

static int32_t call_noted(worker *w, int32_t verb, int32_t (*function)(sinew_driver *))
{
    enter(w, verb);
    const int32_t result = function(w->handle);
    leave(w);
    return result;
}

/* Numbers that are no sinew_result mean other things on the other side. */
static int32_t judge(worker *w, int32_t verb, int32_t result)
{
    exchange *x = w->x;
    if (result >= SINEW_OK && result <= SINEW_ERROR)
    {
        return result;
    }
    snprintf(x->error, sizeof x->error, "driver %s answered %s with %d, which is no sinew_result; report it to the "
        "driver's author", x->name, exchange_verb_name(verb), result);
    return SINEW_ERROR;
}

/* ----------------------------------------------------------------------------------------------------------- open */

/* Is the shared memory's file still what it was? A driver that closes foreign files may have its port there now. */
static int owns_shared(const worker *w)
{
    struct stat file;
    return fstat(EXCHANGE_FD, &file) == 0 && file.st_dev == w->shared.st_dev && file.st_ino == w->shared.st_ino;
}

static int32_t share_layout(worker *w)
{
    exchange *x = w->x;
    const sinew_layout *layout = w->layout;
    if (!owns_shared(w))
    {
        snprintf(x->error, sizeof x->error, "driver %s closed or replaced file descriptor %d, which is its host's; it "
            "must close what it opened and nothing else: report it to the driver's author", x->name, EXCHANGE_FD);
        return SINEW_ERROR;
    }
    if (layout == NULL || layout->layout_bytes < sizeof *layout || layout->channel_bytes != sizeof(sinew_channel) ||
        layout->channel_count < 1 || layout->channel_count > CHANNELS_MOST || layout->channels == NULL ||
        layout->state == NULL || layout->command == NULL || layout->state_bytes < SINEW_HEADER_BYTES ||
        layout->command_bytes < SINEW_HEADER_BYTES || layout->state_bytes > BLOCK_BYTES_MOST ||
        layout->command_bytes > BLOCK_BYTES_MOST)
    {
        snprintf(x->error, sizeof x->error, "driver %s describes itself wrongly (sizes, counts or addresses in its "
            "layout); run 'sinew driver check' without isolation and report it to the driver's author", x->name);
        return SINEW_ERROR;
    }
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    const uint64_t used = x->config_offset + strlen((const char *)x + x->config_offset) + 1;
    x->data_offset = (used + page - 1) / page * page;
    x->state_offset = x->data_offset + exchange_whole_lines(layout->channel_count * sizeof(sinew_channel));
    x->command_offset = x->state_offset + exchange_whole_lines(layout->state_bytes);
    x->total_bytes = x->command_offset + exchange_whole_lines(layout->command_bytes);
    x->channel_count = layout->channel_count;
    x->state_bytes = layout->state_bytes;
    x->command_bytes = layout->command_bytes;
    char *data = MAP_FAILED;
    if (ftruncate(EXCHANGE_FD, (off_t)x->total_bytes) == 0)
    {
        data = mmap(NULL, x->total_bytes - x->data_offset, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
            EXCHANGE_FD, (off_t)x->data_offset);
    }
    if (data == MAP_FAILED)
    {
        snprintf(x->error, sizeof x->error, "driver host: cannot take %llu bytes of shared memory: %s; free some",
            (unsigned long long)x->total_bytes, strerror(errno));
        return SINEW_ERROR;
    }
    w->state = data + (x->state_offset - x->data_offset);
    w->command = data + (x->command_offset - x->data_offset);
    memcpy(data, layout->channels, layout->channel_count * sizeof(sinew_channel));
    memcpy(w->state, layout->state, layout->state_bytes);
    return SINEW_OK;
}

static int32_t open_device(worker *w)
{
    exchange *x = w->x;
    enter(w, VERB_OPEN); /* a library's constructors are its code as well */
    if (vendor_load(&w->vendor, x->library, x->error, sizeof x->error) != SINEW_OK)
    {
        leave(w);
        return SINEW_ERROR;
    }
    const char *name = w->vendor.name();
    const char *version = w->vendor.version();
    snprintf(x->name, sizeof x->name, "%s", name == NULL ? "" : name);
    snprintf(x->version, sizeof x->version, "%s", version == NULL ? "" : version);
    const int32_t result = w->vendor.open((const char *)x + x->config_offset, &w->handle, &w->layout);
    if (result != SINEW_OK || w->handle == NULL)
    {
        const char *reason = w->vendor.last_error(NULL);
        leave(w);
        snprintf(x->error, sizeof x->error, "%s", reason == NULL ? "" : reason);
        return SINEW_ERROR;
    }
    x->capabilities = w->vendor.capabilities(w->handle);
    leave(w);
    return share_layout(w);
}

/* ----------------------------------------------------------------------------------------------------- activation */

/* A worker that wakes later than the loop expects makes a lost cycle: it runs as the loop does, if it may. */
static void take_over_scheduling(const exchange *x)
{
    if (x->policy == SCHED_FIFO || x->policy == SCHED_RR)
    {
        const struct sched_param parameter = {.sched_priority = x->priority};
        if (sched_setscheduler(0, x->policy, &parameter) == 0)
        {
            mlockall(MCL_CURRENT | MCL_FUTURE);
        }
    }
}

static int32_t activate(worker *w)
{
    exchange *x = w->x;
    take_over_scheduling(x);
    atomic_store(&x->energised, 1);
    const int32_t result = call_noted(w, VERB_ACTIVATE, w->vendor.activate);
    if (result == SINEW_OK && !w->active)
    {
        w->active = 1;
        atomic_store(&x->silence_fired_ns, 0);
        atomic_store(&x->last_send_ns, exchange_now());
        atomic_store(&x->timed, 1);
    }
    return result;
}

static int32_t deactivate(worker *w)
{
    exchange *x = w->x;
    atomic_store(&x->timed, 0);
    atomic_store(&x->stopping, 1);
    const int32_t result = call_noted(w, VERB_DEACTIVATE, w->vendor.deactivate);
    atomic_store(&x->stopping, 0);
    atomic_store(&x->energised, result != SINEW_OK && w->active);
    w->active = 0;
    return result;
}

static void close_device(worker *w)
{
    if (w->handle != NULL && !w->closed)
    {
        deactivate(w);
        w->closed = 1;
        enter(w, VERB_CLOSE);
        w->vendor.close(w->handle);
        leave(w);
        w->handle = NULL;
    }
}

/* ---------------------------------------------------------------------------------------------------------- cycle */

/* A sample taken after the stop says so; one that the driver had kept from before does not. */
static void mark_stopped(const exchange *x, sinew_state_header *header)
{
    const int64_t fired_ns = atomic_load_explicit(&x->silence_fired_ns, memory_order_relaxed);
    if (fired_ns != 0 && (header->arrival_ns == 0 || header->arrival_ns > fired_ns ||
        exchange_now() - fired_ns > KEPT_MOST_NS))
    {
        header->status |= SINEW_STATUS_WATCHDOG;
    }
}

static int32_t receive(worker *w)
{
    exchange *x = w->x;
    enter(w, VERB_RECEIVE);
    const int32_t result = w->vendor.receive(w->handle, x->now_ns);
    leave(w);
    if (result == SINEW_OK)
    {
        memcpy(w->state, w->layout->state, x->state_bytes);
        mark_stopped(x, (sinew_state_header *)w->state);
    }
    return result;
}

static int32_t send(worker *w)
{
    exchange *x = w->x;
    if (atomic_load_explicit(&x->silence_fired_ns, memory_order_relaxed) != 0)
    {
        snprintf(x->error, sizeof x->error, "driver host: no command came for %lld ms, so the motors were stopped; "
            "deactivate, find out why the loop fell silent, activate again", (long long)(x->silence_ns / 1000000));
        return SINEW_ERROR;
    }
    atomic_store_explicit(&x->last_send_ns, exchange_now(), memory_order_release);
    memcpy(w->layout->command, w->command, x->command_bytes);
    enter(w, VERB_SEND);
    const int32_t result = w->vendor.send(w->handle, x->now_ns);
    leave(w);
    return result;
}

static int32_t request(worker *w)
{
    exchange *x = w->x;
    if (w->vendor.request == NULL)
    {
        snprintf(x->error, sizeof x->error, "driver %s has no requests; see its documentation", x->name);
        return SINEW_ERROR;
    }
    enter(w, VERB_REQUEST);
    const int32_t result = w->vendor.request(w->handle, x->request_name, x->numbers, x->number_count);
    leave(w);
    return result;
}

static int32_t serve(worker *w)
{
    exchange *x = w->x;
    x->error[0] = '\0';
    if (x->verb != VERB_OPEN && x->verb != VERB_CLOSE && w->handle == NULL)
    {
        snprintf(x->error, sizeof x->error, "driver host: not open; open it again");
        return SINEW_ERROR;
    }
    int32_t result = SINEW_OK;
    switch (x->verb)
    {
        case VERB_OPEN: return open_device(w);
        case VERB_ACTIVATE: result = activate(w); break;
        case VERB_RECEIVE: result = receive(w); break;
        case VERB_SEND: result = send(w); break;
        case VERB_DEACTIVATE: result = deactivate(w); atomic_store(&x->silence_fired_ns, 0); break;
        case VERB_CLOSE: close_device(w); break;
        case VERB_REQUEST: result = request(w); break;
        default: result = SINEW_ERROR; break;
    }
    result = judge(w, x->verb, result);
    if ((result == SINEW_ERROR || result == SINEW_LOST) && x->error[0] == '\0' && w->handle != NULL)
    {
        enter(w, x->verb);
        const char *reason = w->vendor.last_error(w->handle);
        leave(w);
        snprintf(x->error, sizeof x->error, "%s", reason == NULL ? "" : reason);
    }
    return result;
}

/* --------------------------------------------------------------------------------------------------------- waiting */

static void stop_when_silent(worker *w, int64_t now_ns)
{
    exchange *x = w->x;
    if (atomic_load(&x->timed) && now_ns - atomic_load(&x->last_send_ns) > x->silence_ns)
    {
        deactivate(w);
        atomic_store(&x->silence_fired_ns, exchange_now());
    }
}

/* Waits for another request than `served`, or for something else to be done; returns the newest number. */
static uint32_t await_request(worker *w, uint32_t served)
{
    exchange *x = w->x;
    const int timed = atomic_load(&x->timed);
    int64_t now = exchange_now();
    const int64_t silent = atomic_load(&x->last_send_ns) + x->silence_ns + 1;
    const int64_t until = timed && silent < now + LOOK_NS ? silent : now + LOOK_NS;
    const int64_t spin_until = x->spins && timed ? until : now + SHORT_SPIN_NS;
    while (atomic_load_explicit(&x->request, memory_order_acquire) == served && !atomic_load(&x->end))
    {
        exchange_relax();
        now = exchange_now();
        if (now < spin_until)
        {
            continue;
        }
        if (now < until)
        {
            atomic_store(&x->worker_sleeps, 1);
            exchange_sleep(&x->request, served, until);
            atomic_store(&x->worker_sleeps, 0);
        }
        break;
    }
    return atomic_load_explicit(&x->request, memory_order_acquire);
}

/* From here on, what the loop and the supervisor write, and the configuration, can only be read. */
static void protect(exchange *x)
{
    const size_t config_bytes = strlen((const char *)x + x->config_offset) + 1;
    mprotect(x, offsetof(exchange, reply), PROT_READ);
    mprotect((char *)x + x->config_offset, config_bytes, PROT_READ);
}

int worker_run(exchange *x, pid_t supervisor)
{
    worker w = {.x = x};
    protect(x);
    uint32_t served = 0;
    int64_t looked_ns = exchange_now();
    fstat(EXCHANGE_FD, &w.shared);
    pthread_atfork(NULL, NULL, note_copy);
    while (!atomic_load(&x->end) && !w.closed)
    {
        const uint32_t number = await_request(&w, served);
        const int64_t now_ns = exchange_now();
        stop_when_silent(&w, now_ns);
        if (number == served || now_ns - looked_ns > LOOK_NS)
        {
            looked_ns = now_ns;
            if (getppid() != supervisor)
            {
                break; /* nobody would notice if the driver hung from now on */
            }
        }
        if (number != served)
        {
            served = number;
            x->result = serve(&w);
            atomic_store(&x->reply, number);
            if (atomic_load(&x->loop_sleeps))
            {
                exchange_wake(&x->reply);
            }
        }
    }
    close_device(&w);
    atomic_store(&x->left, 1);
    return 0;
}
