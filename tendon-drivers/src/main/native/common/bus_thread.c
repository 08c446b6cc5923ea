/* The I/O thread of a bus: its loop, its orders, its silence rule. */
#define _GNU_SOURCE

#include "bus_internal.h"

#include "clock.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#define STACK_BYTES (256u * 1024u)
#define ORDER_WAIT_S 10           /* far longer than any activate; only a thread stuck in the kernel takes it */
#define IDLE_PERIOD_NS (5 * NS_PER_MS)
#define GONE_PERIOD_NS (100 * NS_PER_MS)
#define TIMER_SLACK_NS 1000ul
#define REFRESH_TRIES 3

/* -------------------------------------------------------------------------------------------------------- samples */

static void publish(bus *bus)
{
    bus_sample *sample = &bus->sample;
    const sample_slot *slot = &bus->sample_slots[bus->samples.writing];
    sinew_state_header *header = slot->image;
    if (sample->device_time_ns > bus->device_time_ns)
    {
        bus->device_time_ns = sample->device_time_ns; /* never backwards */
    }
    const int stopped = atomic_load_explicit(&bus->phase, memory_order_relaxed) == PHASE_STOPPED;
    header->sequence = ++bus->sequence;
    header->device_time_ns = bus->device_time_ns;
    header->arrival_ns = sample->arrival_ns;
    header->valid_groups = sample->valid_groups;
    header->status = sample->status | (stopped ? SINEW_STATUS_WATCHDOG : 0);
    memcpy((char *)header + SINEW_HEADER_BYTES, sample->value, bus->state_values * sizeof(double));
    memcpy(slot->measured_ns, sample->measured_ns, bus->state_values * sizeof(int64_t));
    atomic_store_explicit(&bus->newest_ns, sample->arrival_ns, memory_order_relaxed);
    latest_publish(&bus->samples);
}

void bus_count_failure(bus_counters *counters, bus_outcome outcome)
{
    static const counter COUNTER_OF[] = {[BUS_LOST] = COUNT_LOST, [BUS_SHORT] = COUNT_SHORT,
        [BUS_BAD_CRC] = COUNT_BAD_CRC, [BUS_WRONG_ID] = COUNT_WRONG_ID, [BUS_BAD_VALUE] = COUNT_BAD_VALUE,
        [BUS_UNTAKEN] = COUNT_UNTAKEN};
    if (outcome != BUS_GOOD && outcome != BUS_LATE && outcome != BUS_UNDECIDED && outcome != BUS_GONE)
    {
        count_one(counters, COUNTER_OF[outcome]);
    }
}

static void stop_motors(bus *bus)
{
    atomic_store_explicit(&bus->phase, PHASE_STOPPED, memory_order_release);
    count_one(&bus->counters, COUNT_WATCHDOG);
    sinew_protocol.stop(bus);
    bus->poll_ns = clock_ns(); /* a sample that says so, at once */
}

/* One exchange and its bookkeeping. */
static void exchange(bus *bus, const bus_command *command)
{
    const int64_t begin_ns = clock_ns();
    count_one(&bus->counters, COUNT_CYCLES);
    const bus_outcome outcome = sinew_protocol.exchange(bus, command, &bus->sample);
    atomic_store_explicit(&bus->gone, outcome == BUS_GONE, memory_order_relaxed);
    if (command != NULL && outcome != BUS_GONE && outcome != BUS_UNTAKEN)
    {
        bus->fed_ns = begin_ns;
        count_one(&bus->counters, COUNT_COMMANDS);
    }
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        bus_count_failure(&bus->counters, outcome);
        atomic_fetch_add_explicit(&bus->failures, 1, memory_order_relaxed);
        return;
    }
    count_one(&bus->counters, outcome == BUS_GOOD ? COUNT_GOOD : COUNT_LATE);
    if (outcome == BUS_GOOD)
    {
        const int64_t took_ns = clock_ns() - begin_ns;
        count_add(&bus->counters, COUNT_EXCHANGE_NS_SUM, took_ns);
        if (took_ns > count_get(&bus->counters, COUNT_EXCHANGE_NS_MAX))
        {
            count_set(&bus->counters, COUNT_EXCHANGE_NS_MAX, took_ns);
        }
    }
    const int active = atomic_load_explicit(&bus->phase, memory_order_relaxed) == PHASE_ACTIVE;
    if (active && (bus->sample.status & SINEW_STATUS_WATCHDOG) != 0)
    {
        stop_motors(bus); /* the device's own watchdog was faster */
    }
    publish(bus);
}

