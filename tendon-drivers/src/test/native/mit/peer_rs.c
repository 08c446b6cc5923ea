#include "peer_rs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD 17 /* of the maker's adapter, with eight bytes of data */

void peer_rs_resum(uint8_t *bytes, uint32_t count, int slcan)
{
    if (slcan)
    {
        for (uint32_t begin = 0, i = 0; i < count; i++)
        {
            if (bytes[i] == '\r' && i - begin >= 26)
            {
                bytes[begin] = 'T';
                for (uint32_t k = begin + 1; k < i; k++)
                {
                    bytes[k] = (uint8_t)"0123456789ABCDEF"[bytes[k] & 15];
                }
                memcpy(bytes + begin + 1, "02", 2);
                bytes[begin + 9] = '8';
            }
            begin = bytes[i] == '\r' ? i + 1 : begin;
        }
        return;
    }
    for (uint32_t at = 0; at + RECORD <= count; at += RECORD)
    {
        memcpy(bytes + at, "AT", 2);
        bytes[at + 5] = (uint8_t)((bytes[at + 5] & ~7u) | 4);
        bytes[at + 6] = 8;
        memcpy(bytes + at + 15, "\r\n", 2);
    }
}

void peer_rs_restart(peer_rs *peer, int index)
{
    peer_rs_motor *motor = &peer->motor[index];
    motor->mode = 0;
    motor->faults = 0;
    motor->run_mode = 0;
    motor->timeout = 0;
    motor->torque = 0;
    motor->velocity = 0;
}

void peer_rs_init(peer_rs *peer, int motors, int slcan, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->motors = motors;
    peer->slcan = slcan;
    peer->now_ns = now_ns;
    peer->moved_ns = now_ns();
    for (int i = 0; i < motors; i++)
    {
        peer_rs_motor *motor = &peer->motor[i];
        peer_rs_restart(peer, i);
        motor->id = i + 1;
        motor->has_timeout = 1;
        motor->vmax = 44;
        motor->tmax = 17;
        motor->kpmax = 500;
        motor->kdmax = 5;
        motor->position = 0.5 * i;
        motor->celsius = 33.4;
    }
}

