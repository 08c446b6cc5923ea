#include "peer_dxl.h"

#include <string.h>

#define TURN 4096.0

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

uint32_t peer_dxl_get(const peer_servo *servo, uint32_t address, uint32_t count)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++)
    {
        value |= (uint32_t)servo->reg[(address + i) % PEER_REGISTERS] << 8 * i;
    }
    return value;
}

void peer_dxl_put(peer_servo *servo, uint32_t address, uint32_t count, uint32_t value)
{
    for (uint32_t i = 0; i < count; i++)
    {
        servo->reg[(address + i) % PEER_REGISTERS] = (uint8_t)(value >> 8 * i);
    }
}

/* --------------------------------------------------------------------------------------------------------- servos */

static void power_up(peer_servo *servo)
{
    memset(servo->reg + 64, 0, PEER_REGISTERS - 64);
    peer_dxl_put(servo, 68, 1, 2);
    peer_dxl_put(servo, 146, 1, 31);
}

void peer_dxl_init(peer_dxl *peer, uint32_t servos, uint32_t model, uint32_t firmware, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->servos = servos;
    peer->now_ns = now_ns;
    peer->heard_ns = now_ns();
    peer->moved_ns = peer->heard_ns;
    for (uint32_t i = 0; i < servos; i++)
    {
        peer_servo *servo = &peer->servo[i];
        servo->id = (uint8_t)(i + 1);
        servo->position = 2048 + 100.0 * i;
        peer_dxl_put(servo, 0, 2, model);
        peer_dxl_put(servo, 6, 1, firmware);
        peer_dxl_put(servo, 7, 1, servo->id);
        peer_dxl_put(servo, 9, 1, 250);
        peer_dxl_put(servo, 11, 1, 3);
        peer_dxl_put(servo, 38, 2, 1193);
        power_up(servo);
    }
}

void peer_dxl_restart(peer_dxl *peer, uint32_t index)
{
    power_up(&peer->servo[index]);
    peer->servo[index].velocity = 0;
}

/* Lets the servos live until now: watchdog, current, a shaft with friction. */
static void live(peer_dxl *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (uint32_t i = 0; i < peer->servos; i++)
    {
        peer_servo *servo = &peer->servo[i];
        const uint32_t units = peer_dxl_get(servo, 98, 1);
        const int on = peer_dxl_get(servo, 64, 1) == 1;
        if (on && units >= 1 && units <= 127 && now - peer->heard_ns > (int64_t)units * 20000000)
        {
            peer_dxl_put(servo, 98, 1, 255);
            peer_dxl_put(servo, 102, 2, 0);
        }
        int16_t current = on ? (int16_t)peer_dxl_get(servo, 102, 2) : 0;
        if (on && peer_dxl_get(servo, 11, 1) == 5)
        {
            const double error = (double)(int32_t)peer_dxl_get(servo, 116, 4) - servo->position;
            current = (int16_t)(error > 10 ? current : error < -10 ? -current : 0);
        }
        const double settled = current * 0.5;
        servo->velocity += (settled - servo->velocity) * (seconds > 0.05 ? 1.0 : seconds * 20);
        servo->position += servo->velocity * 0.229 / 60 * TURN * seconds;
        peer_dxl_put(servo, 126, 2, (uint16_t)current);
        peer_dxl_put(servo, 128, 4, (uint32_t)(int32_t)servo->velocity);
        peer_dxl_put(servo, 132, 4, (uint32_t)(int32_t)servo->position);
    }
}

static void store(peer_dxl *peer, peer_servo *servo, uint32_t address, const uint8_t *data, uint32_t count)
{
    const int on = peer_dxl_get(servo, 64, 1) == 1;
    if (address < 64 && on)
    {
        return; /* EEPROM is locked */
    }
    if (address >= 100 && address < 120 && peer_dxl_get(servo, 98, 1) == 255)
    {
        return; /* goals are read-only after the watchdog */
    }
    if (address == 64)
    {
        peer->torque_writes++;
        if (data[0] == 0 && peer->faults.ignores_torque_off)
        {
            return;
        }
        peer_dxl_put(servo, 102, 2, data[0] == 1 && !on ? 0 : peer_dxl_get(servo, 102, 2));
    }
    if (address == 102 && on && (data[0] | data[1]) != 0)
    {
        peer->goals++;
    }
    for (uint32_t i = 0; i < count; i++)
    {
        servo->reg[(address + i) % PEER_REGISTERS] = data[i];
    }
}

