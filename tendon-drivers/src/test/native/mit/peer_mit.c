#include "peer_mit.h"

#include <stdio.h>
#include <string.h>

#define ID_DIGITS(extended) ((extended) ? 8 : 3)

void peer_mit_restart(peer_mit *peer, int index)
{
    peer_mit_motor *motor = &peer->motor[index];
    motor->power = 0;
    motor->faults = 0;
    motor->mode = peer->maker->forgets_mode ? 0 : motor->mode;
    motor->timeout = 0;
    motor->torque = 0;
    motor->velocity = 0;
}

void peer_mit_init(peer_mit *peer, const peer_maker *maker, int motors, int slcan, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->maker = maker;
    peer->motors = motors;
    peer->slcan = slcan;
    peer->now_ns = now_ns;
    peer->moved_ns = now_ns();
    for (int i = 0; i < motors; i++)
    {
        peer->motor[i] = (peer_mit_motor){.id = i + 1, .has_timeout = 1, .kpmax = 500, .kdmax = 5,
            .position = 0.5 * i};
        maker->deliver(&peer->motor[i]);
        peer_mit_restart(peer, i);
    }
}

static void live(peer_mit *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (int i = 0; i < peer->motors; i++)
    {
        peer_mit_motor *m = &peer->motor[i];
        if (m->power == peer->maker->on && m->timeout != 0 &&
            now - m->commanded_ns > (int64_t)m->timeout * 50000)
        {
            m->power = peer->maker->tripped;
        }
        const double settled = m->power == peer->maker->on ? m->torque * 4.0 / (1 + m->kd) : 0.0;
        m->velocity += (settled - m->velocity) * (seconds > 0.05 ? 1.0 : seconds * 20);
        m->position += m->velocity * seconds;
        if (peer->faults.clock_since_ns != 0)
        {
            m->position = (double)(now - peer->faults.clock_since_ns) * 1e-8; /* 0.1 mrad for each 10 us */
        }
    }
}

unsigned peer_mit_scaled(double value, double most, int bits)
{
    const double full = (1 << bits) - 1;
    const double raw = (value + most) / (2 * most) * full;
    return raw < 0 ? 0 : raw > full ? (unsigned)full : (unsigned)(raw + 0.5);
}

double peer_mit_unscaled(unsigned raw, double most, int bits)
{
    return raw / (double)((1 << bits) - 1) * 2 * most - most;
}

/* ---------------------------------------------------------------------------------------------------------- slcan */

static uint32_t write_slcan(uint8_t *record, unsigned id, int extended, const uint8_t *data)
{
    char text[40];
    int used = sprintf(text, "%c%0*X8", extended ? 'T' : 't', ID_DIGITS(extended), id);
    for (int i = 0; i < 8; i++)
    {
        used += sprintf(text + used, "%02X", data[i]);
    }
    memcpy(record, text, (size_t)used);
    record[used] = '\r';
    return (uint32_t)used + 1;
}

static uint32_t read_slcan(peer_mit *peer, const uint8_t *record, uint32_t count, unsigned *id, uint8_t *data,
    int *is_frame)
{
    const int extended = peer->maker->extended;
    const uint32_t digits = ID_DIGITS(extended);
    const uint8_t *end = memchr(record, '\r', count);
    char text[64] = "";
    char number[9] = "";
    if (end == NULL)
    {
        return 0;
    }
    const uint32_t length = (uint32_t)(end - record);
    memcpy(text, record, length < 63 ? length : 63);
    peer->is_open = text[0] == 'O' ? 1 : text[0] == 'C' ? 0 : peer->is_open;
    memcpy(number, text + 1, digits);
    *is_frame = text[0] == (extended ? 'T' : 't') && length == digits + 18 && peer->is_open &&
        sscanf(number, "%x", id) == 1;
    for (int i = 0; *is_frame && i < 8; i++)
    {
        unsigned byte = 0;
        *is_frame = sscanf(text + digits + 2 + 2 * i, "%2x", &byte) == 1;
        data[i] = (uint8_t)byte;
    }
    return length + 1;
}

static void mend_slcan(uint8_t *bytes, uint32_t count, int extended)
{
    const uint32_t digits = ID_DIGITS(extended);
    for (uint32_t begin = 0, i = 0; i < count; i++)
    {
        if (bytes[i] == '\r' && i - begin >= digits + 18)
        {
            bytes[begin] = extended ? 'T' : 't';
            for (uint32_t k = begin + 1; k < i; k++)
            {
                bytes[k] = (uint8_t)"0123456789ABCDEF"[bytes[k] & 15];
            }
            if (extended)
            {
                memcpy(bytes + begin + 1, "02", 2); /* a status */
            }
            bytes[begin + 1 + digits] = '8';
        }
        begin = bytes[i] == '\r' ? i + 1 : begin;
    }
}

void peer_mit_resum(const peer_mit *peer, uint8_t *bytes, uint32_t count)
{
    if (peer->slcan)
    {
        mend_slcan(bytes, count, peer->maker->extended);
    }
    else
    {
        peer->maker->mend(bytes, count);
    }
}

/* -------------------------------------------------------------------------------------------------------- adapter */

uint32_t peer_mit_say(peer_mit *peer, unsigned id, int extended, const uint8_t *data, uint8_t *answer)
{
    if (peer_take(&peer->faults.drop))
    {
        return 0;
    }
    id += peer_take(&peer->faults.wrong_id) ? peer->maker->stray : 0;
    const uint32_t length = peer->slcan ? write_slcan(answer, id, extended, data) :
        peer->maker->write(answer, id, extended, data);
    return peer_take(&peer->faults.truncate) ? length / 2 : length;
}

uint32_t peer_mit_say_state(peer_mit *peer, unsigned id, uint8_t *data, int position_at, uint8_t *answer)
{
    if (peer_take(&peer->faults.zeros))
    {
        memset(data, 0, 8);
    }
    if (peer_take(&peer->faults.flip_data))
    {
        data[position_at] ^= 0x40;
    }
    return peer_mit_say(peer, id, peer->maker->extended, data, answer);
}

uint32_t peer_mit_say_value(peer_mit *peer, unsigned id, const uint8_t *data, uint8_t *answer)
{
    uint32_t used = 0;
    for (int i = 0; i <= peer->faults.double_answer; i++)
    {
        used += peer_mit_say(peer, id, peer->maker->extended, data, answer + used);
    }
    return used;
}

static uint32_t on_record(void *device, const uint8_t *record, uint32_t count, uint8_t *answer, uint32_t *used)
{
    peer_mit *peer = device;
    uint8_t data[8] = {0};
    unsigned id = 0;
    int is_frame = 0;
    const uint32_t taken = peer->slcan ? read_slcan(peer, record, count, &id, data, &is_frame) :
        peer->maker->read(record, count, &id, data, &is_frame);
    if (is_frame && peer->slcan)
    {
        answer[(*used)++] = peer->maker->extended ? 'Z' : 'z';
        answer[(*used)++] = '\r';
    }
    *used += is_frame ? peer->maker->hear(peer, id, data, answer + *used) : 0;
    return taken;
}

uint32_t peer_mit_answer(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    peer_mit *peer = device;
    live(peer);
    return peer_feed(&peer->pending, &peer->faults, peer, on_record, bytes, count, answer, delay_ns);
}
