/* Open: finds the line, gives addresses, checks who is there, and takes all drives to SAFE-OP. */
#include "ethercat.h"

#include "clock.h"
#include "ecat_bytes.h"
#include "wire.h"

#include <string.h>

#define BITS_PER_S 1e8
#define GAP_BYTES 24u         /* preamble, check sequence, pause between frames */
#define SLAVE_S 1.2e-6        /* through a slave and back, cables included */
#define LATENCY_S 50e-6       /* least time through kernel and network card */
#define WAIT_MS_MAX 10.0
#define CLOSE_TRIES 2

uint32_t ecat_frame_bytes(const ecat_device *device)
{
    return ECAT_HEADER_BYTES + (ECAT_DATAGRAM_BYTES + 8) + (ECAT_DATAGRAM_BYTES + 6) + ECAT_DATAGRAM_BYTES +
        device->drives * (device->output_bytes + device->input_bytes);
}

static int32_t check_settings(bus *bus)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    const struct
    {
        const char *key;
        const config_numbers *numbers;
    } LISTS[] = {{"vendor", &settings->vendor}, {"product", &settings->product},
        {"counts_per_turn", &settings->counts_per_turn}, {"rated_nm", &settings->rated_nm},
        {"effort_max_nm", &settings->effort_max_nm}};
    const uint32_t n = settings->motors.motors.count;
    device->drives = n;
    device->slaves = settings->slaves == 0 ? n : (uint32_t)settings->slaves;
    device->mode = settings->mode == 0 ? DRIVE_CST : settings->mode == 1 ? DRIVE_CSV : DRIVE_CSP;
    device->output_bytes = drive_output_bytes(device->mode);
    device->input_bytes = drive_input_bytes(settings->temperature_entry & 0xFFu);
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++)
    {
        if (motors_check_list("ethercat", LISTS[i].key, LISTS[i].numbers, n, bus_error(bus)) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    for (uint32_t i = 0; i < n; i++)
    {
        device->drive[i].station = (uint16_t)(ECAT_STATION_BASE + settings->motors.motors.motor[i].id);
    }
    if (settings->common.watchdog_ms * 10 != (double)(int64_t)(settings->common.watchdog_ms * 10) ||
        settings->common.watchdog_ms > 6553)
    {
        return fail(bus_error(bus), "ethercat: cannot use watchdog_ms=%g; the slaves' watchdogs count in 0.1 ms, up "
            "to 6553", settings->common.watchdog_ms);
    }
    return motors_check("ethercat", &settings->motors, 1, device->slaves, device->scale, bus_error(bus));
}

static int32_t check_wire(bus *bus)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    const uint32_t data = device->drives * (device->output_bytes + device->input_bytes);
    const uint32_t bytes = ecat_frame_bytes(device);
    const double quarter_ms = settings->common.watchdog_ms / 4;
    const double slack_ms = settings->answer_ms > 0 ? settings->answer_ms :
        quarter_ms < 1 ? 1 : quarter_ms > WAIT_MS_MAX ? WAIT_MS_MAX : quarter_ms;
    wire wire;
    if (bytes > ECAT_FRAME_MAX)
    {
        return fail(bus_error(bus), "ethercat: too many drives for one frame: %u drives of %u + %u B and %u B around "
            "them are %u B, a frame holds %u; use a second "
                "bus", device->drives, device->output_bytes, device->input_bytes, bytes - data, bytes, ECAT_FRAME_MAX);
    }
    wire_begin(&wire, BITS_PER_S, 8);
    wire_bytes(&wire, "frame", (bytes < ECAT_FRAME_MIN ? ECAT_FRAME_MIN : bytes) + GAP_BYTES);
    wire_pause(&wire, "slaves", device->slaves * SLAVE_S);
    wire_pause(&wire, "latency", LATENCY_S);
    device->wire_ns = (int64_t)(wire.seconds * (double)NS_PER_S);
    device->wait_ns = device->wire_ns + (int64_t)(slack_ms * (double)NS_PER_MS);
    bus_set_wire(bus, wire.seconds);
    return wire_check(&wire, "ethercat", device->slaves, settings->common.cycle_hz, settings->common.watchdog_ms,
        bus_error(bus));
}

