/* Random and mutilated answers for the Dynamixel driver. usage: fuzz_dxl [CASES [SEED]] */
#include "dynamixel.h"
#include "line_fuzzer.h"
#include "peer_dxl.h"

#include <math.h>

#define SERVOS 3u

static peer_dxl servos;

static uint32_t answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    int64_t delay_ns = 0;
    return peer_dxl_answer(&servos, bytes, count, to, &delay_ns);
}

/* Values that need stuffing, signs, errors, restarts. */
static void stir(void)
{
    peer_servo *servo = &servos.servo[fuzz_below(SERVOS)];
    switch (fuzz_below(64))
    {
        case 0:
            servo->reg[70] = (uint8_t)fuzz_below(64);
            break;
        case 1:
            servo->reg[70] = 0;
            break;
        case 2:
            servo->reg[98] = (uint8_t)(fuzz_below(2) * 255);
            break;
        case 3:
            servo->velocity = -1.0 * fuzz_below(300);
            break;
        case 4:
            servo->position = (double)(int32_t)fuzz_random() / 1500.0;
            break;
        case 5:
            servo->position = 0xFDFF; /* with -1 before it: FF FF FF FF FF FD */
            servo->velocity = -1.0;
            break;
        case 6:
            servos.faults.drop = 1;
            break;
        case 7:
            servos.faults.echo = !servos.faults.echo;
            break;
        default:
            break;
    }
}

static void calm(void)
{
    for (uint32_t i = 0; i < SERVOS; i++)
    {
        servos.servo[i].reg[70] = 0;
        servos.servo[i].position = 2048;
        servos.servo[i].velocity = 0;
    }
    servos.faults = (peer_faults){0};
}

static int plausible(const bus_sample *sample)
{
    for (uint32_t i = 0; i < SERVOS; i++)
    {
        const double position = sample->value[i];
        const double velocity = sample->value[SERVOS + i];
        const double effort = sample->value[2 * SERVOS + i];
        const double temperature = sample->value[3 * SERVOS + i];
        if (fabs(position) > 1700 || fabs(velocity) > 100 || fabs(effort) > 20 || temperature < 1 || temperature > 125)
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
        link_answer status;
        const link_found found = dxl_find(bytes + at, count - at, 2048, &place);
        if (found == LINK_FRAME)
        {
            dxl_decode_status(bytes + at + place.begin, place.end - place.begin, &status);
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
    static const fuzz_protocol FAST = {.config = "port=x motors=a:1,b:2,c:3 effort_per_ampere=1.78 sign=1,-1,1",
        .ways = 3,
        .answer = answer, .resum = peer_dxl_resum, .stir = stir, .calm = calm, .plausible = plausible, .parse = parse};
    static fuzz_protocol sync;
    sync = FAST;
    sync.config = "port=x motors=a:1,b:2,c:3 effort_per_ampere=1.78 read=sync mode=current_position "
        "answer_ms=4 watchdog_ms=200";
    static fuzz_protocol bulk;
    bulk = FAST;
    bulk.config = "port=x motors=a:1,b:2,c:3 effort_per_ampere=1.78 read=bulk";
    const fuzz_protocol *const WAYS[] = {&FAST, &sync, &bulk};
    int failed = 0;
    for (int i = 0; i < 3; i++)
    {
        peer_dxl_init(&servos, SERVOS, 1020, 45, fuzz_now_ns);
        failed |= fuzz_main(argc, argv, WAYS[i]);
    }
    return failed;
}
