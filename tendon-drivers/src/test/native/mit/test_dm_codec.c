/* Golden frames of a DM4310, byte for byte both ways, and the records of the adapters. */
#include "check.h"
#include "dm_codec.h"
#include "slcan_codec.h"

static const dm_range DM4310 = {.position = 12.5, .velocity = 30, .torque = 10};
static can_message message;

static void check_command(const char *hex, double p, double v, double kp, double kd, double t)
{
    dm_command(&message, 1, &DM4310, p, v, kp, kd, t);
    CHECK_EQUAL(1, message.id);
    CHECK(!message.extended && !message.fd);
    CHECK_BYTES(hex, message.data, message.count);
}

static void should_build_the_golden_commands(void)
{
    check_command("8a3c777199333865", 1, -2, 50, 1, 0.5);
    check_command("7fff7ff0000007ff", 0, 0, 0, 0, 0);
    check_command("0000000000000000", -12.5, -30, 0, 0, -10);
    check_command("ffffffffffffffff", 12.5, 30, 500, 5, 10);
    check_command("ffffffffffffffff", 1e9, 1e9, 1e9, 1e9, 1e9);
    check_command("0000000000000000", -1e9, -1e9, -1e9, -1e9, -1e9);
}

static void should_build_the_orders_and_the_register_requests(void)
{
    dm_give_order(&message, 5, DM_ENABLE);
    CHECK_EQUAL(5, message.id);
    CHECK_BYTES("fffffffffffffffc", message.data, message.count);
    dm_give_order(&message, 5, DM_DISABLE);
    CHECK_BYTES("fffffffffffffffd", message.data, message.count);
    dm_give_order(&message, 5, DM_CLEAR);
    CHECK_BYTES("fffffffffffffffb", message.data, message.count);
    dm_write(&message, 1, DM_REG_TIMEOUT, 100000 / DM_TIMEOUT_US);
    CHECK_EQUAL(0x7FF, message.id);
    CHECK_BYTES("01005509d0070000", message.data, message.count);
    dm_read(&message, 0x12, DM_REG_PMAX);
    CHECK_BYTES("1200331500000000", message.data, message.count);
    dm_refresh(&message, 3);
    CHECK_BYTES("0300cc0000000000", message.data, message.count);
}

static int feed(const char *hex, dm_feedback *feedback)
{
    memset(&message, 0, sizeof message);
    message.id = 0x11;
    message.count = (uint8_t)from_hex(hex, message.data, sizeof message.data);
    return dm_parse_feedback(&message, &DM4310, feedback);
}

static void should_read_the_golden_feedback(void)
{
    dm_feedback feedback;
    CHECK_EQUAL(1, feed("118a3c7778652823", &feedback));
    CHECK_EQUAL(1, feedback.id);
    CHECK_EQUAL(DM_STATUS_ENABLED, feedback.status);
    CHECK_NEAR(1, feedback.position, 12.5 * 2 / 65535);
    CHECK_NEAR(-2, feedback.velocity, 30 * 2 / 4095.0);
    CHECK_NEAR(0.5, feedback.torque, 10 * 2 / 4095.0);
    CHECK_NEAR(40, feedback.mos_c, 0);
    CHECK_NEAR(35, feedback.rotor_c, 0);
    CHECK_EQUAL(1, feed("d20000000000001e", &feedback));
    CHECK_EQUAL(DM_STATUS_LOST, feedback.status);
    CHECK_NEAR(-12.5, feedback.position, 0);
    CHECK_EQUAL(1, feed("11ffffffffffffff", &feedback));
    CHECK_NEAR(12.5, feedback.position, 1e-9);
    CHECK_NEAR(30, feedback.velocity, 1e-9);
    CHECK_NEAR(10, feedback.torque, 1e-9);
    CHECK_EQUAL(0, feed("0000000000000000", &feedback));
    CHECK_EQUAL(0, feed("118a3c77786528", &feedback));
    feed("118a3c7778652823", &feedback);
    message.extended = 1;
    CHECK_EQUAL(0, dm_parse_feedback(&message, &DM4310, &feedback));
    message.extended = 0;
    message.fd = 1;
    CHECK_EQUAL(0, dm_parse_feedback(&message, &DM4310, &feedback));
}

static void should_read_registers(void)
{
    dm_register answer;
    dm_feedback feedback;
    feed("0100331500004841", &feedback);
    CHECK_EQUAL(1, dm_parse_register(&message, &answer));
    CHECK_EQUAL(1, answer.id);
    CHECK_EQUAL(0, answer.written);
    CHECK_EQUAL(21, answer.number);
    CHECK_NEAR(12.5, (double)answer.real, 0);
    feed("02015509d0070000", &feedback);
    CHECK_EQUAL(1, dm_parse_register(&message, &answer));
    CHECK_EQUAL(0x102, answer.id);
    CHECK_EQUAL(1, answer.written);
    CHECK_EQUAL(2000, answer.whole);
    feed("0100aa0100000000", &feedback);
    CHECK_EQUAL(0, dm_parse_register(&message, &answer));
    message.count = 4;
    CHECK_EQUAL(0, dm_parse_register(&message, &answer));
}

