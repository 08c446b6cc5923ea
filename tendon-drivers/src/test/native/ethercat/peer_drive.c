/* The peer's drives: objects, states, mailbox. */
#include "peer_bytes.h"
#include "peer_ecat.h"

#include <string.h>

/* -------------------------------------------------------------------------------------------------------- objects */

peer_object *peer_ecat_object(peer_slave *slave, uint32_t index, uint32_t subindex)
{
    for (uint32_t i = 0; i < slave->objects; i++)
    {
        if (slave->object[i].index == index && slave->object[i].subindex == subindex)
        {
            return &slave->object[i];
        }
    }
    return NULL;
}

static void add(peer_slave *slave, uint32_t index, uint32_t subindex, uint32_t bytes, int writable, uint32_t value)
{
    slave->object[slave->objects++] = (peer_object){index, subindex, bytes, value, writable};
}

void peer_add_objects(peer_slave *slave)
{
    slave->objects = 0;
    add(slave, 0x1000, 0, 4, 0, 0x00020192);
    add(slave, 0x1C12, 0, 1, 1, 1);
    add(slave, 0x1C12, 1, 2, 1, 0x1600);
    add(slave, 0x1C13, 0, 1, 1, 1);
    add(slave, 0x1C13, 1, 2, 1, 0x1A00);
    add(slave, 0x1600, 0, 1, 1, 0);
    add(slave, 0x1A00, 0, 1, 1, 0);
    for (uint32_t i = 1; i <= 8; i++)
    {
        add(slave, 0x1600, i, 4, 1, 0);
        add(slave, 0x1A00, i, 4, 1, 0);
    }
    add(slave, 0x603F, 0, 2, 0, 0);
    add(slave, 0x6040, 0, 2, 1, 0);
    add(slave, 0x6041, 0, 2, 0, 0x0250);
    add(slave, 0x6060, 0, 1, 1, 8);
    add(slave, 0x6061, 0, 1, 0, 8);
    add(slave, 0x6064, 0, 4, 0, 1000);
    add(slave, 0x606C, 0, 4, 0, 0);
    add(slave, 0x6071, 0, 2, 1, 0);
    add(slave, 0x6072, 0, 2, 1, 1000);
    add(slave, 0x6077, 0, 2, 0, 0);
    add(slave, 0x607A, 0, 4, 1, 0);
    add(slave, 0x60FF, 0, 4, 1, 0);
    add(slave, 0x6076, 0, 4, 0, 2000);
    add(slave, 0x6502, 0, 4, 0, 0x380);
    add(slave, 0x608F, 1, 4, 0, 10000);
    add(slave, 0x608F, 2, 4, 0, 1);
    add(slave, 0x2030, 0, 2, 0, 250);
}

/* Copies process data between memory and objects; returns how many bytes there are. */
uint32_t peer_exchange(peer_slave *slave, uint32_t mapping, uint32_t at, int to_objects)
{
    const uint32_t entries = peer_ecat_object(slave, mapping, 0)->value;
    uint32_t bytes = 0;
    for (uint32_t i = 1; i <= entries && i <= 8; i++)
    {
        const uint32_t entry = peer_ecat_object(slave, mapping, i)->value;
        peer_object *object = peer_ecat_object(slave, entry >> 16, entry >> 8 & 255);
        if (object != NULL && to_objects)
        {
            object->value = get(slave->memory + at + bytes, object->bytes);
        }
        else if (object != NULL && at != 0)
        {
            set(slave->memory + at + bytes, object->bytes, object->value);
        }
        bytes += (entry & 255) / 8;
    }
    return bytes;
}

/* ---------------------------------------------------------------------------------------------------------- drive */

/* One step of the drive after new outputs; takes every state at once. */
void peer_drive_step(peer_slave *slave)
{
    peer_object *status = peer_ecat_object(slave, 0x6041, 0);
    const uint16_t word = (uint16_t)peer_ecat_object(slave, 0x6040, 0)->value;
    const uint16_t edge = (uint16_t)(word & ~slave->before);
    const int operational = slave->memory[0x130] == 8;
    uint32_t state = status->value & 0x6F;
    slave->before = word;
    if ((state & 0x4F) == 0x08)
    {
        if ((edge & 0x80) != 0)
        {
            status->value = 0x0250;
            peer_ecat_object(slave, 0x603F, 0)->value = 0;
        }
        return;
    }
    if (!operational || (word & 2) == 0)
    {
        state = 0x40;
    }
    else if ((word & 7) == 2)
    {
        state = state == 0x27 ? 0x07 : 0x40;
    }
    else if ((word & 7) == 6 && state == 0x40)
    {
        state = 0x21;
    }
    else if ((word & 15) == 7 && state == 0x21)
    {
        state = 0x23;
    }
    else if ((word & 15) == 15 && (state == 0x23 || state == 0x27))
    {
        state = 0x27;
    }
    else if (state == 0x07)
    {
        state = 0x40;
    }
    status->value = 0x0210 | state;
    peer_ecat_object(slave, 0x6061, 0)->value = peer_ecat_object(slave, 0x6060, 0)->value;
}

