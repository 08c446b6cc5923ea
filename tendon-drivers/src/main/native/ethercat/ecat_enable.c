/* Activate: SAFE-OP to OP, then every drive to operation enabled. Stop: the way back. */
#include "ethercat.h"

#include "clock.h"
#include "ecat_bytes.h"
#include "ecat_texts.h"

#include <string.h>

#define STEP_NS NS_PER_MS
#define PRIME_STEPS 10
#define OPERATION_STEPS 3000 /* of 1 ms; a drive may wait for its clock */
#define ENABLE_STEPS 2000    /* a brake may have to open */
#define QUICK_STOP_STEPS 300
#define DISABLE_STEPS 100
#define FAILURES_MAX 20
#define RESET_POLLS 100
#define RESET_POLL_NS (10 * NS_PER_MS)

static const bus_command NOTHING = {.enabled = 0};

/* One cycle with zero targets and the control words that were set; failures in a row are counted. */
static bus_outcome step(bus *bus, int *failures)
{
    ecat_set_targets(bus, &NOTHING);
    const bus_outcome outcome = ecat_process(bus, 1);
    *failures = outcome == BUS_GOOD ? 0 : *failures + 1;
    clock_sleep(STEP_NS);
    return outcome;
}

static int32_t no_data(bus *bus, bus_outcome outcome)
{
    ecat_device *device = bus_device_of(bus);
    return fail(bus_error(bus), "ethercat: process data do not come: interface=%s, reason=%s; check cables and power "
        "of the slaves", device->link.port.name, outcome == BUS_UNTAKEN ? "wrong working counter, not every drive "
        "takes part" : outcome == BUS_GONE ? "the interface is down or gone" : outcome == BUS_BAD_VALUE ?
        "values that cannot be" : "frames do not come back");
}

/* Data come, but not as they do from drives that were set up rightly. */
static int does_not_fit(bus_outcome outcome)
{
    return outcome == BUS_UNTAKEN || outcome == BUS_BAD_VALUE;
}