/*
 * After activate or deactivate the host must not meet a sample from before it: a fault that is gone, motors that pull.
 */
static void refresh(bus *bus)
{
    const int64_t before = bus->sequence;
    for (int i = 0; i < REFRESH_TRIES && bus->sequence == before; i++)
    {
        exchange(bus, NULL);
    }
}

/* --------------------------------------------------------------------------------------------------------- orders */

static int32_t carry_out(bus *bus, order_kind kind)
{
    const int phase = atomic_load_explicit(&bus->phase, memory_order_relaxed);
    int32_t result = SINEW_OK;
    switch (kind)
    {
        case ORDER_ACTIVATE:
            if (phase == PHASE_ACTIVE)
            {
                return SINEW_OK;
            }
            bus->unsent = 0;
            latest_take(&bus->commands); /* a command from before activate must not move a motor after it */
            bus->sample.status = 0;
            result = sinew_protocol.activate(bus);
            if (result != SINEW_OK)
            {
                const error_line why = bus->io_error;
                sinew_protocol.stop(bus); /* never half a bus left energised */
                bus->io_error = why;
                return result;
            }
            bus->fed_ns = clock_ns();
            bus->release_ns = bus->fed_ns;
            atomic_store_explicit(&bus->phase, PHASE_ACTIVE, memory_order_release);
            refresh(bus);
            return SINEW_OK;
        case ORDER_DEACTIVATE:
        case ORDER_QUIT:
            atomic_store_explicit(&bus->phase, PHASE_INACTIVE, memory_order_release);
            if (phase != PHASE_INACTIVE)
            {
                result = sinew_protocol.stop(bus);
                bus->sample.status &= ~SINEW_STATUS_WATCHDOG;
                refresh(bus);
                bus->poll_ns = clock_ns();
            }
            return result;
        default:
            if (phase != PHASE_INACTIVE)
            {
                return fail(&bus->io_error, "%s: request %.40s is not allowed while active; deactivate first",
                    sinew_protocol.name, bus->order.request);
            }
            return sinew_protocol.request(bus, bus->order.request, bus->order.values, bus->order.count);
    }
}

/* Carries out what the host waits for. Returns 0 when the thread is to end. */
static int serve_order(bus *bus)
{
    const order_kind kind = (order_kind)atomic_load_explicit(&bus->order.pending, memory_order_acquire);
    if (kind == ORDER_NONE)
    {
        return 1;
    }
    bus->io_error.text[0] = '\0';
    const int32_t result = carry_out(bus, kind);
    pthread_mutex_lock(&bus->order.mutex);
    bus->order.result = result;
    bus->order.error = bus->io_error;
    bus->order.finished = 1;
    atomic_store_explicit(&bus->order.pending, ORDER_NONE, memory_order_relaxed);
    pthread_cond_signal(&bus->order.done);
    pthread_mutex_unlock(&bus->order.mutex);
    return kind != ORDER_QUIT;
}