/* -------------------------------------------------------------------------------------------------------- answers */

static int take(int *count)
{
    if (*count > 0)
    {
        (*count)--;
        return 1;
    }
    return 0;
}

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
    if (peer->faults.silent_id == servo->id || take(&peer->faults.drop))
    {
        return 0;
    }
    uint8_t plain[PEER_REGISTERS] = {0};
    memcpy(plain, data, count);
    if (count >= 10 && take(&peer->faults.zeros))
    {
        memset(plain, 0, count);
    }
    if (count >= 10 && take(&peer->faults.flip_data))
    {
        plain[count - 1] = 0x7F;
    }
    const uint8_t id = (uint8_t)(servo->id + (take(&peer->faults.wrong_id) ? 40 : 0));
    const uint8_t head[9] = {0xFF, 0xFF, 0xFD, 0x00, id, 0, 0, 0x55, error_of(servo)};
    memcpy(answer, head, sizeof head);
    const uint32_t length = 9 + add_stuffed(answer + 9, plain, count);
    answer[5] = (uint8_t)(length - 7 + 2);
    seal(answer, length);
    if (take(&peer->faults.bad_crc))
    {
        answer[length] ^= 0x10;
    }
    return take(&peer->faults.truncate) ? length - 3 : length + 2;
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
    const int zeros = count >= 10 && take(&peer->faults.zeros);
    const int wrong = take(&peer->faults.wrong_id);
    const int flip = count >= 10 && take(&peer->faults.flip_data);
    for (uint32_t i = 0; i < devices; i++)
    {
        const peer_servo *servo = find(peer, ids[i]);
        if (servo == NULL || peer->faults.silent_id == ids[i])
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
    if (take(&peer->faults.drop))
    {
        return 0;
    }
    if (take(&peer->faults.bad_crc))
    {
        answer[used - 1] ^= 0x10;
    }
    return take(&peer->faults.truncate) ? used - 3 : used;
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
        return used + (peer->faults.double_ping ? status(peer, servo, data, 3, answer + used) : 0);
    }
    if (instruction == 0x02 && count == 4 && level >= 1 && p[0] + p[2] <= PEER_REGISTERS)
    {
        return status(peer, servo, servo->reg + p[0], p[2], answer);
    }
    if (instruction == 0x03 && count >= 3)
    {
        store(peer, servo, p[0], p + 2, count - 2);
    }
    if (instruction == 0x08)
    {
        servo->reg[70] = 0;
        power_up(servo);
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
    live(peer);
    peer->heard_ns = peer->now_ns();
    if (instruction == 0x83 && count > 4)
    {
        for (uint32_t at = 4; at + 1 + p[2] <= count; at += 1 + p[2])
        {
            peer_servo *servo = find(peer, p[at]);
            if (servo != NULL)
            {
                store(peer, servo, p[0], p + at + 1, p[2]);
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

uint32_t peer_dxl_answer(peer_dxl *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    uint32_t used = 0;
    if (peer->faults.echo)
    {
        memcpy(answer, bytes, count);
        used = count;
    }
    if (count > sizeof peer->pending - peer->pending_count)
    {
        peer->pending_count = 0;
    }
    memcpy(peer->pending + peer->pending_count, bytes, count);
    peer->pending_count += count;
    uint32_t at = 0;
    while (peer->pending_count - at >= 10)
    {
        const uint8_t *frame = peer->pending + at;
        const uint32_t length = 7 + frame[5] + 256u * frame[6];
        if (frame[0] != 0xFF || frame[1] != 0xFF || frame[2] != 0xFD || frame[3] != 0 || length < 10)
        {
            at++;
            continue;
        }
        if (peer->pending_count - at < length)
        {
            break;
        }
        const uint16_t sum = sum_of(frame, length - 2);
        if ((frame[length - 2] | frame[length - 1] << 8) == sum)
        {
            used += obey(peer, frame, length, answer + used);
        }
        at += length;
    }
    memmove(peer->pending, peer->pending + at, peer->pending_count - at);
    peer->pending_count -= at;
    if (peer->faults.late_ms > 0 && used > 0)
    {
        *delay_ns = (int64_t)peer->faults.late_ms * 1000000;
        peer->faults.late_ms = 0;
    }
    return used;
}
