#include "ecat_texts.h"

#include <stddef.h>

typedef struct text_of
{
    uint32_t code;
    const char *text;
} text_of;

static const text_of AL_STATUS[] = {
    {0x0001, "unspecified error"}, {0x0002, "no memory"}, {0x0003, "invalid device setup"},
    {0x0011, "invalid requested state change"}, {0x0012, "unknown requested state"},
    {0x0013, "bootstrap not supported"}, {0x0014, "no valid firmware"}, {0x0015, "invalid mailbox configuration "
        "(BOOT)"}, {0x0016, "invalid mailbox configuration (PRE-OP)"}, {0x0017, "invalid sync manager configuration"},
    {0x0018, "no valid inputs available"}, {0x0019, "no valid outputs"}, {0x001A, "synchronization error"},
    {0x001B, "sync manager watchdog"}, {0x001C, "invalid sync manager types"}, {0x001D, "invalid output configuration"},
    {0x001E, "invalid input configuration"}, {0x001F, "invalid watchdog configuration"}, {0x0020, "needs a cold start"},
    {0x0021, "needs INIT"}, {0x0022, "needs PRE-OP"}, {0x0023, "needs SAFE-OP"}, {0x0024, "invalid input mapping"},
    {0x0025, "invalid output mapping"}, {0x0026, "inconsistent settings"}, {0x0027, "free run not supported"},
    {0x0028, "synchronisation not supported"}, {0x0029, "free run needs three buffers"},
    {0x002A, "background watchdog"}, {0x002B, "no valid inputs and outputs"}, {0x002C, "fatal synchronisation error"},
    {0x002D, "no synchronisation signal"}, {0x002E, "cycle time too small"}, {0x0030, "invalid DC SYNC configuration"},
    {0x0031, "invalid DC latch configuration"}, {0x0032, "PLL error"}, {0x0033, "DC synchronisation IO error"},
    {0x0034, "DC synchronisation timeout"}, {0x0035, "invalid DC sync cycle time"}, {0x0036, "invalid SYNC0 cycle "
        "time"}, {0x0042, "error in mailbox EoE"}, {0x0043, "error in mailbox CoE"}, {0x0050, "EEPROM access error"},
    {0x0051, "EEPROM error"}, {0x0060, "slave restarted locally"}, {0x00F0, "application controller available"},
};

static const text_of ABORTS[] = {
    {0x05030000, "toggle bit not changed"}, {0x05040000, "protocol timeout"}, {0x05040001, "command unknown"},
    {0x05040005, "out of memory"}, {0x06010000, "access not supported"}, {0x06010001, "object is write only"},
    {0x06010002, "object is read only"}, {0x06010003, "subindex cannot be written"},
    {0x06010004, "complete access not supported"}, {0x06020000, "object does not exist"},
    {0x06040041, "object cannot be mapped"}, {0x06040042, "mapped objects exceed the process data"},
    {0x06040043, "parameter incompatible"}, {0x06040047, "internal incompatibility"}, {0x06060000, "hardware error"},
    {0x06070010, "length does not match"}, {0x06070012, "too long"}, {0x06070013, "too short"},
    {0x06090011, "subindex does not exist"}, {0x06090030, "value out of range"}, {0x06090031, "value too high"},
    {0x06090032, "value too low"}, {0x06090036, "maximum below minimum"}, {0x08000000, "general error"},
    {0x08000020, "data cannot be stored"}, {0x08000021, "local control prevents it"},
    {0x08000022, "not possible in this state"}, {0x08000023, "object dictionary missing"},
};

static const text_of DRIVE_ERRORS[] = {
    {0x2310, "continuous over-current"}, {0x2320, "short circuit"}, {0x2340, "short circuit of the motor"},
    {0x2350, "load too high (I2t)"}, {0x3110, "mains over-voltage"}, {0x3120, "mains under-voltage"},
    {0x3210, "DC link over-voltage"}, {0x3220, "DC link under-voltage"}, {0x4210, "device too hot"},
    {0x4310, "drive too hot"}, {0x4410, "motor too hot"}, {0x5113, "supply of the logic too low"},
    {0x6320, "wrong parameters"}, {0x7121, "motor blocked"}, {0x7300, "sensor"}, {0x7305, "encoder"},
    {0x7320, "position sensor"}, {0x7500, "communication"}, {0x8110, "process data lost"}, {0x8130, "heartbeat"},
    {0x8311, "too much torque"}, {0x8400, "speed controller"}, {0x8480, "too fast"}, {0x8611, "following error"},
    {0x8612, "reference limit"},
};

static const text_of DRIVE_ERROR_GROUPS[] = {
    {0x1, "general error"}, {0x2, "current"}, {0x3, "voltage"}, {0x4, "temperature"}, {0x5, "hardware of the drive"},
    {0x6, "software of the drive"}, {0x7, "additional module"}, {0x8, "monitoring"}, {0x9, "external error"},
    {0xF, "function of the drive"},
};

static const char *find(const text_of *texts, size_t count, uint32_t code, const char *unknown)
{
    for (size_t i = 0; i < count; i++)
    {
        if (texts[i].code == code)
        {
            return texts[i].text;
        }
    }
    return unknown;
}

#define FIND(texts, code, unknown) find(texts, sizeof texts / sizeof texts[0], code, unknown)

const char *ecat_state_text(uint32_t state)
{
    switch (state & 15u)
    {
        case 1:
            return "INIT";
        case 2:
            return "PRE-OP";
        case 3:
            return "BOOT";
        case 4:
            return "SAFE-OP";
        case 8:
            return "OP";
        default:
            return "no state";
    }
}

const char *ecat_al_status_text(uint32_t code)
{
    return FIND(AL_STATUS, code, code == 0 ? "no reason given" : "a code of its maker");
}

const char *ecat_abort_text(uint32_t code)
{
    return FIND(ABORTS, code, "a code of its maker");
}

const char *ecat_drive_error_text(uint32_t code)
{
    return FIND(DRIVE_ERRORS, code, FIND(DRIVE_ERROR_GROUPS, code >> 12, "a code of its maker"));
}
