/* Golden frames, byte for byte both ways, computed by another program from the description in docs/drivers.md. */
#include "check.h"
#include "sen_codec.h"

#include <stdlib.h>

static const char *const ANSWER = "53 4e 01 01 34 12 10 00 e1 e0 1d 73 cb 04 fb 71 1f 01 00 00 "
    "00 00 80 3e 00 00 c0 bf 00 00 00 00 00 00 00 40 0e 0a";
static const uint32_t SUM = 0x731de0e1u;

static void should_check_as_the_catalogue_of_checks_says(void)
{
    CHECK_EQUAL(0x29B1, sen_check((const uint8_t *)"123456789", 9));
    CHECK_EQUAL(0xCBF43926, sen_name_sum(0, "123456789"));
    CHECK_EQUAL(0xCBF43926, sen_name_sum(sen_name_sum(0, "1234"), "56789"));
}

static void should_build_the_golden_question(void)
{
    uint8_t frame[SEN_REQUEST_BYTES];
    sen_request(frame, 0x1234);
    CHECK_BYTES("53 3f 34 12 91 78", frame, sizeof frame);
}

static void should_read_the_golden_answer(void)
{
    uint8_t bytes[64];
    uint32_t begin = 9;
    uint32_t end = 9;
    sen_answer answer;
    const uint32_t count = from_hex(ANSWER, bytes, sizeof bytes);
    CHECK_EQUAL(SEN_FRAME, sen_find(bytes, count, 0, &begin, &end));
    CHECK_EQUAL(0, begin);
    CHECK_EQUAL(count, end);
    sen_decode(bytes, &answer);
    CHECK_EQUAL(SEN_VERSION, answer.version);
    CHECK_EQUAL(1, answer.failed);
    CHECK_EQUAL(0x1234, answer.number);
    CHECK_EQUAL(SUM, answer.sensors);
    CHECK_EQUAL(1234567890123, answer.time_us);
    CHECK_EQUAL(4, answer.values);
    CHECK_NEAR(0.25, sen_value(&answer, 0), 0.0);
    CHECK_NEAR(-1.5, sen_value(&answer, 1), 0.0);
    CHECK_NEAR(2.0, sen_value(&answer, 3), 0.0);
    CHECK_EQUAL(SUM, sen_name_sum(0, "joints a b\ntendons\nimus\nwrenches\n"));
}

static void should_find_a_frame_behind_junk_and_wait_for_its_end(void)
{
    uint8_t bytes[128] = {'x', 'S', 'S'};
    uint32_t begin = 0;
    uint32_t end = 0;
    const uint32_t count = 3 + from_hex(ANSWER, bytes + 3, sizeof bytes - 3);
    CHECK_EQUAL(SEN_FRAME, sen_find(bytes, count, 0, &begin, &end));
    CHECK_EQUAL(3, begin);
    for (uint32_t cut = 4; cut < count; cut++)
    {
        CHECK_EQUAL(SEN_NEED_MORE, sen_find(bytes, cut, 0, &begin, &end));
        CHECK_EQUAL(3, begin);
    }
    for (uint32_t at = 5; at < count; at++)
    {
        bytes[at] ^= 0x10;
        const sen_found found = sen_find(bytes, count, 0, &begin, &end);
        CHECK(found != SEN_FRAME && begin <= end && end <= count);
        bytes[at] ^= 0x10;
    }
}

static void should_not_wait_for_the_rest_of_a_frame_of_another_length(void)
{
    uint8_t bytes[256];
    uint32_t begin = 0;
    uint32_t end = 0;
    const uint32_t head = from_hex(ANSWER, bytes, sizeof bytes);
    bytes[7] = 8; /* two thousand bytes to come, it says */
    const uint32_t count = head + from_hex(ANSWER, bytes + head, sizeof bytes - head);
    CHECK_EQUAL(SEN_NEED_MORE, sen_find(bytes, count, 0, &begin, &end));
    CHECK_EQUAL(0, begin);
    CHECK_EQUAL(SEN_FRAME, sen_find(bytes, count, 4, &begin, &end));
    CHECK_EQUAL(head, begin);
    CHECK_EQUAL(SEN_NEED_MORE, sen_find(bytes + head, count - head, 5, &begin, &end));
    CHECK_EQUAL(count - head, begin);
}

/* Whatever comes, a place is inside of what came, and the search gets on. */
static void should_survive_random_bytes(void)
{
    uint8_t bytes[300];
    uint32_t random = 1;
    for (int round = 0; round < 100000; round++)
    {
        const uint32_t count = (uint32_t)round % sizeof bytes;
        for (uint32_t i = 0; i < count; i++)
        {
            random = random * 1664525u + 1013904223u;
            static const uint8_t LIKELY[4] = {'S', 'N', 0, 1};
            bytes[i] = random >> 30 == 0 ? LIKELY[random >> 8 & 3u] : (uint8_t)(random >> 16);
        }
        uint8_t *exact = malloc(count == 0 ? 1 : count); /* so that a sanitizer sees every byte beyond it */
        memcpy(exact, bytes, count);
        uint32_t at = 0;
        for (uint32_t steps = 0; steps <= count; steps++)
        {
            uint32_t begin = 0;
            uint32_t end = 0;
            const sen_found found = sen_find(exact + at, count - at, 0, &begin, &end);
            CHECK(begin <= end && end <= count - at);
            if (found == SEN_NEED_MORE)
            {
                break;
            }
            CHECK(end > 0);
            at += end;
        }
        free(exact);
    }
}

int main(void)
{
    should_check_as_the_catalogue_of_checks_says();
    should_build_the_golden_question();
    should_read_the_golden_answer();
    should_find_a_frame_behind_junk_and_wait_for_its_end();
    should_not_wait_for_the_rest_of_a_frame_of_another_length();
    should_survive_random_bytes();
    return checked();
}
