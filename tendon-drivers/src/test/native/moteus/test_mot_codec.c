/* Golden frames of the documents, byte for byte both ways, and what no controller says. */
#include "check.h"
#include "fdcanusb_codec.h"
#include "mot_codec.h"

#include <math.h>

static uint8_t data[128];

static uint32_t subframes(const char *hex)
{
    return from_hex(hex, data, sizeof data);
}

static void should_build_the_command_of_the_documents(void)
{
    const double mode = 10;
    const double command[3] = {96e-4, 288 * 2.5e-4, -1.76};
    uint32_t used = mot_write(data, MOT_INT8, MOT_REG_MODE, &mode, 1);
    used += mot_write(data + used, MOT_INT16, MOT_REG_COMMAND_POSITION, command, 3);
    used += mot_read(data + used, MOT_INT16, MOT_REG_MODE, 4);
    used += mot_read(data + used, MOT_INT8, MOT_REG_VOLTAGE, 3);
    CHECK_BYTES("01000a07206000200150ff140400130d", data, used);
}

static void should_build_what_the_library_of_the_maker_builds(void)
{
    const double mode = 10;
    const double position[2] = {1.0, 2.0};
    const double whole[6] = {0.25, 0.5, 0.1, 1, 1, 2};
    const double watchdog = 0.02;
    uint32_t used = mot_mode(data, MOT_MODE_POSITION);
    used += mot_write(data + used, MOT_FLOAT, MOT_REG_COMMAND_POSITION, position, 2);
    used += mot_read(data + used, MOT_INT8, MOT_REG_MODE, 1);
    used += mot_read(data + used, MOT_FLOAT, MOT_REG_POSITION, 3);
    used += mot_read(data + used, MOT_INT8, MOT_REG_VOLTAGE, 3);
    CHECK_BYTES("01000a0e200000803f0000004011001f01130d", data, used);
    used = mot_read(data, MOT_INT8, MOT_REG_MODE, 1);
    used += mot_read(data + used, MOT_INT8, MOT_REG_FAULT, 1);
    CHECK_BYTES("1100110f", data, used);
    used = mot_write(data, MOT_INT8, MOT_REG_MODE, &mode, 1);
    used += mot_write(data + used, MOT_FLOAT, MOT_REG_COMMAND_POSITION, whole, 6);
    used += mot_write(data + used, MOT_FLOAT, MOT_REG_WATCHDOG, &watchdog, 1);
    CHECK_BYTES("01000a0c06200000803e0000003fcdcccc3d0000803f0000803f000000400d270ad7a33c", data, used);
    used = mot_read(data, MOT_INT32, MOT_REG_MODEL, 3);
    CHECK_BYTES("1b8002", data, used);
}

static void should_ask_for_a_torque_and_nothing_else(void)
{
    uint32_t used = mot_torque(data, -0.25, 20);
    CHECK_BYTES("01000a 012080 0d22000080be 02230000 05271400 012b00", data, used);
    used += mot_ask_state(data + used);
    CHECK_BYTES("01000a 012080 0d22000080be 02230000 05271400 012b00 1100 1f01 130d 1970", data, used);
    CHECK_EQUAL(MOT_COMMAND_BYTES, can_length(used));
}

static void should_read_the_answer_of_the_documents(void)
{
    mot_answer answer;
    CHECK_EQUAL(1, mot_parse(data, subframes("2404000a005000000170ff230d181400"), &answer));
    CHECK_EQUAL(10, answer.value[MOT_MODE]);
    CHECK_NEAR(0.008, answer.value[MOT_POSITION], 1e-12);
    CHECK_NEAR(0.064, answer.value[MOT_VELOCITY], 1e-12);
    CHECK_NEAR(-1.44, answer.value[MOT_TORQUE], 1e-12);
    CHECK_NEAR(12, answer.value[MOT_VOLTAGE], 0);
    CHECK_NEAR(20, answer.value[MOT_TEMPERATURE], 0);
    CHECK_EQUAL(0, answer.value[MOT_FAULT]);
    CHECK_EQUAL(0x7F, answer.given);
    CHECK_EQUAL(1, mot_parse(data, subframes("210000210f00"), &answer));
    CHECK_EQUAL(1u << MOT_MODE | 1u << MOT_FAULT, answer.given);
    CHECK_EQUAL(1, mot_parse(data, subframes("2b8002 04000000 02030100 05000000 50"), &answer));
    CHECK_EQUAL(4, answer.value[MOT_MODEL]);
    CHECK_EQUAL(0x10302, answer.value[MOT_FIRMWARE]);
    CHECK_EQUAL(5, answer.value[MOT_MAP_VERSION]);
}