/* Writes AL control of all drives, 15 a frame. */
static int32_t request_state(bus *bus, uint32_t state)
{
    ecat_device *device = bus_device_of(bus);
    const uint8_t control[2] = {(uint8_t)state, 0};
    for (uint32_t first = 0; first < device->drives; first += ECAT_DATAGRAMS_MAX)
    {
        ecat_link_begin(&device->link);
        for (uint32_t i = first; i < device->drives && i < first + ECAT_DATAGRAMS_MAX; i++)
        {
            ecat_link_add(&device->link, ECAT_FPWR, ecat_address(device->drive[i].station, ECAT_REG_AL_CONTROL),
                control, sizeof control);
        }
        if (ecat_ask(bus, "AL control") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return SINEW_OK;
}

static int all_in(const ecat_device *device, uint32_t state)
{
    return device->slaves == device->drives ? device->al_status == state :
        (device->al_status & (ECAT_OP | ECAT_SAFE_OP | ECAT_AL_ERROR)) == state;
}

/* misfit: perhaps the slaves were set up wrongly: not all take part in the data, or one does not come to OP. */
static int32_t enter_operation(bus *bus, int *misfit)
{
    ecat_device *device = bus_device_of(bus);
    int failures = 0;
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < PRIME_STEPS; i++)
    {
        outcome = step(bus, &failures);
    }
    if (request_state(bus, ECAT_OP) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (int i = 0; i < OPERATION_STEPS && failures < FAILURES_MAX; i++)
    {
        outcome = step(bus, &failures);
        if (outcome == BUS_GOOD && all_in(device, ECAT_OP))
        {
            return SINEW_OK;
        }
        if (outcome == BUS_GOOD && (device->al_status & ECAT_AL_ERROR) != 0)
        {
            break;
        }
    }
    *misfit = failures == 0 || does_not_fit(outcome);
    if (failures > 0)
    {
        return no_data(bus, outcome);
    }
    for (uint32_t i = 0; i < device->drives; i++)
    {
        if (ecat_reach_state(bus, i, ECAT_OP) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return fail(bus_error(bus), "ethercat: not all slaves stay in OP: states, ORed: 0x%02x, AL status code 0x%04x "
        "(%s); see the drives' manual", device->al_status, device->al_code, ecat_al_status_text(device->al_code));
}

static int32_t refuse_fault(bus *bus, uint32_t i)
{
    const ecat_device *device = bus_device_of(bus);
    const drive_inputs *inputs = &device->drive[i].inputs;
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) has a fault: error code 0x%04x (%s), status word "
        "0x%04x; remove the cause, reset it (request reset_faults), activate again", ecat_motor_name(bus, i),
        ecat_place(bus, i), inputs->error, ecat_drive_error_text(inputs->error), inputs->status);
}

static int in_fault(const ecat_drive *drive)
{
    const drive_state state = drive_state_of(drive->inputs.status);
    return state == DRIVE_FAULT || state == DRIVE_FAULT_REACTION;
}

static int32_t enable_drives(bus *bus, int *misfit)
{
    ecat_device *device = bus_device_of(bus);
    int failures = 0;
    uint32_t last = 0;
    bus_outcome outcome = BUS_GOOD;
    for (int i = 0; i < ENABLE_STEPS && failures < FAILURES_MAX; i++)
    {
        uint32_t enabled = 0;
        for (uint32_t j = 0; j < device->drives; j++)
        {
            ecat_drive *drive = &device->drive[j];
            if (in_fault(drive))
            {
                return refuse_fault(bus, j);
            }
            const drive_state state = drive_state_of(drive->inputs.status);
            drive->control = drive_towards_enabled(state);
            const int ready = state == DRIVE_ENABLED && drive->inputs.mode == (int8_t)device->mode;
            enabled += (uint32_t)ready;
            last = ready ? last : j;
        }
        if (enabled == device->drives)
        {
            return SINEW_OK;
        }
        outcome = step(bus, &failures);
    }
    *misfit = failures == 0 || does_not_fit(outcome);
    if (failures > 0)
    {
        return no_data(bus, outcome);
    }
    const drive_inputs *inputs = &device->drive[last].inputs;
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) is not enabled within %d ms: it is in %s, status "
        "word 0x%04x, mode %d instead of %d; check its supply, enable input and brake", ecat_motor_name(bus, last),
        ecat_place(bus, last), ENABLE_STEPS, drive_state_text(drive_state_of(inputs->status)), inputs->status,
        inputs->mode, (int)device->mode);
}

static int32_t open_port_again(bus *bus)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    if (!device->link.port.gone && device->link.port.fd >= 0)
    {
        return SINEW_OK;
    }
    ecat_port_close(&device->link.port);
    return ecat_port_open(&device->link.port, "ethercat", settings->interface, bus_counters_of(bus), bus_error(bus));
}

