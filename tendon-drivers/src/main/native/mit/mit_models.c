/* What the configuration says: which motors, what their numbers reach, and whether the wire carries them. */
#include "mit.h"

#include "dm_codec.h"
#include "rs_codec.h"
#include "wire.h"

#include <string.h>

#define LATENCY_S 100e-6 /* least time of a request through kernel, USB and adapter, and back; see docs/drivers.md */
#define FRAME_BYTES 8u

/* Which model a motor is, and what follows from that. */
static int32_t choose_model(bus *bus, mit_device *device, uint32_t index)
{
    const mit_settings *settings = bus_settings_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    const char *name = motor->word[0] != '\0' ? motor->word : settings->model;
    const rs_model *model = rs_model_of(name);
    const mit_dialect *dialect = model != NULL ? &ROBSTRIDE : &DAMIAO;
    mit_range *range = &device->link.motor[index].range;
    if (model == NULL && strcmp(name, "damiao") != 0)
    {
        return fail(bus_error(bus), "mit: motor %.40s has an unknown model: model=%.40s, known=damiao %s; correct it",
            motor->name, name, rs_model_names());
    }
    if (index > 0 && dialect != device->link.dialect)
    {
        return fail(bus_error(bus), "mit: motors of two makers on one bus: %.40s is %s, %.40s is %s; use a bus for "
            "each", settings->motors.motors.motor[0].name, device->link.dialect->name, motor->name, dialect->name);
    }
    device->link.dialect = dialect;
    *range = (mit_range){.kp = DM_KP_MAX, .kd = DM_KD_MAX};
    device->motor[index].has_watchdog = 1;
    if (model != NULL)
    {
        const double velocity = config_number_of(&settings->range_rad_s, index, 0.0);
        const double torque = config_number_of(&settings->range_nm, index, 0.0);
        *range = model->range;
        range->velocity = velocity > 0 ? velocity : range->velocity;
        range->torque = torque > 0 ? torque : range->torque;
        device->motor[index].has_watchdog = model->has_timeout;
    }
    return SINEW_OK;
}

static int32_t check_wire(bus *bus, mit_device *device)
{
    const mit_settings *settings = bus_settings_of(bus);
    const uint32_t n = device->link.devices;
    const double frame_s = can_classic_s(FRAME_BYTES, device->link.dialect->extended, (double)settings->bit_rate);
    wire wire;
    wire_begin(&wire, (double)settings->bit_rate, 1.0);
    wire_pause(&wire, "commands", n * frame_s);
    wire_pause(&wire, "feedback", n * frame_s);
    /* The others answer while one thinks. */
    wire_pause(&wire, "turn-around", (double)settings->turnaround_us * 1e-6);
    wire_pause(&wire, "latency", LATENCY_S);
    device->wire_s = wire.seconds;
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "mit", n, settings->common.cycle_hz, settings->common.watchdog_ms, bus_error(bus));
}

int32_t mit_check_settings(bus *bus)
{
    const mit_settings *settings = bus_settings_of(bus);
    mit_device *device = bus_device_of(bus);
    const uint32_t n = settings->motors.motors.count;
    device->link.devices = n;
    device->link.counters = bus_counters_of(bus);
    device->link.dialect = &DAMIAO;
    /* Both makers' ids go as far. */
    if (motors_check("mit", &settings->motors, 1, DM_ID_MAX, device->scale, bus_error(bus)) != SINEW_OK ||
        motors_check_list("mit", "torque_limit_nm", &settings->torque_limit_nm, n, bus_error(bus)) != SINEW_OK ||
        motors_check_list("mit", "range_rad_s", &settings->range_rad_s, n, bus_error(bus)) != SINEW_OK ||
        motors_check_list("mit", "range_nm", &settings->range_nm, n, bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < n; i++)
    {
        device->link.motor[i].id = settings->motors.motors.motor[i].id;
        device->motor[i].torque_limit_nm = config_number_of(&settings->torque_limit_nm, i, 0.0);
        if (choose_model(bus, device, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (!device->motor[i].has_watchdog)
        {
            bus_drop_capability(bus, SINEW_CAP_DEVICE_WATCHDOG);
        }
    }
    return check_wire(bus, device);
}
