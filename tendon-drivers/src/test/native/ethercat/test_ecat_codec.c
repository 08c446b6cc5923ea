/* Golden frames and messages, byte for byte both ways. */
#include "check.h"
#include "cia402_codec.h"
#include "coe_codec.h"
#include "ecat_codec.h"
#include "ecat_texts.h"

static const uint8_t SOURCE[6] = {2, 0, 0, 0, 0, 1};
static ecat_frame frame;
static ecat_datagram datagrams[ECAT_DATAGRAMS_MAX];
static uint32_t datagram_count;

/* The frame of the maker-neutral references: LRW, index 7, logical 0x10000, four bytes. */
#define GOLDEN_LRW "ffffffffffff 020000000001 88a4 1010 0c07 00000100 0400 0000 01020304 0000" \
    "00000000000000000000000000000000 00000000000000 00000000 00"

static void should_build_the_golden_frames(void)
{
    static const uint8_t data[4] = {1, 2, 3, 4};
    static const uint8_t station[2] = {0x01, 0x10};
    ecat_frame_begin(&frame, SOURCE);
    CHECK_EQUAL(26, ecat_frame_add(&frame, ECAT_LRW, 7, 0x10000, data, 4));
    const uint32_t count = ecat_frame_end(&frame);
    CHECK_EQUAL(60, count);
    CHECK_BYTES("ffffffffffff 020000000001 88a4 1010 0c07 00000100 0400 0000 01020304 0000", frame.bytes, 32);
    /* Two datagrams: the first says that more follow. Station 0x1001 for the slave at place -1, AL status of all. */
    ecat_frame_begin(&frame, SOURCE);
    CHECK_EQUAL(26, ecat_frame_add(&frame, ECAT_APWR, 9, ecat_address(0xFFFF, 0x10), station, 2));
    CHECK_EQUAL(40, ecat_frame_add(&frame, ECAT_BRD, 9, ecat_address(0, 0x130), NULL, 2));
    CHECK_EQUAL(60, ecat_frame_end(&frame));
    CHECK_BYTES("ffffffffffff 020000000001 88a4 1c10 0209 ffff1000 0280 0000 0110 0000"
        "0709 00003001 0200 0000 0000 0000", frame.bytes, 44);
}

static void should_take_the_golden_frame_apart(void)
{
    uint8_t bytes[64];
    const uint32_t count = from_hex(GOLDEN_LRW, bytes, sizeof bytes);
    CHECK_EQUAL(60, count);
    CHECK_EQUAL(ECAT_WHOLE, ecat_frame_parse(bytes, count, datagrams, &datagram_count));
    CHECK_EQUAL(1, datagram_count);
    CHECK_EQUAL(ECAT_LRW, datagrams[0].command);
    CHECK_EQUAL(7, datagrams[0].index);
    CHECK_EQUAL(0x10000, datagrams[0].address);
    CHECK_EQUAL(4, datagrams[0].count);
    CHECK_EQUAL(0, datagrams[0].counter);
    CHECK_BYTES("01020304", bytes + datagrams[0].data, 4);
    bytes[30] = 3;
    CHECK_EQUAL(ECAT_WHOLE, ecat_frame_parse(bytes, count, datagrams, &datagram_count));
    CHECK_EQUAL(3, datagrams[0].counter);
}

static void should_know_its_own_frame_again(void)
{
    ecat_frame_begin(&frame, SOURCE);
    ecat_frame_add(&frame, ECAT_BRD, 9, ecat_address(0, 0x130), NULL, 2);
    ecat_frame_add(&frame, ECAT_LRD, 9, 0x10000, NULL, 30);
    const uint32_t count = ecat_frame_end(&frame);
    static uint8_t back[ECAT_FRAME_MAX];
    memcpy(back, frame.bytes, count);
    back[18] = 44; /* each of 44 slaves has counted up the place */
    CHECK_EQUAL(ECAT_WHOLE, ecat_frame_parse(back, count, datagrams, &datagram_count));
    CHECK_EQUAL(1, ecat_frame_answers(&frame, datagrams, datagram_count));
    CHECK_EQUAL(0, ecat_frame_answers(&frame, datagrams, 1));
    static const int ELSEWHERE[] = {16, 17, 20, 30, 32, 33}; /* commands, index, register, logical address */
    for (uint32_t i = 0; i < sizeof ELSEWHERE / sizeof ELSEWHERE[0]; i++)
    {
        memcpy(back, frame.bytes, count);
        back[ELSEWHERE[i]] ^= 0x41;
        if (ecat_frame_parse(back, count, datagrams, &datagram_count) == ECAT_WHOLE)
        {
            CHECK_EQUAL(0, ecat_frame_answers(&frame, datagrams, datagram_count));
        }
    }
}

