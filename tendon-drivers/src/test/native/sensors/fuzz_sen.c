/* Random and mutilated answers for the driver of sensor boards. usage: fuzz_sen [CASES [SEED]] */
#include "line_fuzzer.h"
#include "sensors.h"

#include <math.h>
#include <string.h>

#define JOINTS 2u
#define TENDONS 1u
#define NUMBERS (2u * JOINTS + 3u * TENDONS + 10u + 6u)
#define IMU_AT (2u * JOINTS + 3u * TENDONS)
#define CONFIG "port=x joints=a,b tendons=t imus=i wrenches=w"

/* The board: what it measures, and what is the matter with it. */
static float value[NUMBERS];
static uint8_t failed;
static int silent;
static int stands_still;
static uint64_t stood_us;

static void put(uint8_t *to, uint64_t number, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
    {
        to[i] = (uint8_t)(number >> 8 * i);
    }
}

static void sum(uint8_t *frame, uint32_t count)
{
    put(frame + count, sen_check(frame, count), SEN_CHECK_BYTES);
}

static uint32_t answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    static uint64_t answers; /* time on the line stands still but for waits */
    const uint64_t now_us = (uint64_t)fuzz_now_ns() / 1000 + ++answers;
    if (count < SEN_REQUEST_BYTES || silent)
    {
        silent = 0;
        return 0;
    }
    stood_us = stands_still ? stood_us : now_us;
    to[0] = 'S';
    to[1] = 'N';
    to[2] = SEN_VERSION;
    to[3] = failed;
    memcpy(to + 4, bytes + count - SEN_REQUEST_BYTES + 2, 2);
    put(to + 6, 4 * NUMBERS, 2);
    put(to + 8, sen_name_sum(0, "joints a b\ntendons t\nimus i\nwrenches w\n"), 4);
    put(to + 12, stood_us, 8);
    memcpy(to + SEN_HEADER_BYTES, value, sizeof value);
    sum(to, SEN_HEADER_BYTES + sizeof value);
    return SEN_HEADER_BYTES + sizeof value + SEN_CHECK_BYTES;
}

static void resum(uint8_t *bytes, uint32_t count)
{
    for (uint32_t at = 0; at + SEN_HEADER_BYTES + SEN_CHECK_BYTES <= count; at++)
    {
        const uint32_t length = SEN_HEADER_BYTES + (uint32_t)(bytes[at + 6] | bytes[at + 7] << 8);
        if (bytes[at] == 'S' && bytes[at + 1] == 'N' && at + length + SEN_CHECK_BYTES <= count)
        {
            sum(bytes + at, length);
            at += length + SEN_CHECK_BYTES - 1;
        }
    }
}

static void stir(void)
{
    const uint32_t index = fuzz_below(NUMBERS);
    switch (fuzz_below(64))
    {
        case 0:
            failed = (uint8_t)fuzz_below(64);
            break;
        case 1:
            silent = 1;
            break;
        case 2:
            stands_still = fuzz_below(4) == 0;
            break;
        case 3:
            value[index] = (float)(int32_t)fuzz_random() * 1e-9f;
            break;
        case 4:
            value[index] = NAN;
            break;
        case 5:
            value[index] = 1e30f;
            break;
        case 6:
            value[index] = 0.5f;
            break;
        default:
            break;
    }
}

static void calm(void)
{
    failed = 0;
    silent = 0;
    stands_still = 0;
    for (uint32_t i = 0; i < NUMBERS; i++)
    {
        value[i] = 0.5f; /* a quaternion of length 1 as well */
    }
}

static int plausible(const bus_sample *sample)
{
    const uint64_t groups = (uint64_t)1 << SINEW_GROUP_JOINTS | (uint64_t)1 << SINEW_GROUP_TENDONS |
        (uint64_t)1 << SINEW_GROUP_IMUS | (uint64_t)1 << SINEW_GROUP_WRENCHES;
    double square = 0;
    for (uint32_t i = 0; i < NUMBERS; i++)
    {
        const double most = i < 2 * JOINTS ? 1e3 : i < 2 * JOINTS + 2 * TENDONS ? 1e2 : i < IMU_AT ? 1e5 :
            i < IMU_AT + 4 ? 1.1001 : i < IMU_AT + 7 ? 1e3 : i < IMU_AT + 10 ? 1e4 : 1e5;
        if (!(fabs(sample->value[i]) <= most))
        {
            return 0;
        }
        square += i >= IMU_AT && i < IMU_AT + 4 ? sample->value[i] * sample->value[i] : 0;
    }
    return (sample->valid_groups & ~groups) == 0 && ((sample->valid_groups >> SINEW_GROUP_IMUS & 1u) == 0 ||
        fabs(sqrt(square) - 1) < 0.06);
}

static void parse(const uint8_t *bytes, uint32_t count)
{
    uint32_t at = 0;
    while (at < count)
    {
        uint32_t begin = 0;
        uint32_t end = 0;
        sen_answer taken;
        const sen_found found = sen_find(bytes + at, count - at, count % 2 == 0 ? NUMBERS : 0, &begin, &end);
        if (found == SEN_NEED_MORE)
        {
            break;
        }
        if (found == SEN_FRAME)
        {
            sen_decode(bytes + at + begin, &taken);
        }
        at += end;
    }
}

int main(int argc, char **argv)
{
    static const fuzz_protocol board = {.config = CONFIG, .ways = 1, .answer = answer, .resum = resum, .stir = stir,
        .calm = calm, .plausible = plausible, .parse = parse};
    calm();
    return fuzz_main(argc, argv, &board);
}