static void should_take_the_most_negative_number_and_nan_for_none(void)
{
    mot_answer answer;
    CHECK_EQUAL(1, mot_parse(data, subframes("2101 80 250100 00 290200000080 2d030000c07f 21000a"), &answer) &&
        answer.given == (1u << MOT_MODE | 1u << MOT_POSITION));
    const double none = (double)NAN;
    const double far = 1e12;
    const double near = -1e12;
    CHECK_BYTES("012080", data, mot_write(data, MOT_INT8, 0x20, &none, 1));
    CHECK_BYTES("05200080", data, mot_write(data, MOT_INT16, 0x20, &none, 1));
    CHECK_BYTES("092000000080", data, mot_write(data, MOT_INT32, 0x20, &none, 1));
    CHECK_BYTES("0920ffffff7f", data, mot_write(data, MOT_INT32, 0x20, &far, 1));
    CHECK_BYTES("092001000080", data, mot_write(data, MOT_INT32, 0x20, &near, 1));
}

static void should_have_every_scale_of_the_documents_both_ways(void)
{
    static const struct
    {
        uint32_t reg;
        mot_type type;
        double value;
        const char *hex;
    } CASES[] = {{0x27, MOT_INT8, 0.05, "05"}, {0x27, MOT_INT32, 0.02, "204e0000"}, {0x23, MOT_INT8, 1, "7f"},
        {0x24, MOT_INT16, -1, "0180"}, {0x2b, MOT_INT32, 1, "ffffff7f"}, {0x22, MOT_INT8, -1.5, "fd"},
        {0x25, MOT_INT32, 2, "d0070000"}, {0x21, MOT_INT8, -0.5, "fb"}, {0x20, MOT_INT8, 0.1, "0a"},
        {0x0d, MOT_INT16, 24, "f000"}, {0x0e, MOT_INT32, 31.5, "0c7b0000"}, {0x00, MOT_INT16, 10, "0a00"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        const uint32_t used = mot_write(data, CASES[i].type, CASES[i].reg, &CASES[i].value, 1);
        CHECK_BYTES(CASES[i].hex, data + 2, used - 2);
    }
}

static void should_refuse_what_is_no_answer(void)
{
    static const char *const BAD[] = {"", "50", "11", "2101", "2401", "2404000a00", "24", "2480", "24ffffffffff01",
        "2440000a", "24000000", "60", "0100", "30", "3001", "2f01000000"};
    mot_answer answer;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
    {
        CHECK_EQUAL(0, mot_parse(data, subframes(BAD[i]), &answer));
    }
    CHECK_EQUAL(1, mot_parse(data, subframes("31 8002 04"), &answer));
    CHECK_EQUAL(1, answer.refused);
    CHECK_EQUAL(0, answer.given);
    CHECK_EQUAL(0, mot_parse(data, subframes("24 ffffffff7f 00"), &answer));
}

static void should_pad_and_address_a_frame(void)
{
    can_message message;
    uint8_t line[CAN_ADAPTER_BYTES];
    memcpy(message.data, data, subframes("1100110f"));
    memset(message.data, 0x11, 9);
    mot_seal(&message, 9, 0, 1, 1);
    CHECK_BYTES("111111111111111111505050", message.data, message.count);
    CHECK_EQUAL(0x8001, message.id);
    CHECK_EQUAL(1, message.extended);
    mot_seal(&message, 8, 1, 2, 0);
    CHECK_EQUAL(0x102, message.id);
    CHECK_EQUAL(0, message.extended);
    CHECK_EQUAL(1, mot_source(0x8102));
    CHECK_EQUAL(2, mot_destination(0x8102));
    memcpy(message.data, data, subframes("01000a07206000200150ff140400130d"));
    mot_seal(&message, 16, 0, 1, 1);
    line[FDCANUSB.encode(&message, line) - 1] = '\0';
    CHECK_TEXT("can send 8001 01000a07206000200150ff140400130d", (const char *)line);
    line[FDCANUSB_CHECKED.encode(&message, line) - 1] = '\0';
    CHECK_TEXT("can send 8001 01000a07206000200150ff140400130d *12", (const char *)line);
}

int main(void)
{
    should_build_the_command_of_the_documents();
    should_build_what_the_library_of_the_maker_builds();
    should_ask_for_a_torque_and_nothing_else();
    should_read_the_answer_of_the_documents();
    should_take_the_most_negative_number_and_nan_for_none();
    should_have_every_scale_of_the_documents_both_ways();
    should_refuse_what_is_no_answer();
    should_pad_and_address_a_frame();
    return checked();
}
