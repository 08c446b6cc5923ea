/* A sensor board for tests. See peer_sen.h. */
#include "peer_sen.h"

#include <string.h>

static void put(uint8_t **at, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
    {
        *(*at)++ = (uint8_t)(value >> (8 * i));
    }
}

/* CRC-16 with the polynomial 0x1021 from 0xFFFF, a byte a step. */
static unsigned check_of(const uint8_t *bytes, uint32_t count)
{
    unsigned crc = 0xFFFFu;
    while (count-- > 0)
    {
        unsigned x = (crc >> 8 ^ *bytes++) & 0xFFu;
        x ^= x >> 4;
        crc = (crc << 8 ^ x << 12 ^ x << 5 ^ x) & 0xFFFFu;
    }
    return crc;
}

/* The CRC-32 of Ethernet and zip, four bits a step. */
static uint32_t sum_of(const char *text)
{
    static const uint32_t NIBBLE[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278,
        0xbdbdf21c};
    uint32_t crc = 0xFFFFFFFFu;
    for (; *text != '\0'; text++)
    {
        crc = crc >> 4 ^ NIBBLE[(crc ^ (uint8_t)*text) & 15u];
        crc = crc >> 4 ^ NIBBLE[(crc ^ (uint8_t)*text >> 4) & 15u];
    }
    return ~crc;
}

void peer_sen_init(peer_sen *board, int64_t (*now_ns)(void))
{
    /* Columns: positions, velocities; length, velocity, tension; w x y z, gyro, specific force; force, torque. */
    static const float VALUES[] = {0.25f, -0.5f, 1.0f, 2.0f, 0.3f, -0.01f, 42.0f, 1.0f, 0.0f, 0.0f, 0.0f, 0.1f, 0.2f,
        0.3f, 0.0f, 0.0f, 9.81f, 10.0f, 20.0f, 30.0f, 1.0f, 2.0f, 3.0f};
    *board = (peer_sen){.values = sizeof VALUES / sizeof VALUES[0], .version = 1, .now_ns = now_ns,
        .begin_ns = now_ns(), .names = "joints a b\ntendons t\nimus body\nwrenches foot\n"};
    memcpy(board->value, VALUES, sizeof VALUES);
}

static int due(int *times)
{
    return *times > 0 && (*times)--;
}

static uint32_t answer_to(peer_sen *board, unsigned number, uint8_t *answer, int64_t *delay_ns)
{
    const uint32_t values = due(&board->shorter) ? board->values - 1 : board->values;
    uint8_t *at = answer;
    *delay_ns = due(&board->late) ? board->late_ns : *delay_ns;
    if (!due(&board->still))
    {
        board->told_us = (uint64_t)(board->now_ns() - board->begin_ns) / 1000;
    }
    put(&at, 'S', 1);
    put(&at, 'N', 1);
    put(&at, board->version, 1);
    put(&at, board->failed, 1);
    put(&at, number - (due(&board->repeated) ? 1 : 0), 2);
    put(&at, 4 * values, 2);
    put(&at, sum_of(board->names), 4);
    put(&at, board->told_us, 8);
    memcpy(at, board->value, 4 * values);
    at += 4 * values;
    put(&at, check_of(answer, (uint32_t)(at - answer)), 2);
    answer[20] ^= due(&board->spoilt) ? 1 : 0;
    return due(&board->silent) ? 0 : (uint32_t)(at - answer);
}

uint32_t peer_sen_answer(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    peer_sen *board = device;
    uint32_t length = 0; /* of the answers to all questions that have come meanwhile */
    *delay_ns = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        board->in[board->in_count++] = bytes[i];
        if (board->in_count == 6)
        {
            const int good = board->in[0] == 'S' && board->in[1] == '?' &&
                check_of(board->in, 4) == (unsigned)(board->in[4] | board->in[5] << 8);
            board->questions++;
            board->bad_questions += !good;
            const unsigned number = board->in[2] | (unsigned)board->in[3] << 8;
            length += good ? answer_to(board, number, answer + length, delay_ns) : 0;
            board->in_count = 0;
        }
    }
    return length;
}
