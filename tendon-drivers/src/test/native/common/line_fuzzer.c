#include "line_fuzzer.h"

#include "bus_internal.h"
#include "clock.h"
#include "serial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READS_MAX 20000 /* of one exchange; more is a loop that does not end */

static const fuzz_protocol *fuzzed;
static int64_t now_ns = 1000000000;
static long reads;
static int mutating;
static long mutated;
static long resummed;
static long noise;
static long opened;

/* What is on its way to the driver. */
static uint8_t line[FUZZ_LINE_BYTES];
static uint32_t line_begin;
static uint32_t line_count;

/* An answer that was kept back and comes with a later one. */
static uint8_t kept[FUZZ_LINE_BYTES];
static uint32_t kept_count;

int64_t fuzz_now_ns(void)
{
    return now_ns;
}

static void fail_case(const char *what)
{
    printf("FAILED: %s\n", what);
    fflush(stdout);
    abort();
}

/* ---------------------------------------------------------------------------------------- in place of the port */

static uint32_t mutate(uint8_t *bytes, uint32_t count)
{
    count = mutilate(bytes, count, FUZZ_LINE_BYTES);
    mutated++;
    if ((fuzz_random() & 1) != 0)
    {
        fuzzed->resum(bytes, count);
        resummed++;
    }
    return count;
}

static void keep_back_or_bring(uint8_t *bytes, uint32_t *count)
{
    if (kept_count == 0)
    {
        memcpy(kept, bytes, *count);
        kept_count = *count;
        *count = 0;
    }
    else if (*count + kept_count <= FUZZ_LINE_BYTES)
    {
        memmove(bytes + kept_count, bytes, *count);
        memcpy(bytes, kept, kept_count);
        *count += kept_count;
        kept_count = 0;
    }
}

int64_t clock_ns(void)
{
    now_ns += 100;
    return now_ns;
}

struct timespec clock_timespec(int64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)};
}

void clock_sleep(int64_t ns)
{
    now_ns += ns;
}

int32_t serial_open(serial_port *port, const char *driver, const char *path, int64_t baud, bus_counters *counters,
    error_line *error)
{
    (void)driver;
    (void)error;
    memset(port, 0, sizeof *port);
    port->counters = counters;
    port->baud = baud;
    port->bit_ns = 1e9 / (double)baud;
    snprintf(port->path, sizeof port->path, "%s", path);
    return SINEW_OK;
}

void serial_close(serial_port *port)
{
    port->fd = -1;
}

int32_t serial_write(serial_port *port, const uint8_t *bytes, uint32_t count, int64_t deadline_ns)
{
    static uint8_t answer[FUZZ_LINE_BYTES];
    (void)deadline_ns;
    uint32_t length = fuzzed->answer(bytes, count, answer);
    if (length > FUZZ_LINE_BYTES)
    {
        fail_case("the peer's answer is too long");
    }
    if (mutating && length > 0)
    {
        const uint32_t kind = fuzz_below(16);
        if (kind < 11)
        {
            length = mutate(answer, length);
        }
        else if (kind < 13)
        {
            keep_back_or_bring(answer, &length);
        }
        else if (kind == 13)
        {
            noise++;
            length = fuzz_below(64);
            for (uint32_t i = 0; i < length; i++)
            {
                answer[i] = (uint8_t)fuzz_random();
            }
        }
    }
    if (line_begin == line_count || line_count + length > FUZZ_LINE_BYTES)
    {
        line_begin = 0;
        line_count = 0;
    }
    memcpy(line + line_count, answer, length);
    line_count += length;
    port->gone = mutating && fuzz_below(4096) == 0;
    return port->gone ? SERIAL_GONE : mutating && fuzz_below(4096) == 0 ? SERIAL_TIMEOUT : SERIAL_OK;
}

int32_t serial_read(serial_port *port, uint8_t *bytes, uint32_t room, int64_t deadline_ns)
{
    if (++reads > READS_MAX)
    {
        fail_case("the driver reads without end");
    }
    if (port->gone)
    {
        return SERIAL_GONE;
    }
    const uint32_t there = line_count - line_begin;
    if (there == 0 || room == 0)
    {
        /* Now and then the machine sleeps over the deadline. */
        now_ns = deadline_ns > now_ns ? deadline_ns : now_ns;
        now_ns += fuzz_below(8) == 0 ? 5 * NS_PER_MS : 0;
        return SERIAL_TIMEOUT;
    }
    uint32_t count = mutating && (fuzz_random() & 1) != 0 ? 1 + fuzz_below(there) : there;
    count = count > room ? room : count;
    memcpy(bytes, line + line_begin, count);
    line_begin += count;
    return (int32_t)count;
}

uint32_t serial_drain(serial_port *port)
{
    (void)port;
    const uint32_t count = line_count - line_begin;
    line_begin = line_count;
    return count;
}

/* ------------------------------------------------------------------------------------------------------- one case */

static void check_sample(const bus *bus)
{
    const bus_sample *sample = &bus->sample;
    for (uint32_t i = 0; i < bus->state_values; i++)
    {
        if (!isfinite(sample->value[i]) || sample->measured_ns[i] > now_ns)
        {
            fail_case("a value of a sample is not finite, or from the future");
        }
    }
    if (!fuzzed->plausible(sample))
    {
        fail_case("a sample holds what no device can say");
    }
}

