/*
 * Distributed clocks: the time on the wire from clock to clock along the line is measured, each clock's offset set such
 * that all of them show this machine's CLOCK_MONOTONIC at one moment; from then on every frame of the cycle carries the
 * first one's time to the others, which follow it.
 *
 * A write to 0x900 makes every slave note, on its own clock, when the frame came in at port 0 and when it came back
 * into port 1. Of two neighbours the difference of these loops is twice the way between them:
 *
 *   way(i, i+1) = (loop(i) - loop(i+1)) / 2        loop = time(port 1) - time(port 0), 0 for the last slave
 *   offset(i)   = time(master) + way(0, i) - time(i)
 */
#include "ethercat.h"

#include "clock.h"
#include "ecat_bytes.h"

#include <string.h>

#define FEATURE_CLOCK 4u
#define DL_STATUS 0x0110u
#define PORT_1 0x0C00u
#define PORT_1_OPEN 0x0800u
#define WAY_NS_MAX 100000 /* 100 m of cable take 0.5 us, a slave about 1 */
#define FOLLOW_FRAMES 100
#define SPEED_COUNTER 0x0930u
#define SPEED_START 0x1000u

/* Indices of the drives that have a clock, in the order of the line. */
static int32_t find_clocks(bus *bus, uint32_t *order)
{
    ecat_device *device = bus_device_of(bus);
    device->clocks = 0;
    for (uint32_t i = 0; i < device->drives; i++)
    {
        uint8_t features[2] = {0};
        if (ecat_read(bus, i, ECAT_REG_FEATURES, features, sizeof features, "features") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        device->drive[i].has_clock = (features[0] & FEATURE_CLOCK) != 0;
        uint32_t place = device->clocks;
        if (device->drive[i].has_clock)
        {
            device->clocks++;
            for (; place > 0 && device->drive[order[place - 1]].station > device->drive[i].station; place--)
            {
                order[place] = order[place - 1];
            }
            order[place] = i;
        }
    }
    return SINEW_OK;
}

/* Loop time of one slave: 0 when nothing hangs behind it. */
static int32_t read_loop(bus *bus, uint32_t drive, int64_t *loop_ns, uint64_t *latched)
{
    uint8_t link[2];
    uint8_t ports[16];
    uint8_t local[8];
    if (ecat_read(bus, drive, DL_STATUS, link, sizeof link, "DL status") != SINEW_OK ||
        ecat_read(bus, drive, ECAT_REG_DC_PORTS, ports, sizeof ports, "receive times") != SINEW_OK ||
        ecat_read(bus, drive, ECAT_REG_DC_LATCHED, local, sizeof local, "receive time") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    const int open = (get_u16(link) & PORT_1) == PORT_1_OPEN;
    *loop_ns = open ? (int32_t)(get_u32(ports + 4) - get_u32(ports)) : 0;
    *latched = get_u64(local);
    return SINEW_OK;
}

static int32_t write_clock(bus *bus, uint32_t drive, uint64_t offset, int64_t delay_ns)
{
    uint8_t bytes[8];
    put_u64(bytes, offset);
    if (ecat_write(bus, drive, ECAT_REG_DC_OFFSET, bytes, 8, "clock offset") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    put_u32(bytes, (uint32_t)delay_ns);
    return ecat_write(bus, drive, ECAT_REG_DC_DELAY, bytes, 4, "clock delay") != SINEW_OK ? SINEW_ERROR :
        ecat_write_u16(bus, drive, SPEED_COUNTER, SPEED_START, "clock control");
}

static int32_t measure(bus *bus, const uint32_t *order)
{
    ecat_device *device = bus_device_of(bus);
    uint8_t latch[4] = {0};
    uint32_t counter = 0;
    int64_t before_ns = 0;
    int64_t delay_ns = 0;
    if (ecat_broadcast(bus, ECAT_BWR, ECAT_REG_DC_PORTS, latch, sizeof latch, &counter) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    const int64_t now_ns = device->link.sent_ns;
    for (uint32_t i = 0; i < device->clocks; i++)
    {
        int64_t loop_ns = 0;
        uint64_t latched = 0;
        if (read_loop(bus, order[i], &loop_ns, &latched) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        const int64_t way_ns = i == 0 ? 0 : (before_ns - loop_ns) / 2;
        if (way_ns < 0 || way_ns > WAY_NS_MAX)
        {
            return fail(bus_error(bus), "ethercat: the way to the clock of motor %.40s (slave %u) comes out as %lld "
                "ns: the slaves are not a plain line; wire them as one, or set "
                    "clock=off", ecat_motor_name(bus, order[i]), ecat_place(bus, order[i]), (long long)way_ns);
        }
        delay_ns += way_ns;
        before_ns = loop_ns;
        device->drive[order[i]].delay_ns = delay_ns;
        if (write_clock(bus, order[i], (uint64_t)(now_ns + delay_ns) - latched, delay_ns) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return SINEW_OK;
}

int32_t ecat_set_clocks(bus *bus)
{
    const ecat_settings *settings = bus_settings_of(bus);
    ecat_device *device = bus_device_of(bus);
    uint32_t order[MOTORS_MAX];
    device->clocks = 0;
    device->clock_ns = 0;
    if (settings->clock == 1)
    {
        return SINEW_OK;
    }
    if (find_clocks(bus, order) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    if (device->clocks == 0)
    {
        return settings->clock == 0 ? SINEW_OK : fail(bus_error(bus), "ethercat: no drive has a distributed clock, and "
            "clock=required; use drives that have one, or clock=auto");
    }
    device->reference = order[0];
    if (measure(bus, order) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    for (int i = 0; i < FOLLOW_FRAMES; i++)
    {
        ecat_link_begin(&device->link);
        ecat_link_add(&device->link, ECAT_FRMW,
            ecat_address(device->drive[device->reference].station, ECAT_REG_DC_TIME), NULL, 8);
        if (ecat_ask(bus, "clocks") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    return SINEW_OK;
}

int32_t ecat_clock_differences(bus *bus, double *values, int32_t count)
{
    const ecat_device *device = bus_device_of(bus);
    for (int32_t i = 0; i < count; i++)
    {
        uint8_t bytes[4];
        values[i] = 0;
        if ((uint32_t)i >= device->drives || !device->drive[i].has_clock)
        {
            continue;
        }
        if (ecat_read(bus, (uint32_t)i, ECAT_REG_DC_DIFFERENCE, bytes, sizeof bytes, "clock difference") != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        const double size = (get_u32(bytes) & 0x7FFFFFFFu) * 1e-9; /* sign and magnitude */
        values[i] = (bytes[3] & 0x80u) != 0 ? -size : size;
    }
    return SINEW_OK;
}
