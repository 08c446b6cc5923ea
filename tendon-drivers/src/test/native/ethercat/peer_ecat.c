/* The peer's line: frames, registers, clocks. */
#include "peer_bytes.h"
#include "peer_ecat.h"

#include <string.h>

/* ------------------------------------------------------------------------------------------------------- registers */

static void written(peer_slave *slave, uint32_t place, uint32_t count, int64_t here_ns, int64_t back_ns)
{
    const int64_t offset = (int64_t)(get(slave->memory + 0x920, 4) | (uint64_t)get(slave->memory + 0x924, 4) << 32);
    if (place <= 0x120 && place + count > 0x120)
    {
        peer_request_state(slave, slave->memory[0x120]);
    }
    else if (place == 0x502)
    {
        const uint32_t from = 2 * get(slave->memory + 0x504, 4);
        memset(slave->memory + 0x508, 0xFF, 4);
        if (from + 4 <= sizeof slave->eeprom)
        {
            memcpy(slave->memory + 0x508, slave->eeprom + from, 4);
        }
        set(slave->memory + 0x502, 2, 0);
    }
    else if (place == 0x900)
    {
        set(slave->memory + 0x900, 4, (uint64_t)(slave->clock_ns + here_ns));
        set(slave->memory + 0x904, 4, (uint64_t)(slave->clock_ns + back_ns));
        set(slave->memory + 0x918, 8, (uint64_t)(slave->clock_ns + here_ns));
    }
    else if (place == 0x910)
    {
        /* It shows how far off it is, and does not follow. */
        const uint64_t high = get(slave->memory + 0x914, 4);
        const int64_t reference = (int64_t)(get(slave->memory + 0x910, 4) | high << 32);
        const int64_t off = slave->clock_ns + here_ns + offset - reference - get(slave->memory + 0x928, 4);
        set(slave->memory + 0x92C, 4, off < 0 ? (uint64_t)-off | 0x80000000u : (uint64_t)off);
    }
    else if (place == 0x1000 && count == 128)
    {
        peer_answer_sdo(slave);
    }
    else if (place == 0x1100)
    {
        slave->fresh = 1;
        if (slave->wanted == 8)
        {
            slave->wanted = 0;
            slave->memory[0x130] = 8;
        }
        if (slave->memory[0x130] == 8)
        {
            peer_exchange(slave, 0x1600, 0x1100, 1);
        }
        peer_drive_step(slave);
    }
}

static int reads(peer_slave *slave, uint32_t place, uint8_t *to, uint32_t count, int ored, int64_t here_ns)
{
    if (place + count > PEER_MEMORY || (place == 0x1080 && slave->memory[0x80D] == 0))
    {
        return 0;
    }
    if (place == 0x910)
    {
        const uint64_t offset = get(slave->memory + 0x920, 4) | (uint64_t)get(slave->memory + 0x924, 4) << 32;
        set(slave->memory + 0x910, 8, (uint64_t)(slave->clock_ns + here_ns) + offset);
    }
    if (place == 0x1400)
    {
        peer_exchange(slave, 0x1A00, 0x1400, 0);
    }
    for (uint32_t i = 0; i < count; i++)
    {
        to[i] = (uint8_t)(ored ? to[i] | slave->memory[place + i] : slave->memory[place + i]);
    }
    if (place == 0x1080)
    {
        const int was_emergency = get(slave->memory + 0x1086, 2) == 0x1000;
        slave->memory[0x80D] = 0;
        if (was_emergency)
        {
            peer_answer_sdo(slave);
        }
    }
    return 1;
}

static int writes(peer_slave *slave, uint32_t place, const uint8_t *from, uint32_t count, int64_t here_ns,
    int64_t back_ns)
{
    if (place + count > PEER_MEMORY || place < 0x10 || (place >= 0x130 && place < 0x138))
    {
        return 0;
    }
    memcpy(slave->memory + place, from, count);
    if (place >= 0x800 && place < 0x820)
    {
        for (uint32_t i = 0; i < 4; i++)
        {
            slave->memory[0x805 + 8 * i] = 0;
        }
    }
    written(slave, place, count, here_ns, back_ns);
    return 1;
}

static uint32_t logical(peer_slave *slave, uint8_t *datagram, uint32_t count)
{
    const uint32_t from = get(datagram + 2, 4);
    uint32_t counter = 0;
    for (uint32_t i = 0; i < 2; i++)
    {
        const uint8_t *fmmu = slave->memory + 0x600 + 16 * i;
        const uint32_t start = get(fmmu, 4);
        const uint32_t length = get(fmmu + 4, 2);
        if (fmmu[12] != 1 || start < from || start + length > from + count)
        {
            continue;
        }
        uint8_t *data = datagram + 10 + (start - from);
        if (fmmu[11] == 1 && datagram[0] != 11)
        {
            counter += (uint32_t)reads(slave, get(fmmu + 8, 2), data, length, 0, 0);
        }
        if (fmmu[11] == 2 && datagram[0] != 10)
        {
            counter += 2 * (uint32_t)writes(slave, get(fmmu + 8, 2), data, length, 0, 0);
        }
    }
    return counter;
}

