/* Open: finds every servo, checks that it is what the configuration says, and sets it up with its torque off. */
#include "feetech.h"

#include "clock.h"
#include "wire.h"

#define TAU 6.283185307179586
#define TRIES 3
#define LATENCY_S 50e-6 /* least time of a request through kernel and adapter; see docs/drivers.md */
#define COARSE_RPM 0.732
#define FINE_RPM (60.0 / FEE_COUNTS_PER_TURN)
#define HLS_COUNTS_MAX 2047
#define STS_COUNTS_MAX 1000

void fee_patience(bus *bus, int64_t ns)
{
    const fee_settings *settings = bus_settings_of(bus);
    fee_device *device = bus_device_of(bus);
    device->link.slack_ns =
        ns != 0 ? ns : link_slack_ns(settings->answer_ms, settings->common.watchdog_ms);
}

int32_t fee_read_all(bus *bus, fee_device *device, uint32_t address, uint32_t count, const char *what)
{
    return link_read_all(&device->link, fee_sync_read_registers, device, address, count, "feetech", what,
        bus_error(bus));
}

/* ----------------------------------------------------------------------------------------------------------- find */

static int32_t no_answer(bus *bus, uint32_t index, bus_outcome outcome)
{
    const fee_settings *settings = bus_settings_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    char found[96];
    if (outcome == BUS_BAD_CRC || outcome == BUS_SHORT)
    {
        return fail(bus_error(bus), "feetech: motor %.40s (id %u) answers with broken frames; is the id given to two "
            "servos? give each its own (plug them in unpowered: an id is taken over at power-up), else check baud rate "
            "(%lld) and cable", motor->name, motor->id, (long long)settings->baud);
    }
    return fail(bus_error(bus), "feetech: motor %.40s does not answer: id=%u, port=%.80s, baud=%lld, ids that do=%s; "
        "check its power, cable, id and baud rate", motor->name, motor->id, settings->port, (long long)settings->baud,
        motors_found(&settings->motors.motors, index, found, sizeof found));
}

static int32_t find_one(bus *bus, fee_device *device, uint32_t index)
{
    const fee_settings *settings = bus_settings_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    serial_link *link = &device->link;
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES && outcome != BUS_GONE; i++)
    {
        link_answer answer;
        uint32_t answers = 0;
        link_add(link, fee_read(link_out(link), motor->id, FEE_REG_END, 3));
        outcome = link_ask(link, motor->id, 3, &answer, &answers);
        if (outcome != BUS_GOOD || (answers > 1 && i + 1 < TRIES))
        {
            continue; /* of two servos both answer each time; else one answer was late, and came with the next one */
        }
        if (answers > 1)
        {
            return fail(bus_error(bus), "feetech: two servos answer as id %u (motor %.40s); give each its own id",
                motor->id, motor->name);
        }
        const uint32_t family = answer.data[1];
        if (answer.data[0] != 0 || (family != 8 && family != 9 && family != 10))
        {
            return fail(bus_error(bus), "feetech: motor %.40s (id %u) is of family %u.%u (byte order %u), which this "
                "driver does not speak; use STS, SMS or HLS servos", motor->name, motor->id, family, answer.data[2],
                answer.data[0]);
        }
        const fee_family found = family == 10 ? FEE_HLS : FEE_STS;
        if (index > 0 && found != device->family)
        {
            return fail(bus_error(bus), "feetech: motor %.40s (id %u) is an %s, motor %.40s an %s; put STS and HLS on "
                "different buses", motor->name, motor->id, found == FEE_HLS ? "HLS" : "STS",
                settings->motors.motors.motor[0].name, found == FEE_HLS ? "STS" : "HLS");
        }
        device->family = found;
        return SINEW_OK;
    }
    return no_answer(bus, index, outcome);
}

/* --------------------------------------------------------------------------------------------------------- set up */

static int32_t check_effort_keys(bus *bus, const fee_device *device)
{
    const fee_settings *settings = bus_settings_of(bus);
    if (device->family == FEE_STS && (settings->stall_nm.count == 0 || settings->noload_rad_s.count == 0))
    {
        return fail(bus_error(bus), "feetech: STS servos have no current control, so efforts become duties by the "
            "motor's data; add stall_nm and noload_rad_s (at volts=%g)", settings->volts);
    }
    return SINEW_OK;
}

static void set_up_one(const fee_settings *settings, fee_device *device, uint32_t index, uint8_t phase,
    const uint8_t *limits)
{
    fee_motor *motor = &device->motor[index];
    const double rpm = device->family == FEE_STS && (phase & FEE_PHASE_FINE_SPEED) != 0 ? FINE_RPM : COARSE_RPM;
    motor->rad_s_per_count = rpm * TAU / 60.0;
    /* The documents name both ways to positions of many turns. */
    motor->many_turns =
        (phase & FEE_PHASE_TURNS) != 0 || (limits[0] | limits[1] | limits[2] | limits[3]) == 0;
    motor->nm_per_ampere = config_number_of(&settings->effort_per_ampere, index, 0.0);
    motor->stall_nm = config_number_of(&settings->stall_nm, index, 0.0);
    motor->noload_rad_s = config_number_of(&settings->noload_rad_s, index, 0.0);
    motor->goal_limit = device->family == FEE_STS ? STS_COUNTS_MAX : HLS_COUNTS_MAX;
    const double limit_a = config_number_of(&settings->current_limit_a, index, 0.0);
    if (limit_a > 0.0 && device->family == FEE_HLS && limit_a / FEE_AMPERES < motor->goal_limit)
    {
        motor->goal_limit = (int32_t)(limit_a / FEE_AMPERES);
    }
    motor->known = 0;
    motor->status = 0;
    motor->lost_torque = 0;
}

