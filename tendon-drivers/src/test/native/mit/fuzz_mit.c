/* Random and mutilated answers for the MIT-mode driver. usage: fuzz_mit [CASES [SEED]] */
#include "dm_codec.h"
#include "line_fuzzer.h"
#include "mit.h"
#include "peer_dm.h"
#include "peer_rs.h"
#include "rs_codec.h"
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

/* What the numbers of a motor reach. */
static int within(const bus_sample *sample, double position_most, double velocity_most, double effort_most)
{
    for (uint32_t i = 0; i < MOTORS; i++)
    {
        const double position = sample->value[i];
        const double velocity = sample->value[MOTORS + i];
        const double effort = sample->value[2 * MOTORS + i];
        const double temperature = sample->value[3 * MOTORS + i];
        if (!(fabs(position) <= position_most) || !(fabs(velocity) <= velocity_most) ||
            !(fabs(effort) <= effort_most) || !(temperature >= -60 && temperature <= 200))
        {
            return 0;
        }
    }
    return (sample->valid_groups & ~((uint64_t)1 << SINEW_GROUP_MOTORS)) == 0;
}

static int plausible(const bus_sample *sample)
{
    return within(sample, 12.5001, 30.0001, 10.0001);
}

/* ------------------------------------------------------------------------------------------------------ RobStride */

static peer_rs others;

static uint32_t rs_answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    int64_t delay_ns = 0;
    return peer_rs_answer(&others, bytes, count, to, &delay_ns);
}

static void rs_resum(uint8_t *bytes, uint32_t count)
{
    peer_rs_resum(bytes, count, others.slcan);
}

static void rs_stir(void)
{
    peer_rs_motor *motor = &others.motor[fuzz_below(MOTORS)];
    switch (fuzz_below(64))
    {
        case 0:
            motor->mode = (int)fuzz_below(4);
            break;
        case 1:
            motor->celsius = (double)fuzz_below(6000) / 10;
            break;
        case 2:
            motor->velocity = (double)(int32_t)fuzz_random() / 1e7;
            break;
        case 3:
            motor->position = (double)(int32_t)fuzz_random() / 1e8;
            break;
        case 4:
            others.faults.drop = 1 + (int)fuzz_below(4);
            break;
        case 5:
            others.faults.wrong_id = 1;
            break;
        case 6:
            peer_rs_restart(&others, (int)fuzz_below(MOTORS));
            others.hello = 1;
            break;
        case 7:
            motor->faults = (int)fuzz_below(64);
            break;
        case 8:
            others.fault_frame = 1u << fuzz_below(17);
            break;
        default:
            break;
    }
}

static void rs_calm(void)
{
    for (uint32_t i = 0; i < MOTORS; i++)
    {
        peer_rs_restart(&others, (int)i);
        others.motor[i].celsius = 33;
        others.motor[i].position = 0.5;
    }
    others.faults = (peer_faults){0};
    others.fault_frame = 0;
    others.hello = 0;
    others.pending_count = 0;
    others.is_open = 1;
}

static int rs_plausible(const bus_sample *sample)
{
    return within(sample, 12.5664, 44.0001, 17.0001);
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
    peer_rs_resum(records, used, 0);
    parse_with(&RS_SERIAL, records, used);
}

int main(int argc, char **argv)
{
    static fuzz_protocol serial = {.config = "port=/x motors=a:1,b:2,c:3 sign=1,-1,1",
        .ways = 4,
        .answer = answer, .resum = resum, .stir = stir, .calm = calm, .plausible = plausible, .parse = parse};
    static fuzz_protocol slcan;
    static fuzz_protocol rs_serial;
    static fuzz_protocol rs_slcan;
    slcan = serial;
    slcan.config = "port=/x motors=a:1,b:2,c:3 link=slcan answer_ms=4 watchdog_ms=200 torque_limit_nm=1";
    rs_serial = (fuzz_protocol){.config = "port=/x motors=a:1,b:2,c:3 sign=1,-1,1 model=rs-02", .ways = 4,
        .answer = rs_answer, .resum = rs_resum, .stir = rs_stir, .calm = rs_calm, .plausible = rs_plausible,
        .parse = parse};
    rs_slcan = rs_serial;
    rs_slcan.config = "port=/x motors=a:1,b:2,c:3 link=slcan answer_ms=4 watchdog_ms=200 model=rs-01";
    peer_dm_init(&motors, (int)MOTORS, 0, fuzz_now_ns);
    int status = fuzz_main(argc, argv, &serial);
    peer_dm_init(&motors, (int)MOTORS, 1, fuzz_now_ns);
    status += fuzz_main(argc, argv, &slcan);
    peer_rs_init(&others, (int)MOTORS, 0, fuzz_now_ns);
    status += fuzz_main(argc, argv, &rs_serial);
    peer_rs_init(&others, (int)MOTORS, 1, fuzz_now_ns);
    return status + fuzz_main(argc, argv, &rs_slcan);
}
