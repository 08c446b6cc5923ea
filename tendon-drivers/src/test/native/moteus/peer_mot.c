#include "peer_mot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX 400

static unsigned crc8(const char *text, size_t count)
{
    unsigned crc = 0;
    for (size_t i = 0; i < count; i++)
    {
        crc ^= (unsigned char)text[i];
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc << 1 ^ (crc & 0x80 ? 0x97 : 0)) & 0xFF;
        }
    }
    return crc;
}

void peer_mot_resum(uint8_t *bytes, uint32_t count, int checked)
{
    for (uint32_t begin = 0, i = 0; i < count; i++)
    {
        if (bytes[i] != '\n')
        {
            continue;
        }
        char *line = (char *)bytes + begin;
        const uint32_t length = i - begin;
        if (checked && length >= 4)
        {
            char check[5];
            line[length - 4] = ' ';
            snprintf(check, sizeof check, "*%02X", crc8(line, length - 3));
            memcpy(line + length - 3, check, 3);
        }
        else if (!checked && length > 10)
        {
            memcpy(line, "rcv ", 4);
            for (uint32_t k = 4; k < length; k++)
            {
                if (strchr("0123456789abcdef ", line[k]) == NULL)
                {
                    line[k] = "0123456789abcdef"[(uint8_t)line[k] & 15];
                }
            }
        }
        begin = i + 1;
    }
}

void peer_mot_restart(peer_mot *peer, int index)
{
    peer_controller *controller = &peer->controller[index];
    controller->mode = 0;
    controller->fault = 0;
    controller->feedforward = 0;
    controller->turns_per_s = 0;
    controller->booted_ns = peer->now_ns();
}

void peer_mot_init(peer_mot *peer, int controllers, int checked, int64_t (*now_ns)(void))
{
    memset(peer, 0, sizeof *peer);
    peer->controllers = controllers;
    peer->checked = checked;
    peer->now_ns = now_ns;
    peer->moved_ns = now_ns();
    for (int i = 0; i < controllers; i++)
    {
        peer_controller *controller = &peer->controller[i];
        peer_mot_restart(peer, i);
        controller->booted_ns -= INT64_C(100000000000);
        controller->id = i + 1;
        controller->map_version = 5;
        controller->volts = 24;
        controller->celsius = 31;
        controller->turns = 0.25 * i;
    }
}

static void live(peer_mot *peer)
{
    const int64_t now = peer->now_ns();
    const double seconds = (double)(now - peer->moved_ns) * 1e-9;
    peer->moved_ns = now;
    for (int i = 0; i < peer->controllers; i++)
    {
        peer_controller *c = &peer->controller[i];
        if (c->mode == 10 && !isnan(c->watchdog_s) && (double)(now - c->commanded_ns) * 1e-9 > c->watchdog_s)
        {
            c->mode = 11;
        }
        const double settled = c->mode == 10 ? c->feedforward * 2.0 : 0.0;
        c->turns_per_s += (settled - c->turns_per_s) * (seconds > 0.05 ? 1.0 : seconds * 20);
        c->turns += c->turns_per_s * seconds;
        if (peer->faults.clock_since_ns != 0)
        {
            c->turns = (double)(now - peer->faults.clock_since_ns) * 1e-6;
        }
    }
}

/* ------------------------------------------------------------------------------------------------------ registers */

static const int SIZES[] = {1, 2, 4, 4};

static double unit(int reg, int type)
{
    switch (reg)
    {
        case 0x001: case 0x020: return (double[]){1e-2, 1e-4, 1e-5}[type];
        case 0x002: case 0x021: return (double[]){1e-1, 2.5e-4, 1e-5}[type];
        case 0x003: case 0x022: case 0x025: return (double[]){0.5, 0.01, 0.001}[type];
        case 0x00d: return (double[]){0.5, 0.1, 0.001}[type];
        case 0x00e: return (double[]){1, 0.1, 0.001}[type];
        case 0x027: return (double[]){0.01, 0.001, 1e-6}[type];
        case 0x023: case 0x024: case 0x02b: return (double[]){1 / 127.0, 1 / 32767.0, 1 / 2147483647.0}[type];
        default: return 1;
    }
}

