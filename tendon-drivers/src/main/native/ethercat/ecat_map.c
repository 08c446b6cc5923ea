/* Sync managers, FMMUs, the mapping of process data, and the watchdog. */
#include "ethercat.h"

#include "ecat_bytes.h"

#include <string.h>

#define SM_BYTES 8u
#define MAILBOX_OUT 0x26u  /* mailbox, written by the master */
#define MAILBOX_IN 0x22u   /* mailbox, read by the master */
#define OUTPUTS 0x64u      /* three buffers, written by the master, its silence trips the watchdog */
#define INPUTS 0x20u       /* three buffers, read by the master */
#define FMMU_BYTES 16u
#define FMMU_READ 1u
#define FMMU_WRITE 2u
#define WATCHDOG_TICK 2498u /* + 2, of 40 ns: 100 us */

static int32_t set_sync_manager(bus *bus, uint32_t drive, uint32_t number, uint32_t at, uint32_t bytes,
    uint32_t control)
{
    uint8_t settings[SM_BYTES] = {0};
    put_u16(settings, at);
    put_u16(settings + 2, bytes);
    settings[4] = (uint8_t)control;
    settings[6] = 1;
    return ecat_write(bus, drive, ECAT_REG_SM + SM_BYTES * number, settings, sizeof settings, "sync manager");
}

static int32_t set_fmmu(bus *bus, uint32_t drive, uint32_t number, uint32_t logical, uint32_t bytes, uint32_t at,
    uint32_t kind)
{
    uint8_t settings[FMMU_BYTES] = {0};
    put_u32(settings, logical);
    put_u16(settings + 4, bytes);
    settings[7] = 7; /* whole bytes: from bit 0 to bit 7 */
    put_u16(settings + 8, at);
    settings[11] = (uint8_t)kind;
    settings[12] = 1;
    return ecat_write(bus, drive, ECAT_REG_FMMU + FMMU_BYTES * number, settings, sizeof settings, "FMMU");
}

int32_t ecat_map_mailbox(bus *bus, uint32_t drive)
{
    const ecat_device *device = bus_device_of(bus);
    const ecat_mailbox *box = &device->drive[drive].mailbox;
    return set_sync_manager(bus, drive, 0, box->out_at, box->out_bytes, MAILBOX_OUT) != SINEW_OK ||
        set_sync_manager(bus, drive, 1, box->in_at, box->in_bytes, MAILBOX_IN) != SINEW_OK ? SINEW_ERROR : SINEW_OK;
}

/* The object that lists what goes into one mapping object, and that object's assignment to its sync manager. */
static int32_t assign(bus *bus, uint32_t drive, uint32_t assignment, uint32_t mapping, const uint32_t *entries,
    uint32_t count)
{
    /* Only an assignment and a mapping that are empty can be changed. */
    if (ecat_download(bus, drive, assignment, 0, 0, 1, NULL) != SINEW_OK ||
        ecat_download(bus, drive, mapping, 0, 0, 1, NULL) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < count; i++)
    {
        if (ecat_download(bus, drive, mapping, i + 1, entries[i], 4, NULL) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return ecat_download(bus, drive, mapping, 0, count, 1, NULL) != SINEW_OK ||
        ecat_download(bus, drive, assignment, 1, mapping, 2, NULL) != SINEW_OK ||
        ecat_download(bus, drive, assignment, 0, 1, 1, NULL) != SINEW_OK ? SINEW_ERROR : SINEW_OK;
}

int32_t ecat_map_process_data(bus *bus, uint32_t drive)
{
    const ecat_settings *settings = bus_settings_of(bus);
    const ecat_device *device = bus_device_of(bus);
    const ecat_drive *slave = &device->drive[drive];
    uint32_t entries[8];
    uint32_t count = drive_output_mapping(device->mode, entries);
    if (assign(bus, drive, 0x1C12, 0x1600, entries, count) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    count = drive_input_mapping(settings->temperature_entry, entries);
    if (assign(bus, drive, 0x1C13, 0x1A00, entries, count) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    const uint32_t outputs = ECAT_LOGICAL_BASE + drive * device->output_bytes;
    const uint32_t inputs = ECAT_LOGICAL_BASE + device->drives * device->output_bytes + drive * device->input_bytes;
    return set_sync_manager(bus, drive, 2, slave->outputs_at, device->output_bytes, OUTPUTS) != SINEW_OK ||
        set_sync_manager(bus, drive, 3, slave->inputs_at, device->input_bytes, INPUTS) != SINEW_OK ||
        set_fmmu(bus, drive, 0, outputs, device->output_bytes, slave->outputs_at, FMMU_WRITE) != SINEW_OK ||
        set_fmmu(bus, drive, 1, inputs, device->input_bytes, slave->inputs_at, FMMU_READ) != SINEW_OK ? SINEW_ERROR :
        SINEW_OK;
}

int32_t ecat_set_watchdog(bus *bus, uint32_t drive)
{
    const ecat_settings *settings = bus_settings_of(bus);
    const uint32_t ticks = (uint32_t)(settings->common.watchdog_ms * 10);
    uint8_t shown[2] = {0};
    if (ecat_write_u16(bus, drive, ECAT_REG_WATCHDOG_DIVIDER, WATCHDOG_TICK, "watchdog") != SINEW_OK ||
        ecat_write_u16(bus, drive, ECAT_REG_WATCHDOG_SM, ticks, "watchdog") != SINEW_OK ||
        ecat_read(bus, drive, ECAT_REG_WATCHDOG_SM, shown, sizeof shown, "watchdog") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return get_u16(shown) == ticks ? SINEW_OK : fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not take "
        "its watchdog's time: it has %u instead of %u (0.1 ms); this driver does not drive without it",
        ecat_motor_name(bus, drive), ecat_place(bus, drive), get_u16(shown), ticks);
}
