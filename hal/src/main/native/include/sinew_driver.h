/*
 * sinew_driver.h - the border between Sinew's control loop and a device driver, version 1.0.
 *
 * A driver is a shared library that exports the functions declared here (the "verbs") with C linkage. Sinew opens it,
 * learns from its layout which channels it has, shares two blocks of memory with it, and from then on makes one
 * sinew_driver_receive and one sinew_driver_send per control cycle.
 *
 *      open ──▶ INACTIVE ──activate──▶ ACTIVE ──deactivate──▶ INACTIVE ──close──▶ gone
 *                  │ receive              │ receive, send
 *
 * RULES. "Must" is checked by `sinew driver check LIB` wherever a test can see it; the rule's id stands in brackets.
 *
 *  Time     receive and send must return within a bound that the driver can name, well under a control period. They
 *           must not allocate or free memory, write files, log, or take a lock that a slower thread may hold.
 *           [time-bound, no-allocation, quiet]
 *  Memory   Everything is taken in open. Both blocks keep their address until close; close gives back every byte,
 *           file descriptor and thread. [no-leak]
 *  Threads  After open, one handle is used by one thread at a time; the host changes threads only with a proper
 *           hand-over. Different handles may be used by different threads at once and must not disturb each other.
 *           [instances]
 *  Motors   No motor may move before activate, because of activate, or after deactivate. send with enabled = 0 makes
 *           every motor limp or damped, as the device prefers. [deactivated-stops]
 *  Silence  A library inside a killed or stopped process is dead or stopped too. Therefore the device itself must stop
 *           its motors when no send has come for `watchdog_ms` (default 20); the driver configures that in activate,
 *           shows SINEW_CAP_DEVICE_WATCHDOG, and sets SINEW_STATUS_WATCHDOG in the status of samples taken after it
 *           fired. A device that lacks it is driven only from a process of its own, which stops it. [watchdog]
 *  Errors   No verb may exit, abort or raise a signal. A verb that fails returns SINEW_ERROR and leaves one line,
 *           ending with what the user can do, in last_error. [survives, errors]
 *
 * NUMBERS. SI units, radians, right-handed frames, quaternions w x y z. Every value in a block is an IEEE 754 double in
 * the machine's byte order, every header field a 64-bit integer. A value that the device cannot give is 0 and its
 * channel group is not valid; NaN is never "no value".
 *
 * VERSIONS. A driver built for major M runs on every host of major M whose minor is not smaller. Enumerations are
 * append only; a number once given away is never used again.
 */
#ifndef SINEW_DRIVER_H
#define SINEW_DRIVER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of this header: (major << 16) | minor. */
#define SINEW_ABI_VERSION 0x00010000u

/* What the library must export; everything else should be compiled with -fvisibility=hidden. */
#if defined(__GNUC__)
#define SINEW_EXPORT __attribute__((visibility("default")))
#else
#define SINEW_EXPORT
#endif

/* Blocks begin on a cache line and their size is a multiple of one. */
#define SINEW_CACHE_LINE 64u

/* Bytes of the header in front of the channels of a block. */
#define SINEW_HEADER_BYTES 64u

/* Bytes of a channel's name, terminating zero included. */
#define SINEW_NAME_BYTES 72u

/* One opened device or bus. Opaque to the host. */
typedef struct sinew_driver sinew_driver;

/* Outcome of a verb. */
typedef enum sinew_result
{
    SINEW_OK = 0,            /* Done; receive brought a new sample. */
    SINEW_NO_NEW_SAMPLE = 1, /* receive: nothing newer than last time; the state block is unchanged. */
    SINEW_LOST = 2,          /* The device did not answer; the state block is unchanged. */
    SINEW_NOT_ACTIVE = 3,    /* send before activate or after deactivate; nothing was sent. */
    SINEW_ERROR = 4          /* Failed; last_error says why. The host deactivates the driver. */
} sinew_result;

/* Bits of sinew_driver_capabilities. */
#define SINEW_CAP_DEVICE_WATCHDOG ((uint64_t)1 << 0) /* The device stops its motors by itself when sends cease. */
#define SINEW_CAP_SIMULATED ((uint64_t)1 << 1)       /* Time stands still between sends: each advances one period. */
#define SINEW_CAP_PACES ((uint64_t)1 << 2)           /* receive blocks until the next sample and so paces the loop. */
#define SINEW_CAP_DRIVE_DAMPS ((uint64_t)1 << 3)     /* The drives damp by themselves, faster than they are sent to. */