static void live(peer_rs *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (int i = 0; i < peer->motors; i++)
    {
        peer_rs_motor *m = &peer->motor[i];
        if (m->mode == 2 && m->timeout != 0 && now - m->commanded_ns > (int64_t)m->timeout * 50000)
        {
            m->mode = 0;
        }
        const double settled = m->mode == 2 ? m->torque * 4.0 / (1 + m->kd) : 0.0;
        m->velocity += (settled - m->velocity) * (seconds > 0.05 ? 1.0 : seconds * 20);
        m->position += m->velocity * seconds;
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

/* [0, 65535] is [-most, most]. */
static unsigned scaled(double value, double most)
{
    const double raw = (value + most) / (2 * most) * 65535;
    return raw < 0 ? 0 : raw > 65535 ? 65535 : (unsigned)(raw + 0.5);
}

static double unscaled(unsigned raw, double most)
{
    return raw / 65535.0 * 2 * most - most;
}

/* -------------------------------------------------------------------------------------------------------- adapter */

static uint32_t heard(peer_rs *peer, unsigned id, int extended, const uint8_t *data, uint8_t *answer)
{
    uint32_t length = 0;
    if (take(&peer->faults.drop))
    {
        return 0;
    }
    id += take(&peer->faults.wrong_id) ? 0x4000 : 0;
    if (peer->slcan)
    {
        char text[40];
        int used = sprintf(text, extended ? "T%08X8" : "t%03X8", id);
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
        const unsigned word = extended ? id << 3 | 4 : id << 21;
        const uint8_t head[7] = {'A', 'T', (uint8_t)(word >> 24), (uint8_t)(word >> 16), (uint8_t)(word >> 8),
            (uint8_t)word, 8};
        memcpy(answer, head, 7);
        memcpy(answer + 7, data, 8);
        memcpy(answer + 15, "\r\n", 2);
        length = RECORD;
    }
    return take(&peer->faults.truncate) ? length / 2 : length;
}

static uint32_t status(peer_rs *peer, const peer_rs_motor *m, uint8_t *answer)
{
    const unsigned p = scaled(m->position, 4 * 3.14159265358979);
    const unsigned v = scaled(m->velocity, m->vmax);
    const unsigned t = scaled(m->mode == 2 ? m->torque : 0, m->tmax);
    const unsigned c = (unsigned)(m->celsius * 10 + 0.5);
    uint8_t data[8] = {(uint8_t)(p >> 8), (uint8_t)p, (uint8_t)(v >> 8), (uint8_t)v, (uint8_t)(t >> 8), (uint8_t)t,
        (uint8_t)(c >> 8), (uint8_t)c};
    const uint8_t hello[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    uint32_t used = 0;
    if (peer->fault_frame != 0)
    {
        uint8_t faults[8] = {(uint8_t)peer->fault_frame, (uint8_t)(peer->fault_frame >> 8),
            (uint8_t)(peer->fault_frame >> 16), (uint8_t)(peer->fault_frame >> 24)};
        peer->fault_frame = 0;
        used += heard(peer, 21u << 24 | (unsigned)m->id << 8 | 0xFF, 1, faults, answer + used);
    }
    if (take(&peer->hello))
    {
        used += heard(peer, (unsigned)m->id << 8 | 0xFE, 1, hello, answer + used);
        used += heard(peer, (unsigned)m->id, 0, hello, answer + used);
    }
    if (take(&peer->faults.zeros))
    {
        memset(data, 0, 8);
    }
    if (take(&peer->faults.flip_data))
    {
        data[0] ^= 0x40;
    }
    return used + heard(peer, 2u << 24 | (unsigned)m->mode << 22 | (unsigned)m->faults << 16 | (unsigned)m->id << 8 |
        0xFF, 1, data, answer + used);
}

static uint32_t read_parameter(peer_rs *peer, const peer_rs_motor *m, const uint8_t *request, uint8_t *answer)
{
    const unsigned index = request[0] | (unsigned)request[1] << 8;
    uint8_t data[8] = {request[0], request[1]};
    unsigned failed = index < 0x7005 || index > 0x702B || (index == 0x7028 && !m->has_timeout);
    const float limit = (float)m->tmax;
    data[4] = index == 0x7005 ? (uint8_t)m->run_mode : 0;
    memcpy(data + 4, index == 0x7028 ? (const void *)&m->timeout : index == 0x700B ? (const void *)&limit : data + 4,
        4);
    uint32_t used = 0;
    for (int i = 0; i <= peer->faults.double_answer; i++)
    {
        used += heard(peer, 17u << 24 | failed << 16 | (unsigned)m->id << 8 | 0xFF, 1, data, answer + used);
    }
    return used;
}

static void write_parameter(peer_rs *peer, peer_rs_motor *m, const uint8_t *data)
{
    const unsigned index = data[0] | (unsigned)data[1] << 8;
    if (index == 0x7005 && m->mode == 0)
    {
        m->run_mode = data[4];
    }
    if (index == 0x7028 && m->has_timeout && !peer->faults.ignores_timeout)
    {
        memcpy(&m->timeout, data + 4, 4);
    }
}

static uint32_t on_frame(peer_rs *peer, peer_rs_motor *m, unsigned id, const uint8_t *data, uint8_t *answer)
{
    m->commanded_ns = peer->now_ns();
    switch (id >> 24 & 31)
    {
        case 1:
            m->commands++;
            if (m->run_mode == 0)
            {
                m->torque = unscaled(id >> 8 & 0xFFFF, m->tmax);
                m->kp = (data[4] << 8 | data[5]) / 65535.0 * m->kpmax;
                m->kd = (data[6] << 8 | data[7]) / 65535.0 * m->kdmax;
            }
            return status(peer, m, answer);
        case 3:
            m->mode = m->faults == 0 ? 2 : m->mode;
            m->torque = 0;
            return status(peer, m, answer);
        case 4:
            m->stops++;
            m->mode = peer->faults.never_stops ? m->mode : 0;
            m->faults = data[0] == 1 ? 0 : m->faults;
            return status(peer, m, answer);
        case 17:
            return read_parameter(peer, m, data, answer);
        case 18:
            write_parameter(peer, m, data);
            return status(peer, m, answer);
        default:
            return 0;
    }
}

static uint32_t on_message(peer_rs *peer, unsigned id, const uint8_t *data, uint8_t *answer)
{
    uint32_t used = 0;
    for (int i = 0; i < peer->motors; i++)
    {
        if ((id & 0xFF) == (unsigned)peer->motor[i].id)
        {
            used += on_frame(peer, &peer->motor[i], id, data, answer + used);
        }
    }
    return used;
}

/* One record of the host: how many bytes it takes, 0 when it is not whole. */
static uint32_t on_record(peer_rs *peer, uint32_t at, uint8_t *answer, uint32_t *used)
{
    const uint8_t *record = peer->pending + at;
    const uint32_t left = peer->pending_count - at;
    uint8_t data[8] = {0};
    unsigned id = 0;
    if (!peer->slcan)
    {
        if (record[0] != 'A')
        {
            return 1;
        }
        if (left < RECORD)
        {
            return 0;
        }
        const unsigned word = (unsigned)record[2] << 24 | (unsigned)record[3] << 16 | (unsigned)record[4] << 8 |
            record[5];
        if ((word & 7) == 4 && record[6] == 8)
        {
            *used += on_message(peer, word >> 3, record + 7, answer + *used);
        }
        return RECORD;
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
    if (text[0] == 'T' && length == 26 && peer->is_open && sscanf(text + 1, "%8x", &id) == 1)
    {
        unsigned byte = 0;
        for (int i = 0; i < 8 && sscanf(text + 10 + 2 * i, "%2x", &byte) == 1; i++)
        {
            data[i] = (uint8_t)byte;
        }
        answer[(*used)++] = 'Z';
        answer[(*used)++] = '\r';
        *used += on_message(peer, id, data, answer + *used);
    }
    return length + 1;
}

uint32_t peer_rs_answer(peer_rs *peer, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
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
