#include "cia402_codec.h"

#include "ecat_bytes.h"

drive_state drive_state_of(uint16_t status)
{
    switch (status & 0x4Fu)
    {
        case 0x00:
            return DRIVE_NOT_READY;
        case 0x40:
            return DRIVE_SWITCH_ON_DISABLED;
        case 0x0F:
            return DRIVE_FAULT_REACTION;
        case 0x08:
            return DRIVE_FAULT;
        default:
            break;
    }
    switch (status & 0x6Fu)
    {
        case 0x21:
            return DRIVE_READY;
        case 0x23:
            return DRIVE_SWITCHED_ON;
        case 0x27:
            return DRIVE_ENABLED;
        case 0x07:
            return DRIVE_QUICK_STOP;
        default:
            return DRIVE_NOT_READY;
    }
}

const char *drive_state_text(drive_state state)
{
    static const char *const TEXT[] = {"not ready to switch on", "switch on disabled", "ready to switch on",
        "switched on", "operation enabled", "quick stop active", "fault reaction active", "fault"};
    return TEXT[state];
}

uint16_t drive_towards_enabled(drive_state state)
{
    switch (state)
    {
        case DRIVE_SWITCH_ON_DISABLED:
            return CONTROL_SHUTDOWN;
        case DRIVE_READY:
            return CONTROL_SWITCH_ON;
        case DRIVE_SWITCHED_ON:
        case DRIVE_ENABLED:
            return CONTROL_ENABLE;
        default:
            return CONTROL_DISABLE_VOLTAGE;
    }
}

uint32_t drive_output_bytes(drive_mode mode)
{
    return mode == DRIVE_CST ? 5 : 9;
}

void drive_put_outputs(uint8_t *to, drive_mode mode, const drive_outputs *outputs)
{
    put_u16(to, outputs->control);
    to[2] = (uint8_t)outputs->mode;
    if (mode == DRIVE_CST)
    {
        put_u16(to + 3, (uint16_t)outputs->torque);
        return;
    }
    put_u32(to + 3, (uint32_t)outputs->target);
    put_u16(to + 7, (uint16_t)outputs->torque);
}

uint32_t drive_input_bytes(uint32_t temperature_bits)
{
    return DRIVE_INPUT_BYTES + temperature_bits / 8;
}

void drive_get_inputs(const uint8_t *from, uint32_t temperature_bits, drive_inputs *inputs)
{
    inputs->status = get_u16(from);
    inputs->mode = (int8_t)from[2];
    inputs->position = (int32_t)get_u32(from + 3);
    inputs->velocity = (int32_t)get_u32(from + 7);
    inputs->torque = (int16_t)get_u16(from + 11);
    inputs->error = get_u16(from + 13);
    const uint8_t *warmth = from + DRIVE_INPUT_BYTES;
    inputs->temperature = temperature_bits == 8 ? (int8_t)warmth[0] :
        temperature_bits == 16 ? (int16_t)get_u16(warmth) : temperature_bits == 32 ? (int32_t)get_u32(warmth) : 0;
}

uint32_t drive_output_mapping(drive_mode mode, uint32_t *to)
{
    to[0] = drive_mapping(0x6040, 0, 16);
    to[1] = drive_mapping(0x6060, 0, 8);
    if (mode == DRIVE_CST)
    {
        to[2] = drive_mapping(0x6071, 0, 16);
        return 3;
    }
    to[2] = drive_mapping(mode == DRIVE_CSP ? 0x607A : 0x60FF, 0, 32);
    to[3] = drive_mapping(0x6072, 0, 16);
    return 4;
}

uint32_t drive_input_mapping(uint32_t temperature_entry, uint32_t *to)
{
    to[0] = drive_mapping(0x6041, 0, 16);
    to[1] = drive_mapping(0x6061, 0, 8);
    to[2] = drive_mapping(0x6064, 0, 32);
    to[3] = drive_mapping(0x606C, 0, 32);
    to[4] = drive_mapping(0x6077, 0, 16);
    to[5] = drive_mapping(0x603F, 0, 16);
    to[6] = temperature_entry;
    return temperature_entry == 0 ? 6 : 7;
}