static ecat_parsed parsed(const char *hex, uint32_t cut)
{
    uint8_t bytes[128];
    const uint32_t count = from_hex(hex, bytes, sizeof bytes);
    return ecat_frame_parse(bytes, count - cut, datagrams, &datagram_count);
}

static void should_refuse_what_is_no_frame(void)
{
    CHECK_EQUAL(ECAT_OTHER, parsed("ffffffffffff 020000000001 0800 1010", 0));
    CHECK_EQUAL(ECAT_OTHER, parsed("ffffffffffff 020000000001 88a4", 1));
    CHECK_EQUAL(ECAT_BROKEN_OFF, parsed("ffffffffffff 020000000001 88a4 10", 0));
    CHECK_EQUAL(ECAT_OTHER, parsed("ffffffffffff 020000000001 88a4 1040 0c07 00000100 0400 0000 01020304 0000", 0));
    CHECK_EQUAL(ECAT_BROKEN_OFF, parsed("ffffffffffff 020000000001 88a4 1010 0c07 00000100 0400 0000 01020304 00", 0));
    CHECK_EQUAL(ECAT_MALFORMED, parsed("ffffffffffff 020000000001 88a4 1010 0c07 00000100 0500 0000 01020304 0000", 0));
    CHECK_EQUAL(ECAT_MALFORMED, parsed("ffffffffffff 020000000001 88a4 1010 0c07 00000100 0300 0000 01020304 0000", 0));
    CHECK_EQUAL(ECAT_MALFORMED, parsed("ffffffffffff 020000000001 88a4 1010 0c07 00000100 0480 0000 01020304 0000", 0));
    CHECK_EQUAL(ECAT_MALFORMED, parsed("ffffffffffff 020000000001 88a4 0010", 0));
}

static void should_refuse_what_does_not_fit(void)
{
    static uint8_t data[ECAT_FRAME_MAX];
    ecat_frame_begin(&frame, SOURCE);
    CHECK_EQUAL(0, ecat_frame_add(&frame, ECAT_LRW, 1, 0, data, ECAT_DATA_MAX + 1));
    CHECK_EQUAL(26, ecat_frame_add(&frame, ECAT_LRW, 1, 0, data, ECAT_DATA_MAX));
    CHECK_EQUAL(0, ecat_frame_add(&frame, ECAT_NOP, 1, 0, NULL, 0));
    CHECK_EQUAL(ECAT_FRAME_MAX, ecat_frame_end(&frame));
    CHECK_EQUAL(ECAT_WHOLE, ecat_frame_parse(frame.bytes, ECAT_FRAME_MAX, datagrams, &datagram_count));
    ecat_frame_begin(&frame, SOURCE);
    for (uint32_t i = 0; i < ECAT_DATAGRAMS_MAX; i++)
    {
        CHECK(ecat_frame_add(&frame, ECAT_NOP, 1, 0, NULL, 0) > 0);
    }
    CHECK_EQUAL(0, ecat_frame_add(&frame, ECAT_NOP, 1, 0, NULL, 0));
    /* Sixteen datagrams are one too many for a parser, too. */
    const uint32_t count = ecat_frame_end(&frame);
    frame.bytes[frame.last + 7] |= 0x80;
    memset(frame.bytes + count, 0, 12);
    frame.bytes[14] = (uint8_t)(frame.bytes[14] + 12);
    CHECK_EQUAL(ECAT_MALFORMED, ecat_frame_parse(frame.bytes, count + 12, datagrams, &datagram_count));
}

static void should_write_the_golden_sdo_requests(void)
{
    uint8_t bytes[COE_SDO_BYTES];
    /* Mode 10 into 6060: one byte, expedited; as the specification's example of an expedited download. */
    coe_download(bytes, 1, 0x6060, 0, 10, 1);
    CHECK_BYTES("0a00 0000 00 13 0020 2f 6060 00 0a000000", bytes, sizeof bytes);
    coe_download(bytes, 2, 0x1C12, 1, 0x1600, 2);
    CHECK_BYTES("0a00 0000 00 23 0020 2b 121c 01 00160000", bytes, sizeof bytes);
    coe_download(bytes, 7, 0x1600, 1, 0x60400010, 4);
    CHECK_BYTES("0a00 0000 00 73 0020 23 0016 01 10004060", bytes, sizeof bytes);
    coe_download(bytes, 7, 0x60C2, 2, 0xFFFFFFFD, 1);
    CHECK_BYTES("0a00 0000 00 73 0020 2f c260 02 fd000000", bytes, sizeof bytes);
    coe_upload(bytes, 3, 0x6076, 0);
    CHECK_BYTES("0a00 0000 00 33 0020 40 7660 00 00000000", bytes, sizeof bytes);
}

