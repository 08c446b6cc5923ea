/*
 * Random and mutilated frames for the EtherCAT driver, without a port, a clock or a thread. Half of the mutilated
 * frames get right lengths, addresses and index again, so that they reach what lies behind the frame's own checks.
 * usage: fuzz_ecat [CASES [SEED]]
 */
#include "bus_internal.h"
#include "clock.h"
#include "coe_codec.h"
#include "ethercat.h"
#include "fake_line.h"
#include "line_fuzzer.h"
#include "peer_ecat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRIVES 3u
#define FRAME_ROOM 1600u
#define MAX_RAD_S 500.0

static peer_ecat line;
static int mutating;
static uint32_t rarity = 1; /* one frame in so many is mutilated */
static long mutated;
static long repaired;
static long noise;
static long opened;

static void fail_case(const char *what)
{
    printf("FAILED: %s\n", what);
    fflush(stdout);
    abort();
}

static uint32_t mutate(uint8_t *frame, uint32_t length, const uint8_t *sent)
{
    length = mutilate(frame, length, FRAME_ROOM);
    mutated++;
    if ((fuzz_random() & 1) != 0)
    {
        peer_ecat_repair(frame, length, sent);
        repaired++;
    }
    return length;
}

/* In place of the wire: the answer, mutilated, doubled, late, or something else. */
static void answer(const uint8_t *bytes, uint32_t count)
{
    static uint8_t frame[FAKE_LINE_BYTES];
    memcpy(frame, bytes, count);
    uint32_t length = peer_ecat_pass(&line, frame, count);
    int64_t due_ns = fuzz_now_ns();
    if (mutating && length > 0 && fuzz_below(rarity) == 0)
    {
        const uint32_t kind = fuzz_below(16);
        if (kind < 11)
        {
            length = mutate(frame, length, bytes);
        }
        else if (kind < 13)
        {
            due_ns += fuzz_below(50) * NS_PER_MS;
        }
        else if (kind == 13)
        {
            noise++;
            length = fuzz_below(128);
            for (uint32_t i = 0; i < length; i++)
            {
                frame[i] = (uint8_t)fuzz_random();
            }
        }
        else if (kind == 14)
        {
            fake_line_put(frame, length, due_ns);
        }
    }
    fake_line_put(frame, length, due_ns);
}

static void stir(void)
{
    peer_slave *slave = &line.slave[fuzz_below(DRIVES)];
    switch (fuzz_below(64))
    {
        case 0:
            peer_ecat_object(slave, 0x6041, 0)->value = fuzz_below(0x10000);
            break;
        case 1:
            peer_ecat_object(slave, 0x603F, 0)->value = fuzz_below(0x10000);
            break;
        case 2:
            peer_ecat_object(slave, 0x606C, 0)->value = fuzz_random();
            break;
        case 3:
            peer_ecat_object(slave, 0x6064, 0)->value += fuzz_below(4000);
            break;
        case 4:
            line.drop = fuzz_below(8) == 0 ? 40 : 1;
            break;
        case 5:
            slave->deaf = !slave->deaf;
            break;
        case 6:
            if ((slave->memory[0x130] & 12) != 0) /* set up; it falls out of OP, with an error or without */
            {
                slave->memory[0x130] = (uint8_t)((fuzz_random() & 1) != 0 ? 4 : 8) | (fuzz_random() & 16);
            }
            break;
        case 7:
            line.spoil_counter = 2;
            break;
        case 8:
            slave->memory[0x134] = (uint8_t)fuzz_below(64);
            break;
        case 9:
            if (fuzz_below(16) == 0)
            {
                peer_ecat_restart(slave);
            }
            break;
        case 11:
            the_line.busy = 1;
            break;
        case 10:
            the_line.gone = fuzz_below(8) == 0;
            break;
        default:
            break;
    }
}

static void calm(void)
{
    peer_ecat_init(&line, DRIVES, fuzz_now_ns);
    the_line.gone = 0;
    the_line.count = 0;
}

/* As after a repair: what was set up stays. */
static void heal(void)
{
    line.drop = 0;
    line.spoil_counter = 0;
    the_line.gone = 0;
    the_line.busy = 0;
    the_line.count = 0;
    for (uint32_t i = 0; i < DRIVES; i++)
    {
        peer_slave *slave = &line.slave[i];
        slave->deaf = 0;
        peer_ecat_object(slave, 0x6041, 0)->value = 0x0250;
        peer_ecat_object(slave, 0x606C, 0)->value = 0;
    }
}

static void check_sample(const bus *bus)
{
    const bus_sample *sample = &bus->sample;
    for (uint32_t i = 0; i < bus->state_values; i++)
    {
        if (!isfinite(sample->value[i]) || sample->measured_ns[i] > fuzz_now_ns())
        {
            fail_case("a value of a sample is not finite, or from the future");
        }
    }
    for (uint32_t i = 0; i < DRIVES; i++)
    {
        if (fabs(sample->value[DRIVES + i]) > MAX_RAD_S || fabs(sample->value[2 * DRIVES + i]) > 20 ||
            sample->value[3 * DRIVES + i] < -60 || sample->value[3 * DRIVES + i] > 250)
        {
            fail_case("a sample holds what no device can say");
        }
    }
}

