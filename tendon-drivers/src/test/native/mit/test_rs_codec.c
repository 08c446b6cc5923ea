/* Golden frames of RobStride motors, byte for byte both ways, and the records of the maker's adapter. */
#include "check.h"
#include "rs_codec.h"

static can_message message;

static const mit_range *rs02(void)
{
    return &rs_model_of("rs-02")->range;
}

static void check_frame(uint32_t id, const char *hex)
{
    CHECK_EQUAL(id, message.id);
    CHECK(message.extended && !message.fd);
    CHECK_BYTES(hex, message.data, message.count);
}

/* As it goes over the maker's adapter, there and back. */
static void check_record(const char *hex)
{
    uint8_t bytes[CAN_ADAPTER_BYTES];
    link_place place;
    can_message back;
    const uint32_t count = RS_SERIAL.encode(&message, bytes);
    CHECK_BYTES(hex, bytes, count);
    CHECK_EQUAL(LINK_FRAME, RS_SERIAL.find(bytes, count, CAN_ADAPTER_BYTES, &place));
    CHECK(place.begin == 0 && place.end == count);
    CHECK_EQUAL(CAN_FRAME, RS_SERIAL.decode(bytes, count, &back));
    CHECK(memcmp(&message, &back, sizeof back) == 0);
}

static void should_build_the_golden_requests(void)
{
    rs_enable(&message, 1);
    check_frame(0x0300FF01, "0000000000000000");
    check_record("41541807f80c0800000000000000000d0a");
    rs_control(&message, 1, rs02(), 0, 0, 0, 0, 0);
    check_frame(0x017FFF01, "7fff7fff00000000");
    check_record("41540bfff80c087fff7fff000000000d0a");
    rs_control(&message, 1, rs02(), 1, 0, 30, 1, 0.5);
    check_frame(0x0183C201, "8a2e7fff0f5c3333");
    rs_control(&message, 0x7F, rs02(), 1e9, 1e9, 1e9, 1e9, 1e9);
    check_frame(0x01FFFE7F, "fffefffeffffffff");
    rs_control(&message, 0x7F, rs02(), -1e9, -1e9, -1, -1, -1e9);
    check_frame(0x0100007F, "0000000000000000");
    rs_stop(&message, 1, 0);
    check_frame(0x0400FF01, "0000000000000000");
    rs_stop(&message, 1, 1);
    check_frame(0x0400FF01, "0100000000000000");
    rs_read(&message, 0x7F, 0x701E);
    check_frame(0x1100FF7F, "1e70000000000000"); /* the manuals' example, from host FD there */
    rs_write(&message, 1, RS_CAN_TIMEOUT, 2000);
    check_frame(0x1200FF01, "28700000d0070000"); /* 100 ms */
    rs_write(&message, 1, RS_RUN_MODE, 1);
    message.id = 0x1200FD01;
    check_record("41549007e80c0805700000010000000d0a"); /* the manuals' example of the adapter */
}

static int feed(uint32_t id, const char *hex)
{
    rs_status status;
    memset(&message, 0, sizeof message);
    message.id = id;
    message.extended = 1;
    message.count = (uint8_t)from_hex(hex, message.data, sizeof message.data);
    return rs_parse_status(&message, rs02(), &status);
}

static void should_read_a_status(void)
{
    rs_status status;
    CHECK_EQUAL(1, feed(0x028001FF, "8a2e7fff83c2014e"));
    CHECK_EQUAL(1, rs_parse_status(&message, rs02(), &status));
    CHECK_EQUAL(1, status.id);
    CHECK_EQUAL(RS_MODE_MOTOR, status.mode);
    CHECK_EQUAL(0, status.fault);
    CHECK_NEAR(1, status.position, 4e-4);
    CHECK_NEAR(0, status.velocity, 0);
    CHECK_NEAR(0.5, status.torque, 6e-4);
    CHECK_NEAR(33.4, status.temperature_c, 1e-9);
    feed(0x023F7FFD, "0000ffff8000fff6");
    CHECK_EQUAL(1, rs_parse_status(&message, rs02(), &status));
    CHECK_EQUAL(0x7F, status.id);
    CHECK_EQUAL(RS_MODE_RESET, status.mode);
    CHECK_EQUAL(0x3F, status.fault);
    CHECK_NEAR(-12.566370614, status.position, 1e-9);
    CHECK_NEAR(44, status.velocity, 0);
    CHECK_NEAR(-1, status.temperature_c, 1e-9);
    CHECK_EQUAL(0, feed(0x028001FF, "0000000000000000"));
    CHECK_EQUAL(0, feed(0x02C001FF, "8a2e7fff83c2014e")); /* there is no mode 3 */
    CHECK_EQUAL(0, feed(0x030001FF, "8a2e7fff83c2014e"));
    CHECK_EQUAL(0, feed(0x028001FF, "8a2e7fff83c201"));
    feed(0x028001FF, "8a2e7fff83c2014e");
    message.extended = 0;
    CHECK_EQUAL(0, rs_parse_status(&message, rs02(), &status));
    message.extended = 1;
    message.fd = 1;
    CHECK_EQUAL(0, rs_parse_status(&message, rs02(), &status));
}

