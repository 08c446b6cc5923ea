#include "peer_dxl.h"

#include <string.h>

/* --------------------------------------------------------------------------------------------------------- frames */

/* The table-free form of the vendor's checksum: polynomial 8005, most significant bit first. */
static uint16_t sum_of(const uint8_t *bytes, uint32_t count)
{
    uint16_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        for (int bit = 7; bit >= 0; bit--)
        {
            const int top = (sum >> 15 & 1) ^ (bytes[i] >> bit & 1);
            sum = (uint16_t)(sum << 1 ^ (top ? 0x8005 : 0));
        }
    }
    return sum;
}

static void seal(uint8_t *frame, uint32_t count)
{
    const uint16_t sum = sum_of(frame, count);
    frame[count] = (uint8_t)sum;
    frame[count + 1] = (uint8_t)(sum >> 8);
}

void peer_dxl_resum(uint8_t *bytes, uint32_t count)
{
    for (uint32_t at = 0; at + 10 <= count; at++)
    {
        if (bytes[at] == 0xFF && bytes[at + 1] == 0xFF && bytes[at + 2] == 0xFD && bytes[at + 3] == 0x00)
        {
            const uint32_t length = 7 + bytes[at + 5] + 256u * bytes[at + 6];
            if (length >= 10 && at + length <= count)
            {
                seal(bytes + at, length - 2);
                at += length - 1;
            }
        }
    }
}

/* -------------------------------------------------------------------------------------------------------- answers */

static uint32_t add_stuffed(uint8_t *to, const uint8_t *data, uint32_t count)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        to[used++] = data[i];
        if (i >= 2 && data[i] == 0xFD && data[i - 1] == 0xFF && data[i - 2] == 0xFF)
        {
            to[used++] = 0xFD;
        }
    }
    return used;
}

static uint8_t error_of(const peer_servo *servo)
{
    return peer_dxl_get(servo, 70, 1) != 0 ? 0x80 : 0;
}

/* A status frame; the faults of the peer are worked in here. */
static uint32_t status(peer_dxl *peer, const peer_servo *servo, const uint8_t *data, uint32_t count, uint8_t *answer)
{
    if (peer_take(&peer->faults.drop))
    {
        return 0;
    }
    uint8_t plain[PEER_REGISTERS] = {0};
    memcpy(plain, data, count);
    if (count >= 10 && peer_take(&peer->faults.zeros))
    {
        memset(plain, 0, count);
    }
    if (count >= 10 && peer_take(&peer->faults.flip_data))
    {
        plain[count - 1] = 0x7F;
    }
    const uint8_t id = (uint8_t)(servo->id + (peer_take(&peer->faults.wrong_id) ? 40 : 0));
    const uint8_t head[9] = {0xFF, 0xFF, 0xFD, 0x00, id, 0, 0, 0x55, error_of(servo)};
    memcpy(answer, head, sizeof head);
    const uint32_t length = 9 + add_stuffed(answer + 9, plain, count);
    answer[5] = (uint8_t)(length - 7 + 2);
    seal(answer, length);
    if (peer_take(&peer->faults.bad_sum))
    {
        answer[length] ^= 0x10;
    }
    return peer_take(&peer->faults.truncate) ? length - 3 : length + 2;
}

static peer_servo *find(peer_dxl *peer, uint32_t id)
{
    for (uint32_t i = 0; i < peer->servos; i++)
    {
        if (peer->servo[i].id == id)
        {
            return &peer->servo[i];
        }
    }
    return NULL;
}

static uint32_t answer_fast(peer_dxl *peer, uint32_t address, uint32_t count, const uint8_t *ids, uint32_t devices,
    uint8_t *answer)
{
    const uint32_t total = 1 + devices * (count + 4);
    const uint8_t head[8] = {0xFF, 0xFF, 0xFD, 0x00, 0xFE, (uint8_t)total, (uint8_t)(total >> 8), 0x55};
    memcpy(answer, head, sizeof head);
    uint32_t used = sizeof head;
    const int zeros = count >= 10 && peer_take(&peer->faults.zeros);
    const int wrong = peer_take(&peer->faults.wrong_id);
    const int flip = count >= 10 && peer_take(&peer->faults.flip_data);
    for (uint32_t i = 0; i < devices; i++)
    {
        const peer_servo *servo = find(peer, ids[i]);
        if (servo == NULL)
        {
            return i == 0 ? 0 : used; /* the chain breaks here */
        }
        answer[used++] = error_of(servo);
        answer[used++] = (uint8_t)(ids[i] + (wrong ? 40 : 0));
        for (uint32_t k = 0; k < count; k++)
        {
            answer[used++] = zeros ? 0 : servo->reg[(address + k) % PEER_REGISTERS];
        }
        answer[used - 1] = flip ? 0x7F : answer[used - 1];
        seal(answer, used);
        used += 2;
    }
    if (peer_take(&peer->faults.drop))
    {
        return 0;
    }
    if (peer_take(&peer->faults.bad_sum))
    {
        answer[used - 1] ^= 0x10;
    }
    return peer_take(&peer->faults.truncate) ? used - 3 : used;
}

