/* Start-up parameters of one drive, over its mailbox, in PRE-OP. */
#include "ethercat.h"

#include "ecat_texts.h"

#include <math.h>

#define TAU 6.283185307179586
#define DEVICE_TYPE_DRIVE 402u
#define PER_MILLE 1000.0
#define TORQUE_MAX 3000.0 /* per mille, when nobody says less */

static int32_t check_kind(bus *bus, uint32_t drive)
{
    const ecat_device *device = bus_device_of(bus);
    uint32_t type = 0;
    uint32_t modes = 0;
    uint32_t aborted = 0;
    if (ecat_upload(bus, drive, 0x1000, 0, &type, NULL) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if ((type & 0xFFFFu) != DEVICE_TYPE_DRIVE)
    {
        return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) is no CiA 402 drive: device type 0x%08x; "
            "correct its place in motors=", ecat_motor_name(bus, drive), ecat_place(bus, drive), type);
    }
    if (ecat_upload(bus, drive, 0x6502, 0, &modes, &aborted) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (aborted == 0 && (modes >> (device->mode - 1) & 1u) == 0)
    {
        return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not know mode %s: supported modes 0x%08x; "
            "choose another mode=", ecat_motor_name(bus, drive), ecat_place(bus, drive),
            device->mode == DRIVE_CST ? "cst" : device->mode == DRIVE_CSV ? "csv" : "csp", modes);
    }
    return SINEW_OK;
}

static int32_t find_counts(bus *bus, uint32_t drive)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    ecat_drive *motor = &device->drive[drive];
    motor->counts_per_turn = config_number_of(&settings->counts_per_turn, drive, 0);
    if (motor->counts_per_turn == 0)
    {
        uint32_t increments = 0;
        uint32_t turns = 0;
        uint32_t aborted = 0;
        if (ecat_upload(bus, drive, 0x608F, 1, &increments, &aborted) != SINEW_OK ||
            (aborted == 0 && ecat_upload(bus, drive, 0x608F, 2, &turns, &aborted) != SINEW_OK))
        {
            return SINEW_ERROR;
        }
        if (aborted != 0 || increments == 0 || turns == 0)
        {
            return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not say its encoder's resolution "
                "(object 608F); add counts_per_turn", ecat_motor_name(bus, drive), ecat_place(bus, drive));
        }
        motor->counts_per_turn = (double)increments / turns;
    }
    motor->rad_s_per_unit = settings->velocity_unit == 0 ? TAU / motor->counts_per_turn :
        settings->velocity_unit == 1 ? TAU / 60 : TAU / 60e3;
    return SINEW_OK;
}

static int32_t find_torque(bus *bus, uint32_t drive)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    ecat_drive *motor = &device->drive[drive];
    const double most_nm = config_number_of(&settings->effort_max_nm, drive, 0);
    uint32_t aborted = 0;
    motor->rated_nm = config_number_of(&settings->rated_nm, drive, 0);
    if (motor->rated_nm == 0)
    {
        uint32_t rated = 0;
        if (ecat_upload(bus, drive, 0x6076, 0, &rated, &aborted) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (aborted != 0 || rated == 0)
        {
            return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not say its rated torque (object "
                "6076); add rated_nm", ecat_motor_name(bus, drive), ecat_place(bus, drive));
        }
        motor->rated_nm = rated * 1e-3; /* mN·m */
    }
    motor->torque_max = device->mode == DRIVE_CST ? TORQUE_MAX : PER_MILLE;
    if (most_nm > 0)
    {
        motor->torque_max = fmin(TORQUE_MAX, floor(PER_MILLE * most_nm / motor->rated_nm));
        /* In the other modes this object goes with every command. */
        return device->mode != DRIVE_CST ? SINEW_OK :
            ecat_download(bus, drive, 0x6072, 0, (uint32_t)motor->torque_max, 2, &aborted);
    }
    return SINEW_OK;
}

/* How often targets come, for the drive's own interpolation between them; drives without one do not know the object. */
static int32_t set_period(bus *bus, uint32_t drive)
{
    const ecat_settings *settings = bus_settings_of(bus);
    const double ms = settings->common.cycle_hz > 0 ? 1000.0 / settings->common.cycle_hz : 0;
    uint32_t aborted = 0;
    if (ms != floor(ms) || ms < 1 || ms > 255)
    {
        return SINEW_OK;
    }
    return ecat_download(bus, drive, 0x60C2, 1, (uint32_t)ms, 1, &aborted) != SINEW_OK ? SINEW_ERROR :
        ecat_download(bus, drive, 0x60C2, 2, 0xFD, 1, &aborted); /* times 10^-3 s */
}

int32_t ecat_prepare_drive(bus *bus, uint32_t drive)
{
    const ecat_device *device = bus_device_of(bus);
    return check_kind(bus, drive) != SINEW_OK || find_counts(bus, drive) != SINEW_OK ||
        find_torque(bus, drive) != SINEW_OK ||
        ecat_download(bus, drive, 0x6060, 0, (uint32_t)device->mode, 1, NULL) != SINEW_OK ||
        set_period(bus, drive) != SINEW_OK ? SINEW_ERROR : ecat_map_process_data(bus, drive);
}