static void one_exchange(bus *bus, bus_command *command, double *values)
{
    for (uint32_t i = 0; i < bus->command_values; i++)
    {
        values[i] = bus->not_negative[i] ? fuzz_below(1000) * 1e-4 : (int32_t)fuzz_random() * 1e-9;
    }
    command->enabled = fuzz_below(8) != 0;
    reads = 0;
    fuzzed->stir();
    now_ns += fuzz_below(3000) * NS_PER_US;
    now_ns += fuzz_below(4) == 0 ? 300 * NS_PER_MS : 0; /* long enough to give up what was waited for */
    const int64_t before_ns = now_ns;
    const bus_outcome outcome =
        sinew_protocol.exchange(bus, fuzz_below(4) == 0 ? NULL : command, &bus->sample);
    if (outcome == BUS_GOOD || outcome == BUS_LATE)
    {
        check_sample(bus);
    }
    if (now_ns - before_ns > 500 * NS_PER_MS)
    {
        fail_case("an exchange took half a second");
    }
}

static void close_quietly(bus *bus)
{
    sinew_protocol.close(bus);
    bus_layout_free(bus);
    free(bus->settings);
    free(bus->device);
    free(bus);
}

/* Opens and activates; NULL when it is refused, which only a mutilated line may be a reason for. */
static bus *open_quietly(void)
{
    const size_t bytes = (sizeof(bus) + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
    bus *bus = aligned_alloc(SINEW_CACHE_LINE, bytes);
    memset(bus, 0, bytes);
    bus->settings = calloc(1, sinew_protocol.settings_bytes);
    bus->device = calloc(1, sinew_protocol.device_bytes + 1);
    reads = 0;
    if (bus_configure(bus, fuzzed->config) != SINEW_OK || sinew_protocol.open(bus) != SINEW_OK ||
        bus_layout_build(bus) != SINEW_OK || sinew_protocol.activate(bus) != SINEW_OK)
    {
        if (!mutating)
        {
            fail_case(bus->io_error.text);
        }
        if (bus->io_error.text[0] == '\0' || strchr(bus->io_error.text, '\n') != NULL)
        {
            fail_case("refused without one line that says why");
        }
        close_quietly(bus);
        return NULL;
    }
    return bus;
}

/* A port that is gone is opened again, motors that stopped are started again: as an operator would. */
static void recover(bus *bus)
{
    mutating = 0;
    line_begin = line_count;
    kept_count = 0;
    now_ns += NS_PER_S;
    fuzzed->calm();
    sinew_protocol.stop(bus);
    if (sinew_protocol.activate(bus) != SINEW_OK)
    {
        fail_case(bus->io_error.text);
    }
    mutating = 1;
}

/* Over the mutilated line as well. */
static void open_and_close(void)
{
    fuzzed->calm();
    bus *bus = open_quietly();
    opened += bus != NULL;
    if (bus != NULL)
    {
        close_quietly(bus);
    }
    line_begin = line_count;
}

static void parse_noise(void)
{
    noise++;
    static uint8_t bytes[512];
    const uint32_t count = fuzz_below(sizeof bytes);
    for (uint32_t i = 0; i < count; i++)
    {
        bytes[i] = (uint8_t)fuzz_random();
    }
    fuzzed->parse(bytes, count);
}

int fuzz_main(int argc, char **argv, const fuzz_protocol *protocol)
{
    const long cases = (argc > 1 ? strtol(argv[1], NULL, 10) : 100000) / protocol->ways;
    const uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    fuzzed = protocol;
    mutated = 0;
    resummed = 0;
    noise = 0;
    opened = 0;
    fuzz_seed(seed);
    bus *bus = open_quietly();
    double values[256] = {0};
    bus_command command = {.value = values};
    mutating = 1;
    long i = 0;
    for (; mutated + noise < cases; i++)
    {
        one_exchange(bus, &command, values);
        if (i % 16 == 0)
        {
            parse_noise();
        }
        if (i % 256 == 255)
        {
            reads = 0;
            sinew_protocol.activate(bus); /* over the mutilated line: may well fail */
            recover(bus);
        }
        if (i % 4096 == 4095)
        {
            open_and_close();
        }
    }
    long good = 0;
    long outcomes[BUS_GONE + 1] = {0};
    mutating = 0;
    recover(bus);
    mutating = 0;
    for (int i = 0; i < 100; i++)
    {
        const bus_outcome outcome = sinew_protocol.exchange(bus, &command, &bus->sample);
        good += outcome == BUS_GOOD;
        outcomes[outcome]++;
    }
    printf("%ld exchanges: %ld answers mutilated, %ld of them with a right checksum, %ld random; seed "
        "%llu\n", i, mutated,
        resummed, noise, (unsigned long long)seed);
    if (good < 90)
    {
        for (int i = 0; i <= BUS_GONE; i++)
        {
            printf("outcome %d: %ld times\n", i, outcomes[i]);
        }
        fail_case("the bus did not recover");
    }
    close_quietly(bus);
    return 0;
}
