/* The frames of Damiao motors, and the records of their maker's adapter. */
#include "peer_mit.h"

#include <string.h>

#define RECORD_IN 30  /* of the host */
#define RECORD_OUT 16
#define ON 1
#define TRIPPED 13

static void deliver(peer_mit_motor *motor)
{
    motor->master = 0x10 + motor->id;
    motor->mode = 1;
    motor->pmax = 12.5;
    motor->vmax = 30;
    motor->tmax = 10;
    motor->celsius = 33;
}

/* --------------------------------------------------------------------------------------------------------- frames */

static uint32_t feedback(peer_mit *peer, const peer_mit_motor *m, uint8_t *answer)
{
    const unsigned p = peer_mit_scaled(m->position, m->pmax, 16);
    const unsigned v = peer_mit_scaled(m->velocity, m->vmax, 12);
    const unsigned t = peer_mit_scaled(m->power == ON ? m->torque : 0, m->tmax, 12);
    uint8_t data[8] = {(uint8_t)(m->power << 4 | (m->id & 15)), (uint8_t)(p >> 8), (uint8_t)p, (uint8_t)(v >> 4),
        (uint8_t)(v << 4 | t >> 8), (uint8_t)t, 30, (uint8_t)m->celsius};
    return peer_mit_say_state(peer, (unsigned)m->master, data, 1, answer);
}

static uint32_t registers(peer_mit *peer, peer_mit_motor *m, const uint8_t *request, uint8_t *answer)
{
    uint8_t data[8];
    memcpy(data, request, 8);
    unsigned whole = 0;
    memcpy(&whole, request + 4, 4);
    if (request[2] == 0x55 && request[3] == 9 && !peer->faults.ignores_timeout)
    {
        m->timeout = whole;
    }
    whole = request[3] == 7 ? (unsigned)m->master : request[3] == 8 ? (unsigned)m->id :
        request[3] == 9 ? m->timeout : request[3] == 10 ? (unsigned)m->mode : 0;
    const float real =
        (float)(request[3] == 21 ? m->pmax : request[3] == 22 ? m->vmax : request[3] == 23 ? m->tmax : 0);
    memcpy(data + 4, request[3] > 20 ? (const void *)&real : (const void *)&whole, 4);
    return peer_mit_say_value(peer, (unsigned)m->master, data, answer);
}

static uint32_t order(peer_mit *peer, peer_mit_motor *m, const uint8_t *data, uint8_t *answer)
{
    m->commanded_ns = peer->now_ns();
    if (memcmp(data, "\xff\xff\xff\xff\xff\xff\xff", 7) == 0 && data[7] >= 0xFB)
    {
        m->power = data[7] == 0xFC && m->power == 0 ? ON :
            data[7] == 0xFD && m->power == ON && !peer->faults.never_stops ? 0 :
            data[7] == 0xFB && m->power > ON ? 0 : m->power;
        m->torque = 0;
        return feedback(peer, m, answer);
    }
    m->commands++;
    m->kp = ((data[3] & 15) << 8 | data[4]) / 4095.0 * m->kpmax;
    m->kd = (data[5] << 4 | data[6] >> 4) / 4095.0 * m->kdmax;
    m->torque = peer_mit_unscaled((unsigned)((data[6] & 15) << 8 | data[7]), m->tmax, 12);
    return feedback(peer, m, answer);
}

static uint32_t hear(peer_mit *peer, unsigned id, const uint8_t *data, uint8_t *answer)
{
    uint32_t used = 0;
    for (int i = 0; i < peer->motors; i++)
    {
        peer_mit_motor *m = &peer->motor[i];
        if (id == (unsigned)m->id)
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

/* -------------------------------------------------------------------------------------------------------- adapter */

static uint32_t write_record(uint8_t *record, unsigned id, int extended, const uint8_t *data)
{
    const uint8_t head[7] = {0xAA, 0x11, 8, (uint8_t)id, (uint8_t)(id >> 8), 0, 0};
    (void)extended;
    memcpy(record, head, 7);
    memcpy(record + 7, data, 8);
    record[15] = 0x55;
    return RECORD_OUT;
}

static uint32_t read_record(const uint8_t *record, uint32_t count, unsigned *id, uint8_t *data, int *is_frame)
{
    if (count >= 2 && (record[0] != 0x55 || record[1] != 0xAA))
    {
        return 1;
    }
    if (count < RECORD_IN)
    {
        return 0;
    }
    *is_frame = 1;
    *id = record[13] | (unsigned)record[14] << 8;
    memcpy(data, record + 21, 8);
    return RECORD_IN;
}

static void mend(uint8_t *bytes, uint32_t count)
{
    for (uint32_t at = 0; at + RECORD_OUT <= count; at += RECORD_OUT)
    {
        bytes[at] = 0xAA;
        bytes[at + 1] = 0x11;
        bytes[at + 2] = 8;
        bytes[at + 15] = 0x55;
    }
}

const peer_maker PEER_DAMIAO = {.on = ON, .tripped = TRIPPED, .stray = 0x100, .deliver = deliver,
    .hear = hear, .write = write_record, .read = read_record, .mend = mend};