/* Bit of sinew_state_header.status: the device's watchdog has fired; its motors are stopped until the next activate. */
#define SINEW_STATUS_WATCHDOG ((int64_t)1 << 62)

/* Groups of channels that are valid or not together; the number is the bit in sinew_state_header.valid_groups. */
typedef enum sinew_group
{
    SINEW_GROUP_JOINTS = 0,
    SINEW_GROUP_MOTORS = 1,
    SINEW_GROUP_TENDONS = 2,
    SINEW_GROUP_TOUCH = 3,
    SINEW_GROUP_IMUS = 4,
    SINEW_GROUP_WRENCHES = 5,
    SINEW_GROUP_NONE = 63 /* Commands, and a simulator's truth: no bit of its own. */
} sinew_group;

/*
 * What a channel carries: its block, how many numbers (count), and their unit. The name of a channel is the name of the
 * joint, motor, tendon, touch cell, sensor, link or contact sphere in the robot's description.
 */
typedef enum sinew_kind
{
    /* State block. */
    SINEW_JOINT_POSITION = 1,    /* 1: rad */
    SINEW_JOINT_VELOCITY = 2,    /* 1: rad/s */
    SINEW_MOTOR_POSITION = 10,   /* 1: rad; positive shortens the tendon */
    SINEW_MOTOR_VELOCITY = 11,   /* 1: rad/s */
    SINEW_MOTOR_EFFORT = 12,     /* 1: N·m, from the current */
    SINEW_MOTOR_TEMPERATURE = 13, /* 1: °C */
    SINEW_TENDON_LENGTH = 20,    /* 1: m */
    SINEW_TENDON_VELOCITY = 21,  /* 1: m/s */
    SINEW_TENDON_TENSION = 22,   /* 1: N */
    SINEW_TOUCH = 30,            /* 1: N, at least 0 */
    SINEW_IMU = 40,              /* 10: orientation w x y z (world from sensor), gyro rad/s, specific force m/s² */
    SINEW_WRENCH = 50,           /* 6: force N, torque N·m, that the link exerts on its parent */
    /* State block, simulators only. */
    SINEW_BASE_POSE = 60,     /* 7: position m in the world, orientation w x y z (world from base) */
    SINEW_BASE_VELOCITY = 61, /* 6: linear m/s in the world, angular rad/s in the base frame */
    SINEW_CONTACT_FORCE = 62, /* 1: normal force of a contact sphere, N, at least 0 */
    /* Command block. */
    SINEW_CMD_MOTOR_EFFORT = 100,  /* 1: N·m; positive shortens the tendon */
    SINEW_CMD_MOTOR_DAMPING = 101, /* 1: N·m·s/rad, at least 0; the drive's torque is effort - damping x velocity */
    SINEW_CMD_TENDON_TENSION = 102, /* 1: N; tension that the drive holds by itself, the effort being its feed-forward;
                                       0 for none. Only for drives that can: leave the channel out otherwise. */
    /* Command block, simulators only. */
    SINEW_CMD_JOINT_EFFORT = 110, /* 1: N·m */
    SINEW_CMD_LINK_FORCE = 111    /* 6: force N in the world, point of attack m in the link's frame */
} sinew_kind;

/* Which block a channel lies in. */
typedef enum sinew_block
{
    SINEW_STATE = 0,
    SINEW_COMMAND = 1
} sinew_block;

/* One named channel. 96 bytes; all fields are set by open and never change. */
typedef struct sinew_channel
{
    uint32_t kind;               /* sinew_kind */
    uint32_t group;              /* sinew_group */
    uint32_t block;              /* sinew_block */
    uint32_t offset;             /* from the begin of its block, bytes; a multiple of width, not inside the header */
    uint32_t count;              /* numbers, as the kind says */
    uint32_t width;              /* bytes per number: 8 in this version */
    char name[SINEW_NAME_BYTES]; /* UTF-8, zero-terminated, unique among the channels of its kind */
} sinew_channel;

/* What open hands out. Owned by the driver, valid until close. Channels never overlap. */
typedef struct sinew_layout
{
    uint32_t layout_bytes;         /* sizeof(sinew_layout) */
    uint32_t channel_bytes;        /* sizeof(sinew_channel) */
    uint32_t channel_count;        /* entries in channels */
    uint32_t reserved;             /* 0 */
    uint64_t state_bytes;          /* size of the state block, header included */
    uint64_t command_bytes;        /* size of the command block, header included */
    void *state;                   /* written by receive, read by the host */
    void *command;                 /* written by the host, read by send */
    const sinew_channel *channels; /* in any order */
} sinew_layout;

