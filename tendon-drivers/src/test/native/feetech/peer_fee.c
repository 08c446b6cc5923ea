#include "peer_fee.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint8_t checksum(const uint8_t *frame, uint32_t length)
{
    uint8_t sum = 0;
    for (uint32_t i = 2; i + 1 < length; i++)
    {
        sum = (uint8_t)(sum + frame[i]);
    }
    return (uint8_t)(255 - sum);
}

void peer_fee_resum(uint8_t *bytes, uint32_t count)
{
    for (uint32_t at = 0; at + 6 <= count; at++)
    {
        const uint32_t length = 4u + bytes[at + 3];
        if (bytes[at] == 0xFF && bytes[at + 1] == 0xFF && bytes[at + 2] != 0xFF && length >= 6 && at + length <= count)
        {
            bytes[at + length - 1] = checksum(bytes + at, length);
            at += length - 1;
        }
    }
}

static void put(peer_servo *servo, uint32_t address, int value, int bit)
{
    const int raw = abs(value) | (value < 0 ? 1 << bit : 0);
    servo->reg[address] = (uint8_t)raw;
    servo->reg[address + 1] = (uint8_t)(raw >> 8);
}

void peer_fee_put(peer_servo *servo, uint32_t address, int value)
{
    put(servo, address, value, 15);
}

int peer_fee_get(const peer_servo *servo, uint32_t address, int sign_bit)
{
    const int raw = servo->reg[address] | servo->reg[address + 1] << 8;
    const int size = raw & ((1 << sign_bit) - 1);
    return (raw >> sign_bit & 1) != 0 ? -size : size;
}

void peer_fee_restart(peer_fee *peer, uint32_t index)
{
    peer_servo *servo = &peer->servo[index];
    servo->reg[33] = 0; /* the mode of its EEPROM */
    memset(servo->reg + 40, 0, PEER_REGISTERS - 40);
    servo->reg[55] = 1;
    servo->reg[62] = 120;
    servo->reg[63] = 29;
    servo->velocity = 0;
}

void peer_fee_init(peer_fee *peer, uint32_t servos, uint32_t family, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->servos = servos;
    peer->hls = family == 10;
    peer->now_ns = now_ns;
    peer->moved_ns = now_ns();
    for (uint32_t i = 0; i < servos; i++)
    {
        peer_servo *servo = &peer->servo[i];
        peer_fee_restart(peer, i);
        servo->id = (uint8_t)(i + 1);
        servo->reg[3] = (uint8_t)family;
        servo->reg[4] = 3;
        servo->reg[5] = servo->id;
        servo->reg[8] = 1;
        put(servo, 11, 4095, 15);
        servo->reg[18] = peer->hls ? 0 : 12;
        servo->position = 2048 + 100.0 * i;
    }
}

static void live(peer_fee *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (uint32_t i = 0; i < peer->servos; i++)
    {
        peer_servo *servo = &peer->servo[i];
        const int on = servo->reg[40] == 1 && servo->reg[33] == 2;
        const int goal = on ? peer_fee_get(servo, 44, peer->hls ? 15 : 10) : 0;
        const double settled = peer->hls ? goal * 10.0 : goal * 3.0; /* counts a second */
        servo->velocity += (settled - servo->velocity) * (seconds > 0.05 ? 1.0 : seconds * 20);
        servo->position += servo->velocity * seconds;
        if (peer->faults.clock_since_ns != 0)
        {
            servo->position = (double)((now - peer->faults.clock_since_ns) / 500000);
        }
        const double turn = fmod(servo->position, 4096.0);
        put(servo, 56, (int)(turn < 0 ? turn + 4096 : turn) % 4096, 15);
        put(servo, 58, (int)(servo->velocity / (peer->hls ? 50 : 1)), 15);
        put(servo, 69, peer->hls ? goal : goal / 4, 15);
    }
}

