/* Channels of a bus, and the memory of its blocks and of the slots between the two threads. Open and close only. */
#define _POSIX_C_SOURCE 200809L

#include "bus_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64u
#define FIRST_COMMAND_KIND 100

static uint64_t whole_lines(uint64_t bytes)
{
    return (bytes + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
}

static void *zeroed_lines(uint64_t bytes)
{
    void *memory = aligned_alloc(SINEW_CACHE_LINE, whole_lines(bytes == 0 ? 1 : bytes));
    if (memory != NULL)
    {
        memset(memory, 0, whole_lines(bytes == 0 ? 1 : bytes));
    }
    return memory;
}

static uint32_t numbers_of(sinew_kind kind)
{
    switch (kind)
    {
        case SINEW_IMU:
            return 10;
        case SINEW_WRENCH:
            return 6;
        default:
            return 1;
    }
}

static uint32_t group_of(sinew_kind kind)
{
    if (kind >= FIRST_COMMAND_KIND)
    {
        return SINEW_GROUP_NONE;
    }
    switch (kind)
    {
        case SINEW_JOINT_POSITION:
        case SINEW_JOINT_VELOCITY:
            return SINEW_GROUP_JOINTS;
        case SINEW_TENDON_LENGTH:
        case SINEW_TENDON_VELOCITY:
        case SINEW_TENDON_TENSION:
            return SINEW_GROUP_TENDONS;
        case SINEW_TOUCH:
            return SINEW_GROUP_TOUCH;
        case SINEW_IMU:
            return SINEW_GROUP_IMUS;
        case SINEW_WRENCH:
            return SINEW_GROUP_WRENCHES;
        default:
            return SINEW_GROUP_MOTORS;
    }
}

static int make_room(bus *bus)
{
    if (bus->layout.channel_count < bus->channel_room)
    {
        return 1;
    }
    const uint32_t room = bus->channel_room == 0 ? FIRST_ROOM : 2 * bus->channel_room;
    sinew_channel *channels = realloc(bus->channels, room * sizeof(sinew_channel));
    if (channels == NULL)
    {
        return 0;
    }
    bus->channels = channels;
    bus->channel_room = room;
    return 1;
}

int32_t bus_add_channel(bus *bus, sinew_kind kind, const char *name)
{
    if (!make_room(bus))
    {
        return -1;
    }
    const int command = kind >= FIRST_COMMAND_KIND;
    uint32_t *values = command ? &bus->command_values : &bus->state_values;
    const uint32_t first = *values;
    sinew_channel *channel = &bus->channels[bus->layout.channel_count++];
    memset(channel, 0, sizeof *channel);
    channel->kind = (uint32_t)kind;
    channel->group = group_of(kind);
    channel->block = command ? SINEW_COMMAND : SINEW_STATE;
    channel->offset = SINEW_HEADER_BYTES + first * (uint32_t)sizeof(double);
    channel->count = numbers_of(kind);
    channel->width = sizeof(double);
    snprintf(channel->name, sizeof channel->name, "%s", name);
    *values += channel->count;
    return (int32_t)first;
}

static int32_t add_column(bus *bus, sinew_kind kind, const motor_list *motors, uint32_t *column)
{
    for (uint32_t i = 0; i < motors->count; i++)
    {
        const int32_t at = bus_add_channel(bus, kind, motors->motor[i].name);
        if (at < 0)
        {
            return fail(bus_error(bus), "%s: out of memory; free some", sinew_protocol.name);
        }
        *column = i == 0 ? (uint32_t)at : *column;
    }
    return SINEW_OK;
}

int32_t bus_add_motors(bus *bus, const motor_list *motors, motor_columns *columns)
{
    columns->count = motors->count;
    if (add_column(bus, SINEW_MOTOR_POSITION, motors, &columns->position) != SINEW_OK ||
        add_column(bus, SINEW_MOTOR_VELOCITY, motors, &columns->velocity) != SINEW_OK ||
        add_column(bus, SINEW_MOTOR_EFFORT, motors, &columns->effort) != SINEW_OK ||
        add_column(bus, SINEW_MOTOR_TEMPERATURE, motors, &columns->temperature) != SINEW_OK ||
        add_column(bus, SINEW_CMD_MOTOR_EFFORT, motors, &columns->command_effort) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    return add_column(bus, SINEW_CMD_MOTOR_DAMPING, motors, &columns->command_damping);
}

void bus_set_wire(bus *bus, double seconds)
{
    bus->wire_s = seconds;
}

int bus_measured(const bus_sample *sample, uint32_t first, uint32_t count, int64_t now_ns, int64_t limit_ns)
{
    for (uint32_t i = first; i < first + count; i++)
    {
        if (sample->measured_ns[i] == 0 || now_ns - sample->measured_ns[i] > limit_ns)
        {
            return 0;
        }
    }
    return 1;
}

static int take_slots(bus *bus)
{
    int whole = 1;
    for (uint32_t i = 0; i < LATEST_SLOTS; i++)
    {
        bus->sample_slots[i].image = zeroed_lines(bus->layout.state_bytes);
        bus->sample_slots[i].measured_ns = zeroed_lines(bus->state_values * sizeof(int64_t));
        bus->command_slots[i].value = zeroed_lines(bus->command_values * sizeof(double));
        bus->command_slots[i].command.value = bus->command_slots[i].value;
        whole &= bus->sample_slots[i].image != NULL && bus->sample_slots[i].measured_ns != NULL &&
            bus->command_slots[i].value != NULL;
    }
    return whole;
}

int32_t bus_layout_build(bus *bus)
{
    sinew_layout *layout = &bus->layout;
    layout->layout_bytes = sizeof(sinew_layout);
    layout->channel_bytes = sizeof(sinew_channel);
    layout->state_bytes = whole_lines(SINEW_HEADER_BYTES + bus->state_values * sizeof(double));
    layout->command_bytes = whole_lines(SINEW_HEADER_BYTES + bus->command_values * sizeof(double));
    layout->state = zeroed_lines(layout->state_bytes);
    layout->command = zeroed_lines(layout->command_bytes);
    layout->channels = bus->channels;
    bus->received_ns = zeroed_lines(bus->state_values * sizeof(int64_t));
    bus->not_negative = zeroed_lines(bus->command_values);
    bus->sample.value = zeroed_lines(bus->state_values * sizeof(double));
    bus->sample.measured_ns = zeroed_lines(bus->state_values * sizeof(int64_t));
    const int slots = take_slots(bus);
    if (!slots || layout->state == NULL || layout->command == NULL || bus->received_ns == NULL ||
        bus->not_negative == NULL || bus->sample.value == NULL || bus->sample.measured_ns == NULL)
    {
        return fail(bus_error(bus), "%s: out of memory; free some", sinew_protocol.name);
    }
    for (uint32_t i = 0; i < layout->channel_count; i++)
    {
        const sinew_channel *channel = &bus->channels[i];
        if (channel->kind == SINEW_CMD_MOTOR_DAMPING)
        {
            bus->not_negative[(channel->offset - SINEW_HEADER_BYTES) / sizeof(double)] = 1;
        }
    }
    return SINEW_OK;
}

void bus_layout_free(bus *bus)
{
    for (uint32_t i = 0; i < LATEST_SLOTS; i++)
    {
        free(bus->sample_slots[i].image);
        free(bus->sample_slots[i].measured_ns);
        free(bus->command_slots[i].value);
    }
    free(bus->layout.state);
    free(bus->layout.command);
    free(bus->received_ns);
    free(bus->not_negative);
    free(bus->sample.value);
    free(bus->sample.measured_ns);
    free(bus->channels);
}
