/* Single registers of single slaves, for everything but the cycle. */
#include "ethercat.h"

#include "clock.h"

#include <string.h>

void ecat_be_patient(bus *bus, int patient)
{
    ecat_device *device = bus_device_of(bus);
    device->ask_wait_ns = patient ? ECAT_PATIENCE_NS : device->wait_ns;
    device->ask_tries = patient ? ECAT_PATIENCE_TRIES : 1;
}

int32_t ecat_ask(bus *bus, const char *what)
{
    ecat_device *device = bus_device_of(bus);
    bus_outcome outcome = BUS_LOST;
    for (int i = 0; i < device->ask_tries; i++)
    {
        outcome = ecat_link_exchange(&device->link, device->ask_wait_ns);
        if (outcome == BUS_GOOD)
        {
            return SINEW_OK;
        }
    }
    return fail(bus_error(bus), "ethercat: %s: no frame comes back: interface=%s, reason=%s; check the cable and the "
        "power of the first slave", what, device->link.port.name, outcome == BUS_GONE ?
        "the interface is down or gone" : outcome == BUS_SHORT || outcome == BUS_BAD_VALUE ? "broken frames" :
        "no answer");
}

static int32_t ask_one(bus *bus, ecat_command command, uint32_t drive, uint32_t place, const void *data, uint32_t count,
    const char *what)
{
    ecat_device *device = bus_device_of(bus);
    for (int i = 0; i < device->ask_tries; i++)
    {
        ecat_link_begin(&device->link);
        ecat_link_add(&device->link, command, ecat_address(device->drive[drive].station, place), data, count);
        if (ecat_ask(bus, what) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
        if (device->link.got[0].counter == 1)
        {
            return SINEW_OK;
        }
    }
    return fail(bus_error(bus), "ethercat: motor %.40s (slave %u) does not answer: %s, register=0x%04x, counter=%u; "
        "check its power and cables", ecat_motor_name(bus, drive), ecat_place(bus, drive), what, place,
        device->link.got[0].counter);
}

int32_t ecat_read(bus *bus, uint32_t drive, uint32_t place, void *to, uint32_t count, const char *what)
{
    ecat_device *device = bus_device_of(bus);
    if (ask_one(bus, ECAT_FPRD, drive, place, NULL, count, what) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    memcpy(to, ecat_link_data(&device->link, 0), count);
    return SINEW_OK;
}

int32_t ecat_write(bus *bus, uint32_t drive, uint32_t place, const void *from, uint32_t count, const char *what)
{
    return ask_one(bus, ECAT_FPWR, drive, place, from, count, what);
}

int32_t ecat_write_u16(bus *bus, uint32_t drive, uint32_t place, uint32_t value, const char *what)
{
    const uint8_t bytes[2] = {(uint8_t)value, (uint8_t)(value >> 8)};
    return ecat_write(bus, drive, place, bytes, sizeof bytes, what);
}

int32_t ecat_broadcast(bus *bus, ecat_command command, uint32_t place, void *data, uint32_t count, uint32_t *counter)
{
    ecat_device *device = bus_device_of(bus);
    ecat_link_begin(&device->link);
    ecat_link_add(&device->link, command, ecat_address(0, place), data, count);
    if (ecat_ask(bus, "all slaves") != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    *counter = device->link.got[0].counter;
    if (command == ECAT_BRD)
    {
        memcpy(data, ecat_link_data(&device->link, 0), count);
    }
    return SINEW_OK;
}