static uint32_t answer_many(peer_dxl *peer, uint32_t instruction, const uint8_t *p, uint32_t count, uint8_t *answer)
{
    uint32_t used = 0;
    if (instruction == 0x92)
    {
        for (uint32_t i = 0; i + 5 <= count; i += 5)
        {
            const peer_servo *servo = find(peer, p[i]);
            const uint32_t address = p[i + 1];
            used += servo == NULL ? 0 : status(peer, servo, servo->reg + address, p[i + 3], answer + used);
        }
        return used;
    }
    const uint32_t address = p[0];
    const uint32_t length = p[2];
    if (count < 4 || address + length > PEER_REGISTERS)
    {
        return 0;
    }
    if (instruction == 0x8A)
    {
        return answer_fast(peer, address, length, p + 4, count - 4, answer);
    }
    for (uint32_t i = 4; i < count; i++)
    {
        const peer_servo *servo = find(peer, p[i]);
        used += servo == NULL ? 0 : status(peer, servo, servo->reg + address, length, answer + used);
    }
    return used;
}

static uint32_t answer_one(peer_dxl *peer, peer_servo *servo, uint32_t instruction, const uint8_t *p, uint32_t count,
    uint8_t *answer)
{
    const uint32_t level = peer_dxl_get(servo, 68, 1);
    if (instruction == 0x01)
    {
        const uint8_t data[3] = {servo->reg[0], servo->reg[1], servo->reg[6]};
        const uint32_t used = status(peer, servo, data, 3, answer);
        const int again = peer->faults.double_answer || peer_take(&peer->faults.repeats);
        return used + (again ? status(peer, servo, data, 3, answer + used) : 0);
    }
    if (instruction == 0x02 && count == 4 && level >= 1 && p[0] + p[2] <= PEER_REGISTERS)
    {
        return status(peer, servo, servo->reg + p[0], p[2], answer);
    }
    if (instruction == 0x03 && count >= 3)
    {
        peer_dxl_store(peer, servo, p[0], p + 2, count - 2);
    }
    if (instruction == 0x08)
    {
        servo->reg[70] = 0;
        peer_dxl_power_up(servo);
    }
    return level == 2 ? status(peer, servo, NULL, 0, answer) : 0;
}

static uint32_t obey(peer_dxl *peer, const uint8_t *frame, uint32_t length, uint8_t *answer)
{
    /* Parameters without their stuffing. */
    static _Thread_local uint8_t p[PEER_ANSWER_MAX];
    uint32_t count = 0;
    for (uint32_t i = 8; i < length - 2; i++)
    {
        p[count++] = frame[i];
        if (count >= 3 && p[count - 1] == 0xFD && p[count - 2] == 0xFF && p[count - 3] == 0xFF)
        {
            i++;
        }
    }
    const uint32_t instruction = frame[7];
    peer->requests++;
    peer_dxl_live(peer);
    peer->heard_ns = peer->now_ns();
    if (instruction == 0x83 && count > 4)
    {
        for (uint32_t at = 4; at + 1 + p[2] <= count; at += 1 + p[2])
        {
            peer_servo *servo = find(peer, p[at]);
            if (servo != NULL)
            {
                peer_dxl_store(peer, servo, p[0], p + at + 1, p[2]);
            }
        }
        return 0;
    }
    if (frame[4] == 0xFE)
    {
        return answer_many(peer, instruction, p, count, answer);
    }
    peer_servo *servo = find(peer, frame[4]);
    return servo == NULL ? 0 : answer_one(peer, servo, instruction, p, count, answer);
}

static uint32_t on_request(void *device, const uint8_t *frame, uint32_t count, uint8_t *answer, uint32_t *used)
{
    if (count < 10)
    {
        return 0;
    }
    const uint32_t length = 7 + frame[5] + 256u * frame[6];
    if (frame[0] != 0xFF || frame[1] != 0xFF || frame[2] != 0xFD || frame[3] != 0 || length < 10)
    {
        return 1;
    }
    if (count < length)
    {
        return 0;
    }
    const uint16_t sum = sum_of(frame, length - 2);
    if ((frame[length - 2] | frame[length - 1] << 8) == sum)
    {
        *used += obey(device, frame, length, answer + *used);
    }
    return length;
}

uint32_t peer_dxl_answer(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    peer_dxl *peer = device;
    return peer_feed(&peer->pending, &peer->faults, peer, on_request, bytes, count, answer, delay_ns);
}