static void pass(peer_slave *slave, uint8_t *datagram, int64_t here_ns, int64_t back_ns)
{
    const uint32_t command = datagram[0];
    const uint32_t count = get(datagram + 6, 2) & 0x7FF;
    const uint32_t who = get(datagram + 2, 2);
    const uint32_t place = get(datagram + 4, 2);
    const uint32_t station = get(slave->memory + 0x10, 2);
    uint8_t *data = datagram + 10;
    uint32_t counter = 0;
    if (command == 1 || command == 2 || command == 7 || command == 8)
    {
        set(datagram + 2, 2, who + 1);
    }
    if ((command == 1 && who == 0) || (command == 4 && who == station) || command == 7 ||
        (command == 14 && who == station))
    {
        counter = (uint32_t)reads(slave, place, data, count, command == 7, here_ns);
    }
    else if ((command == 2 && who == 0) || (command == 5 && who == station) || command == 8 || command == 14)
    {
        counter = (uint32_t)writes(slave, place, data, count, here_ns, back_ns);
    }
    else if (command >= 10 && command <= 12)
    {
        counter = logical(slave, datagram, count);
    }
    set(data + count, 2, get(data + count, 2) + counter);
}

/* ------------------------------------------------------------------------------------------------------------ line */

void peer_ecat_restart(peer_slave *slave)
{
    memset(slave->memory, 0, sizeof slave->memory);
    slave->memory[8] = 0x0C;
    slave->memory[0x130] = 1;
    set(slave->memory + 0x110, 2, 0x0A35);
    set(slave->memory + 0x420, 2, 1000);
    slave->fresh = 0;
    slave->wanted = 0;
    peer_add_objects(slave);
}

static void fill_eeprom(uint8_t *eeprom)
{
    memset(eeprom, 0xFF, 512);
    memset(eeprom, 0, 0x80);
    set(eeprom + 0x10, 4, PEER_VENDOR);
    set(eeprom + 0x14, 4, PEER_PRODUCT);
    set(eeprom + 0x30, 4, 0x00801000);
    set(eeprom + 0x34, 4, 0x00801080);
    set(eeprom + 0x38, 2, 4);
    set(eeprom + 0x80, 4, 0x0002000A); /* strings: to be passed over */
    set(eeprom + 0x88, 4, 0x00100029); /* sync managers */
    memset(eeprom + 0x8C, 0, 32);
    set(eeprom + 0x8C + 16, 2, 0x1100);
    set(eeprom + 0x8C + 24, 2, 0x1400);
}

void peer_ecat_init(peer_ecat *line, uint32_t slaves, int64_t (*now_ns)(void))
{
    memset(line, 0, sizeof *line);
    line->slaves = slaves;
    line->now_ns = now_ns;
    line->hop_ns = 600;
    for (uint32_t i = 0; i < slaves; i++)
    {
        line->slave[i].clock_ns = 1000000000 * (int64_t)(7 * i + 3);
        fill_eeprom(line->slave[i].eeprom);
        peer_ecat_restart(&line->slave[i]);
    }
    set(line->slave[slaves - 1].memory + 0x110, 2, 0x0615); /* nothing behind the last one */
}

uint32_t peer_ecat_pass(peer_ecat *line, uint8_t *frame, uint32_t count)
{
    const int64_t now_ns = line->now_ns();
    uint32_t reached = 0;
    line->frames++;
    while (reached < line->slaves && !line->slave[reached].absent)
    {
        reached++;
    }
    for (uint32_t i = 0; i < reached; i++)
    {
        int more = !line->slave[i].deaf;
        for (uint32_t at = 16; more;)
        {
            const int64_t here_ns = now_ns + i * line->hop_ns;
            pass(&line->slave[i], frame + at, here_ns, now_ns + (2 * (reached - 1) - i) * line->hop_ns);
            more = (frame[at + 7] & 0x80) != 0;
            at += 12 + (get(frame + at + 6, 2) & 0x7FF);
        }
    }
    for (uint32_t at = 16, more = 1; more;)
    {
        const uint32_t length = get(frame + at + 6, 2) & 0x7FF;
        if ((frame[at] == 10 || frame[at] == 12) && line->spoil_counter > 0)
        {
            line->spoil_counter--;
            set(frame + at + 10 + length, 2, get(frame + at + 10 + length, 2) - 1);
        }
        if ((frame[at] == 10 || frame[at] == 12) && line->zero > 0)
        {
            line->zero--;
            memset(frame + at + 10, 0, length);
        }
        more = (frame[at + 7] & 0x80) != 0;
        at += 12 + length;
    }
    if (reached == 0 || line->drop > 0)
    {
        line->drop -= line->drop > 0;
        return 0;
    }
    return count;
}

void peer_ecat_repair(uint8_t *frame, uint32_t count, const uint8_t *sent)
{
    if (count < 28)
    {
        return;
    }
    memcpy(frame, sent, 16);
    uint32_t at = 16;
    for (uint32_t from = 16, more = 1; more;)
    {
        const uint32_t length = get(sent + from + 6, 2) & 0x7FF;
        if (at + 12 + length > count)
        {
            return;
        }
        memcpy(frame + at, sent + from, 2);
        memcpy(frame + at + 4, sent + from + 4, 4);
        if (sent[from] >= 10 && sent[from] <= 12)
        {
            memcpy(frame + at + 2, sent + from + 2, 2);
        }
        more = (sent[from + 7] & 0x80) != 0;
        at += 12 + length;
        from += 12 + length;
    }
}