/* First 64 bytes of the state block. The driver writes it only in a receive that returns SINEW_OK. */
typedef struct sinew_state_header
{
    int64_t sequence;       /* number of the sample; grows with each new one */
    int64_t device_time_ns; /* the device's own time of the sample, never runs backwards */
    int64_t arrival_ns;     /* when it reached this machine, CLOCK_MONOTONIC; 0 when unknown */
    uint64_t valid_groups;  /* one bit per valid sinew_group */
    int64_t status;         /* 0 when the device is well, else a number of its own, documented by the driver */
    int64_t reserved[3];    /* 0 */
} sinew_state_header;

/* First 64 bytes of the command block. The host writes it before each send. */
typedef struct sinew_command_header
{
    int64_t sequence;      /* number of the sample that these commands answer */
    int64_t cycle_time_ns; /* time of the cycle that made them */
    int64_t enabled;       /* 0 makes every motor limp */
    int64_t reserved[5];   /* 0 */
} sinew_command_header;

/* ------------------------------------------------------------------------------------------------------------ verbs */

/* The SINEW_ABI_VERSION that the driver was compiled with. Callable before everything else. [abi-version] */
SINEW_EXPORT uint32_t sinew_driver_abi_version(void);

/* Short name without blanks, and version of the driver (and of what it was built against). Static storage. */
SINEW_EXPORT const char *sinew_driver_name(void);
SINEW_EXPORT const char *sinew_driver_version(void);

/*
 * Opens one device. May block, allocate and touch files. May be called again while other handles are open.
 *
 * config  text from the robot's description, UTF-8, zero-terminated, never NULL; its form is the driver's own. Only
 *         valid during the call. Text that the driver does not understand must be refused, never guessed.
 *         [open-refuses]
 * handle  receives the handle; NULL on failure.
 * layout  receives the layout; NULL on failure.
 * returns SINEW_OK or SINEW_ERROR; after an error nothing stays claimed and last_error(NULL) tells why.
 */
SINEW_EXPORT int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout);

/* SINEW_CAP_ bits of an open handle; never change. */
SINEW_EXPORT uint64_t sinew_driver_capabilities(sinew_driver *handle);

/* Makes the device ready for commands, starts its watchdog. May block. SINEW_OK or SINEW_ERROR. Twice is harmless. */
SINEW_EXPORT int32_t sinew_driver_activate(sinew_driver *handle);

/*
 * Brings the newest sample into the state block, active or not.
 *
 * now_ns  the host's time of this cycle, CLOCK_MONOTONIC (a simulated run: simulated time).
 * returns SINEW_OK, SINEW_NO_NEW_SAMPLE, SINEW_LOST or SINEW_ERROR.
 */
SINEW_EXPORT int32_t sinew_driver_receive(sinew_driver *handle, int64_t now_ns);

/*
 * Sends the command block. SINEW_OK, SINEW_LOST, SINEW_NOT_ACTIVE or SINEW_ERROR. A NaN in it is an error, and the
 * device keeps what it had.
 */
SINEW_EXPORT int32_t sinew_driver_send(sinew_driver *handle, int64_t now_ns);

/* Makes every motor limp or damped. Works in every state, after errors, and twice. SINEW_OK or SINEW_ERROR. */
SINEW_EXPORT int32_t sinew_driver_deactivate(sinew_driver *handle);

/* Deactivates and gives everything back; the handle and its blocks are gone. NULL is harmless. [lifecycle] */
SINEW_EXPORT void sinew_driver_close(sinew_driver *handle);

/*
 * One line about the last failure of a handle, or with NULL about this thread's last failed open; "" when there was
 * none. Never NULL; valid until the next verb on the same handle (NULL: on the same thread).
 */
SINEW_EXPORT const char *sinew_driver_last_error(sinew_driver *handle);

/*
 * OPTIONAL. Requests outside the cycle, by name: calibration, or a simulator's "reset". May block. Numbers go in and
 * come out through values[0 .. count - 1]. SINEW_OK or SINEW_ERROR; a name that the driver does not know is an error.
 */
SINEW_EXPORT int32_t sinew_driver_request(sinew_driver *handle, const char *request, double *values, int32_t count);

#ifdef __cplusplus
}
#endif

#endif /* SINEW_DRIVER_H */
