/* SDO transfers through a slave's mailbox, for start-up parameters and requests; never in the cycle. */
#include "ethercat.h"

#include "clock.h"
#include "coe_codec.h"
#include "ecat_texts.h"

#include <string.h>

#define SM_STATUS 5u
#define SM_FULL 8u
#define POLL_NS (50 * NS_PER_US)
#define WAIT_NS (500 * NS_PER_MS)
#define MESSAGES_MAX 16

static int32_t silent(bus *bus, uint32_t drive, uint32_t index, uint32_t subindex, const char *what)
{
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) %s: object %04x:%02x; restart it",
        ecat_motor_name(bus, drive), ecat_place(bus, drive), what, index, subindex);
}

/* Waits until a mailbox is full or empty. */
static int32_t await_mailbox(bus *bus, uint32_t drive, uint32_t number, int full, int64_t wait_ns, int *reached)
{
    const int64_t until_ns = clock_ns() + wait_ns;
    *reached = 0;
    for (;;)
    {
        uint8_t status = 0;
        if (ecat_read(bus, drive, ECAT_REG_SM + 8 * number + SM_STATUS, &status, 1, "mailbox status") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (((status & SM_FULL) != 0) == full)
        {
            *reached = 1;
            return SINEW_OK;
        }
        if (clock_ns() > until_ns)
        {
            return SINEW_OK;
        }
        clock_sleep(POLL_NS);
    }
}

/* Takes one message out of the slave's mailbox. */
static int32_t take(bus *bus, uint32_t drive, int64_t wait_ns, coe_message *message, int *taken)
{
    ecat_device *device = bus_device_of(bus);
    const ecat_mailbox *box = &device->drive[drive].mailbox;
    uint8_t bytes[ECAT_MAILBOX_MAX];
    if (await_mailbox(bus, drive, 1, 1, wait_ns, taken) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (!*taken)
    {
        return SINEW_OK;
    }
    if (ecat_read(bus, drive, box->in_at, bytes, box->in_bytes, "mailbox") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    coe_read(bytes, box->in_bytes, message);
    return SINEW_OK;
}

static void tell_emergency(bus *bus, uint32_t drive, const coe_message *message)
{
    bus_report(bus, "ethercat: motor %.40s (slave %u) sends an emergency: code 0x%04x (%s), register 0x%02x; remove the "
        "cause", ecat_motor_name(bus, drive), ecat_place(bus, drive), message->error_code,
        ecat_drive_error_text(message->error_code), message->error_register);
}

/* What an earlier request left behind is no answer to the next one; emergencies of meanwhile are told. */
static int32_t empty(bus *bus, uint32_t drive)
{
    coe_message message;
    for (int stale = 1, i = 0; stale && i < MESSAGES_MAX; i++)
    {
        if (take(bus, drive, 0, &message, &stale) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (stale && message.kind == COE_EMERGENCY)
        {
            tell_emergency(bus, drive, &message);
        }
    }
    return SINEW_OK;
}

/* Sends a request and waits for its answer; emergencies that come first are told. */
static int32_t transfer(bus *bus, uint32_t drive, const uint8_t *request, uint32_t index, uint32_t subindex,
    coe_message *answer)
{
    ecat_device *device = bus_device_of(bus);
    const ecat_mailbox *box = &device->drive[drive].mailbox;
    uint8_t bytes[ECAT_MAILBOX_MAX] = {0};
    int ready = 0;
    /* The whole mailbox: the slave takes it over when its last byte is written. */
    memcpy(bytes, request, COE_SDO_BYTES);
    if (empty(bus, drive) != SINEW_OK || await_mailbox(bus, drive, 0, 0, WAIT_NS, &ready) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (!ready)
    {
        return silent(bus, drive, index, subindex, "does not empty its mailbox");
    }
    if (ecat_write(bus, drive, box->out_at, bytes, box->out_bytes, "mailbox") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (int i = 0; i < MESSAGES_MAX; i++)
    {
        int taken = 0;
        if (take(bus, drive, WAIT_NS, answer, &taken) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (!taken)
        {
            break;
        }
        if (answer->kind == COE_EMERGENCY)
        {
            tell_emergency(bus, drive, answer);
        }
        else if (answer->kind != COE_OTHER && answer->index == index && answer->subindex == subindex)
        {
            return SINEW_OK;
        }
    }
    return silent(bus, drive, index, subindex, "does not answer through its mailbox");
}

static int32_t aborted(bus *bus, uint32_t drive, const coe_message *answer, uint32_t *abort_code, const char *what)
{
    if (abort_code != NULL)
    {
        *abort_code = answer->abort_code;
        return SINEW_OK;
    }
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) refuses %s object %04x:%02x: abort code 0x%08x (%s); "
        "see the drive's manual", ecat_motor_name(bus, drive), ecat_place(bus, drive), what, answer->index,
        answer->subindex, answer->abort_code, ecat_abort_text(answer->abort_code));
}

static uint8_t next_counter(ecat_mailbox *box)
{
    box->counter = (uint8_t)(box->counter % 7 + 1); /* 0 is no number: a slave passes over the same one twice */
    return box->counter;
}

int32_t ecat_download(bus *bus, uint32_t drive, uint32_t index, uint32_t subindex, uint32_t value, uint32_t count,
    uint32_t *abort_code)
{
    ecat_device *device = bus_device_of(bus);
    uint8_t request[COE_SDO_BYTES];
    coe_message answer;
    if (abort_code != NULL)
    {
        *abort_code = 0;
    }
    coe_download(request, next_counter(&device->drive[drive].mailbox), index, subindex, value, count);
    if (transfer(bus, drive, request, index, subindex, &answer) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (answer.kind == COE_ABORTED)
    {
        return aborted(bus, drive, &answer, abort_code, "to write");
    }
    return answer.kind == COE_DOWNLOADED ? SINEW_OK :
        silent(bus, drive, index, subindex, "answers nonsense through its mailbox");
}

int32_t ecat_upload(bus *bus, uint32_t drive, uint32_t index, uint32_t subindex, uint32_t *value,
    uint32_t *abort_code)
{
    ecat_device *device = bus_device_of(bus);
    uint8_t request[COE_SDO_BYTES];
    coe_message answer;
    if (abort_code != NULL)
    {
        *abort_code = 0;
    }
    *value = 0;
    coe_upload(request, next_counter(&device->drive[drive].mailbox), index, subindex);
    if (transfer(bus, drive, request, index, subindex, &answer) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (answer.kind == COE_ABORTED)
    {
        return aborted(bus, drive, &answer, abort_code, "to read");
    }
    *value = answer.value;
    return answer.kind == COE_UPLOADED ? SINEW_OK : silent(bus, drive, index, subindex,
        answer.kind == COE_SEGMENTED ? "has a longer value than this driver reads" :
        "answers nonsense through its mailbox");
}
