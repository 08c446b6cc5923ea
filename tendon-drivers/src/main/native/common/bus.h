/*
 * bus - the driver ABI's verbs, written once for every bus. A protocol fills in the table below; everything else is
 * here: reading the configuration, building the blocks, the I/O thread, the exchange with the host, the silence rule,
 * counters, errors.
 *
 *   host's thread                                   I/O thread (one a bus)
 *   receive ◀── newest sample ── latest ◀────────── exchange: command out, answers in
 *   send ─────▶ newest command ─ latest ─▶ wake ──▶ one exchange per new command, paced by cycle_hz
 *   activate, deactivate, request ── order ───────▶ activate, stop, request
 *
 * receive and send never wait for the wire: they copy one block. Between open and close the device belongs to the I/O
 * thread, and only it calls the protocol. While active the bus is silent between commands, so that a device's watchdog
 * measures the silence of the host's loop and not of this thread; when no command came for watchdog_ms, the motors are
 * stopped here as well and samples carry SINEW_STATUS_WATCHDOG until the next activate.
 */
#ifndef SINEW_BUS_H
#define SINEW_BUS_H

#include "config_text.h"
#include "counters.h"
#include "error_line.h"
#include "motors.h"
#include "sinew_driver.h"

#include <stddef.h>
#include <stdint.h>

typedef struct sinew_driver bus;

/* Numbers that a request may carry. */
#define BUS_REQUEST_MAX 256

/* Settings that every bus has. A protocol's settings begin with this. */
typedef struct bus_settings
{
    double watchdog_ms;   /* 20: silence after which the motors stop */
    double cycle_hz;      /* 0: one exchange per command, as they come; else at most so many a second */
    double stale_ms;      /* 0: chosen from the wire; a newest sample older than this makes every receive LOST */
    int64_t realtime_priority; /* of the I/O thread; 0: follows the caller's; -1: leave; 1 to 99: SCHED_FIFO, or refuse */
    int64_t cpu;          /* -1: any; else the processor of the I/O thread */
} bus_settings;

/* What became of one exchange. The base counts it; the protocol counts what it saw inside. */
typedef enum bus_outcome
{
    BUS_GOOD = 0,  /* whole and in time: the sample is published */
    BUS_LATE,      /* whole, but after its deadline: published, with its true age */
    BUS_LOST,      /* no answer, and none is to be expected any more */
    BUS_UNDECIDED, /* no answer in time; the protocol will count COUNT_LATE or COUNT_LOST itself when it knows */
    BUS_SHORT,     /* broke off */
    BUS_BAD_CRC,   /* wrong checksum */
    BUS_WRONG_ID,  /* somebody else answered */
    BUS_BAD_VALUE, /* whole, but cannot be */
    BUS_GONE,      /* the port disappeared; nothing was sent */
    BUS_UNTAKEN    /* whole, but not every device took part: the command is not believed sent */
} bus_outcome;

/* What the host wants, in the order of the command channels. */
typedef struct bus_command
{
    int64_t sequence;
    int64_t sent_ns;     /* when send was called */
    int32_t enabled;     /* 0: limp or damped */
    const double *value; /* finite; dampings at least 0 */
} bus_command;

/* A sample in the making. It keeps its content between exchanges, so that slow values need not come each time. */
typedef struct bus_sample
{
    int64_t device_time_ns; /* when it was measured: the device's clock, or when the question left */
    int64_t arrival_ns;     /* when the last byte was here; CLOCK_MONOTONIC */
    uint64_t valid_groups;
    int64_t status;         /* of the device; with SINEW_STATUS_WATCHDOG when the device says that it fired */
    double *value;          /* of the state channels, in their order */
    int64_t *measured_ns;   /* of each value, when it was measured; 0: never */
} bus_sample;