int32_t bus_thread_order(bus *bus, order_kind kind, const char *request, double *values, int32_t count)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ORDER_WAIT_S;
    pthread_mutex_lock(&bus->order.mutex);
    bus->order.finished = 0;
    snprintf(bus->order.request, sizeof bus->order.request, "%s", request == NULL ? "" : request);
    bus->order.count = count < 0 ? 0 : count > BUS_REQUEST_MAX ? BUS_REQUEST_MAX : count;
    if (bus->order.count > 0)
    {
        memcpy(bus->order.values, values, (size_t)bus->order.count * sizeof(double));
    }
    atomic_store_explicit(&bus->order.pending, (int)kind, memory_order_release);
    wake_up(&bus->bell);
    int waited = 0;
    while (!bus->order.finished && waited == 0)
    {
        waited = pthread_cond_timedwait(&bus->order.done, &bus->order.mutex, &until);
    }
    const int32_t result = bus->order.finished ? bus->order.result : fail(&bus->order.error, "%s: the bus did not "
        "answer within %d s; unplug and plug in the adapter", sinew_protocol.name, ORDER_WAIT_S);
    if (result != SINEW_OK)
    {
        bus->host_error = bus->order.error;
        bus->last_was_lost = 0;
    }
    else if (bus->order.count > 0)
    {
        memcpy(values, bus->order.values, (size_t)bus->order.count * sizeof(double));
    }
    pthread_mutex_unlock(&bus->order.mutex);
    return result;
}

/* ----------------------------------------------------------------------------------------------------------- loop */

/* While inactive or stopped: looks at the devices now and then. */
static void idle_step(bus *bus, uint32_t seen)
{
    if (clock_ns() < bus->poll_ns)
    {
        wake_wait(&bus->bell, seen, bus->poll_ns);
        return;
    }
    exchange(bus, NULL);
    const int64_t least_ns = atomic_load_explicit(&bus->gone, memory_order_relaxed) ? GONE_PERIOD_NS : IDLE_PERIOD_NS;
    bus->poll_ns = clock_ns() + (bus->period_ns > least_ns ? bus->period_ns : least_ns);
}

/* Next release on the grid of cycle_hz: whole periods are skipped and counted, never bunched. */
static void advance_release(bus *bus, int64_t begin_ns)
{
    if (bus->period_ns == 0)
    {
        return;
    }
    const int64_t behind = (begin_ns - bus->release_ns) / bus->period_ns;
    /* The host sets the pace too: a period without a command is not an overrun. Only a busy bus is. */
    const int64_t busy = (clock_ns() - begin_ns) / bus->period_ns;
    count_add(&bus->counters, COUNT_OVERRUN, busy);
    bus->release_ns += bus->period_ns * (1 + behind + busy);
}

/* While active: one exchange per new command, silence in between, and the end when there is too much of it. */
static void active_step(bus *bus, uint32_t seen)
{
    const int64_t now_ns = clock_ns();
    /* Also a stall of this very thread: whatever the device made of it, its commands are too old to trust. */
    if (now_ns - bus->fed_ns > bus->watchdog_ns)
    {
        stop_motors(bus);
        return;
    }
    if (latest_take(&bus->commands))
    {
        bus->unsent = 1;
    }
    if (bus->unsent && now_ns >= bus->release_ns)
    {
        bus->unsent = 0;
        exchange(bus, &bus->command_slots[bus->commands.reading].command);
        advance_release(bus, now_ns);
        if (atomic_load_explicit(&bus->gone, memory_order_relaxed))
        {
            bus->release_ns = clock_ns() + NS_PER_MS; /* nothing waits for a port that is gone: do not spin */
        }
        return;
    }
    const int64_t silence_ns = bus->fed_ns + bus->watchdog_ns + 1;
    wake_wait(&bus->bell, seen, bus->unsent && bus->release_ns < silence_ns ? bus->release_ns : silence_ns);
}

