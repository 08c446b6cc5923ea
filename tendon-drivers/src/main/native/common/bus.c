/* The verbs of the driver ABI, host's side. */
#define _POSIX_C_SOURCE 200809L

#include "bus_internal.h"

#include "clock.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define STALE_LEAST_NS (10 * NS_PER_MS)
#define STALE_EXCHANGES 4.0

/* Errors of open have no handle to live in. One line a thread: two threads may open at once. */
static _Thread_local error_line open_error;

static const config_key COMMON_KEYS[] = {
    {.key = "watchdog_ms", .kind = CONFIG_NUMBER, .offset = offsetof(bus_settings, watchdog_ms), .least = 1,
        .most = 10000},
    {.key = "cycle_hz", .kind = CONFIG_NUMBER, .offset = offsetof(bus_settings, cycle_hz), .least = 0, .most = 10000},
    {.key = "stale_ms", .kind = CONFIG_NUMBER, .offset = offsetof(bus_settings, stale_ms), .least = 0, .most = 10000},
    {.key = "realtime_priority", .kind = CONFIG_WHOLE, .offset = offsetof(bus_settings, realtime_priority), .least = -1,
        .most = 99},
    {.key = "cpu", .kind = CONFIG_WHOLE, .offset = offsetof(bus_settings, cpu), .least = -1, .most = 1023},
};

/* -------------------------------------------------------------------------------------------- the protocol's view */

void *bus_settings_of(bus *bus)
{
    return bus->settings;
}

void *bus_device_of(bus *bus)
{
    return bus->device;
}

error_line *bus_error(bus *bus)
{
    return &bus->io_error;
}

void bus_report(bus *bus, const char *format, ...)
{
    /* One that the host has not fetched yet stays: the first cause tells more than what followed from it. */
    if (!atomic_load_explicit(&bus->has_report, memory_order_acquire))
    {
        va_list arguments;
        va_start(arguments, format);
        fail_with(&bus->report, format, arguments);
        va_end(arguments);
        atomic_store_explicit(&bus->has_report, 1, memory_order_release);
    }
}

void bus_drop_capability(bus *bus, uint64_t capability)
{
    bus->dropped_capabilities |= capability;
}

bus_counters *bus_counters_of(bus *bus)
{
    return &bus->counters;
}

/* ---------------------------------------------------------------------------------------------------- open, close */

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return sinew_protocol.name;
}

const char *sinew_driver_version(void)
{
    return sinew_protocol.version;
}

static void choose_times(bus *bus)
{
    const bus_settings *settings = bus->settings;
    bus->watchdog_ns = (int64_t)(settings->watchdog_ms * (double)NS_PER_MS);
    bus->period_ns = settings->cycle_hz > 0 ? (int64_t)((double)NS_PER_S / settings->cycle_hz) : 0;
    bus->stale_ns = (int64_t)(settings->stale_ms * (double)NS_PER_MS);
    if (bus->stale_ns == 0)
    {
        const int64_t wire_ns = (int64_t)(bus->wire_s * STALE_EXCHANGES * (double)NS_PER_S);
        const int64_t pace_ns = (int64_t)(STALE_EXCHANGES * (double)bus->period_ns);
        bus->stale_ns = wire_ns > pace_ns ? wire_ns : pace_ns;
        bus->stale_ns = bus->stale_ns < STALE_LEAST_NS ? STALE_LEAST_NS : bus->stale_ns;
    }
}

int32_t bus_configure(bus *bus, const char *config)
{
    bus_settings *settings = bus->settings;
    settings->watchdog_ms = 20;
    settings->cpu = -1;
    if (sinew_protocol.defaults != NULL)
    {
        sinew_protocol.defaults(settings);
    }
    const config_table tables[] = {{sinew_protocol.keys, sinew_protocol.key_count},
        {COMMON_KEYS, sizeof COMMON_KEYS / sizeof COMMON_KEYS[0]}};
    return config_read(sinew_protocol.name, config, tables, 2, settings, &bus->io_error);
}

