/* Random and mutilated answers for the MIT-mode driver. usage: fuzz_mit [CASES [SEED]] */
#include "dm_codec.h"
#include "line_fuzzer.h"
#include "mit.h"
#include "peer_mit.h"
#include "rs_codec.h"
#include "slcan_codec.h"

#include <math.h>
#include <string.h>

#define MOTORS 3u

static peer_mit motors;

static void start(const peer_maker *maker, int slcan)
{
    peer_mit_init(&motors, maker, (int)MOTORS, slcan, fuzz_now_ns);
}

static uint32_t answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    int64_t delay_ns = 0;
    return peer_mit_answer(&motors, bytes, count, to, &delay_ns);
}

static void resum(uint8_t *bytes, uint32_t count)
{
    peer_mit_resum(&motors, bytes, count);
}

static void stir(void)
{
    peer_mit_motor *motor = &motors.motor[fuzz_below(MOTORS)];
    const int is_robstride = motors.maker == &PEER_ROBSTRIDE;
    switch (fuzz_below(64))
    {
        case 0:
            motor->power = (int)fuzz_below(is_robstride ? 4 : 16);
            break;
        case 1:
            motor->celsius = is_robstride ? fuzz_below(6000) / 10.0 : fuzz_below(256);
            break;
        case 2:
            motor->velocity = (double)(int32_t)fuzz_random() / 1e7;
            break;
        case 3:
            motor->position = (double)(int32_t)fuzz_random() / 1e8;
            break;
        case 4:
            motors.faults.drop = 1 + (int)fuzz_below(4);
            break;
        case 5:
            motors.faults.wrong_id = 1;
            break;
        case 6:
            peer_mit_restart(&motors, (int)fuzz_below(MOTORS));
            motors.hello = is_robstride;
            break;
        case 7:
            motor->faults = (int)fuzz_below(64);
            break;
        case 8:
            motors.fault_frame = 1u << fuzz_below(17);
            break;
        default:
            break;
    }
}

static void calm(void)
{
    for (uint32_t i = 0; i < MOTORS; i++)
    {
        peer_mit_restart(&motors, (int)i);
        motors.motor[i].celsius = 33;
        motors.motor[i].position = 0.5;
    }
    motors.faults = (peer_faults){0};
    motors.fault_frame = 0;
    motors.hello = 0;
    motors.pending.count = 0;
    motors.is_open = 1;
}

/* What the numbers of a motor reach, and a rounding. */
static int plausible(const bus_sample *sample)
{
    const peer_mit_motor *motor = &motors.motor[0];
    for (uint32_t i = 0; i < MOTORS; i++)
    {
        const double position = sample->value[i];
        const double velocity = sample->value[MOTORS + i];
        const double effort = sample->value[2 * MOTORS + i];
        const double temperature = sample->value[3 * MOTORS + i];
        if (!(fabs(position) <= motor->pmax + 1e-4) || !(fabs(velocity) <= motor->vmax + 1e-4) ||
            !(fabs(effort) <= motor->tmax + 1e-4) || !(temperature >= -60 && temperature <= 200))
        {
            return 0;
        }
    }
    return (sample->valid_groups & ~((uint64_t)1 << SINEW_GROUP_MOTORS)) == 0;
}

/* -------------------------------------------------------------------------------------------------------- parsers */

static void parse_with(const can_adapter *adapter, const uint8_t *bytes, uint32_t count)
{
    static const dm_range RANGE = {12.5, 30, 10};
    for (uint32_t at = 0; at < count;)
    {
        link_place place;
        can_message message;
        dm_feedback feedback;
        dm_register value;
        rs_status status;
        mit_value parameter;
        uint32_t id = 0;
        uint32_t fault = 0;
        const link_found found = adapter->find(bytes + at, count - at, 64, &place);
        if (found == LINK_NEED_MORE)
        {
            return;
        }
        if (adapter->decode(bytes + at + place.begin, place.end - place.begin, &message) == CAN_FRAME)
        {
            dm_parse_feedback(&message, &RANGE, &feedback);
            dm_parse_register(&message, &value);
            rs_parse_status(&message, &rs_model_of("rs-02")->range, &status);
            rs_parse_value(&message, &parameter);
            rs_parse_fault(&message, &id, &fault);
        }
        at += place.end;
    }
}

static void parse(const uint8_t *bytes, uint32_t count)
{
    static uint8_t records[600];
    uint32_t used = 0;
    parse_with(&DM_SERIAL, bytes, count);
    parse_with(&RS_SERIAL, bytes, count);
    parse_with(&SLCAN, bytes, count);
    for (uint32_t i = 0; i < count && used < sizeof records; i++)
    {
        records[used++] = (uint8_t)(bytes[i] < 24 ? "\r\atTzZ\r"[bytes[i] % 7] :
            "0123456789abcdefABCDEF"[bytes[i] % 22]);
    }
    parse_with(&SLCAN, records, used);
    for (uint32_t at = 0; at + 16 <= count && at + 16 <= sizeof records; at += 16)
    {
        memcpy(records + at, bytes + at, 16);
        records[at] = 0xAA;
        records[at + 1] = bytes[at + 1] < 64 ? bytes[at + 1] : 0x11;
        records[at + 15] = 0x55;
        used = at + 16;
    }
    parse_with(&DM_SERIAL, records, used);
    used = count < sizeof records ? count : (uint32_t)sizeof records;
    memcpy(records, bytes, used);
    PEER_ROBSTRIDE.mend(records, used);
    parse_with(&RS_SERIAL, records, used);
}

int main(int argc, char **argv)
{
    static const struct
    {
        const peer_maker *maker;
        int slcan;
        const char *config;
    } WAYS[] = {{&PEER_DAMIAO, 0, "port=/x motors=a:1,b:2,c:3 sign=1,-1,1"},
        {&PEER_DAMIAO, 1, "port=/x motors=a:1,b:2,c:3 link=slcan answer_ms=4 watchdog_ms=200 torque_limit_nm=1"},
        {&PEER_ROBSTRIDE, 0, "port=/x motors=a:1,b:2,c:3 sign=1,-1,1 model=rs-02"},
        {&PEER_ROBSTRIDE, 1, "port=/x motors=a:1,b:2,c:3 link=slcan answer_ms=4 watchdog_ms=200 model=rs-01"}};
    static fuzz_protocol way = {.ways = sizeof WAYS / sizeof WAYS[0],
        .answer = answer, .resum = resum, .stir = stir, .calm = calm, .plausible = plausible, .parse = parse};
    int status = 0;
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++)
    {
        start(WAYS[i].maker, WAYS[i].slcan);
        way.config = WAYS[i].config;
        status += fuzz_main(argc, argv, &way);
    }
    return status;
}