static void should_read_parameters_and_faults(void)
{
    mit_value value;
    uint32_t id = 0;
    uint32_t fault = 0;
    feed(0x11007FFD, "1e7000000000f041"); /* the manuals' example */
    CHECK_EQUAL(1, rs_parse_value(&message, &value));
    CHECK(value.id == 0x7F && value.number == 0x701E && !value.refused && !value.written);
    CHECK_NEAR(30, (double)value.real, 0);
    CHECK_EQUAL(0x41F00000, value.whole);
    feed(0x110101FF, "2870000000000000");
    CHECK_EQUAL(1, rs_parse_value(&message, &value));
    CHECK_EQUAL(1, value.refused);
    CHECK_EQUAL(0, rs_parse_fault(&message, &id, &fault));
    static const struct
    {
        const char *hex;
        uint32_t fault;
    } CASES[] = {{"0100000000000000", RS_FAULT_HOT}, {"0200000000000000", RS_FAULT_OTHER},
        {"0400000000000000", RS_FAULT_VOLTAGE_LOW}, {"0800000000000000", RS_FAULT_VOLTAGE_HIGH},
        {"1000000000000000", RS_FAULT_CURRENT}, {"0000010000000000", RS_FAULT_CURRENT},
        {"8000000000000000", RS_FAULT_UNCALIBRATED}, {"0040000000000000", RS_FAULT_OVERLOAD},
        {"0001000000000000", RS_FAULT_OTHER}, {"0000000001000000", 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        feed(0x150001FF, CASES[i].hex);
        CHECK_EQUAL(1, rs_parse_fault(&message, &id, &fault));
        CHECK_EQUAL(1, id);
        CHECK_EQUAL(CASES[i].fault, fault);
        CHECK_EQUAL(0, rs_parse_value(&message, &value));
    }
}

static void should_take_records_apart(void)
{
    uint8_t bytes[64];
    link_place place;
    uint32_t count = from_hex("00 41 00 41 54 10 00 0f f8 09 41 54 18 07 f8 0c 02 aa bb 0d 0a", bytes, sizeof bytes);
    /* The record in it, after what looks like one and has a length that none has. */
    for (uint32_t i = 11; i < count; i++)
    {
        CHECK_EQUAL(LINK_NEED_MORE, RS_SERIAL.find(bytes, i, 255, &place));
    }
    CHECK_EQUAL(LINK_FRAME, RS_SERIAL.find(bytes, count, 255, &place));
    CHECK(place.begin == 10 && place.end == count);
    CHECK_EQUAL(CAN_FRAME, RS_SERIAL.decode(bytes + 10, count - 10, &message));
    CHECK(message.extended && message.id == 0x0300FF01 && message.count == 2 && message.data[1] == 0xBB);
    bytes[count - 1] = 0;
    CHECK_EQUAL(LINK_NEED_MORE, RS_SERIAL.find(bytes, count, 255, &place));
    CHECK_EQUAL(count, place.begin);
    /* A standard identifier, and a remote request. */
    from_hex("41 54 02 20 00 00 00 0d 0a", bytes, sizeof bytes);
    CHECK_EQUAL(CAN_FRAME, RS_SERIAL.decode(bytes, 9, &message));
    CHECK(!message.extended && message.id == 0x11 && message.count == 0);
    bytes[5] = 2;
    CHECK_EQUAL(CAN_NOTHING, RS_SERIAL.decode(bytes, 9, &message));
    const can_message standard = {.id = 0x11, .count = 1, .data = {7}};
    count = RS_SERIAL.encode(&standard, bytes);
    CHECK_BYTES("41540220000001070d0a", bytes, count);
    const can_message fd = {.id = 0x11, .fd = 1, .count = 8};
    CHECK_EQUAL(0, RS_SERIAL.encode(&fd, bytes));
}

static void should_know_the_models(void)
{
    static const char *const NAMES[] = {"rs-00", "rs-01", "rs-02", "rs-03", "rs-04", "rs-05", "rs-06", "cybergear"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
    {
        CHECK(rs_model_of(NAMES[i]) != NULL && strstr(rs_model_names(), NAMES[i]) != NULL);
    }
    CHECK(rs_model_of("rs-07") == NULL);
    CHECK_NEAR(60, rs_model_of("rs-03")->range.torque, 0);
    CHECK_NEAR(20, rs_model_of("rs-03")->range.velocity, 0);
    CHECK_NEAR(100, rs_model_of("rs-04")->range.kd, 0);
    CHECK(rs_model_of("rs-06")->has_timeout && !rs_model_of("cybergear")->has_timeout);
}

int main(void)
{
    should_build_the_golden_requests();
    should_read_a_status();
    should_read_parameters_and_faults();
    should_take_records_apart();
    should_know_the_models();
    return checked();
}
