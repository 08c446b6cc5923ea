/*
 * Golden frames, byte for byte both ways: the examples of the e-manual, and frames computed by other implementations.
 */
#include "check.h"
#include "dxl_codec.h"
#include "dxl_models.h"

static uint8_t frame[DXL_FRAME_MAX];

static void should_build_the_documented_requests(void)
{
    static const uint8_t ids[2] = {1, 2};
    uint8_t data[8];
    CHECK_BYTES("ff ff fd 00 01 03 00 01 19 4e", frame, dxl_ping(frame, 1));
    CHECK_BYTES("ff ff fd 00 01 07 00 02 84 00 04 00 1d 15", frame, dxl_read(frame, 1, 132, 4));
    dxl_put_u32(data, 512);
    CHECK_BYTES("ff ff fd 00 01 09 00 03 74 00 00 02 00 00 ca 89", frame, dxl_write(frame, 1, 116, data, 4));
    dxl_put_u32(data, (uint32_t)-1);
    CHECK_BYTES("ff ff fd 00 01 09 00 03 74 00 ff ff ff ff c8 89", frame, dxl_write(frame, 1, 116, data, 4));
    dxl_put_u32(data, 0x00FDFFFF);
    CHECK_BYTES("ff ff fd 00 01 0a 00 03 74 00 ff ff fd fd 00 21 e7", frame, dxl_write(frame, 1, 116, data, 4));
    data[0] = 1;
    CHECK_BYTES("ff ff fd 00 01 06 00 03 40 00 01 db 66", frame, dxl_write(frame, 1, 64, data, 1));
    CHECK_BYTES("ff ff fd 00 fe 09 00 82 84 00 04 00 01 02 ce fa", frame,
        dxl_sync_read(frame, DXL_SYNC_READ, 132, 4, ids, 2));
    CHECK_BYTES("ff ff fd 00 fe 09 00 8a 84 00 04 00 01 02 4d 72", frame,
        dxl_sync_read(frame, DXL_FAST_SYNC_READ, 132, 4, ids, 2));
    dxl_put_u32(data, 150);
    dxl_put_u32(data + 4, 170);
    CHECK_BYTES("ff ff fd 00 fe 11 00 83 74 00 04 00 01 96 00 00 00 02 aa 00 00 00 82 87", frame,
        dxl_sync_write(frame, 116, 4, ids, data, 2));
    CHECK_BYTES("ff ff fd 00 01 03 00 08 2f 4e", frame, dxl_reboot(frame, 1));
}

static void should_build_the_documented_bulk_requests(void)
{
    static const uint8_t volts[2] = {0xA0, 0x00};
    static const uint8_t celsius[1] = {0x50};
    const dxl_item reads[2] = {{1, 144, 2, NULL}, {2, 146, 1, NULL}};
    const dxl_item writes[2] = {{1, 32, 2, volts}, {2, 31, 1, celsius}};
    CHECK_BYTES("ff ff fd 00 fe 0d 00 92 01 90 00 02 00 02 92 00 01 00 1a 05", frame, dxl_bulk_read(frame, reads, 2));
    CHECK_BYTES("ff ff fd 00 fe 10 00 93 01 20 00 02 00 a0 00 02 1f 00 01 00 50 b7 68", frame,
        dxl_bulk_write(frame, writes, 2));
}

static void should_refuse_a_frame_that_does_not_fit(void)
{
    static uint8_t data[DXL_FRAME_MAX];
    CHECK_EQUAL(0, dxl_write(frame, 1, 116, data, DXL_FRAME_MAX));
}

static link_answer decoded(const char *hex, int expected)
{
    uint8_t bytes[64];
    link_place place;
    link_answer status = {0};
    const uint32_t count = from_hex(hex, bytes, sizeof bytes);
    CHECK_EQUAL(LINK_FRAME, dxl_find(bytes, count, 100, &place));
    CHECK_EQUAL(0, place.begin);
    CHECK_EQUAL(count, place.end);
    CHECK_EQUAL(expected, dxl_decode_status(bytes, count, &status));
    return status;
}

static void should_read_the_documented_answers(void)
{
    link_answer status = decoded("ff ff fd 00 01 07 00 55 00 06 04 26 65 5d", 1);
    CHECK_EQUAL(1, status.id);
    CHECK_EQUAL(0, status.error);
    CHECK_EQUAL(3, status.count);
    CHECK_EQUAL(1030, dxl_get_u16(status.data));
    CHECK_EQUAL(38, status.data[2]);
    status = decoded("ff ff fd 00 01 08 00 55 00 a6 00 00 00 8c c0", 1);
    CHECK_EQUAL(166, dxl_get_i32(status.data));
    status = decoded("ff ff fd 00 02 08 00 55 00 1f 08 00 00 ba be", 1);
    CHECK_EQUAL(2, status.id);
    CHECK_EQUAL(2079, dxl_get_i32(status.data));
    status = decoded("ff ff fd 00 01 04 00 55 00 a1 0c", 1);
    CHECK_EQUAL(0, status.count);
    status = decoded("ff ff fd 00 01 06 00 55 00 77 00 c3 69", 1);
    CHECK_EQUAL(119, dxl_get_u16(status.data));
    decoded("ff ff fd 00 01 03 00 01 19 4e", 0); /* a request is no answer */
}

