/* Random and mutilated answers for the moteus driver. usage: fuzz_mot [CASES [SEED]] */
#include "fdcanusb_codec.h"
#include "line_fuzzer.h"
#include "moteus.h"
#include "peer_mot.h"

#include <math.h>

#define MOTORS 3u

static peer_mot controllers;

static uint32_t answer(const uint8_t *bytes, uint32_t count, uint8_t *to)
{
    int64_t delay_ns = 0;
    return peer_mot_answer(&controllers, bytes, count, to, &delay_ns);
}

static void resum(uint8_t *bytes, uint32_t count)
{
    peer_mot_resum(bytes, count, controllers.checked);
}

static void stir(void)
{
    peer_controller *controller = &controllers.controller[fuzz_below((uint32_t)controllers.controllers)];
    switch (fuzz_below(64))
    {
        case 0:
            controller->mode = (int)fuzz_below(16);
            break;
        case 1:
            controller->fault = (int)fuzz_below(110);
            break;
        case 2:
            controller->turns_per_s = (double)(int32_t)fuzz_random() / 1e6;
            break;
        case 3:
            controller->turns = (double)(int32_t)fuzz_random() / 1e4;
            break;
        case 4:
            controllers.faults.drop = 1;
            break;
        case 5:
            controllers.faults.double_answer = !controllers.faults.double_answer;
            break;
        case 6:
            controller->volts = fuzz_below(60);
            break;
        case 7:
            peer_mot_restart(&controllers, (int)fuzz_below((uint32_t)controllers.controllers));
            break;
        case 8:
            controllers.faults.refuse = 1;
            break;
        default:
            break;
    }
}

static void calm(void)
{
    for (int i = 0; i < controllers.controllers; i++)
    {
        peer_mot_restart(&controllers, i);
        controllers.controller[i].volts = 24;
        controllers.controller[i].turns = 0.5;
    }
    controllers.faults = (peer_faults){0};
    controllers.pending.count = 0;
}

static int plausible(const bus_sample *sample)
{
    const uint32_t n = (uint32_t)controllers.controllers;
    for (uint32_t i = 0; i < n; i++)
    {
        const double position = sample->value[i];
        const double velocity = sample->value[n + i];
        const double effort = sample->value[2 * n + i];
        const double temperature = sample->value[3 * n + i];
        if (!(fabs(position) <= 40000 * MOT_TAU) || !(fabs(velocity) <= 500 * MOT_TAU) || !(fabs(effort) <= 1000) ||
            !(temperature >= -55 && temperature <= 127))
        {
            return 0;
        }
    }
    return (sample->valid_groups & ~((uint64_t)1 << SINEW_GROUP_MOTORS)) == 0;
}

static void parse_with(const can_adapter *adapter, const uint8_t *bytes, uint32_t count)
{
    for (uint32_t at = 0; at < count;)
    {
        link_place place;
        can_message message;
        const link_found found = adapter->find(bytes + at, count - at, 255, &place);
        if (found == LINK_NEED_MORE)
        {
            return;
        }
        if (adapter->decode(bytes + at + place.begin, place.end - place.begin, &message) == CAN_FRAME)
        {
            mot_answer taken;
            mot_parse(message.data, message.count, &taken);
        }
        at += place.end;
    }
}

static void parse(const uint8_t *bytes, uint32_t count)
{
    static uint8_t line[600];
    mot_answer taken;
    uint32_t used = 0;
    mot_parse(bytes, count < 64 ? count : 64, &taken);
    parse_with(&FDCANUSB, bytes, count);
    parse_with(&FDCANUSB_CHECKED, bytes, count);
    /* The same as a line of digits, so that it gets past the first word. */
    line[used++] = 'r';
    line[used++] = 'c';
    line[used++] = 'v';
    line[used++] = ' ';
    for (uint32_t i = 0; i < count && used + 4 < sizeof line; i++)
    {
        line[used++] = (uint8_t)(bytes[i] < 8 ? "\n EebBfF"[bytes[i]] : "0123456789abcdefABCDEF "[bytes[i] % 23]);
    }
    line[used++] = '\n';
    parse_with(&FDCANUSB, line, used);
}

int main(int argc, char **argv)
{
    static fuzz_protocol bridge = {.config = "port=/x motors=a:1,b:2,c:3 sign=1,-1,1",
        .ways = 2,
        .answer = answer, .resum = resum, .stir = stir, .calm = calm, .plausible = plausible, .parse = parse};
    static fuzz_protocol uart;
    uart = bridge;
    uart.config = "port=/x motors=a:1 link=uart stop=damped answer_ms=4 watchdog_ms=200 torque_limit_nm=1";
    peer_mot_init(&controllers, (int)MOTORS, 0, fuzz_now_ns);
    const int first = fuzz_main(argc, argv, &bridge);
    peer_mot_init(&controllers, 1, 1, fuzz_now_ns);
    return first + fuzz_main(argc, argv, &uart);
}
