#include "peer_dm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void peer_dm_resum(uint8_t *bytes, uint32_t count, int slcan)
{
    if (slcan)
    {
        for (uint32_t begin = 0, i = 0; i < count; i++)
        {
            if (bytes[i] == '\r' && i - begin >= 21)
            {
                bytes[begin] = 't';
                for (uint32_t k = begin + 1; k < i; k++)
                {
                    bytes[k] = (uint8_t)"0123456789ABCDEF"[bytes[k] & 15];
                }
                bytes[begin + 4] = '8';
            }
            begin = bytes[i] == '\r' ? i + 1 : begin;
        }
        return;
    }
    for (uint32_t at = 0; at + 16 <= count; at += 16)
    {
        bytes[at] = 0xAA;
        bytes[at + 1] = 0x11;
        bytes[at + 2] = 8;
        bytes[at + 15] = 0x55;
    }
}

void peer_dm_restart(peer_dm *peer, int index)
{
    peer_motor *motor = &peer->motor[index];
    motor->status = 0;
    motor->timeout = 0;
    motor->torque = 0;
    motor->velocity = 0;
}

void peer_dm_init(peer_dm *peer, int motors, int slcan, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->motors = motors;
    peer->slcan = slcan;
    peer->now_ns = now_ns;
    peer->moved_ns = now_ns();
    for (int i = 0; i < motors; i++)
    {
        peer_motor *motor = &peer->motor[i];
        peer_dm_restart(peer, i);
        motor->id = i + 1;
        motor->master = 0x11 + i;
        motor->mode = 1;
        motor->pmax = 12.5f;
        motor->vmax = 30;
        motor->tmax = 10;
        motor->position = 0.5 * i;
        motor->rotor_c = 33;
    }
}

static void live(peer_dm *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (int i = 0; i < peer->motors; i++)
    {
        peer_motor *m = &peer->motor[i];
        if (m->status == 1 && m->timeout != 0 && now - m->commanded_ns > (int64_t)m->timeout * 50000)
        {
            m->status = 13;
        }
        const double settled = m->status == 1 ? m->torque * 4.0 / (1 + m->kd) : 0.0;
        m->velocity += (settled - m->velocity) * (seconds > 0.05 ? 1.0 : seconds * 20);
        m->position += m->velocity * seconds;
        if (peer->faults.clock_since_ns != 0)
        {
            m->position = (double)(now - peer->faults.clock_since_ns) * 1e-8;
        }
    }
}

static int take(int *count)
{
    if (*count > 0)
    {
        (*count)--;
        return 1;
    }
    return 0;
}

static unsigned scaled(double value, double most, int bits)
{
    const double full = (1 << bits) - 1;
    const double raw = (value + most) / (2 * most) * full;
    return raw < 0 ? 0 : raw > full ? (unsigned)full : (unsigned)(raw + 0.5);
}

static double unscaled(unsigned raw, double most, int bits)
{
    return raw / (double)((1 << bits) - 1) * 2 * most - most;
}

/* -------------------------------------------------------------------------------------------------------- adapter */

static uint32_t heard(peer_dm *peer, int id, const uint8_t *data, uint8_t *answer)
{
    uint32_t length = 0;
    if (take(&peer->faults.drop))
    {
        return 0;
    }
    id += take(&peer->faults.wrong_id) ? 0x100 : 0;
    if (peer->slcan)
    {
        char text[32];
        int used = sprintf(text, "t%03X8", id);
        for (int i = 0; i < 8; i++)
        {
            used += sprintf(text + used, "%02X", data[i]);
        }
        memcpy(answer, text, (size_t)used);
        answer[used] = '\r';
        length = (uint32_t)used + 1;
    }
    else
    {
        const uint8_t head[7] = {0xAA, 0x11, 8, (uint8_t)id, (uint8_t)(id >> 8), 0, 0};
        memcpy(answer, head, 7);
        memcpy(answer + 7, data, 8);
        answer[15] = 0x55;
        length = 16;
    }
    return take(&peer->faults.truncate) ? length / 2 : length;
}

static uint32_t feedback(peer_dm *peer, const peer_motor *m, uint8_t *answer)
{
    const unsigned p = scaled(m->position, (double)m->pmax, 16);
    const unsigned v = scaled(m->velocity, (double)m->vmax, 12);
    const unsigned t = scaled(m->status == 1 ? m->torque : 0, (double)m->tmax, 12);
    uint8_t data[8] = {(uint8_t)(m->status << 4 | (m->id & 15)), (uint8_t)(p >> 8), (uint8_t)p, (uint8_t)(v >> 4),
        (uint8_t)(v << 4 | t >> 8), (uint8_t)t, 30, (uint8_t)m->rotor_c};
    if (take(&peer->faults.zeros))
    {
        memset(data, 0, 8);
    }
    if (take(&peer->faults.flip_data))
    {
        data[1] ^= 0x40;
    }
    return heard(peer, m->master, data, answer);
}

