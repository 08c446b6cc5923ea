/* The frames of RobStride motors, and the records of the adapter that their maker recommends. */
#include "peer_mit.h"

#include <string.h>

#define RECORD 17 /* with eight bytes of data */
#define RUNS 2
#define HOST 0xFF

static void deliver(peer_mit_motor *motor)
{
    motor->pmax = 4 * 3.14159265358979;
    motor->vmax = 44;
    motor->tmax = 17;
    motor->celsius = 33.4;
}

/* --------------------------------------------------------------------------------------------------------- frames */

static uint32_t status(peer_mit *peer, const peer_mit_motor *m, uint8_t *answer)
{
    const unsigned p = peer_mit_scaled(m->position, m->pmax, 16);
    const unsigned v = peer_mit_scaled(m->velocity, m->vmax, 16);
    const unsigned t = peer_mit_scaled(m->power == RUNS ? m->torque : 0, m->tmax, 16);
    const unsigned c = (unsigned)(m->celsius * 10 + 0.5);
    const unsigned id = (unsigned)m->id;
    uint8_t data[8] = {(uint8_t)(p >> 8), (uint8_t)p, (uint8_t)(v >> 8), (uint8_t)v, (uint8_t)(t >> 8), (uint8_t)t,
        (uint8_t)(c >> 8), (uint8_t)c};
    const uint8_t hello[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    uint32_t used = 0;
    if (peer->fault_frame != 0)
    {
        uint8_t faults[8] = {(uint8_t)peer->fault_frame, (uint8_t)(peer->fault_frame >> 8),
            (uint8_t)(peer->fault_frame >> 16), (uint8_t)(peer->fault_frame >> 24)};
        peer->fault_frame = 0;
        used += peer_mit_say(peer, 21u << 24 | id << 8 | HOST, 1, faults, answer + used);
    }
    if (peer_take(&peer->hello))
    {
        used += peer_mit_say(peer, id << 8 | 0xFE, 1, hello, answer + used);
        used += peer_mit_say(peer, id, 0, hello, answer + used);
    }
    return used + peer_mit_say_state(peer,
        2u << 24 | (unsigned)m->power << 22 | (unsigned)m->faults << 16 | id << 8 | HOST, data, 0, answer + used);
}

static uint32_t read_parameter(peer_mit *peer, const peer_mit_motor *m, const uint8_t *request, uint8_t *answer)
{
    const unsigned index = request[0] | (unsigned)request[1] << 8;
    uint8_t data[8] = {request[0], request[1]};
    const unsigned failed = index < 0x7005 || index > 0x702B || (index == 0x7028 && !m->has_timeout);
    const float limit = (float)m->tmax;
    data[4] = index == 0x7005 ? (uint8_t)m->mode : 0;
    memcpy(data + 4, index == 0x7028 ? (const void *)&m->timeout : index == 0x700B ? (const void *)&limit : data + 4,
        4);
    return peer_mit_say_value(peer, 17u << 24 | failed << 16 | (unsigned)m->id << 8 | HOST, data, answer);
}

static void write_parameter(peer_mit *peer, peer_mit_motor *m, const uint8_t *data)
{
    const unsigned index = data[0] | (unsigned)data[1] << 8;
    if (index == 0x7005 && m->power == 0)
    {
        m->mode = data[4];
    }
    if (index == 0x7028 && m->has_timeout && !peer->faults.ignores_timeout)
    {
        memcpy(&m->timeout, data + 4, 4);
    }
}

static uint32_t on_frame(peer_mit *peer, peer_mit_motor *m, unsigned id, const uint8_t *data, uint8_t *answer)
{
    m->commanded_ns = peer->now_ns();
    switch (id >> 24 & 31)
    {
        case 1:
            m->commands++;
            if (m->mode == 0)
            {
                m->torque = peer_mit_unscaled(id >> 8 & 0xFFFF, m->tmax, 16);
                m->kp = (data[4] << 8 | data[5]) / 65535.0 * m->kpmax;
                m->kd = (data[6] << 8 | data[7]) / 65535.0 * m->kdmax;
            }
            return status(peer, m, answer);
        case 3:
            m->power = m->faults == 0 ? RUNS : m->power;
            m->torque = 0;
            return status(peer, m, answer);
        case 4:
            m->power = peer->faults.never_stops ? m->power : 0;
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

static uint32_t hear(peer_mit *peer, unsigned id, const uint8_t *data, uint8_t *answer)
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

/* -------------------------------------------------------------------------------------------------------- adapter */

static uint32_t write_record(uint8_t *record, unsigned id, int extended, const uint8_t *data)
{
    const unsigned word = extended ? id << 3 | 4 : id << 21;
    const uint8_t head[7] = {'A', 'T', (uint8_t)(word >> 24), (uint8_t)(word >> 16), (uint8_t)(word >> 8),
        (uint8_t)word, 8};
    memcpy(record, head, 7);
    memcpy(record + 7, data, 8);
    memcpy(record + 15, "\r\n", 2);
    return RECORD;
}

static uint32_t read_record(const uint8_t *record, uint32_t count, unsigned *id, uint8_t *data, int *is_frame)
{
    if (record[0] != 'A')
    {
        return 1;
    }
    if (count < RECORD)
    {
        return 0;
    }
    const unsigned word =
        (unsigned)record[2] << 24 | (unsigned)record[3] << 16 | (unsigned)record[4] << 8 | record[5];
    *is_frame = (word & 7) == 4 && record[6] == 8;
    *id = word >> 3;
    memcpy(data, record + 7, 8);
    return RECORD;
}

static void mend(uint8_t *bytes, uint32_t count)
{
    for (uint32_t at = 0; at + RECORD <= count; at += RECORD)
    {
        memcpy(bytes + at, "AT", 2);
        bytes[at + 5] = (uint8_t)((bytes[at + 5] & ~7u) | 4);
        bytes[at + 6] = 8;
        memcpy(bytes + at + 15, "\r\n", 2);
    }
}

const peer_maker PEER_ROBSTRIDE = {.on = RUNS, .tripped = 0, .extended = 1, .stray = 0x4000,
    .forgets_mode = 1, .deliver = deliver, .hear = hear, .write = write_record, .read = read_record, .mend = mend};
