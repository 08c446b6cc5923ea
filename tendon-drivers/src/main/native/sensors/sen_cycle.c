/* One exchange: a question out, the values of all sensors in. */
#define _POSIX_C_SOURCE 200809L

#include "sensors.h"

#include "clock.h"

#include <math.h>
#include <string.h>

#define PATIENCE_NS 250000000 /* after this an answer does not come any more */
#define QUATERNION_TOLERANCE 0.05
#define CLOCK_AHEAD_US 1000000 /* a question may have waited at the board */

static void drop(sen_device *device, bus_counters *counters, uint32_t count, int junk)
{
    memmove(device->in, device->in + count, device->in_count - count);
    device->in_count -= count;
    if (junk)
    {
        count_add(counters, COUNT_DROPPED_BYTES, count);
    }
}

static void give_up(sen_device *device, bus_counters *counters)
{
    count_add(counters, COUNT_LOST, device->unanswered);
    device->unanswered = 0;
}

/* Answers come in the order of the questions: what was asked before one that is answered, and is not, is lost. */
static int is_ours(sen_device *device, bus_counters *counters, const sen_answer *answer)
{
    if (answer->number == device->number)
    {
        give_up(device, counters);
        return 1;
    }
    const uint16_t back = (uint16_t)(device->number - answer->number);
    if (device->unanswered > 0 && back <= device->unanswered)
    {
        count_one(counters, COUNT_LATE);
        device->unanswered--;
    }
    else
    {
        count_one(counters, COUNT_WRONG_ID);
    }
    return 0;
}

/* Looks through what has arrived. BUS_UNDECIDED: nothing that counts is there yet. */
static bus_outcome look(sen_device *device, bus_counters *counters, sen_answer *answer)
{
    bus_outcome seen = BUS_UNDECIDED;
    for (;;)
    {
        uint32_t begin = 0;
        uint32_t end = 0;
        const sen_found found = sen_find(device->in, device->in_count, device->met ? device->values : 0, &begin, &end);
        if (found == SEN_FRAME)
        {
            drop(device, counters, begin, 1);
            sen_decode(device->in, answer);
            if (is_ours(device, counters, answer))
            {
                device->in_taken = end - begin; /* stays until the next question: the answer points to it */
                return BUS_GOOD;
            }
            drop(device, counters, end - begin, 0);
            continue;
        }
        drop(device, counters, found == SEN_BAD_CHECK ? end : begin, 1);
        if (found == SEN_NEED_MORE)
        {
            return seen;
        }
        seen = BUS_BAD_CRC;
    }
}

bus_outcome sen_ask(sen_device *device, bus_counters *counters, sen_answer *answer, int64_t *asked_ns)
{
    uint8_t request[SEN_REQUEST_BYTES];
    bus_outcome outcome = BUS_UNDECIDED;
    drop(device, counters, device->in_taken, 0);
    device->in_taken = 0;
    if (device->unanswered > 0 && clock_ns() - device->unanswered_ns > PATIENCE_NS)
    {
        give_up(device, counters);
    }
    sen_request(request, ++device->number);
    *asked_ns = clock_ns();
    const int64_t in_time_ns = *asked_ns + device->wire_ns + device->slack_ns;
    const int32_t wrote = serial_write(&device->port, request, sizeof request, in_time_ns);
    if (wrote != SERIAL_OK)
    {
        return wrote == SERIAL_GONE ? BUS_GONE : BUS_LOST;
    }
    int32_t got = 0;
    while (outcome == BUS_UNDECIDED && got >= 0)
    {
        if (device->in_count == sizeof device->in)
        {
            drop(device, counters, device->in_count, 1); /* more than any answer: noise */
        }
        got = serial_read(&device->port, device->in + device->in_count,
            (uint32_t)sizeof device->in - device->in_count, in_time_ns);
        device->in_count += got > 0 ? (uint32_t)got : 0;
        outcome = got > 0 ? look(device, counters, answer) : outcome;
    }
    if (outcome == BUS_GOOD)
    {
        return clock_ns() > in_time_ns ? BUS_LATE : BUS_GOOD;
    }
    if (got == SERIAL_GONE)
    {
        return BUS_GONE;
    }
    if (outcome == BUS_BAD_CRC)
    {
        return outcome;
    }
    device->unanswered_ns = device->unanswered == 0 ? *asked_ns : device->unanswered_ns;
    device->unanswered++;
    return BUS_UNDECIDED;
}

/* A board whose clock stands still repeats itself; one that jumped ahead would make everything after it look old. */
static int is_new(const sen_device *device, uint64_t time_us, int64_t asked_ns)
{
    const int64_t apart_us = (asked_ns - device->time_ns) / 1000;
    return device->time_us == 0 ? time_us > 0 :
        time_us > device->time_us && time_us - device->time_us <= (uint64_t)(2 * apart_us + CLOCK_AHEAD_US);
}

static int is_possible(const sen_device *device, const sen_answer *answer, int64_t asked_ns)
{
    for (uint32_t i = 0; i < answer->values; i++)
    {
        if (!(fabsf(sen_value(answer, i)) <= device->most[i])) /* not a number either */
        {
            return 0;
        }
    }
    for (uint32_t i = 0; i < device->imus; i++)
    {
        double square = 0;
        for (uint32_t k = 0; k < 4; k++)
        {
            const double part = sen_value(answer, device->first_imu + SEN_IMU_NUMBERS * i + k);
            square += part * part;
        }
        if (fabs(sqrt(square) - 1.0) > QUATERNION_TOLERANCE && (answer->failed >> SINEW_GROUP_IMUS & 1u) == 0)
        {
            return 0;
        }
    }
    return is_new(device, answer->time_us, asked_ns);
}

static void tell_failed(bus *bus, sen_device *device, uint64_t failed)
{
    static const char *const GROUP[] = {"a joint encoder", "", "a tendon sensor", "a touch cell", "an inertial unit",
        "a force-torque sensor"};
    for (uint32_t i = 0; i < sizeof GROUP / sizeof GROUP[0]; i++)
    {
        if ((failed & ~device->failed) >> i & 1u)
        {
            bus_report(bus, "sensors: the board cannot read %s; look after its cable", GROUP[i]);
        }
    }
    device->failed = failed;
}

bus_outcome sen_exchange(bus *bus, const bus_command *command, bus_sample *sample)
{
    (void)command; /* a sensor takes none */
    sen_device *device = bus_device_of(bus);
    bus_counters *counters = bus_counters_of(bus);
    sen_answer answer;
    int64_t asked_ns = 0;
    const bus_outcome outcome = sen_ask(device, counters, &answer, &asked_ns);
    if (outcome != BUS_GOOD && outcome != BUS_LATE)
    {
        return outcome;
    }
    if (answer.version != SEN_VERSION || answer.sensors != device->sensors || answer.values != device->values ||
        !is_possible(device, &answer, asked_ns))
    {
        return BUS_BAD_VALUE;
    }
    device->time_us = answer.time_us;
    device->time_ns = asked_ns;
    for (uint32_t i = 0; i < answer.values; i++)
    {
        sample->value[i] = sen_value(&answer, i);
        sample->measured_ns[i] = asked_ns;
    }
    tell_failed(bus, device, answer.failed);
    sample->device_time_ns = asked_ns; /* on the clock of all buses, which a board's own is not */
    sample->arrival_ns = clock_ns();
    sample->valid_groups = device->groups & ~(uint64_t)answer.failed;
    sample->status = 0;
    return outcome;
}
