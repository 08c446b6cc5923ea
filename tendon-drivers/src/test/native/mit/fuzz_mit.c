/* Random and mutilated answers for the MIT-mode driver. usage: fuzz_mit [CASES [SEED]] */
#include "line_fuzzer.h"
#include "mit.h"
#include "peer_dm.h"
#include "slcan_codec.h"

#include <math.h>
#include <string.h>

#define MOTORS 3u

static peer_dm motors;

static uint32_t answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    int64_t delay_ns = 0;
    return peer_dm_answer(&motors, bytes, count, to, &delay_ns);
}

static void resum(uint8_t *bytes, uint32_t count)
{
    peer_dm_resum(bytes, count, motors.slcan);
}

static void stir(void)
{
    peer_motor *motor = &motors.motor[fuzz_below(MOTORS)];
    switch (fuzz_below(64))
    {
        case 0:
            motor->status = (int)fuzz_below(16);
            break;
        case 1:
            motor->rotor_c = (int)fuzz_below(256);
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
            peer_dm_restart(&motors, (int)fuzz_below(MOTORS));
            break;
        default:
            break;
    }
}

static void calm(void)
{
    for (uint32_t i = 0; i < MOTORS; i++)
    {
        peer_dm_restart(&motors, (int)i);
        motors.motor[i].rotor_c = 33;
        motors.motor[i].position = 0.5;
    }
    motors.faults = (peer_faults){0};
    motors.pending_count = 0;
    motors.is_open = 1;
}

static int plausible(const bus_sample *sample)
{
    for (uint32_t i = 0; i < MOTORS; i++)
    {
        const double position = sample->value[i];
        const double velocity = sample->value[MOTORS + i];
        const double effort = sample->value[2 * MOTORS + i];
        const double temperature = sample->value[3 * MOTORS + i];
        if (!(fabs(position) <= 12.5001) || !(fabs(velocity) <= 30.0001) || !(fabs(effort) <= 10.0001) ||
            !(temperature >= 0 && temperature <= 200))
        {
            return 0;
        }
    }
    return (sample->valid_groups & ~((uint64_t)1 << SINEW_GROUP_MOTORS)) == 0;
}

static void parse_with(const can_adapter *adapter, const uint8_t *bytes, uint32_t count)
{
    static const dm_range RANGE = {12.5, 30, 10};
    for (uint32_t at = 0; at < count;)
    {
        link_place place;
        can_message message;
        dm_feedback feedback;
        dm_register value;
        const link_found found = adapter->find(bytes + at, count - at, 64, &place);
        if (found == LINK_NEED_MORE)
        {
            return;
        }
        if (adapter->decode(bytes + at + place.begin, place.end - place.begin, &message) == CAN_FRAME)
        {
            dm_parse_feedback(&message, &RANGE, &feedback);
            dm_parse_register(&message, &value);
        }
        at += place.end;
    }
}

static void parse(const uint8_t *bytes, uint32_t count)
{
    static uint8_t records[600];
    uint32_t used = 0;
    parse_with(&DM_SERIAL, bytes, count);
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
}

int main(int argc, char **argv)
{
    static fuzz_protocol serial = {.config = "port=/x motors=a:1,b:2,c:3 sign=1,-1,1",
        .ways = 2,
        .answer = answer, .resum = resum, .stir = stir, .calm = calm, .plausible = plausible, .parse = parse};
    static fuzz_protocol slcan;
    slcan = serial;
    slcan.config = "port=/x motors=a:1,b:2,c:3 link=slcan answer_ms=4 watchdog_ms=200 torque_limit_nm=1";
    peer_dm_init(&motors, (int)MOTORS, 0, fuzz_now_ns);
    const int first = fuzz_main(argc, argv, &serial);
    peer_dm_init(&motors, (int)MOTORS, 1, fuzz_now_ns);
    return first + fuzz_main(argc, argv, &slcan);
}
