/* Golden frames, byte for byte both ways, as Feetech's own SDK makes them. */
#include "check.h"
#include "fee_codec.h"

static uint8_t frame[FEE_FRAME_MAX];

static void should_build_the_golden_requests(void)
{
    static const uint8_t ids[2] = {1, 2};
    uint8_t data[8];
    CHECK_BYTES("ff ff 01 02 01 fb", frame, fee_ping(frame, 1));
    CHECK_BYTES("ff ff 01 04 02 38 02 be", frame, fee_read(frame, 1, 56, 2));
    data[0] = 50;
    fee_put_signed(data + 1, 2048, 15);
    fee_put_signed(data + 3, 0, 15);
    fee_put_signed(data + 5, 1000, 15);
    CHECK_BYTES("ff ff 01 0a 03 29 32 00 08 00 00 e8 03 a3", frame, fee_write(frame, 1, 41, data, 7));
    CHECK_BYTES("ff ff fe 06 82 38 08 01 02 36", frame, fee_sync_read(frame, 56, 8, ids, 2));
    fee_put_signed(data, 2048, 15);
    fee_put_signed(data + 2, 2048, 15);
    CHECK_BYTES("ff ff fe 0a 83 2a 02 01 00 08 02 00 08 35", frame, fee_sync_write(frame, 42, 2, ids, data, 2));
}

static void should_read_the_golden_answer(void)
{
    uint8_t bytes[16];
    link_place place;
    link_answer answer;
    const uint32_t count = from_hex("ff ff 01 04 00 18 05 dd", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_FRAME, fee_find(bytes, count, 100, &place));
    CHECK_EQUAL(0, place.begin);
    CHECK_EQUAL(count, place.end);
    CHECK_EQUAL(1, fee_decode(bytes, count, &answer));
    CHECK_EQUAL(1, answer.id);
    CHECK_EQUAL(0, answer.error);
    CHECK_EQUAL(2, answer.count);
    CHECK_EQUAL(1304, fee_get_signed(answer.data, 15));
}

static void should_keep_the_sign_in_a_bit_of_its_own(void)
{
    uint8_t bytes[2];
    fee_put_signed(bytes, -5, 15);
    CHECK_BYTES("05 80", bytes, 2);
    CHECK_EQUAL(-5, fee_get_signed(bytes, 15));
    fee_put_signed(bytes, -1000, 10);
    CHECK_BYTES("e8 07", bytes, 2);
    CHECK_EQUAL(-1000, fee_get_signed(bytes, 10));
    CHECK_EQUAL(2024, fee_get_signed(bytes, 15));
    fee_put_signed(bytes, 40000, 15);
    CHECK_EQUAL(32767, fee_get_signed(bytes, 15));
    fee_put_signed(bytes, INT32_MIN, 10);
    CHECK_EQUAL(-1023, fee_get_signed(bytes, 10));
    bytes[0] = 0;
    bytes[1] = 0x80; /* minus nothing */
    CHECK_EQUAL(0, fee_get_signed(bytes, 15));
    for (int32_t value = -1023; value <= 1023; value++)
    {
        fee_put_signed(bytes, value, 10);
        CHECK_EQUAL(value, fee_get_signed(bytes, 10));
    }
}

static void should_refuse_a_frame_that_does_not_fit(void)
{
    static uint8_t data[64 * 8];
    static uint8_t ids[255];
    CHECK_EQUAL(0, fee_write(frame, 1, 0, data, 253));
    CHECK(fee_write(frame, 1, 0, data, 252) > 0);
    CHECK_EQUAL(0, fee_sync_write(frame, 0, 4, ids, data, 64));
    CHECK_EQUAL(0, fee_sync_read(frame, 0, 4, ids, 252));
    CHECK(fee_sync_read(frame, 0, 4, ids, 251) > 0);
}

static void should_find_a_frame_behind_junk_and_broken_ones(void)
{
    uint8_t bytes[64];
    link_place place;
    uint32_t count = from_hex("00 ff 12 ff ff ff 01 02 01 fb 77", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_FRAME, fee_find(bytes, count, 100, &place));
    CHECK_EQUAL(4, place.begin);
    CHECK_EQUAL(10, place.end);
    count = from_hex("ff ff 01 02 01 fa ff ff 01 02 01 fb", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_BAD_SUM, fee_find(bytes, count, 100, &place));
    CHECK_EQUAL(2, place.end);
    CHECK_EQUAL(LINK_FRAME, fee_find(bytes + 2, count - 2, 100, &place));
    CHECK_EQUAL(4, place.begin);
    count = from_hex("ff ff 01 70 01 ff ff 01 01 ff ff 01 02 01 fb", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_FRAME, fee_find(bytes, count, 100, &place));
    CHECK_EQUAL(9, place.begin);
    count = from_hex("12 34 ff", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_NEED_MORE, fee_find(bytes, count, 100, &place));
    CHECK_EQUAL(2, place.begin);
    count = from_hex("12 34", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_NEED_MORE, fee_find(bytes, count, 100, &place));
    CHECK_EQUAL(2, place.begin);
}

static void should_wait_for_the_rest_of_a_frame(void)
{
    uint8_t bytes[16];
    link_place place;
    const uint32_t count = from_hex("ff ff 01 04 00 18 05 dd", bytes, sizeof bytes);
    for (uint32_t i = 0; i < count; i++)
    {
        CHECK_EQUAL(LINK_NEED_MORE, fee_find(bytes, i, 100, &place));
        CHECK_EQUAL(0, place.begin);
    }
}

static void should_refuse_what_no_servo_says(void)
{
    uint8_t bytes[128] = {0xFF, 0xFF, 1, LINK_DATA_MAX + 2};
    link_answer answer;
    CHECK_EQUAL(1, fee_decode(bytes, FEE_OVERHEAD + LINK_DATA_MAX, &answer));
    CHECK_EQUAL(0, fee_decode(bytes, FEE_OVERHEAD + LINK_DATA_MAX + 1, &answer));
    CHECK_EQUAL(0, fee_decode(bytes, FEE_OVERHEAD - 1, &answer));
    bytes[2] = FEE_BROADCAST;
    CHECK_EQUAL(0, fee_decode(bytes, FEE_OVERHEAD, &answer));
}

int main(void)
{
    should_build_the_golden_requests();
    should_read_the_golden_answer();
    should_keep_the_sign_in_a_bit_of_its_own();
    should_refuse_a_frame_that_does_not_fit();
    should_find_a_frame_behind_junk_and_broken_ones();
    should_wait_for_the_rest_of_a_frame();
    should_refuse_what_no_servo_says();
    return checked();
}