/* From SAFE-OP, where drives have been set up. */
static int32_t start_drives(bus *bus, int *misfit)
{
    ecat_device *device = bus_device_of(bus);
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < FAILURES_MAX && outcome != BUS_GOOD; i++)
    {
        outcome = ecat_process(bus, 0);
    }
    if (outcome != BUS_GOOD)
    {
        *misfit = does_not_fit(outcome);
        return no_data(bus, outcome);
    }
    for (uint32_t i = 0; i < device->drives; i++)
    {
        if (in_fault(&device->drive[i]))
        {
            return refuse_fault(bus, i);
        }
        device->drive[i].control = CONTROL_DISABLE_VOLTAGE;
        if (ecat_set_watchdog(bus, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return enter_operation(bus, misfit) != SINEW_OK || enable_drives(bus, misfit) != SINEW_OK ? SINEW_ERROR : SINEW_OK;
}

static int32_t start(bus *bus)
{
    ecat_device *device = bus_device_of(bus);
    int set_up = device->set_up;
    int misfit = 0;
    device->armed = 0;
    device->trouble = 0;
    if (open_port_again(bus) != SINEW_OK || (set_up && ecat_acknowledge(bus, &set_up) != SINEW_OK) ||
        (!set_up && ecat_bring_up(bus) != SINEW_OK))
    {
        return SINEW_ERROR;
    }
    int32_t result = start_drives(bus, &misfit);
    if (result != SINEW_OK && misfit && set_up)
    {
        /* What was set up over a bad line can look whole and fit nothing: once more from the beginning. */
        result = ecat_bring_up(bus) != SINEW_OK ? SINEW_ERROR : start_drives(bus, &misfit);
    }
    if (result != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    device->armed = 1;
    device->told = 0; /* not before: what activate refuses it has told by itself */
    device->next_look_ns = 0;
    return SINEW_OK;
}

int32_t ecat_activate(bus *bus)
{
    ecat_be_patient(bus, 1);
    const int32_t result = start(bus);
    ecat_be_patient(bus, 0);
    return result;
}

/* Gives all drives a control word until none is in one of two states any more; 1 when that was seen. */
static int leave(bus *bus, uint16_t control, drive_state one, drive_state other, int steps)
{
    ecat_device *device = bus_device_of(bus);
    int failures = 0;
    for (uint32_t i = 0; i < device->drives; i++)
    {
        device->drive[i].control = control;
    }
    for (int i = 0; i < steps && failures < FAILURES_MAX; i++)
    {
        uint32_t there = 0;
        if (step(bus, &failures) != BUS_GOOD)
        {
            continue;
        }
        for (uint32_t j = 0; j < device->drives; j++)
        {
            const drive_state state = drive_state_of(device->drive[j].inputs.status);
            there += state == one || state == other;
        }
        if (there == 0)
        {
            return 1;
        }
    }
    return 0;
}

int32_t ecat_stop(bus *bus)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    int set_up = 1;
    device->armed = 0;
    device->trouble &= ~SINEW_STATUS_WATCHDOG;
    if (settings->stop == 1)
    {
        leave(bus, CONTROL_QUICK_STOP, DRIVE_ENABLED, DRIVE_QUICK_STOP, QUICK_STOP_STEPS);
    }
    const int off = leave(bus, CONTROL_DISABLE_VOLTAGE, DRIVE_ENABLED, DRIVE_QUICK_STOP, DISABLE_STEPS);
    /* Out of OP no drive is enabled, whatever it made of its control word. One half set up must not seem whole. */
    ecat_be_patient(bus, off);
    const int32_t reached = device->set_up && request_state(bus, ECAT_SAFE_OP) == SINEW_OK && off ?
        ecat_acknowledge(bus, &set_up) : SINEW_ERROR;
    ecat_be_patient(bus, 0);
    if (off && reached == SINEW_OK)
    {
        return SINEW_OK;
    }
    return fail(bus_error(bus), "ethercat: not every drive confirms that it is disabled: interface=%s; those that hear "
        "nothing are stopped by their own watchdog after %g ms; when in doubt cut their power", device->link.port.name,
        settings->common.watchdog_ms);
}

int32_t ecat_reset_faults(bus *bus, int32_t only)
{
    ecat_device *device = bus_device_of(bus);
    for (uint32_t i = 0; i < device->drives; i++)
    {
        uint32_t status = 0;
        if (only >= 0 && (uint32_t)only != i)
        {
            continue;
        }
        /* A rising edge of bit 7; outside of OP the process data count for nothing, so by the mailbox. */
        if (ecat_download(bus, i, 0x6040, 0, 0, 2, NULL) != SINEW_OK ||
            ecat_download(bus, i, 0x6040, 0, CONTROL_FAULT_RESET, 2, NULL) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        for (int poll = 0; poll < RESET_POLLS; poll++)
        {
            if (ecat_upload(bus, i, 0x6041, 0, &status, NULL) != SINEW_OK)
            {
                return SINEW_ERROR;
            }
            if (drive_state_of((uint16_t)status) != DRIVE_FAULT)
            {
                break;
            }
            clock_sleep(RESET_POLL_NS);
        }
        if (ecat_download(bus, i, 0x6040, 0, 0, 2, NULL) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (drive_state_of((uint16_t)status) == DRIVE_FAULT)
        {
            return fail(bus_error(bus), "ethercat: the fault of motor %.40s (slave %u) stays: status word 0x%04x; its "
                "cause is still there, or it needs a restart", ecat_motor_name(bus, i), ecat_place(bus, i), status);
        }
    }
    device->trouble = 0;
    device->told = 0;
    return SINEW_OK;
}
