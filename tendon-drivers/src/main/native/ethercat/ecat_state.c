/* The states of the slaves' controllers: INIT, PRE-OP, SAFE-OP, OP. */
#include "ethercat.h"

#include "clock.h"
#include "ecat_bytes.h"
#include "ecat_texts.h"

#include <string.h>

#define POLL_NS NS_PER_MS
#define POLLS_MAX 3000 /* 3 s: ETG.1000 allows INIT to PRE-OP so long */
#define SMS 4u
#define FMMUS 3u

static int32_t refused(bus *bus, uint32_t drive, uint32_t wanted, uint32_t status, uint32_t code)
{
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) refuses %s: it is in %s, AL status code 0x%04x (%s); "
        "see the drive's manual for this code", ecat_motor_name(bus, drive), ecat_place(bus, drive),
        ecat_state_text(wanted), ecat_state_text(status), code, ecat_al_status_text(code));
}

static int32_t await_state(bus *bus, uint32_t drive, uint32_t state)
{
    uint8_t status[6] = {0};
    for (int i = 0; i < POLLS_MAX; i++)
    {
        if (ecat_read(bus, drive, ECAT_REG_AL_STATUS, status, sizeof status, "AL status") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        const uint32_t now = get_u16(status);
        if ((now & 31u) == state)
        {
            return SINEW_OK;
        }
        if ((now & ECAT_AL_ERROR) != 0)
        {
            return refused(bus, drive, state, now, get_u16(status + 4));
        }
        clock_sleep(POLL_NS);
    }
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not reach %s within %d ms: it is in %s; "
        "restart it", ecat_motor_name(bus, drive), ecat_place(bus, drive), ecat_state_text(state), POLLS_MAX,
        ecat_state_text(get_u16(status)));
}

int32_t ecat_reach_state(bus *bus, uint32_t drive, uint32_t state)
{
    if (ecat_write_u16(bus, drive, ECAT_REG_AL_CONTROL, state, "AL control") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return await_state(bus, drive, state);
}

int32_t ecat_reset_line(bus *bus)
{
    uint8_t zeros[64] = {0};
    uint8_t control[2] = {ECAT_INIT | ECAT_AL_ACKNOWLEDGE, 0};
    uint8_t status[2] = {0};
    uint32_t counter = 0;
    for (int i = 0; i < POLLS_MAX; i++)
    {
        if ((i % 100 == 0 &&
            ecat_broadcast(bus, ECAT_BWR, ECAT_REG_AL_CONTROL, control, sizeof control, &counter) != SINEW_OK) ||
            ecat_broadcast(bus, ECAT_BRD, ECAT_REG_AL_STATUS, status, sizeof status, &counter) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if ((status[0] & 31u) == ECAT_INIT)
        {
            return ecat_broadcast(bus, ECAT_BWR, ECAT_REG_FMMU, zeros, 16 * FMMUS, &counter) != SINEW_OK ||
                ecat_broadcast(bus, ECAT_BWR, ECAT_REG_SM, zeros, 8 * SMS, &counter) != SINEW_OK ||
                ecat_broadcast(bus, ECAT_BWR, ECAT_REG_DC_SYNC, zeros, 1, &counter) != SINEW_OK ? SINEW_ERROR :
                SINEW_OK;
        }
        clock_sleep(POLL_NS);
    }
    return fail(bus_error(bus), "ethercat: not all slaves reach INIT: states, ORed: 0x%02x; restart them", status[0]);
}

/* AL status of all drives, 15 a frame; codes may be NULL. */
static int32_t read_states(bus *bus, uint16_t *states, uint16_t *codes)
{
    ecat_device *device = bus_device_of(bus);
    for (uint32_t first = 0; first < device->drives; first += ECAT_DATAGRAMS_MAX)
    {
        ecat_link_begin(&device->link);
        for (uint32_t i = first; i < device->drives && i < first + ECAT_DATAGRAMS_MAX; i++)
        {
            ecat_link_add(&device->link, ECAT_FPRD, ecat_address(device->drive[i].station, ECAT_REG_AL_STATUS),
                NULL, 6);
        }
        if (ecat_ask(bus, "AL status of all drives") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        for (uint32_t i = first; i < device->drives && i < first + ECAT_DATAGRAMS_MAX; i++)
        {
            const uint8_t *data = ecat_link_data(&device->link, i - first);
            const int there = device->link.got[i - first].counter == 1;
            states[i] = there ? get_u16(data) : 0;
            codes[i] = there ? get_u16(data + 4) : 0;
        }
    }
    return SINEW_OK;
}

int32_t ecat_acknowledge(bus *bus, int *set_up)
{
    ecat_device *device = bus_device_of(bus);
    uint16_t states[MOTORS_MAX];
    uint16_t codes[MOTORS_MAX];
    *set_up = 1;
    if (read_states(bus, states, codes) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->drives; i++)
    {
        if (states[i] == ECAT_SAFE_OP)
        {
            continue;
        }
        if ((states[i] & 15u) != ECAT_SAFE_OP && states[i] != ECAT_OP)
        {
            *set_up = 0;
            return SINEW_OK;
        }
        const uint32_t acknowledge = (states[i] & ECAT_AL_ERROR) != 0 ? ECAT_AL_ACKNOWLEDGE : 0;
        if (ecat_write_u16(bus, i, ECAT_REG_AL_CONTROL, ECAT_SAFE_OP | acknowledge, "AL control") != SINEW_OK ||
            await_state(bus, i, ECAT_SAFE_OP) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return SINEW_OK;
}

int ecat_report_states(bus *bus)
{
    ecat_device *device = bus_device_of(bus);
    uint16_t states[MOTORS_MAX];
    uint16_t codes[MOTORS_MAX];
    if (read_states(bus, states, codes) != SINEW_OK)
    {
        bus_report(bus, "%.400s", bus_error(bus)->text);
        return 1;
    }
    for (uint32_t i = 0; i < device->drives; i++)
    {
        if (states[i] == 0)
        {
            bus_report(bus, "ethercat: motor %.40s (slave %u) does not answer at its address: it restarted, or the "
                "line is cut in front of it; check its power and cables, then open the bus "
                    "again", ecat_motor_name(bus, i), ecat_place(bus, i));
            return 1;
        }
        if (states[i] != ECAT_OP)
        {
            bus_report(bus, "ethercat: motor %.40s (slave %u) has left OP: it is in %s, AL status code 0x%04x (%s); "
                "find out why, then deactivate and activate", ecat_motor_name(bus, i), ecat_place(bus, i),
                ecat_state_text(states[i]), codes[i], ecat_al_status_text(codes[i]));
            return 1;
        }
    }
    return 0;
}
