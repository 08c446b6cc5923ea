/* Open: finds every servo, checks that it is what the configuration says, and sets it up with its torque off. */
#include "dynamixel.h"

#include "clock.h"
#include "wire.h"

#include <string.h>

#define TRIES 3
#define PING_BYTES 3u
#define LATENCY_S 50e-6 /* least time of a request through kernel and adapter; see docs/drivers.md */

/* --------------------------------------------------------------------------------------------- small transactions */

void dxl_patience(bus *bus, int64_t ns)
{
    const dxl_settings *settings = bus_settings_of(bus);
    dxl_device *device = bus_device_of(bus);
    device->link.slack_ns =
        ns != 0 ? ns : link_slack_ns(settings->answer_ms, settings->common.watchdog_ms);
}

static bus_outcome read_registers(void *given, uint32_t address, uint32_t count)
{
    dxl_device *device = given;
    return dxl_link_sync_read(&device->link, device->reading, address, count);
}

int32_t dxl_read_all(bus *bus, dxl_device *device, uint32_t address, uint32_t count, const char *what)
{
    return link_read_all(&device->link, read_registers, device, address, count, "dynamixel", what, bus_error(bus));
}

static int32_t read_one(bus *bus, dxl_device *device, const motor *motor, uint32_t address, uint32_t count,
    link_answer *status)
{
    serial_link *link = &device->link;
    for (int i = 0; i < TRIES; i++)
    {
        link_add(link, dxl_read(link_out(link), motor->id, address, count));
        if (link_ask(link, motor->id, count, status, NULL) == BUS_GOOD)
        {
            return SINEW_OK;
        }
    }
    return fail(bus_error(bus), "dynamixel: register %u of motor %.40s (id %u) cannot be read; check cable and power",
        address, motor->name, motor->id);
}

/* Writes one byte when it is not there yet (registers in EEPROM wear out), and reads it back. */
static int32_t set_byte(bus *bus, dxl_device *device, const motor *motor, uint32_t address, uint8_t value)
{
    serial_link *link = &device->link;
    link_answer status;
    for (int i = 0; i < TRIES; i++)
    {
        if (read_one(bus, device, motor, address, 1, &status) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (status.data[0] == value)
        {
            return SINEW_OK;
        }
        /* A sync write of one: never answered, whatever the servo's status return level. */
        const uint8_t id = (uint8_t)motor->id;
        link_add(link, dxl_sync_write(link_out(link), address, 1, &id, &value, 1));
        link_flush(link);
        clock_sleep(5 * NS_PER_MS);
    }
    return fail(bus_error(bus), "dynamixel: register %u of motor %.40s (id %u) stays %u instead of %u; restart the "
        "servo (power off and on) and check its firmware", address, motor->name, motor->id, status.data[0], value);
}

/* ----------------------------------------------------------------------------------------------------------- ping */

static int32_t check_model(bus *bus, const motor *motor, uint32_t number, uint32_t firmware, dxl_motor *found)
{
    const dxl_model *model = dxl_model_of(number);
    if (model == NULL)
    {
        return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) is of model %u, which this driver does not know; "
            "use an X series servo with current control", motor->name, motor->id, number);
    }
    if (model->current_ma == 0.0)
    {
        return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) is an %s, which has no current control and cannot "
            "follow efforts; use a servo that has (XM, XH, XD, XW, XL330, XC330)", motor->name, motor->id, model->name);
    }
    if (motor->word[0] != '\0' && strcmp(motor->word, model->name) != 0)
    {
        return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) is an %s, the configuration says %s; correct the "
            "id or the model", motor->name, motor->id, model->name, motor->word);
    }
    if (firmware < model->watchdog_firmware)
    {
        return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) has firmware %u without a bus watchdog, so nothing "
            "would stop it if this process died; update it to %u or newer", motor->name, motor->id, firmware,
            model->watchdog_firmware);
    }
    found->model = model;
    return SINEW_OK;
}

static int32_t no_answer(bus *bus, const dxl_settings *settings, uint32_t index, bus_outcome outcome)
{
    char found[96];
    const motor *motor = &settings->motors.motors.motor[index];
    if (outcome == BUS_BAD_CRC || outcome == BUS_SHORT)
    {
        return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) answers with broken frames; is the id given to two "
            "servos? give each its own, else check the baud rate (%lld) and the cable", motor->name, motor->id,
            (long long)settings->baud);
    }
    return fail(bus_error(bus), "dynamixel: motor %.40s does not answer: id=%u, port=%.80s, baud=%lld, ids that do=%s; "
        "check its power, cable, id and baud rate", motor->name, motor->id, settings->port, (long long)settings->baud,
        motors_found(&settings->motors.motors, index, found, sizeof found));
}