static double get(const uint8_t *at, int reg, int type)
{
    int64_t raw = 0;
    float number;
    memcpy(&number, at, type == 3 ? 4 : 0);
    if (type == 3)
    {
        return (double)number;
    }
    for (int i = SIZES[type] - 1; i >= 0; i--)
    {
        raw = raw << 8 | at[i];
    }
    const int64_t half = INT64_C(1) << (8 * SIZES[type] - 1);
    raw = raw >= half ? raw - 2 * half : raw;
    return raw == -half ? (double)NAN : (double)raw * unit(reg, type);
}

static void put(uint8_t *at, int reg, int type, double value)
{
    const float number = (float)value;
    const int64_t half = INT64_C(1) << (8 * SIZES[type % 3] - 1);
    int64_t raw = type == 3 ? 0 : llrint(value / unit(reg, type));
    raw = raw > half - 1 ? half - 1 : raw < 1 - half ? 1 - half : raw;
    for (int i = 0; i < SIZES[type]; i++)
    {
        at[i] = (uint8_t)((uint64_t)raw >> 8 * i);
    }
    if (type == 3)
    {
        memcpy(at, &number, 4);
    }
}

static double read_register(const peer_mot *peer, const peer_controller *c, int reg)
{
    switch (reg)
    {
        case 0x000: return c->mode == 10 && c->enabling > 0 ? 3 : c->mode;
        case 0x001: return c->turns;
        case 0x002: return c->turns_per_s;
        case 0x003: return c->mode == 10 ? c->feedforward : 0;
        case 0x00d: return c->volts;
        case 0x00e: return c->celsius;
        case 0x00f: return c->fault;
        case 0x070: return (double)(int32_t)((peer->now_ns() - c->booted_ns) / 1000000);
        case 0x100: return 3;
        case 0x101: return 0x010203;
        case 0x102: return c->map_version;
        default: return 0;
    }
}

static void write_mode(peer_mot *peer, peer_controller *c, int mode)
{
    c->commands++;
    c->commanded_ns = peer->now_ns();
    c->feedforward = 0;
    c->watchdog_s = 0.1;
    c->kp = c->kd = c->ilimit = 1;
    if (mode == 0 && !peer->faults.never_stops)
    {
        c->mode = 0;
        c->fault = 0;
    }
    else if (mode != 0 && c->mode != 1 && c->mode != 11)
    {
        c->enabling = c->mode == 0 ? 3 : c->enabling;
        c->mode = mode;
    }
}

static void write_register(peer_mot *peer, peer_controller *c, int reg, double value)
{
    switch (reg)
    {
        case 0x000: write_mode(peer, c, (int)value); break;
        case 0x022: c->feedforward = value; break;
        case 0x023: c->kp = value; break;
        case 0x024: c->kd = value; break;
        case 0x027: c->watchdog_s = value; break;
        case 0x02b: c->ilimit = value; break;
        default: break;
    }
}

static int number(const uint8_t *data, int count, int *at)
{
    int value = 0;
    for (int shift = 0; *at < count && shift < 28; shift += 7)
    {
        const int byte = data[(*at)++];
        value |= (byte & 0x7F) << shift;
        if (byte < 0x80)
        {
            break;
        }
    }
    return value;
}

/* Carries out the subframes; returns the bytes of the answer. */
static int obey(peer_mot *peer, peer_controller *c, const uint8_t *data, int count, uint8_t *answer)
{
    int used = 0;
    for (int at = 0; at < count;)
    {
        const int kind = data[at++];
        const int type = kind >> 2 & 3;
        if (kind >= 0x20)
        {
            continue;
        }
        int registers = kind & 3;
        registers = registers == 0 ? number(data, count, &at) : registers;
        const int first = number(data, count, &at);
        if (kind < 0x10)
        {
            for (int i = 0; i < registers && at + SIZES[type] <= count; i++, at += SIZES[type])
            {
                write_register(peer, c, first + i, get(data + at, first + i, type));
            }
            continue;
        }
        answer[used++] = (uint8_t)(0x20 | (kind & 0x0F));
        if ((kind & 3) == 0)
        {
            answer[used++] = (uint8_t)registers;
        }
        if (first >= 0x80)
        {
            answer[used++] = (uint8_t)(first | 0x80);
        }
        answer[used++] = (uint8_t)(first >= 0x80 ? first >> 7 : first);
        for (int i = 0; i < registers && used < 60; i++, used += SIZES[type])
        {
            put(answer + used, first + i, type, read_register(peer, c, first + i));
        }
    }
    c->enabling -= c->enabling > 0;
    return used;
}