static int32_t count_slaves(bus *bus)
{
    ecat_device *device = bus_device_of(bus);
    uint8_t type[2] = {0};
    uint32_t found = 0;
    if (ecat_broadcast(bus, ECAT_BRD, 0, type, sizeof type, &found) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return found == device->slaves ? SINEW_OK : fail(bus_error(bus), "ethercat: wrong number of slaves: found=%u, "
        "expected=%u, interface=%s; check the cables, or correct motors= and slaves=", found, device->slaves,
        device->link.port.name);
}

/* Place in the line becomes the station's address; an address of an earlier life must not answer as well. */
static int32_t give_addresses(bus *bus)
{
    ecat_device *device = bus_device_of(bus);
    for (uint32_t first = 0; first < device->slaves; first += ECAT_DATAGRAMS_MAX)
    {
        uint32_t added = 0;
        ecat_link_begin(&device->link);
        for (uint32_t i = first; i < device->slaves && added < ECAT_DATAGRAMS_MAX; i++, added++)
        {
            uint8_t station[2];
            put_u16(station, ECAT_STATION_BASE + i + 1);
            ecat_link_add(&device->link, ECAT_APWR, ecat_address(0u - i, ECAT_REG_STATION), station, sizeof station);
        }
        if (ecat_ask(bus, "station addresses") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        for (uint32_t i = 0; i < added; i++)
        {
            if (device->link.got[i].counter != 1)
            {
                return fail(bus_error(bus), "ethercat: slave %u does not take its address: counter=%u; check its "
                    "cables", first + i + 1, device->link.got[i].counter);
            }
        }
    }
    return SINEW_OK;
}

static int32_t check_identity(bus *bus, uint32_t drive)
{
    const ecat_settings *settings = bus_settings_of(bus);
    const ecat_device *device = bus_device_of(bus);
    const ecat_drive *slave = &device->drive[drive];
    const uint32_t vendor = (uint32_t)config_number_of(&settings->vendor, drive, 0);
    const uint32_t product = (uint32_t)config_number_of(&settings->product, drive, 0);
    if ((vendor != 0 && vendor != slave->vendor) || (product != 0 && product != slave->product))
    {
        return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) is another device: vendor=0x%08x, "
            "product=0x%08x, expected vendor=0x%08x, product=0x%08x; check the order of the "
                "line", ecat_motor_name(bus, drive),
            ecat_place(bus, drive), slave->vendor, slave->product, vendor == 0 ? slave->vendor : vendor,
            product == 0 ? slave->product : product);
    }
    return SINEW_OK;
}

static int32_t bring_up_one(bus *bus, uint32_t drive)
{
    return ecat_read_sii(bus, drive) != SINEW_OK || check_identity(bus, drive) != SINEW_OK ||
        ecat_map_mailbox(bus, drive) != SINEW_OK || ecat_reach_state(bus, drive, ECAT_PRE_OP) != SINEW_OK ||
        ecat_prepare_drive(bus, drive) != SINEW_OK || ecat_set_watchdog(bus, drive) != SINEW_OK ?
        SINEW_ERROR : SINEW_OK;
}

int32_t ecat_bring_up(bus *bus)
{
    ecat_device *device = bus_device_of(bus);
    device->armed = 0;
    device->set_up = 0;
    if (count_slaves(bus) != SINEW_OK || ecat_reset_line(bus) != SINEW_OK || give_addresses(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->drives; i++)
    {
        device->drive[i].known = 0;
        if (bring_up_one(bus, i) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    if (ecat_set_clocks(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (uint32_t i = 0; i < device->drives; i++)
    {
        if (ecat_reach_state(bus, i, ECAT_SAFE_OP) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    device->set_up = 1;
    return SINEW_OK;
}

int32_t ecat_open(bus *bus)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    device->link.port.fd = -1;
    device->link.port.claim = -1;
    if (check_settings(bus) != SINEW_OK || check_wire(bus) != SINEW_OK || ecat_port_open(&device->link.port, "ethercat",
        settings->interface, bus_counters_of(bus), bus_error(bus)) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    ecat_be_patient(bus, 1);
    if (ecat_bring_up(bus) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    ecat_be_patient(bus, 0);
    return bus_add_motors(bus, &settings->motors.motors, &device->columns);
}

void ecat_close(bus *bus)
{
    ecat_device *device = bus_device_of(bus);
    uint8_t control[2] = {ECAT_INIT | ECAT_AL_ACKNOWLEDGE, 0};
    uint32_t counter = 0;
    if (device->link.port.fd < 0)
    {
        return;
    }
    /* No drive is enabled outside of OP; also after an open that failed half way. */
    device->ask_wait_ns = device->wait_ns;
    device->ask_tries = CLOSE_TRIES;
    ecat_broadcast(bus, ECAT_BWR, ECAT_REG_AL_CONTROL, control, sizeof control, &counter);
    ecat_port_close(&device->link.port);
}
