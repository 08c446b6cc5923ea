#include "coe_codec.h"

#include "ecat_bytes.h"

#include <string.h>

#define MAILBOX_BYTES 6u
#define TYPE_COE 3u
#define SERVICE_EMERGENCY 1u
#define SERVICE_REQUEST 2u
#define SERVICE_RESPONSE 3u
#define DOWNLOAD_EXPEDITED 0x23u
#define DOWNLOAD_DONE 0x60u
#define UPLOAD 0x40u
#define UPLOAD_MASK 0xE0u
#define EXPEDITED 0x02u
#define SIZED 0x01u
#define ABORT 0x80u

static void request(uint8_t *to, uint8_t counter, uint8_t command, uint32_t index, uint32_t subindex, uint32_t value)
{
    put_u16(to, COE_SDO_BYTES - MAILBOX_BYTES);
    put_u16(to + 2, 0);
    to[4] = 0;
    to[5] = (uint8_t)(TYPE_COE | counter << 4);
    put_u16(to + 6, SERVICE_REQUEST << 12);
    to[8] = command;
    put_u16(to + 9, index);
    to[11] = (uint8_t)subindex;
    put_u32(to + 12, value);
}

void coe_download(uint8_t *to, uint8_t counter, uint32_t index, uint32_t subindex, uint32_t value, uint32_t count)
{
    const uint32_t mask = count >= 4 ? 0xFFFFFFFFu : (1u << 8 * count) - 1;
    request(to, counter, (uint8_t)(DOWNLOAD_EXPEDITED | (4 - count) << 2), index, subindex, value & mask);
}

void coe_upload(uint8_t *to, uint8_t counter, uint32_t index, uint32_t subindex)
{
    request(to, counter, UPLOAD, index, subindex, 0);
}

/* An answer with a value of up to four bytes: within the command, or, as some slaves do, as a transfer of its own. */
static void read_upload(const uint8_t *sdo, uint32_t count, coe_message *message)
{
    const uint32_t command = sdo[0];
    if ((command & EXPEDITED) != 0)
    {
        message->count = (command & SIZED) != 0 ? 4 - (command >> 2 & 3u) : 4;
        message->value = get_u32(sdo + 4) & (message->count == 4 ? 0xFFFFFFFFu : (1u << 8 * message->count) - 1);
        message->kind = COE_UPLOADED;
        return;
    }
    const uint32_t size = get_u32(sdo + 4);
    if (size == 0 || size > 4 || count < 8 + size)
    {
        message->kind = COE_SEGMENTED;
        return;
    }
    message->count = size;
    message->kind = COE_UPLOADED;
    for (uint32_t i = 0; i < size; i++)
    {
        message->value |= (uint32_t)sdo[8 + i] << 8 * i;
    }
}

static void read_response(const uint8_t *sdo, uint32_t count, coe_message *message)
{
    if (count < 8)
    {
        return;
    }
    message->index = get_u16(sdo + 1);
    message->subindex = sdo[3];
    if (sdo[0] == ABORT)
    {
        message->abort_code = get_u32(sdo + 4);
        message->kind = COE_ABORTED;
    }
    else if (sdo[0] == DOWNLOAD_DONE)
    {
        message->kind = COE_DOWNLOADED;
    }
    else if ((sdo[0] & UPLOAD_MASK) == UPLOAD)
    {
        read_upload(sdo, count, message);
    }
}

void coe_read(const uint8_t *bytes, uint32_t count, coe_message *message)
{
    memset(message, 0, sizeof *message);
    message->kind = COE_MALFORMED;
    if (count < MAILBOX_BYTES || MAILBOX_BYTES + get_u16(bytes) > count)
    {
        return;
    }
    const uint32_t length = get_u16(bytes);
    message->counter = bytes[5] >> 4 & 7u;
    if ((bytes[5] & 15u) != TYPE_COE)
    {
        message->kind = COE_OTHER;
        return;
    }
    if (length < 2)
    {
        return;
    }
    const uint32_t service = get_u16(bytes + MAILBOX_BYTES) >> 12;
    const uint8_t *body = bytes + COE_HEADER_BYTES;
    /* Some slaves abort by a request of their own. */
    if (service == SERVICE_RESPONSE || (service == SERVICE_REQUEST && length >= 10 && body[0] == ABORT))
    {
        read_response(body, length - 2, message);
    }
    else if (service == SERVICE_EMERGENCY && length >= 5)
    {
        message->error_code = get_u16(body);
        message->error_register = body[2];
        message->kind = COE_EMERGENCY;
    }
    else if (service != SERVICE_EMERGENCY)
    {
        message->kind = COE_OTHER;
    }
}