void peer_request_state(peer_slave *slave, uint32_t control)
{
    static const uint8_t AFTER[9] = {0, 2, 4, 0, 8, 0, 0, 0, 8};
    uint8_t *status = slave->memory + 0x130;
    const uint32_t now = status[0] & 15u;
    const uint32_t wanted = control & 15u;
    uint32_t code = 0;
    if ((status[0] & 16) != 0 && (control & 16) == 0)
    {
        return;
    }
    status[0] = (uint8_t)now;
    if (wanted == slave->refuse_state && wanted != 0)
    {
        code = slave->refuse_code;
    }
    else if (wanted > now && AFTER[now] != wanted)
    {
        code = 0x11;
    }
    else if (wanted == 2 && now == 1 && (slave->memory[0x806] & slave->memory[0x80E] & 1) == 0)
    {
        code = 0x16;
    }
    else if (wanted == 4 && now == 2)
    {
        code = get(slave->memory + 0x812, 2) != peer_exchange(slave, 0x1600, 0, 0) ? 0x1D :
            get(slave->memory + 0x81A, 2) != peer_exchange(slave, 0x1A00, 0, 0) ? 0x1E : 0;
    }
    set(slave->memory + 0x134, 2, code);
    if (code != 0)
    {
        status[0] |= 16;
        return;
    }
    slave->wanted = 0;
    if (wanted == 8 && now == 4 && !slave->fresh)
    {
        slave->wanted = 8;
        return;
    }
    slave->fresh &= wanted == 8;
    status[0] = (uint8_t)wanted;
    peer_drive_step(slave);
}

/* -------------------------------------------------------------------------------------------------------- mailbox */

void peer_answer_sdo(peer_slave *slave)
{
    const uint8_t *request = slave->memory + 0x1000;
    uint8_t *answer = slave->memory + 0x1080;
    const uint32_t index = get(request + 9, 2);
    peer_object *object = peer_ecat_object(slave, index, request[11]);
    const uint32_t count = 4 - (request[8] >> 2 & 3u);
    uint32_t code = index == slave->abort_index && index != 0 ? slave->abort_code : object == NULL ? 0x06020000u : 0;
    memset(answer, 0, 128);
    set(answer, 2, 10);
    answer[5] = request[5];
    set(answer + 6, 2, 0x3000);
    memcpy(answer + 9, request + 9, 3);
    if (slave->emergency)
    {
        slave->emergency = 0;
        set(answer + 6, 2, 0x1000);
        set(answer + 8, 2, 0x4310);
        answer[10] = 9;
        slave->memory[0x80D] = 8;
        return; /* the answer follows when this one is read */
    }
    const int download = request[8] >> 5 == 1;
    if (code == 0 && download && (!object->writable || count != object->bytes))
    {
        code = !object->writable ? 0x06010002u : 0x06070010u;
    }
    if (code != 0)
    {
        set(answer + 6, 2, 0x2000); /* an abort is a request of the slave's own */
        answer[8] = 0x80;
        set(answer + 12, 4, code);
    }
    else if (download)
    {
        answer[8] = 0x60;
        object->value = get(request + 12, count);
        if (index == 0x6040)
        {
            peer_drive_step(slave);
        }
    }
    else if (slave->normal_upload)
    {
        answer[8] = 0x41;
        set(answer, 2, 10 + object->bytes);
        set(answer + 12, 4, object->bytes);
        set(answer + 16, object->bytes, object->value);
    }
    else
    {
        answer[8] = (uint8_t)(0x43 | (4 - object->bytes) << 2);
        set(answer + 12, 4, object->value);
    }
    slave->memory[0x80D] = slave->mute ? 0 : 8;
    slave->memory[0x805] = 0;
}