static coe_message message;

static coe_kind read_message(const char *hex)
{
    uint8_t bytes[64];
    const uint32_t count = from_hex(hex, bytes, sizeof bytes);
    coe_read(bytes, count, &message);
    return message.kind;
}

static void should_read_the_golden_sdo_answers(void)
{
    CHECK_EQUAL(COE_DOWNLOADED, read_message("0a00 0000 00 13 0030 60 6060 00 00000000 ffff"));
    CHECK_EQUAL(0x6060, message.index);
    CHECK_EQUAL(1, message.counter);
    CHECK_EQUAL(COE_UPLOADED, read_message("0a00 0000 00 33 0030 43 7660 00 a00f0000"));
    CHECK_EQUAL(4000, message.value);
    CHECK_EQUAL(4, message.count);
    CHECK_EQUAL(COE_UPLOADED, read_message("0a00 0000 00 33 0030 4b 4160 00 5002ffff"));
    CHECK_EQUAL(0x250, message.value);
    CHECK_EQUAL(2, message.count);
    CHECK_EQUAL(COE_UPLOADED, read_message("0a00 0000 00 33 0030 4f 6160 00 0a00ffff"));
    CHECK_EQUAL(10, message.value);
    CHECK_EQUAL(COE_UPLOADED, read_message("0a00 0000 00 33 0030 42 6160 00 0a000000"));
    CHECK_EQUAL(4, message.count);
    CHECK_EQUAL(COE_UPLOADED, read_message("0c00 0000 00 33 0030 41 4160 00 02000000 5002"));
    CHECK_EQUAL(0x250, message.value);
    CHECK_EQUAL(COE_ABORTED, read_message("0a00 0000 00 33 0030 80 c260 01 00000206"));
    CHECK_EQUAL(0x06020000, message.abort_code);
    CHECK_EQUAL(0x60C2, message.index);
    CHECK_EQUAL(1, message.subindex);
    CHECK_EQUAL(COE_ABORTED, read_message("0a00 0000 00 33 0020 80 c260 01 00000206"));
    CHECK_EQUAL(COE_EMERGENCY, read_message("0a00 0000 00 03 0010 1043 09 0000000000"));
    CHECK_EQUAL(0x4310, message.error_code);
    CHECK_EQUAL(9, message.error_register);
}

static void should_not_take_other_messages_for_answers(void)
{
    CHECK_EQUAL(COE_SEGMENTED, read_message("1200 0000 00 33 0030 41 0810 00 08000000 4142434445464748"));
    CHECK_EQUAL(COE_SEGMENTED, read_message("0a00 0000 00 33 0030 41 0810 00 04000000"));
    CHECK_EQUAL(COE_SEGMENTED, read_message("0a00 0000 00 33 0030 41 0810 00 00000000"));
    CHECK_EQUAL(COE_OTHER, read_message("0400 0000 00 30 0100 0200"));
    CHECK_EQUAL(COE_OTHER, read_message("0a00 0000 00 33 0080 80 0810 00 04000000"));
    CHECK_EQUAL(COE_OTHER, read_message("0a00 0000 00 33 0020 60 0810 00 04000000"));
    CHECK_EQUAL(COE_OTHER, read_message("0400 0000 00 33 0020 8000"));
    CHECK_EQUAL(COE_MALFORMED, read_message("0a00 0000 00"));
    CHECK_EQUAL(COE_MALFORMED, read_message("0b00 0000 00 33 0030 43 7660 00 a00f0000"));
    CHECK_EQUAL(COE_MALFORMED, read_message("0100 0000 00 33 00"));
    CHECK_EQUAL(COE_MALFORMED, read_message("0900 0000 00 33 0030 43 7660 00 a00f00"));
    CHECK_EQUAL(COE_MALFORMED, read_message("0a00 0000 00 33 0030 20 7660 00 a00f0000"));
    CHECK_EQUAL(COE_MALFORMED, read_message("0400 0000 00 03 0010 1043"));
}

