/* Random and mutilated answers for the Feetech driver. usage: fuzz_fee [CASES [SEED]] */
#include "feetech.h"
#include "line_fuzzer.h"
#include "peer_fee.h"

#include <math.h>

#define SERVOS 3u

static peer_fee servos;

static uint32_t answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    int64_t delay_ns = 0;
    return peer_fee_answer(&servos, bytes, count, to, &delay_ns);
}

static void stir(void)
{
    peer_servo *servo = &servos.servo[fuzz_below(SERVOS)];
    switch (fuzz_below(64))
    {
        case 0:
            servo->reg[65] = (uint8_t)fuzz_below(64);
            break;
        case 1:
            servo->reg[40] = (uint8_t)fuzz_below(3);
            break;
        case 2:
            servo->velocity = -1.0 * fuzz_below(3000);
            break;
        case 3:
            servo->position = (double)(int32_t)fuzz_random() / 1e5;
            break;
        case 4:
            servos.faults.drop = 1;
            break;
        case 5:
            servos.faults.echo = !servos.faults.echo;
            break;
        case 6:
            servo->reg[62] = (uint8_t)fuzz_random();
            break;
        default:
            break;
    }
}

static void calm(void)
{
    for (uint32_t i = 0; i < SERVOS; i++)
    {
        servos.servo[i].reg[65] = 0;
        servos.servo[i].reg[62] = 120;
        servos.servo[i].position = 2048;
        servos.servo[i].velocity = 0;
    }
    servos.faults = (peer_faults){0};
}

static int plausible(const bus_sample *sample)
{
    for (uint32_t i = 0; i < SERVOS; i++)
    {
        const double velocity = sample->value[SERVOS + i];
        const double effort = sample->value[2 * SERVOS + i];
        const double temperature = sample->value[3 * SERVOS + i];
        if (fabs(velocity) > 40 || fabs(effort) > 15 || temperature < 1 || temperature > 125)
        {
            return 0;
        }
    }
    return (sample->valid_groups & ~((uint64_t)1 << SINEW_GROUP_MOTORS)) == 0;
}

static void parse(const uint8_t *bytes, uint32_t count)
{
    uint32_t at = 0;
    while (at < count)
    {
        link_place place;
        link_answer taken;
        const link_found found = fee_find(bytes + at, count - at, 255, &place);
        if (found == LINK_FRAME)
        {
            fee_decode(bytes + at + place.begin, place.end - place.begin, &taken);
        }
        if (found == LINK_NEED_MORE)
        {
            break;
        }
        at += place.end;
    }
}

int main(int argc, char **argv)
{
    static fuzz_protocol hls = {.config = "port=x motors=a:1,b:2,c:3 effort_per_ampere=1.1 sign=1,-1,1",
        .ways = 2,
        .answer = answer, .resum = peer_fee_resum, .stir = stir, .calm = calm, .plausible = plausible, .parse = parse};
    static fuzz_protocol sts;
    sts = hls;
    sts.config = "port=x motors=a:1,b:2,c:3 effort_per_ampere=1.1 stall_nm=2.9 noload_rad_s=4.7 stop=damped "
        "answer_ms=4 watchdog_ms=200";
    peer_fee_init(&servos, SERVOS, 10, fuzz_now_ns);
    const int first = fuzz_main(argc, argv, &hls);
    peer_fee_init(&servos, SERVOS, 9, fuzz_now_ns);
    return first + fuzz_main(argc, argv, &sts);
}