static int32_t ping_one(bus *bus, dxl_device *device, uint32_t index, int *fast)
{
    const dxl_settings *settings = bus_settings_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    serial_link *link = &device->link;
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < TRIES; i++)
    {
        link_answer status;
        uint32_t answers = 0;
        link_add(link, dxl_ping(link_out(link), motor->id));
        outcome = link_ask(link, motor->id, PING_BYTES, &status, &answers);
        if (outcome == BUS_GOOD && answers > 1 && i + 1 < TRIES)
        {
            continue; /* of two servos both answer each time; else one answer was late, and came with the next one */
        }
        if (outcome == BUS_GOOD && answers > 1)
        {
            return fail(bus_error(bus), "dynamixel: two servos answer as id %u (motor %.40s); give each its own id",
                motor->id, motor->name);
        }
        if (outcome == BUS_GOOD)
        {
            if (check_model(bus, motor, dxl_get_u16(status.data), status.data[2], &device->motor[index]) != SINEW_OK)
            {
                return SINEW_ERROR;
            }
            *fast &= status.data[2] >= device->motor[index].model->fast_firmware;
            return SINEW_OK;
        }
        if (outcome == BUS_GONE)
        {
            break;
        }
    }
    return no_answer(bus, settings, index, outcome);
}

static int32_t ping_all(bus *bus, dxl_device *device)
{
    const dxl_settings *settings = bus_settings_of(bus);
    int fast = 1;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (ping_one(bus, device, i, &fast) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    if (settings->reading == DXL_READ_FAST + 1 && !fast)
    {
        return fail(bus_error(bus), "dynamixel: read=fast needs firmware 45 (X330: 46) or newer on every servo; update "
            "them, or write read=auto");
    }
    device->reading = settings->reading == 0 ? (fast ? DXL_READ_FAST : DXL_READ_SYNC) :
        (dxl_reading)(settings->reading - 1);
    return SINEW_OK;
}

/* --------------------------------------------------------------------------------------------------------- set up */

static int32_t set_up_one(bus *bus, dxl_device *device, uint32_t index)
{
    const dxl_settings *settings = bus_settings_of(bus);
    const motor *motor = &settings->motors.motors.motor[index];
    dxl_motor *set = &device->motor[index];
    link_answer status;
    const uint8_t mode = settings->mode == DXL_CURRENT ? DXL_MODE_CURRENT : DXL_MODE_CURRENT_POSITION;
    if (set_byte(bus, device, motor, DXL_REG_RETURN_DELAY, (uint8_t)(settings->return_delay_us / 2)) != SINEW_OK ||
        set_byte(bus, device, motor, DXL_REG_OPERATING_MODE, mode) != SINEW_OK ||
        read_one(bus, device, motor, DXL_REG_DRIVE_MODE, 1, &status) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if ((status.data[0] & DXL_TORQUE_ON_BY_GOAL) != 0)
    {
        return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) switches its torque on by any goal (drive mode bit "
            "3); clear that bit with the vendor's tool", motor->name, motor->id);
    }
    if (read_one(bus, device, motor, DXL_REG_CURRENT_LIMIT, 2, &status) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    set->amperes_per_count = set->model->current_ma * 1e-3;
    set->nm_per_ampere = config_number_of(&settings->effort_per_ampere, index, 0.0);
    set->goal_limit = (int32_t)dxl_get_u16(status.data);
    const double wanted_a = config_number_of(&settings->current_limit_a, index, 0.0);
    if (wanted_a > 0.0 && wanted_a / set->amperes_per_count < set->goal_limit)
    {
        set->goal_limit = (int32_t)(wanted_a / set->amperes_per_count);
    }
    return SINEW_OK;
}

int32_t dxl_prepare(bus *bus, dxl_device *device)
{
    device->armed = 0;
    dxl_patience(bus, LINK_PATIENCE_NS);
    /* All of this by sync writes: they are obeyed without an answer, whatever the servos' status return level is. */
    link_add_byte(&device->link, DXL_REG_TORQUE_ENABLE, 0);
    link_add_byte(&device->link, DXL_REG_STATUS_LEVEL, 1);
    link_add_byte(&device->link, DXL_REG_WATCHDOG, 0);
    link_flush(&device->link);
    if (dxl_read_all(bus, device, DXL_READ_TORQUE, "the torque switch") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (device->link.data[i][0] != 0)
        {
            const dxl_settings *settings = bus_settings_of(bus);
            return fail(bus_error(bus), "dynamixel: motor %.40s (id %u) does not switch its torque off; cut its power",
                settings->motors.motors.motor[i].name, device->link.ids[i]);
        }
        device->motor[i].known = 0;
        device->motor[i].watchdog_zeros = 0;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        if (set_up_one(bus, device, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return SINEW_OK;
}

/* ----------------------------------------------------------------------------------------------------------- open */

static int32_t check_wire(bus *bus, const dxl_device *device)
{
    const dxl_settings *settings = bus_settings_of(bus);
    const uint32_t n = device->link.devices;
    const int fast = device->reading == DXL_READ_FAST;
    wire wire;
    wire_begin(&wire, (double)settings->baud, 10.0);
    wire_bytes(&wire, "goals", 14 + 3 * n + (settings->mode == DXL_CURRENT_POSITION ? 14 + 5 * n : 0));
    wire_bytes(&wire, "request", device->reading == DXL_READ_BULK ? 10 + 5 * n : 14 + n);
    wire_bytes(&wire, "answers", fast ? dxl_fast_bytes(DXL_PRESENT_BYTES, n) : n * dxl_status_bytes(DXL_PRESENT_BYTES));
    wire_pause(&wire, "return delay", (fast ? 1.0 : n) * (double)settings->return_delay_us * 1e-6);
    wire_pause(&wire, "latency", LATENCY_S);
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "dynamixel", n, settings->common.cycle_hz, settings->common.watchdog_ms, bus_error(bus));
}

static int32_t check_settings(bus *bus, dxl_device *device)
{
    const dxl_settings *settings = bus_settings_of(bus);
    const uint32_t n = settings->motors.motors.count;
    const double units = settings->common.watchdog_ms / DXL_WATCHDOG_UNIT_MS;
    if (units != (double)(int)units || units < 1 || units > DXL_WATCHDOG_UNITS_MAX)
    {
        return fail(bus_error(bus), "dynamixel: watchdog_ms=%g cannot be set; the servos count in %d ms: write 20, 40, "
            "60 ... 2540", settings->common.watchdog_ms, DXL_WATCHDOG_UNIT_MS);
    }
    device->watchdog_units = (uint8_t)units;
    device->link.codec = &DXL_LINK_CODEC;
    device->link.devices = n;
    device->link.longest = dxl_link_longest(n);
    device->link.overhead = DXL_STATUS_BYTES;
    dxl_patience(bus, LINK_PATIENCE_NS);
    /* Not yet set to what is wanted: a new servo waits 500 µs. */
    device->link.device_ns = (settings->return_delay_us > 500 ? settings->return_delay_us : 500) * NS_PER_US;
    for (uint32_t i = 0; i < n; i++)
    {
        device->link.ids[i] = (uint8_t)settings->motors.motors.motor[i].id;
    }
    if (motors_check("dynamixel", &settings->motors, 0, DXL_ID_MAX, device->scale, bus_error(bus)) != SINEW_OK ||
        motors_check_list("dynamixel", "effort_per_ampere", &settings->effort_per_ampere, n, bus_error(bus)) !=
            SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return motors_check_list("dynamixel", "current_limit_a", &settings->current_limit_a, n, bus_error(bus));
}

int32_t dxl_open(bus *bus)
{
    const dxl_settings *settings = bus_settings_of(bus);
    dxl_device *device = bus_device_of(bus);
    device->link.port.fd = -1;
    device->link.counters = bus_counters_of(bus);
    if (check_settings(bus, device) != SINEW_OK || serial_open(&device->link.port, "dynamixel", settings->port,
        settings->baud, device->link.counters, bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    /* Before anything else: whatever an earlier program left behind, nothing pulls from here on. */
    link_add_byte(&device->link, DXL_REG_TORQUE_ENABLE, 0);
    link_flush(&device->link);
    if (ping_all(bus, device) != SINEW_OK || check_wire(bus, device) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    link_answer status;
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        /* A servo that answers nothing but pings keeps its level from us: then 2, the vendor's default, is put back. */
        serial_link *link = &device->link;
        link_add(link, dxl_read(link_out(link), link->ids[i], DXL_REG_STATUS_LEVEL, 1));
        const int read = link_ask(link, link->ids[i], 1, &status, NULL) == BUS_GOOD;
        device->motor[i].status_level = read ? status.data[0] : 2;
    }
    if (dxl_prepare(bus, device) != SINEW_OK ||
        dxl_read_all(bus, device, DXL_READ_TEMPERATURE, "the temperature") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->link.devices; i++)
    {
        device->motor[i].temperature = device->link.data[i][6];
    }
    device->temperature_ns = device->link.asked_ns;
    device->link.device_ns = settings->return_delay_us * NS_PER_US;
    dxl_patience(bus, 0);
    return bus_add_motors(bus, &settings->motors.motors, &device->columns);
}