static void should_give_the_documented_checksum(void)
{
    CHECK_EQUAL(0xFEE8, dxl_crc((const uint8_t *)"123456789", 9));
}

/* A status as a servo sends it: built here, stuffed by hand. */
static uint32_t seal(uint8_t *bytes, uint32_t count)
{
    dxl_put_u16(bytes + 5, count - 7 + 2);
    dxl_put_u16(bytes + count, dxl_crc(bytes, count));
    return count + 2;
}

static void should_remove_stuffing_from_an_answer(void)
{
    uint8_t bytes[64];
    link_answer status;
    uint32_t count = from_hex("ff ff fd 00 07 00 00 55 80 ff ff fd fd 00 ff ff fd fd", bytes, sizeof bytes);
    count = seal(bytes, count);
    CHECK_EQUAL(1, dxl_decode_status(bytes, count, &status));
    CHECK_EQUAL(7, status.id);
    CHECK_EQUAL(DXL_ALERT, status.error);
    CHECK_BYTES("ff ff fd 00 ff ff fd", status.data, status.count);
    /* The pattern may begin with the error byte. */
    count = from_hex("ff ff fd 00 07 00 00 55 ff ff fd fd 01", bytes, sizeof bytes);
    count = seal(bytes, count);
    CHECK_EQUAL(1, dxl_decode_status(bytes, count, &status));
    CHECK_BYTES("ff fd 01", status.data, status.count);
    /* A third FF does not break the pattern. */
    count = from_hex("ff ff fd 00 07 00 00 55 00 ff ff ff fd fd", bytes, sizeof bytes);
    count = seal(bytes, count);
    CHECK_EQUAL(1, dxl_decode_status(bytes, count, &status));
    CHECK_BYTES("ff ff ff fd", status.data, status.count);
}

static void should_refuse_an_answer_without_stuffing(void)
{
    uint8_t bytes[64];
    link_answer status;
    uint32_t count = from_hex("ff ff fd 00 07 00 00 55 00 ff ff fd 01", bytes, sizeof bytes);
    CHECK_EQUAL(0, dxl_decode_status(bytes, seal(bytes, count), &status));
    count = from_hex("ff ff fd 00 07 00 00 55 00 ff ff fd", bytes, sizeof bytes);
    CHECK_EQUAL(0, dxl_decode_status(bytes, seal(bytes, count), &status));
}

static void should_refuse_more_data_than_there_is_room_for(void)
{
    uint8_t bytes[128] = {0xFF, 0xFF, 0xFD, 0x00, 1, 0, 0, 0x55, 0};
    link_answer status;
    CHECK_EQUAL(1, dxl_decode_status(bytes, seal(bytes, 9 + LINK_DATA_MAX), &status));
    CHECK_EQUAL(LINK_DATA_MAX, status.count);
    memset(bytes + 9, 0, sizeof bytes - 9);
    CHECK_EQUAL(0, dxl_decode_status(bytes, seal(bytes, 10 + LINK_DATA_MAX), &status));
}

static void should_stuff_and_unstuff_to_the_same(void)
{
    /* All words of five bytes over an alphabet that matters. */
    static const uint8_t alphabet[4] = {0xFF, 0xFD, 0x00, 0x55};
    for (uint32_t word = 0; word < 1024; word++)
    {
        uint8_t data[5];
        for (uint32_t i = 0; i < 5; i++)
        {
            data[i] = alphabet[word >> 2 * i & 3];
        }
        const uint32_t count = dxl_write(frame, 1, 0x0055, data, 5);
        link_place place;
        link_answer status;
        CHECK_EQUAL(LINK_FRAME, dxl_find(frame, count, 100, &place));
        /* As a status: the instruction byte becomes 55, the address error and first byte. */
        frame[7] = DXL_STATUS;
        CHECK_EQUAL(1, dxl_decode_status(frame, count, &status));
        CHECK_EQUAL(6, status.count);
        CHECK(memcmp(status.data + 1, data, 5) == 0);
    }
}