static void should_speak_to_the_adapter_of_the_maker(void)
{
    uint8_t bytes[64];
    link_place place;
    const can_message sent = {.id = 7, .count = 8, .data = {1, 2, 3, 4, 5, 6, 7, 8}};
    CHECK_EQUAL(30, DM_SERIAL.encode(&sent, bytes));
    CHECK_BYTES("55aa1e0301000000 0a000000 00 07000000 00 08 00 00 0102030405060708 00", bytes, 30);
    const can_message fd = {.id = 7, .fd = 1, .count = 8};
    CHECK_EQUAL(0, DM_SERIAL.encode(&fd, bytes));
    uint32_t count = from_hex("00 aa 11 08 17 00 00 00 09 08 07 06 05 04 03 02 55", bytes, sizeof bytes);
    for (uint32_t i = 1; i < count; i++)
    {
        CHECK_EQUAL(LINK_NEED_MORE, DM_SERIAL.find(bytes, i, 255, &place));
        CHECK_EQUAL(1, place.begin);
    }
    CHECK_EQUAL(LINK_FRAME, DM_SERIAL.find(bytes, count, 255, &place));
    CHECK_EQUAL(1, place.begin);
    CHECK_EQUAL(17, place.end);
    CHECK_EQUAL(CAN_FRAME, DM_SERIAL.decode(bytes + 1, 16, &message));
    CHECK_EQUAL(0x17, message.id);
    CHECK_BYTES("0908070605040302", message.data, message.count);
    bytes[3] = 0x88; /* a remote request */
    CHECK_EQUAL(CAN_NOTHING, DM_SERIAL.decode(bytes + 1, 16, &message));
    bytes[3] = 0x48;
    CHECK_EQUAL(CAN_FRAME, DM_SERIAL.decode(bytes + 1, 16, &message));
    CHECK_EQUAL(1, message.extended);
    bytes[3] = 9;
    CHECK_EQUAL(CAN_NOTHING, DM_SERIAL.decode(bytes + 1, 16, &message));
    bytes[2] = 0x12;
    CHECK_EQUAL(CAN_ACCEPTED, DM_SERIAL.decode(bytes + 1, 16, &message));
    bytes[2] = 0x02;
    CHECK_EQUAL(CAN_REFUSED, DM_SERIAL.decode(bytes + 1, 16, &message));
    bytes[16] = 0;
    CHECK_EQUAL(LINK_NEED_MORE, DM_SERIAL.find(bytes, count, 255, &place));
    CHECK_EQUAL(count, place.end);
}

static can_heard hear(const char *line)
{
    link_place place;
    const link_found found = SLCAN.find((const uint8_t *)line, (uint32_t)strlen(line), 64, &place);
    return found != LINK_FRAME ? (can_heard)(100 + found) :
        SLCAN.decode((const uint8_t *)line + place.begin, place.end - place.begin, &message);
}

static void should_speak_slcan(void)
{
    uint8_t text[CAN_ADAPTER_BYTES];
    static char junk[100];
    can_message sent = {.id = 0x7FF, .count = 8, .data = {1, 0, 0x55, 9, 0xD0, 7, 0, 0}};
    CHECK_EQUAL(22, SLCAN.encode(&sent, text));
    CHECK(memcmp(text, "t7FF801005509D0070000\r", 22) == 0);
    sent = (can_message){.id = 0x0300FF01, .extended = 1, .count = 1, .data = {0xAB}};
    CHECK_EQUAL(13, SLCAN.encode(&sent, text));
    CHECK(memcmp(text, "T0300FF011AB\r", 13) == 0);
    sent.fd = 1;
    CHECK_EQUAL(0, SLCAN.encode(&sent, text));
    CHECK_EQUAL(CAN_FRAME, hear("t0118118a3c7778652823\r"));
    CHECK_EQUAL(0x11, message.id);
    CHECK_BYTES("118a3c7778652823", message.data, message.count);
    CHECK_EQUAL(CAN_FRAME, hear("T0300ff0100\r"));
    CHECK(message.extended && message.id == 0x300FF01 && message.count == 0);
    CHECK_EQUAL(CAN_FRAME, hear("t0112AABB12ff\r")); /* with a time stamp */
    CHECK_EQUAL(CAN_ACCEPTED, hear("\r"));
    CHECK_EQUAL(CAN_ACCEPTED, hear("z\r"));
    CHECK_EQUAL(CAN_ACCEPTED, hear("Z\r"));
    CHECK_EQUAL(CAN_REFUSED, hear("\a"));
    static const char *const BAD[] = {"t\r", "x0118\r", "t0119001122334455667788\r", "t011200\r", "t01120g00\r",
        "tzzz0\r", "t8000\r", "TFFFFFFFF0\r", "t011x\r", "V1013\r"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
    {
        CHECK_EQUAL(CAN_NOTHING, hear(BAD[i]));
    }
    CHECK_EQUAL(100 + LINK_NEED_MORE, hear("t0118"));
    memset(junk, 'x', sizeof junk - 1);
    CHECK_EQUAL(100 + LINK_NEED_MORE, hear(junk));
    junk[sizeof junk - 2] = '\r';
    CHECK_EQUAL(100 + LINK_BAD_SUM, hear(junk));
}

int main(void)
{
    should_build_the_golden_commands();
    should_build_the_orders_and_the_register_requests();
    should_read_the_golden_feedback();
    should_read_registers();
    should_speak_to_the_adapter_of_the_maker();
    should_speak_slcan();
    return checked();
}