static void should_lead_a_drive_to_operation(void)
{
    static const struct
    {
        uint16_t status;
        drive_state state;
        uint16_t control;
    } CASES[] = {{0x0000, DRIVE_NOT_READY, 0x0000}, {0x0020, DRIVE_NOT_READY, 0x0000},
        {0x0240, DRIVE_SWITCH_ON_DISABLED, 0x0006}, {0x0270, DRIVE_SWITCH_ON_DISABLED, 0x0006},
        {0x0231, DRIVE_READY, 0x0007}, {0x0233, DRIVE_SWITCHED_ON, 0x000F}, {0x1237, DRIVE_ENABLED, 0x000F},
        {0x0217, DRIVE_QUICK_STOP, 0x0000}, {0x021F, DRIVE_FAULT_REACTION, 0x0000},
        {0x023F, DRIVE_FAULT_REACTION, 0x0000}, {0x0218, DRIVE_FAULT, 0x0000}, {0x0238, DRIVE_FAULT, 0x0000},
        {0x0025, DRIVE_NOT_READY, 0x0000}};
    for (uint32_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        CHECK_EQUAL(CASES[i].state, drive_state_of(CASES[i].status));
        CHECK_EQUAL(CASES[i].control, drive_towards_enabled(CASES[i].state));
    }
    CHECK_TEXT("operation enabled", drive_state_text(DRIVE_ENABLED));
}

static void should_pack_the_process_data(void)
{
    uint8_t bytes[32];
    uint32_t entries[8];
    const drive_outputs outputs = {.control = 0x000F, .mode = 8, .target = -1, .torque = -250};
    drive_put_outputs(bytes, DRIVE_CSP, &outputs);
    CHECK_BYTES("0f00 08 ffffffff 06ff", bytes, drive_output_bytes(DRIVE_CSP));
    drive_put_outputs(bytes, DRIVE_CST, &outputs);
    CHECK_BYTES("0f00 08 06ff", bytes, drive_output_bytes(DRIVE_CST));
    CHECK_EQUAL(4, drive_output_mapping(DRIVE_CSP, entries));
    CHECK_EQUAL(0x607A0020, entries[2]);
    CHECK_EQUAL(4, drive_output_mapping(DRIVE_CSV, entries));
    CHECK_EQUAL(0x60FF0020, entries[2]);
    CHECK_EQUAL(3, drive_output_mapping(DRIVE_CST, entries));
    CHECK_EQUAL(0x60710010, entries[2]);
    CHECK_EQUAL(6, drive_input_mapping(0, entries));
    CHECK_EQUAL(7, drive_input_mapping(0x20300010, entries));
    CHECK_EQUAL(0x20300010, entries[6]);
    drive_inputs inputs;
    from_hex("3712 0a ffffffff 00000080 06ff 1043 f6ff ffff", bytes, sizeof bytes);
    drive_get_inputs(bytes, 16, &inputs);
    CHECK_EQUAL(0x1237, inputs.status);
    CHECK_EQUAL(10, inputs.mode);
    CHECK_EQUAL(-1, inputs.position);
    CHECK_EQUAL(INT32_MIN, inputs.velocity);
    CHECK_EQUAL(-250, inputs.torque);
    CHECK_EQUAL(0x4310, inputs.error);
    CHECK_EQUAL(-10, inputs.temperature);
    drive_get_inputs(bytes, 8, &inputs);
    CHECK_EQUAL(-10, inputs.temperature);
    drive_get_inputs(bytes, 32, &inputs);
    CHECK_EQUAL(-10, inputs.temperature);
    drive_get_inputs(bytes, 0, &inputs);
    CHECK_EQUAL(0, inputs.temperature);
    CHECK_EQUAL(17, drive_input_bytes(16));
}

static void should_name_the_numbers(void)
{
    CHECK_TEXT("sync manager watchdog", ecat_al_status_text(0x1B));
    CHECK_TEXT("no reason given", ecat_al_status_text(0));
    CHECK_TEXT("a code of its maker", ecat_al_status_text(0x8001));
    CHECK_TEXT("object does not exist", ecat_abort_text(0x06020000));
    CHECK_TEXT("drive too hot", ecat_drive_error_text(0x4310));
    CHECK_TEXT("temperature", ecat_drive_error_text(0x4FFF));
    CHECK_TEXT("a code of its maker", ecat_drive_error_text(0xB001));
    static const char *const STATES[] = {"no state", "INIT", "PRE-OP", "BOOT", "SAFE-OP"};
    for (uint32_t i = 0; i < 5; i++)
    {
        CHECK_TEXT(STATES[i], ecat_state_text(i | 16));
    }
    CHECK_TEXT("OP", ecat_state_text(8));
}

int main(void)
{
    should_build_the_golden_frames();
    should_take_the_golden_frame_apart();
    should_know_its_own_frame_again();
    should_refuse_what_is_no_frame();
    should_refuse_what_does_not_fit();
    should_write_the_golden_sdo_requests();
    should_read_the_golden_sdo_answers();
    should_not_take_other_messages_for_answers();
    should_lead_a_drive_to_operation();
    should_pack_the_process_data();
    should_name_the_numbers();
    return checked();
}