static void store(peer_fee *peer, peer_servo *servo, uint32_t address, const uint8_t *data, uint32_t count)
{
    for (uint32_t i = 0; i < count && address + i < 56; i++)
    {
        const int denied = address + i == 40 && data[i] != 1 && peer->faults.never_stops;
        servo->reg[address + i] = denied ? servo->reg[40] : data[i];
    }
    if (address == 44 && servo->reg[33] != 0)
    {
        servo->reg[40] = 1; /* a goal switches the torque on */
    }
}

static uint32_t status(peer_fee *peer, const peer_servo *servo, uint32_t address, uint32_t count, uint8_t *answer)
{
    if (peer_take(&peer->faults.drop))
    {
        return 0;
    }
    answer[0] = 0xFF;
    answer[1] = 0xFF;
    answer[2] = (uint8_t)(servo->id + (peer_take(&peer->faults.wrong_id) ? 40 : 0));
    answer[3] = (uint8_t)(count + 2);
    answer[4] = servo->reg[65];
    memcpy(answer + 5, servo->reg + address, count);
    if (count >= 15 && peer_take(&peer->faults.zeros))
    {
        memset(answer + 5, 0, count);
    }
    if (count >= 15 && peer_take(&peer->faults.flip_data))
    {
        answer[5 + count - 14] = 0x6F; /* high byte of the position */
    }
    answer[5 + count] = checksum(answer, count + 6);
    if (peer_take(&peer->faults.bad_sum))
    {
        answer[5 + count] ^= 1;
    }
    return peer_take(&peer->faults.truncate) ? count + 3 : count + 6;
}

static peer_servo *find(peer_fee *peer, uint32_t id)
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

static uint32_t obey(peer_fee *peer, const uint8_t *frame, uint32_t length, uint8_t *answer)
{
    const uint8_t *p = frame + 5;
    const uint32_t count = length - 6;
    uint32_t used = 0;
    live(peer);
    if (frame[4] == 0x83 && count > 2)
    {
        for (uint32_t at = 2; at + 1 + p[1] <= count; at += 1 + p[1])
        {
            peer_servo *servo = find(peer, p[at]);
            if (servo != NULL)
            {
                store(peer, servo, p[0], p + at + 1, p[1]);
            }
        }
        return 0;
    }
    if (frame[4] == 0x82 && count > 2 && p[0] + p[1] <= PEER_REGISTERS)
    {
        for (uint32_t i = 2; i < count; i++)
        {
            const peer_servo *servo = find(peer, p[i]);
            used += servo == NULL ? 0 : status(peer, servo, p[0], p[1], answer + used);
        }
        return used;
    }
    peer_servo *servo = find(peer, frame[2]);
    if (servo != NULL && frame[4] == 0x02 && count == 2 && p[0] + p[1] <= PEER_REGISTERS)
    {
        used = status(peer, servo, p[0], p[1], answer);
        const int again = peer->faults.double_answer || peer_take(&peer->faults.repeats);
        used += again ? status(peer, servo, p[0], p[1], answer + used) : 0;
    }
    else if (servo != NULL && frame[4] == 0x03 && count > 1)
    {
        store(peer, servo, p[0], p + 1, count - 1);
        used = servo->reg[8] == 1 ? status(peer, servo, 0, 0, answer) : 0;
    }
    else if (servo != NULL && frame[4] == 0x01)
    {
        used = status(peer, servo, 0, 0, answer);
    }
    return used;
}

static uint32_t on_request(void *device, const uint8_t *frame, uint32_t count, uint8_t *answer, uint32_t *used)
{
    if (count < 6)
    {
        return 0;
    }
    const uint32_t length = 4u + frame[3];
    if (frame[0] != 0xFF || frame[1] != 0xFF || frame[2] == 0xFF || length < 6)
    {
        return 1;
    }
    if (count < length)
    {
        return 0;
    }
    if (frame[length - 1] == checksum(frame, length))
    {
        *used += obey(device, frame, length, answer + *used);
    }
    return length;
}

uint32_t peer_fee_answer(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    peer_fee *peer = device;
    return peer_feed(&peer->pending, &peer->faults, peer, on_request, bytes, count, answer, delay_ns);
}