static int32_t set_up(bus *bus, const char *config)
{
    const bus_settings *settings = bus->settings;
    if (bus_configure(bus, config) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    bus->has_device = 1;
    if (sinew_protocol.open(bus) != SINEW_OK || bus_layout_build(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    choose_times(bus);
    if (2 * bus->period_ns > bus->watchdog_ns)
    {
        return fail(&bus->io_error, "%s: cycle_hz=%g is too slow for watchdog_ms=%g: a watchdog has to outlast two "
            "cycles; raise one of them", sinew_protocol.name, settings->cycle_hz, settings->watchdog_ms);
    }
    atomic_store(&bus->newest_ns, clock_ns());
    return bus_thread_start(bus);
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    open_error.text[0] = '\0';
    /* Parts of the handle are cache-aligned; calloc would not do. */
    const size_t bytes = (sizeof(bus) + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
    bus *bus = aligned_alloc(SINEW_CACHE_LINE, bytes);
    if (bus == NULL)
    {
        return fail(&open_error, "%s: out of memory; free some", sinew_protocol.name);
    }
    memset(bus, 0, bytes);
    latest_init(&bus->samples);
    latest_init(&bus->commands);
    wake_init(&bus->bell);
    bus->settings = calloc(1, sinew_protocol.settings_bytes);
    bus->device = calloc(1, sinew_protocol.device_bytes == 0 ? 1 : sinew_protocol.device_bytes);
    const int32_t result = bus->settings == NULL || bus->device == NULL ?
        fail(&bus->io_error, "%s: out of memory; free some", sinew_protocol.name) : set_up(bus, config);
    if (result != SINEW_OK)
    {
        open_error = bus->io_error;
        sinew_driver_close(bus); /* nothing stays claimed after a refusal */
        return SINEW_ERROR;
    }
    *handle = bus;
    *layout = &bus->layout;
    return SINEW_OK;
}

void sinew_driver_close(sinew_driver *bus)
{
    if (bus == NULL)
    {
        return;
    }
    bus_thread_stop(bus);
    if (bus->has_device)
    {
        sinew_protocol.close(bus);
    }
    bus_layout_free(bus);
    free(bus->settings);
    free(bus->device);
    free(bus);
}

uint64_t sinew_driver_capabilities(sinew_driver *bus)
{
    return sinew_protocol.capabilities & ~(bus == NULL ? 0 : bus->dropped_capabilities);
}

const char *sinew_driver_last_error(sinew_driver *bus)
{
    if (bus == NULL)
    {
        return open_error.text;
    }
    if (atomic_load_explicit(&bus->has_report, memory_order_acquire))
    {
        bus->host_error = bus->report;
        atomic_store_explicit(&bus->has_report, 0, memory_order_release);
    }
    else if (bus->last_was_lost)
    {
        const double silent_ms = (double)(clock_ns() - atomic_load(&bus->newest_ns)) / (double)NS_PER_MS;
        fail(&bus->host_error, "%s: %s for %.1f ms: lost=%lld, bad_crc=%lld, short=%lld; check cable, power and baud "
            "rate", sinew_protocol.name, atomic_load(&bus->gone) ? "the port has disappeared" : "no good answer",
            silent_ms, (long long)count_get(&bus->counters, COUNT_LOST),
            (long long)count_get(&bus->counters, COUNT_BAD_CRC), (long long)count_get(&bus->counters, COUNT_SHORT));
    }
    bus->last_was_lost = 0;
    return bus->host_error.text;
}

/* ---------------------------------------------------------------------------------------------------------- cycle */

int32_t sinew_driver_receive(sinew_driver *bus, int64_t now_ns)
{
    (void)now_ns; /* ages are taken on the clock that stamped the samples */
    if (!bus->has_host_scheduling)
    {
        bus->has_host_scheduling = 1;
        bus_thread_schedule_as_caller(bus);
    }
    if (latest_take(&bus->samples))
    {
        const sample_slot *slot = &bus->sample_slots[bus->samples.reading];
        memcpy(bus->layout.state, slot->image, bus->layout.state_bytes);
        memcpy(bus->received_ns, slot->measured_ns, bus->state_values * sizeof(int64_t));
        bus->seen_failures = atomic_load_explicit(&bus->failures, memory_order_relaxed);
        return SINEW_OK;
    }
    /* A failed exchange with nothing good after it is one LOST; when nothing has come for long, every call is one. */
    const uint32_t failures = atomic_load_explicit(&bus->failures, memory_order_relaxed);
    const int64_t newest_ns = atomic_load_explicit(&bus->newest_ns, memory_order_relaxed);
    if (failures != bus->seen_failures || clock_ns() - newest_ns > bus->stale_ns)
    {
        bus->seen_failures = failures;
        bus->last_was_lost = 1;
        return SINEW_LOST;
    }
    return SINEW_NO_NEW_SAMPLE;
}

static int32_t check_values(bus *bus, const double *value)
{
    for (uint32_t i = 0; i < bus->command_values; i++)
    {
        if (!isfinite(value[i]) || (bus->not_negative[i] && value[i] < 0.0))
        {
            bus->last_was_lost = 0;
            return fail(&bus->host_error, "%s: bad command: number %u is %g; send finite numbers and damping of at "
                "least 0", sinew_protocol.name, i, value[i]);
        }
    }
    return SINEW_OK;
}

int32_t sinew_driver_send(sinew_driver *bus, int64_t now_ns)
{
    (void)now_ns;
    const int phase = atomic_load_explicit(&bus->phase, memory_order_acquire);
    if (phase == PHASE_INACTIVE)
    {
        return SINEW_NOT_ACTIVE;
    }
    if (phase == PHASE_STOPPED)
    {
        bus->last_was_lost = 0;
        return fail(&bus->host_error, "%s: the watchdog stopped the motors after %g ms without a command; deactivate, "
            "find out why the loop or the bus fell silent, activate again", sinew_protocol.name,
            (double)bus->watchdog_ns / (double)NS_PER_MS);
    }
    const sinew_command_header *header = bus->layout.command;
    const double *value = (const double *)((const char *)bus->layout.command + SINEW_HEADER_BYTES);
    /* Look at everything first: a bad number anywhere must change nothing. */
    if (check_values(bus, value) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    command_slot *slot = &bus->command_slots[bus->commands.writing];
    slot->command.sequence = header->sequence;
    slot->command.enabled = header->enabled != 0;
    slot->command.sent_ns = clock_ns();
    memcpy(slot->value, value, bus->command_values * sizeof(double));
    latest_publish(&bus->commands);
    count_one(&bus->counters, COUNT_SENDS);
    wake_up(&bus->bell);
    if (atomic_load_explicit(&bus->gone, memory_order_relaxed))
    {
        bus->last_was_lost = 1;
        return SINEW_LOST;
    }
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------- slow verbs */

int32_t sinew_driver_activate(sinew_driver *bus)
{
    bus_thread_schedule_as_caller(bus);
    return bus_thread_order(bus, ORDER_ACTIVATE, NULL, NULL, 0);
}

int32_t sinew_driver_deactivate(sinew_driver *bus)
{
    return bus_thread_order(bus, ORDER_DEACTIVATE, NULL, NULL, 0);
}

static void statistics(bus *bus, double *values, int32_t count)
{
    count_set(&bus->counters, COUNT_CPU_NS, bus_thread_cpu_ns(bus));
    for (int32_t i = 0; i < count; i++)
    {
        values[i] = i < COUNTERS ? (double)count_get(&bus->counters, (counter)i) : 0.0;
    }
}

/* Age of each value of the state block, in seconds; -1: never measured. */
static void ages(const bus *bus, double *values, int32_t count)
{
    const int64_t now = clock_ns();
    for (int32_t i = 0; i < count; i++)
    {
        const int64_t measured = (uint32_t)i < bus->state_values ? bus->received_ns[i] : 0;
        values[i] = measured == 0 ? -1.0 : (double)(now - measured) * 1e-9;
    }
}

int32_t sinew_driver_request(sinew_driver *bus, const char *request, double *values, int32_t count)
{
    if (strcmp(request, "statistics") == 0)
    {
        statistics(bus, values, count);
        return SINEW_OK;
    }
    if (strcmp(request, "ages") == 0)
    {
        ages(bus, values, count);
        return SINEW_OK;
    }
    if (sinew_protocol.request == NULL)
    {
        bus->last_was_lost = 0;
        return fail(&bus->host_error, "%s: unknown request: name=%.40s; known: statistics, ages", sinew_protocol.name,
            request);
    }
    return bus_thread_order(bus, ORDER_REQUEST, request, values, count);
}
