/* What a slave's EEPROM says of it (slave information interface, ETG.1000.6): who it is, where its mailboxes are. */
#include "ethercat.h"

#include "clock.h"
#include "ecat_bytes.h"

#define WORD_VENDOR 0x08u
#define WORD_MAILBOX 0x18u
#define WORD_PROTOCOLS 0x1Cu
#define WORD_CATEGORIES 0x40u
#define CATEGORY_SM 41u
#define CATEGORY_END 0xFFFFu
#define CATEGORIES_MAX 64
#define PROTOCOL_COE 4u
#define READ 0x0100u
#define BUSY 0x8000u
#define FAILED 0x7800u
#define POLLS_MAX 100

/* Two words of the EEPROM. */
static int32_t read_words(bus *bus, uint32_t drive, uint32_t word, uint32_t *value)
{
    uint8_t request[6];
    uint8_t answer[10] = {0};
    put_u16(request, READ);
    put_u32(request + 2, word);
    if (ecat_write(bus, drive, ECAT_REG_EEPROM, request, sizeof request, "EEPROM") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (int i = 0; i < POLLS_MAX; i++)
    {
        if (ecat_read(bus, drive, ECAT_REG_EEPROM, answer, sizeof answer, "EEPROM") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        const uint32_t status = get_u16(answer);
        if ((status & BUSY) == 0)
        {
            *value = get_u32(answer + 6);
            return (status & FAILED) == 0 ? SINEW_OK : fail(bus_error(bus), "ethercat: motor %.40s (slave %u) cannot "
                "read its EEPROM: status=0x%04x, word=0x%x; have the drive repaired", ecat_motor_name(bus, drive),
                ecat_place(bus, drive), status, word);
        }
        clock_sleep(100 * NS_PER_US);
    }
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not end reading its EEPROM; restart it",
        ecat_motor_name(bus, drive), ecat_place(bus, drive));
}

static int32_t read_sync_managers(bus *bus, uint32_t drive, uint32_t word, uint32_t words)
{
    ecat_device *device = bus_device_of(bus);
    ecat_drive *slave = &device->drive[drive];
    uint32_t outputs = 0;
    uint32_t inputs = 0;
    if (words < 16)
    {
        return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) has %u sync managers, a drive needs 4; it is no "
            "drive that this driver knows", ecat_motor_name(bus, drive), ecat_place(bus, drive), words / 4);
    }
    if (read_words(bus, drive, word + 8, &outputs) != SINEW_OK ||
        read_words(bus, drive, word + 12, &inputs) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    slave->outputs_at = (uint16_t)outputs;
    slave->inputs_at = (uint16_t)inputs;
    return SINEW_OK;
}

static int32_t find_sync_managers(bus *bus, uint32_t drive)
{
    uint32_t word = WORD_CATEGORIES;
    for (int i = 0; i < CATEGORIES_MAX && word < 0x10000u; i++)
    {
        uint32_t head = 0;
        if (read_words(bus, drive, word, &head) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if ((head & 0xFFFFu) == CATEGORY_END)
        {
            break;
        }
        if ((head & 0xFFFFu) == CATEGORY_SM)
        {
            return read_sync_managers(bus, drive, word + 2, head >> 16);
        }
        word += 2 + (head >> 16);
    }
    return fail(bus_error(bus), "ethercat: the EEPROM of motor %.40s (slave %u) names no sync managers; write the "
        "maker's description (ESI) into it", ecat_motor_name(bus, drive), ecat_place(bus, drive));
}

int32_t ecat_read_sii(bus *bus, uint32_t drive)
{
    ecat_device *device = bus_device_of(bus);
    ecat_drive *slave = &device->drive[drive];
    const uint8_t to_master[2] = {0, 0};
    uint32_t out = 0;
    uint32_t in = 0;
    uint32_t protocols = 0;
    if (ecat_write(bus, drive, ECAT_REG_EEPROM_OWNER, to_master, sizeof to_master, "EEPROM") != SINEW_OK ||
        read_words(bus, drive, WORD_VENDOR, &slave->vendor) != SINEW_OK ||
        read_words(bus, drive, WORD_VENDOR + 2, &slave->product) != SINEW_OK ||
        read_words(bus, drive, WORD_MAILBOX, &out) != SINEW_OK ||
        read_words(bus, drive, WORD_MAILBOX + 2, &in) != SINEW_OK ||
        read_words(bus, drive, WORD_PROTOCOLS, &protocols) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    slave->mailbox = (ecat_mailbox){.out_at = (uint16_t)out, .out_bytes = (uint16_t)(out >> 16),
        .in_at = (uint16_t)in, .in_bytes = (uint16_t)(in >> 16)};
    if ((protocols & PROTOCOL_COE) == 0 || slave->mailbox.out_bytes < 16 || slave->mailbox.in_bytes < 16 ||
        slave->mailbox.out_bytes > ECAT_MAILBOX_MAX || slave->mailbox.in_bytes > ECAT_MAILBOX_MAX)
    {
        return fail(bus_error(bus), "ethercat: motor %.40s (slave %u, vendor 0x%08x, product 0x%08x) has no CoE "
            "mailbox that this driver can use: %u and %u bytes; it needs a CiA 402 drive", ecat_motor_name(bus, drive),
            ecat_place(bus, drive), slave->vendor, slave->product, slave->mailbox.out_bytes, slave->mailbox.in_bytes);
    }
    return find_sync_managers(bus, drive);
}