int32_t fee_prepare(bus *bus, fee_device *device)
{
    const fee_settings *settings = bus_settings_of(bus);
    uint8_t phases[LINK_DEVICES_MAX];
    device->armed = 0;
    fee_patience(bus, LINK_PATIENCE_NS);
    link_add_byte(&device->link, FEE_REG_TORQUE_ENABLE, 0);
    /* With the lock closed the mode is not written into the EEPROM: at power-off it is forgotten. */
    link_add_byte(&device->link, FEE_REG_LOCK, 1);
    link_add_byte(&device->link, FEE_REG_MODE, FEE_MODE_EFFORT);
    if (fee_read_all(bus, device, FEE_REG_PHASE, 1, "the phase") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        phases[i] = device->link.data[i][0];
    }
    if (fee_read_all(bus, device, FEE_REG_LIMITS, 4, "the position limits") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        set_up_one(settings, device, i, phases[i], device->link.data[i]);
    }
    const uint32_t count = FEE_REG_TORQUE_ENABLE - FEE_REG_MODE + 1;
    if (fee_read_all(bus, device, FEE_REG_MODE, count, "mode and torque switch") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        const uint8_t *bytes = device->link.data[i];
        if (bytes[0] != FEE_MODE_EFFORT || bytes[count - 1] != 0)
        {
            return fail(bus_error(bus), "feetech: motor %.40s (id %u) does not take %s; restart it (power off and on)",
                settings->motors.motors.motor[i].name, device->link.ids[i],
                bytes[count - 1] != 0 ? "torque off" : "mode 2");
        }
    }
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- open */

static int32_t check_wire(bus *bus, const fee_device *device)
{
    const fee_settings *settings = bus_settings_of(bus);
    const uint32_t n = device->link.devices;
    wire wire;
    wire_begin(&wire, (double)settings->baud, 10.0);
    wire_bytes(&wire, "goals", 8 + 3 * n);
    wire_bytes(&wire, "request", 8 + n);
    wire_bytes(&wire, "answers", n * (FEE_OVERHEAD + FEE_PRESENT_BYTES));
    wire_pause(&wire, "return delay", n * (double)settings->return_delay_us * 1e-6);
    wire_pause(&wire, "latency", LATENCY_S);
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "feetech", n, settings->common.cycle_hz, settings->common.watchdog_ms, bus_error(bus));
}

static int32_t check_settings(bus *bus, fee_device *device)
{
    const fee_settings *settings = bus_settings_of(bus);
    const uint32_t n = settings->motors.motors.count;
    const struct
    {
        const char *key;
        const config_numbers *numbers;
    } LISTS[] = {{"effort_per_ampere", &settings->effort_per_ampere}, {"current_limit_a", &settings->current_limit_a},
        {"stall_nm", &settings->stall_nm}, {"noload_rad_s", &settings->noload_rad_s}};
    device->link.codec = &FEE_LINK_CODEC;
    device->link.devices = n;
    device->link.longest = FEE_OVERHEAD + LINK_DATA_MAX + 4 * LINK_DEVICES_MAX;
    device->link.overhead = FEE_OVERHEAD;
    device->link.device_ns = settings->return_delay_us * NS_PER_US;
    fee_patience(bus, LINK_PATIENCE_NS);
    for (uint32_t i = 0; i < n; i++)
    {
        device->link.ids[i] = (uint8_t)settings->motors.motors.motor[i].id;
    }
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++)
    {
        if (motors_check_list("feetech", LISTS[i].key, LISTS[i].numbers, n, bus_error(bus)) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return motors_check("feetech", &settings->motors, 0, FEE_ID_MAX, device->scale, bus_error(bus));
}

int32_t fee_open(bus *bus)
{
    const fee_settings *settings = bus_settings_of(bus);
    fee_device *device = bus_device_of(bus);
    device->link.port.fd = -1;
    device->link.counters = bus_counters_of(bus);
    if (check_settings(bus, device) != SINEW_OK || serial_open(&device->link.port, "feetech", settings->port,
        settings->baud, device->link.counters, bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* Before anything else: whatever an earlier program left behind, nothing pulls from here on. */
    link_add_byte(&device->link, FEE_REG_TORQUE_ENABLE, 0);
    link_flush(&device->link);
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (find_one(bus, device, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    if (check_effort_keys(bus, device) != SINEW_OK || check_wire(bus, device) != SINEW_OK ||
        fee_prepare(bus, device) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    fee_patience(bus, 0);
    return bus_add_motors(bus, &settings->motors.motors, &device->columns);
}