static void should_find_a_frame_behind_junk_and_broken_ones(void)
{
    uint8_t bytes[256];
    link_place place;
    uint32_t count = from_hex("00 ff ff ff ff fd 00 01 03 00 01 19 4e 77", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_FRAME, dxl_find(bytes, count, 100, &place));
    CHECK_EQUAL(3, place.begin);
    CHECK_EQUAL(13, place.end);
    /* A flipped bit: go on behind the header, where the next frame stands. */
    count = from_hex("ff ff fd 00 01 03 00 01 19 4f ff ff fd 00 01 03 00 01 19 4e", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_BAD_SUM, dxl_find(bytes, count, 100, &place));
    CHECK_EQUAL(4, place.end);
    CHECK_EQUAL(LINK_FRAME, dxl_find(bytes + place.end, count - place.end, 100, &place));
    CHECK_EQUAL(6, place.begin);
    /* A length that no frame of this bus has, or an id that nobody has, is junk. */
    count = from_hex("ff ff fd 00 01 03 01 01 19 ff ff fd 00 01 03 00 01 19 4e", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_FRAME, dxl_find(bytes, count, 100, &place));
    CHECK_EQUAL(9, place.begin);
    count = from_hex("ff ff fd 00 ff 03 00 01 19 4e", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_NEED_MORE, dxl_find(bytes, count, 100, &place));
    CHECK_EQUAL(count, place.begin);
    count = from_hex("ff ff fd 00 01 02 00 01 19", bytes, sizeof bytes);
    CHECK_EQUAL(LINK_NEED_MORE, dxl_find(bytes, count, 100, &place));
    CHECK_EQUAL(count, place.begin);
}

static void should_wait_for_the_rest_of_a_frame(void)
{
    uint8_t bytes[64];
    link_place place;
    const uint32_t count = from_hex("ff ff fd 00 01 07 00 55 00 06 04 26 65 5d", bytes, sizeof bytes);
    for (uint32_t i = 0; i < count; i++)
    {
        CHECK_EQUAL(LINK_NEED_MORE, dxl_find(bytes, i, 100, &place));
        CHECK_EQUAL(0, place.begin);
    }
}

static void should_take_a_fast_answer_apart(void)
{
    static const uint8_t ids[3] = {3, 7, 4};
    uint8_t errors[3];
    const uint8_t *data[3];
    /* The e-manual's example: three devices, four bytes each, LEN 25; checksums in the middle are those so far. */
    uint32_t count = from_hex("ff ff fd 00 fe 19 00 55  00 03 a6 00 00 00", frame, sizeof frame);
    for (uint32_t i = 1; i <= 3; i++)
    {
        dxl_put_u16(frame + 5, 0x19);
        dxl_put_u16(frame + count, dxl_crc(frame, count));
        count += 2;
        if (i < 3)
        {
            const uint8_t block[6] = {i == 1 ? 0x80 : 0, ids[i], 0x1F, 0x08, 0x00, (uint8_t)i};
            memcpy(frame + count, block, sizeof block);
            count += sizeof block;
        }
    }
    link_place place;
    CHECK_EQUAL(32, count);
    CHECK_EQUAL(count, dxl_fast_bytes(4, 3));
    CHECK_EQUAL(LINK_FRAME, dxl_find(frame, count, 100, &place));
    CHECK_EQUAL(1, dxl_decode_fast(frame, count, ids, 3, 4, errors, data));
    CHECK_EQUAL(166, dxl_get_i32(data[0]));
    CHECK_EQUAL(0x0100081F, dxl_get_i32(data[1]));
    CHECK_EQUAL(0x80, errors[1]);
    CHECK_EQUAL(0, errors[2]);
    CHECK_EQUAL(0, dxl_decode_fast(frame, count, ids, 3, 3, errors, data));
    static const uint8_t others[3] = {3, 4, 7};
    CHECK_EQUAL(0, dxl_decode_fast(frame, count, others, 3, 4, errors, data));
    frame[4] = 1;
    CHECK_EQUAL(0, dxl_decode_fast(frame, count, ids, 3, 4, errors, data));
    frame[4] = 0xFE;
    frame[7] = 0x8A;
    CHECK_EQUAL(0, dxl_decode_fast(frame, count, ids, 3, 4, errors, data));
}

static void should_know_signs_and_models(void)
{
    uint8_t bytes[4];
    dxl_put_u16(bytes, (uint32_t)-1);
    CHECK_BYTES("ff ff", bytes, 2);
    CHECK_EQUAL(-1, dxl_get_i16(bytes));
    dxl_put_u32(bytes, (uint32_t)-2);
    CHECK_EQUAL(-2, dxl_get_i32(bytes));
    CHECK(dxl_model_of(1020) != NULL && dxl_model_of(1020)->current_ma == 2.69);
    CHECK(dxl_model_of(1200) != NULL && dxl_model_of(1200)->current_ma == 1.0);
    CHECK(dxl_model_of(1060) != NULL && dxl_model_of(1060)->current_ma == 0.0);
    CHECK(dxl_model_of(350) == NULL);
    CHECK_TEXT("overload", dxl_hardware_text(0x21));
    CHECK_TEXT("input voltage", dxl_hardware_text(1));
}

int main(void)
{
    should_build_the_documented_requests();
    should_build_the_documented_bulk_requests();
    should_refuse_a_frame_that_does_not_fit();
    should_read_the_documented_answers();
    should_give_the_documented_checksum();
    should_remove_stuffing_from_an_answer();
    should_refuse_an_answer_without_stuffing();
    should_refuse_more_data_than_there_is_room_for();
    should_stuff_and_unstuff_to_the_same();
    should_find_a_frame_behind_junk_and_broken_ones();
    should_wait_for_the_rest_of_a_frame();
    should_take_a_fast_answer_apart();
    should_know_signs_and_models();
    return checked();
}