static void one_exchange(bus *bus, bus_command *command, double *values)
{
    for (uint32_t i = 0; i < bus->command_values; i++)
    {
        values[i] = bus->not_negative[i] ? fuzz_below(1000) * 1e-4 : (int32_t)fuzz_random() * 1e-9;
    }
    command->enabled = fuzz_below(8) != 0;
    stir();
    clock_sleep(fuzz_below(3000) * NS_PER_US + (fuzz_below(16) == 0 ? 300 * NS_PER_MS : 0));
    const int64_t before_ns = fuzz_now_ns();
    const bus_outcome outcome = sinew_protocol.exchange(bus, fuzz_below(4) == 0 ? NULL : command, &bus->sample);
    if (outcome == BUS_GOOD || outcome == BUS_LATE)
    {
        check_sample(bus);
    }
    if (fuzz_now_ns() - before_ns > 500 * NS_PER_MS)
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
static bus *open_quietly(const char *config)
{
    const size_t bytes = (sizeof(bus) + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
    bus *bus = aligned_alloc(SINEW_CACHE_LINE, bytes);
    memset(bus, 0, bytes);
    bus->settings = calloc(1, sinew_protocol.settings_bytes);
    bus->device = calloc(1, sinew_protocol.device_bytes + 1);
    if (bus_configure(bus, config) != SINEW_OK || sinew_protocol.open(bus) != SINEW_OK ||
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

/* What an operator does: repairs the line, starts the motors again. */
static void recover(bus *bus)
{
    mutating = 0;
    clock_sleep(NS_PER_S);
    heal();
    sinew_protocol.stop(bus);
    if (sinew_protocol.activate(bus) != SINEW_OK)
    {
        fail_case(bus->io_error.text);
    }
    mutating = 1;
}

static void parse_noise(void)
{
    static uint8_t bytes[512];
    static const uint8_t HEAD[] = {0x88, 0xA4};
    ecat_datagram datagrams[ECAT_DATAGRAMS_MAX];
    uint32_t datagram_count = 0;
    coe_message message = {0};
    const uint32_t count = fuzz_below(sizeof bytes);
    noise++;
    for (uint32_t i = 0; i < count; i++)
    {
        bytes[i] = (uint8_t)fuzz_random();
    }
    coe_read(bytes, count, &message);
    if (message.kind == COE_UPLOADED && (message.count == 0 || message.count > 4))
    {
        fail_case("a value of no length");
    }
    if (count > 16 && (fuzz_random() & 1) != 0)
    {
        memcpy(bytes + 12, HEAD, sizeof HEAD);
        bytes[15] = (uint8_t)(0x10 | (bytes[15] & 1));
    }
    if (ecat_frame_parse(bytes, count, datagrams, &datagram_count) == ECAT_WHOLE)
    {
        for (uint32_t i = 0; i < datagram_count; i++)
        {
            if (datagrams[i].data + datagrams[i].count + 2 > count)
            {
                fail_case("a datagram outside of its frame");
            }
        }
    }
}

static void run(const char *config, long cases)
{
    double values[64] = {0};
    bus_command command = {.value = values};
    mutating = 0;
    calm();
    bus *bus = open_quietly(config);
    mutating = 1;
    const long until = mutated + noise + cases;
    for (long i = 0; mutated + noise < until; i++)
    {
        one_exchange(bus, &command, values);
        if (i % 16 == 0)
        {
            parse_noise();
        }
        if (i % 256 == 255)
        {
            rarity = 40;
            sinew_protocol.activate(bus); /* over the mutilated line: may well fail */
            rarity = 1;
            recover(bus);
        }
        if (i % 4096 == 4095)
        {
            calm();
            rarity = 1000;
            struct sinew_driver *other = open_quietly(config);
            opened += other != NULL;
            if (other != NULL)
            {
                close_quietly(other);
            }
            rarity = 1;
            recover(bus);
        }
    }
    recover(bus);
    mutating = 0;
    int good = 0;
    for (int i = 0; i < 100; i++)
    {
        good += sinew_protocol.exchange(bus, &command, &bus->sample) == BUS_GOOD;
    }
    if (good < 90)
    {
        fail_case("the bus did not recover");
    }
    close_quietly(bus);
}

int main(int argc, char **argv)
{
    const long cases = argc > 1 ? strtol(argv[1], NULL, 10) : 100000;
    const uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    fuzz_seed(seed);
    the_line.answer = answer;
    run("interface=x motors=a:1,b:2,c:3 max_rad_s=500 temperature=2030:0:16 temperature_scale=0.1 watchdog_ms=100",
        cases / 2);
    run("interface=x motors=c:3,a:1,b:2 mode=csp max_rad_s=500 stop=quick_stop answer_ms=4 sign=1,-1,1", cases / 2);
    printf("%ld answers mutilated, %ld of them repaired, %ld random, %ld buses opened over it; seed "
        "%llu\n", mutated, repaired, noise, opened, (unsigned long long)seed);
    return 0;
}