static uint32_t registers(peer_dm *peer, peer_motor *m, const uint8_t *request, uint8_t *answer)
{
    uint8_t data[8];
    memcpy(data, request, 8);
    unsigned whole = 0;
    float real = 0;
    memcpy(&whole, request + 4, 4);
    if (request[2] == 0x55 && request[3] == 9 && !peer->faults.ignores_timeout)
    {
        m->timeout = whole;
    }
    whole = request[3] == 7 ? (unsigned)m->master : request[3] == 8 ? (unsigned)m->id :
        request[3] == 9 ? m->timeout : request[3] == 10 ? (unsigned)m->mode : 0;
    real = request[3] == 21 ? m->pmax : request[3] == 22 ? m->vmax : request[3] == 23 ? m->tmax : 0;
    memcpy(data + 4, request[3] > 20 ? (void *)&real : (void *)&whole, 4);
    uint32_t used = 0;
    for (int i = 0; i <= peer->faults.double_answer; i++)
    {
        used += heard(peer, m->master, data, answer + used);
    }
    return used;
}

static uint32_t order(peer_dm *peer, peer_motor *m, const uint8_t *data, uint8_t *answer)
{
    if (memcmp(data, "\xff\xff\xff\xff\xff\xff\xff", 7) == 0 && data[7] >= 0xFB)
    {
        m->commanded_ns = peer->now_ns();
        m->status = data[7] == 0xFC && m->status == 0 ? 1 :
            data[7] == 0xFD && m->status == 1 && !peer->faults.never_stops ? 0 :
            data[7] == 0xFB && m->status > 1 ? 0 : m->status;
        m->torque = 0;
        return feedback(peer, m, answer);
    }
    m->commands++;
    m->commanded_ns = peer->now_ns();
    m->kp = ((data[3] & 15) << 8 | data[4]) / 4095.0 * 500;
    m->kd = (data[5] << 4 | data[6] >> 4) / 4095.0 * 5;
    m->torque = unscaled((unsigned)((data[6] & 15) << 8 | data[7]), (double)m->tmax, 12);
    return feedback(peer, m, answer);
}

static uint32_t on_frame(peer_dm *peer, int id, const uint8_t *data, uint8_t *answer)
{
    uint32_t used = 0;
    for (int i = 0; i < peer->motors; i++)
    {
        peer_motor *m = &peer->motor[i];
        if (id == m->id)
        {
            used += order(peer, m, data, answer + used);
        }
        else if (id == 0x7FF && data[0] == m->id && data[1] == 0)
        {
            used += data[2] == 0xCC ? feedback(peer, m, answer + used) : registers(peer, m, data, answer + used);
        }
    }
    return used;
}

/* One record of the host: how many bytes it takes, 0 when it is not whole. */
static uint32_t on_record(peer_dm *peer, uint32_t at, uint8_t *answer, uint32_t *used)
{
    const uint8_t *record = peer->pending + at;
    const uint32_t left = peer->pending_count - at;
    uint8_t data[8];
    unsigned id = 0;
    if (!peer->slcan)
    {
        if (left >= 2 && (record[0] != 0x55 || record[1] != 0xAA))
        {
            return 1;
        }
        if (left < 30)
        {
            return 0;
        }
        *used += on_frame(peer, record[13] | record[14] << 8, record + 21, answer + *used);
        return 30;
    }
    const uint8_t *end = memchr(record, '\r', left);
    if (end == NULL)
    {
        return 0;
    }
    const uint32_t length = (uint32_t)(end - record);
    char text[64] = "";
    memcpy(text, record, length < 63 ? length : 63);
    peer->is_open = text[0] == 'O' ? 1 : text[0] == 'C' ? 0 : peer->is_open;
    if (text[0] == 't' && length == 21 && peer->is_open && sscanf(text + 1, "%3x", &id) == 1)
    {
        unsigned byte = 0;
        for (int i = 0; i < 8 && sscanf(text + 5 + 2 * i, "%2x", &byte) == 1; i++)
        {
            data[i] = (uint8_t)byte;
        }
        answer[(*used)++] = 'z';
        answer[(*used)++] = '\r';
        *used += on_frame(peer, (int)id, data, answer + *used);
    }
    return length + 1;
}

uint32_t peer_dm_answer(peer_dm *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    uint32_t used = 0;
    uint32_t at = 0;
    live(peer);
    if (count > sizeof peer->pending - peer->pending_count)
    {
        peer->pending_count = 0;
        return 0;
    }
    memcpy(peer->pending + peer->pending_count, bytes, count);
    peer->pending_count += count;
    while (at < peer->pending_count && used < PEER_ANSWER_MAX - 256)
    {
        const uint32_t taken = on_record(peer, at, answer, &used);
        if (taken == 0)
        {
            break;
        }
        at += taken;
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