static void *run(void *argument)
{
    bus *bus = argument;
    prctl(PR_SET_TIMERSLACK, TIMER_SLACK_NS, 0, 0, 0);
    bus->poll_ns = clock_ns();
    for (;;)
    {
        const uint32_t seen = wake_seen(&bus->bell); /* before looking for work, so that none is slept over */
        if (!serve_order(bus))
        {
            return NULL;
        }
        if (atomic_load_explicit(&bus->phase, memory_order_relaxed) == PHASE_ACTIVE)
        {
            active_step(bus, seen);
        }
        else
        {
            idle_step(bus, seen);
        }
    }
}

static int32_t set_scheduling(bus *bus)
{
    const bus_settings *settings = bus->settings;
    if (settings->cpu >= 0)
    {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET((size_t)settings->cpu, &set);
        const int refused = pthread_setaffinity_np(bus->thread, sizeof set, &set);
        if (refused != 0)
        {
            return fail(&bus->io_error, "%s: cpu=%lld is refused: %s; choose one that this process may use",
                sinew_protocol.name, (long long)settings->cpu, strerror(refused));
        }
    }
    if (settings->realtime_priority > 0)
    {
        const struct sched_param wanted = {.sched_priority = (int)settings->realtime_priority};
        const int refused = pthread_setschedparam(bus->thread, SCHED_FIFO, &wanted);
        if (refused != 0)
        {
            return fail(&bus->io_error, "%s: realtime_priority=%lld is refused: %s; grant rtprio (ulimit -r) or "
                "CAP_SYS_NICE, see docs/realtime-setup.md, or leave the key out", sinew_protocol.name,
                (long long)settings->realtime_priority, strerror(refused));
        }
    }
    return SINEW_OK;
}

/*
 * A bus whose thread waits for a processor while the loop does not is late in each cycle of a busy machine: the thread
 * follows the class of whoever receives and activates, one step below, for a loop never waits for it.
 */
void bus_thread_schedule_as_caller(bus *bus)
{
    const bus_settings *settings = bus->settings;
    struct sched_param own = {0};
    const int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
    if (settings->realtime_priority != 0 || (policy != SCHED_FIFO && policy != SCHED_RR) ||
        sched_getparam(0, &own) != 0)
    {
        return;
    }
    own.sched_priority -= own.sched_priority > 1 ? 1 : 0;
    /* Who may not is as well off as before. */
    (void)pthread_setschedparam(bus->thread, policy, &own);
}

int32_t bus_thread_start(bus *bus)
{
    pthread_condattr_t clock;
    pthread_attr_t attributes;
    sigset_t all;
    sigset_t before;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&bus->order.mutex, NULL);
    pthread_cond_init(&bus->order.done, &clock);
    pthread_condattr_destroy(&clock);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    /* The host's signals are the host's: this thread takes none. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int refused = pthread_create(&bus->thread, &attributes, run, bus);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (refused != 0)
    {
        return fail(&bus->io_error, "%s: no thread for the bus: %s; raise the limit of threads (ulimit -u)",
            sinew_protocol.name, strerror(refused));
    }
    bus->has_thread = 1;
    pthread_setname_np(bus->thread, "sinew-bus-io");
    count_set(&bus->counters, COUNT_WIRE_NS, (int64_t)(bus->wire_s * (double)NS_PER_S));
    return set_scheduling(bus);
}

void bus_thread_stop(bus *bus)
{
    if (bus->has_thread)
    {
        bus_thread_order(bus, ORDER_QUIT, NULL, NULL, 0);
        pthread_join(bus->thread, NULL);
        bus->has_thread = 0;
        pthread_cond_destroy(&bus->order.done);
        pthread_mutex_destroy(&bus->order.mutex);
    }
}

int64_t bus_thread_cpu_ns(bus *bus)
{
    clockid_t clock;
    struct timespec used;
    if (!bus->has_thread || pthread_getcpuclockid(bus->thread, &clock) != 0 || clock_gettime(clock, &used) != 0)
    {
        return 0;
    }
    return (int64_t)used.tv_sec * NS_PER_S + used.tv_nsec;
}