typedef struct bus_protocol
{
    const char *name;    /* without blanks */
    const char *version;
    uint64_t capabilities; /* see bus_drop_capability */
    const config_key *keys; /* besides the common ones: watchdog_ms cycle_hz stale_ms realtime_priority cpu */
    uint32_t key_count;
    size_t settings_bytes; /* begins with bus_settings */
    size_t device_bytes;   /* state of the protocol, zeroed before open */

    /* Defaults of its own settings (the common ones are set). NULL: all zero. */
    void (*defaults)(void *settings);

    /*
     * Host's thread, before the I/O thread exists. Checks the settings, opens the port, finds and sets up every device,
     * leaves all motors limp, adds the channels (bus_add_channel, bus_add_motors), tells the wire's time.
     * May block and allocate. After an error `close` is called.
     */
    int32_t (*open)(bus *bus);

    /* I/O thread. Checks for faults, starts the devices' watchdog, energises with zero effort. Bounded. */
    int32_t (*activate)(bus *bus);

    /*
     * I/O thread. One exchange, well within the watchdog's time: command out (NULL: read only, send nothing that makes
     * a motor move), answers in. Every wait has a deadline. Writes nothing into the sample unless it returns BUS_GOOD
     * or BUS_LATE.
     */
    bus_outcome (*exchange)(bus *bus, const bus_command *command, bus_sample *sample);

    /* I/O thread. Makes every motor limp or damped; tries its best after errors. SINEW_ERROR when unconfirmed. */
    int32_t (*stop)(bus *bus);

    /* I/O thread, only while inactive. A request that the base does not know, at most BUS_REQUEST_MAX values. */
    int32_t (*request)(bus *bus, const char *name, double *values, int32_t count);

    /* Host's thread, after the I/O thread has ended. Also after a failed open. */
    void (*close)(bus *bus);
} bus_protocol;

/* Every driver library defines this one. */
extern const bus_protocol sinew_protocol;

/* ------------------------------------------------------------------------------------ what a protocol may ask for */

/* Its settings, beginning with bus_settings. Constant after open. */
void *bus_settings_of(bus *bus);

/* Its own state, device_bytes long. */
void *bus_device_of(bus *bus);

/* Where the reason goes when one of its functions returns SINEW_ERROR: return fail(bus_error(bus), "..."). */
error_line *bus_error(bus *bus);

bus_counters *bus_counters_of(bus *bus);

/* Counts what went wrong in an exchange that the base does not see; one that went well, or is undecided, is not. */
void bus_count_failure(bus_counters *counters, bus_outcome outcome);

/*
 * I/O thread. Tells the user something that is no failure of a verb, such as which motor reports which fault: it
 * becomes the next last_error. One line that ends with a remedy; dropped while an earlier one has not been fetched.
 */
void bus_report(bus *bus, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Open only. Adds one channel; its values follow each other in the order of the calls, within its block.
 * returns index of its first number in bus_sample.value or bus_command.value, or -1 when memory is short
 */
int32_t bus_add_channel(bus *bus, sinew_kind kind, const char *name);

/* Where the columns of the motors are: `count` numbers each, in the order of the list. */
typedef struct motor_columns
{
    uint32_t count;
    uint32_t position, velocity, effort, temperature; /* in bus_sample.value */
    uint32_t command_effort, command_damping;         /* in bus_command.value */
} motor_columns;

/* Puts the state of motor i into a sample. */
static inline void bus_put_motor(bus_sample *sample, const motor_columns *columns, uint32_t i, const motor_scale *scale,
    const shaft_state *state)
{
    const uint32_t at[] = {columns->position + i, columns->velocity + i, columns->effort + i,
        columns->temperature + i};
    const double value[] = {motor_position(scale, state->position_rad), motor_velocity(scale, state->velocity_rad_s),
        motor_effort(scale, state->effort_nm), state->temperature_c};
    for (uint32_t k = 0; k < sizeof at / sizeof at[0]; k++)
    {
        sample->value[at[k]] = value[k];
        sample->measured_ns[at[k]] = state->measured_ns;
    }
}

/* Open only. Adds the six channels of each motor, column by column. SINEW_OK or SINEW_ERROR. */
int32_t bus_add_motors(bus *bus, const motor_list *motors, motor_columns *columns);

/* Open only. What the table promises for most devices does not hold for one of these. */
void bus_drop_capability(bus *bus, uint64_t capability);

/* Open only. Least time of one exchange, from wire.h: for the pace, what counts as stale, and the statistics. */
void bus_set_wire(bus *bus, double seconds);

/*
 * Status of a sample: number of the first motor that reports a fault (from 1) and the device's own code. Never 0 when
 * code is not. Documented per driver.
 */
static inline int64_t bus_fault_status(uint32_t motor_index, uint32_t code)
{
    return code == 0 ? 0 : (int64_t)(motor_index + 1) << 32 | code;
}

/* 1 when all of count values from `first` on were measured, and not longer than limit_ns before now_ns. */
int bus_measured(const bus_sample *sample, uint32_t first, uint32_t count, int64_t now_ns, int64_t limit_ns);

#endif