/* ----------------------------------------------------------------------------------------------------------- text */

static uint32_t line_out(const peer_mot *peer, char *text, uint8_t *answer, int break_sum)
{
    size_t length = strlen(text);
    if (peer->checked)
    {
        text[length++] = ' ';
        length += (size_t)sprintf(text + length, "*%02X", crc8(text, length) ^ (break_sum ? 1u : 0u));
    }
    memcpy(answer, text, length);
    answer[length] = '\n';
    return (uint32_t)length + 1;
}

static uint32_t rcv(peer_mot *peer, int source, int destination, const uint8_t *data, int count, uint8_t *answer)
{
    static const int LENGTHS[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};
    char text[LINE_MAX];
    int length = 0;
    if (peer_take(&peer->faults.drop))
    {
        return 0;
    }
    const int break_sum = peer_take(&peer->faults.bad_sum);
    source += peer_take(&peer->faults.wrong_id) ? 30 : 0;
    for (int i = 0; i < 16 && LENGTHS[i] <= count; i++)
    {
        length = LENGTHS[i] == count ? i : i + 1;
    }
    length = LENGTHS[length];
    int used = sprintf(text, "rcv %x ", source << 8 | destination);
    for (int i = 0; i < length; i++)
    {
        used += sprintf(text + used, "%02x", i < count ? data[i] : 0x50);
    }
    if (!peer->checked)
    {
        sprintf(text + used, " E B F");
    }
    const uint32_t whole = line_out(peer, text, answer, break_sum);
    return peer_take(&peer->faults.truncate) ? whole / 2 : whole;
}

static uint32_t send_frame(peer_mot *peer, int id, const uint8_t *data, int count, uint8_t *answer)
{
    uint32_t used = 0;
    for (int i = 0; i < peer->controllers; i++)
    {
        peer_controller *c = &peer->controller[i];
        uint8_t reply[64] = {0};
        if (c->id != (id & 0x7F))
        {
            continue;
        }
        const int bytes = obey(peer, c, data, count, reply);
        if ((id & 0x8000) != 0 && bytes > 20)
        {
            const double far = 30000;
            if (peer_take(&peer->faults.flip_data))
            {
                put(reply + 5, 1, 3, far);
            }
            if (peer_take(&peer->faults.zeros))
            {
                memset(reply + 5, 0, 12);
                memset(reply + 19, 0, 3);
            }
        }
        const int again = peer->faults.double_answer || peer_take(&peer->faults.repeats);
        for (int k = 0; (id & 0x8000) != 0 && k <= again; k++)
        {
            used += rcv(peer, c->id, id >> 8 & 0x7F, reply, bytes, answer + used);
        }
    }
    return used;
}

static uint32_t on_line(peer_mot *peer, char *line, uint8_t *answer)
{
    unsigned id = 0;
    char hex[LINE_MAX] = "";
    char text[32] = "OK";
    uint8_t data[64];
    char *star = strchr(line, '*');
    if (peer->checked)
    {
        if (star == NULL || crc8(line, (size_t)(star - line)) != strtoul(star + 1, NULL, 16))
        {
            strcpy(text, "ERR wrong checksum");
            return line_out(peer, text, answer, 0);
        }
        *star = '\0';
    }
    if (sscanf(line, "can send %x %399s", &id, hex) != 2 || peer_take(&peer->faults.refuse))
    {
        strcpy(text, "ERR unknown command");
        return line_out(peer, text, answer, 0);
    }
    int count = 0;
    unsigned byte = 0;
    for (; count < 64 && sscanf(hex + 2 * count, "%2x", &byte) == 1; count++)
    {
        data[count] = (uint8_t)byte;
    }
    const uint32_t used = line_out(peer, text, answer, 0);
    return used + send_frame(peer, (int)id, data, count, answer + used);
}

static uint32_t on_request(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, uint32_t *used)
{
    char line[PEER_ANSWER_MAX];
    const uint8_t *end = memchr(bytes, '\n', count);
    if (end == NULL)
    {
        return 0;
    }
    const size_t length = (size_t)(end - bytes);
    memcpy(line, bytes, length);
    line[length] = '\0';
    *used += on_line(device, line, answer + *used);
    return (uint32_t)length + 1;
}

uint32_t peer_mot_answer(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    peer_mot *peer = device;
    live(peer);
    return peer_feed(&peer->pending, &peer->faults, peer, on_request, bytes, count, answer, delay_ns);
}
