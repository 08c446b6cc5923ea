/*
 * loopback - a driver without a device: N motors, each a rotor with viscous friction, that live in real time.
 *
 * It exists to be read. Everything that the header asks of a driver is here once, in the order in which it is called; a
 * vendor replaces the "device" section by a bus and keeps the rest. It passes `sinew driver check` as it stands.
 *
 * Configuration: blanks, newlines or semicolons between key=value pairs.
 *
 *   motors=NAME,NAME,...   names of the motors, as in the robot's description; required
 *   watchdog_ms=20         silence after which the device stops its motors, 1 to 1000
 *   inertia_kg_m2=1e-4     inertia of each rotor, greater than 0
 *   damping_nms_rad=1e-3   viscous friction of each rotor, greater than 0
 *   sample_us=0            least time between two samples; 0: each receive brings one
 *   clock=monotonic        "monotonic": the device has a clock of its own; "caller": its time is the host's now_ns, so
 *                          that a test can run it faster than life
 *   silent_after_ms=0      the device stops answering so long after activate; 0: never
 *
 * Status: 0, or SINEW_STATUS_WATCHDOG once the watchdog has fired.
 */
#define _POSIX_C_SOURCE 200809L

#include "sinew_driver.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOTORS_MAX 256
#define CHANNELS_PER_MOTOR 6
#define AMBIENT_C 25.0
#define HEATING_C_PER_N2M2S 4.0 /* copper losses, in degrees per second and N²m² */
#define COOLING_PER_S 0.02

/* -------------------------------------------------------------------------------------------------------- handle */

typedef struct
{
    double position_rad;
    double velocity_rad_s;
    double effort_nm;
    double temperature_c;
    double commanded_nm;
    double commanded_damping;
} rotor;

struct sinew_driver
{
    sinew_layout layout;
    sinew_channel *channels;
    rotor *rotors;
    uint32_t motors;
    int64_t watchdog_ns;
    int64_t sample_ns;
    int64_t silent_after_ns;
    double inertia;
    double damping;
    int caller_clock;
    int active;
    int watchdog_fired;
    int64_t activated_ns;  /* device time of activate */
    int64_t last_send_ns;  /* device time of the last send */
    int64_t state_ns;      /* device time that the rotors have reached */
    int64_t last_sample_ns;
    int64_t host_ns;       /* newest now_ns, for clock=caller */
    char error[256];
};

/* Errors of open have no handle to live in. One buffer a thread: two threads may open at once. */
static _Thread_local char open_error[256];

static int32_t fail(char *where, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int32_t fail(char *where, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(where, 256, format, arguments);
    va_end(arguments);
    return SINEW_ERROR;
}

/* -------------------------------------------------------------------------------------------------------- device */

static int64_t device_time(const sinew_driver *driver)
{
    if (driver->caller_clock)
    {
        return driver->host_ns;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Runs one rotor for `seconds` under a constant command; exact, so that the length of a step does not matter. */
static void turn(const sinew_driver *driver, rotor *rotor, double seconds)
{
    const double damping = driver->damping + rotor->commanded_damping;
    const double settled = rotor->commanded_nm / damping;
    const double decay = exp(-seconds * damping / driver->inertia);
    const double before = rotor->velocity_rad_s - settled;
    rotor->velocity_rad_s = settled + before * decay;
    rotor->position_rad += settled * seconds + before * (1.0 - decay) * driver->inertia / damping;
    rotor->effort_nm = rotor->commanded_nm - rotor->commanded_damping * rotor->velocity_rad_s;
    const double heat = HEATING_C_PER_N2M2S * rotor->effort_nm * rotor->effort_nm / COOLING_PER_S;
    const double warm = AMBIENT_C + heat;
    rotor->temperature_c = warm + (rotor->temperature_c - warm) * exp(-seconds * COOLING_PER_S);
}

static void limp(sinew_driver *driver)
{
    for (uint32_t i = 0; i < driver->motors; i++)
    {
        driver->rotors[i].commanded_nm = 0.0;
        driver->rotors[i].commanded_damping = 0.0;
        driver->rotors[i].effort_nm = 0.0;
    }
}

static void run_to(sinew_driver *driver, int64_t time_ns)
{
    if (time_ns > driver->state_ns)
    {
        const double seconds = (double)(time_ns - driver->state_ns) * 1e-9;
        for (uint32_t i = 0; i < driver->motors; i++)
        {
            turn(driver, &driver->rotors[i], seconds);
        }
        driver->state_ns = time_ns;
    }
}

/* Lets the device live until its own "now". A real device does this by itself, watchdog included. */
static void live(sinew_driver *driver)
{
    const int64_t now = device_time(driver);
    if (driver->active && !driver->watchdog_fired && now - driver->last_send_ns > driver->watchdog_ns)
    {
        run_to(driver, driver->last_send_ns + driver->watchdog_ns);
        driver->watchdog_fired = 1;
        limp(driver);
    }
    run_to(driver, now);
}

static int silent(const sinew_driver *driver)
{
    return driver->active && driver->silent_after_ns > 0 &&
        device_time(driver) - driver->activated_ns > driver->silent_after_ns;
}

/* ------------------------------------------------------------------------------------------------- configuration */

static int number(const char *text, double least, double most, double *value)
{
    char *end = NULL;
    errno = 0;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && errno == 0 && *value >= least && *value <= most;
}

static int32_t add_motors(sinew_driver *driver, char *names)
{
    char *rest = NULL;
    for (char *name = strtok_r(names, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest))
    {
        if (strlen(name) >= SINEW_NAME_BYTES)
        {
            return fail(open_error, "loopback: motor name too long: name=%.80s, max=%u bytes; shorten it", name,
                SINEW_NAME_BYTES - 1);
        }
        if (driver->motors == MOTORS_MAX)
        {
            return fail(open_error, "loopback: too many motors: max=%d; use a second bus", MOTORS_MAX);
        }
        for (uint32_t i = 0; i < driver->motors; i++)
        {
            if (strcmp(driver->channels[CHANNELS_PER_MOTOR * i].name, name) == 0)
            {
                return fail(open_error, "loopback: motor named twice: name=%s; remove one", name);
            }
        }
        snprintf(driver->channels[CHANNELS_PER_MOTOR * driver->motors].name, SINEW_NAME_BYTES, "%s", name);
        driver->motors++;
    }
    return SINEW_OK;
}

static int32_t configure(sinew_driver *driver, const char *key, char *value)
{
    double x = 0;
    if (strcmp(key, "motors") == 0)
    {
        return add_motors(driver, value);
    }
    if (strcmp(key, "watchdog_ms") == 0 && number(value, 1, 1000, &x))
    {
        driver->watchdog_ns = (int64_t)(x * 1e6);
    }
    else if (strcmp(key, "inertia_kg_m2") == 0 && number(value, 1e-9, 1e3, &x))
    {
        driver->inertia = x;
    }
    else if (strcmp(key, "damping_nms_rad") == 0 && number(value, 1e-9, 1e3, &x))
    {
        driver->damping = x;
    }
    else if (strcmp(key, "sample_us") == 0 && number(value, 0, 1e6, &x))
    {
        driver->sample_ns = (int64_t)(x * 1e3);
    }
    else if (strcmp(key, "silent_after_ms") == 0 && number(value, 0, 1e6, &x))
    {
        driver->silent_after_ns = (int64_t)(x * 1e6);
    }
    else if (strcmp(key, "clock") == 0 && (strcmp(value, "caller") == 0 || strcmp(value, "monotonic") == 0))
    {
        driver->caller_clock = value[0] == 'c';
    }
    else
    {
        return fail(open_error, "loopback: cannot use %.40s=%.80s; known: motors=NAME,..., watchdog_ms, inertia_kg_m2, "
            "damping_nms_rad, sample_us, silent_after_ms, clock=monotonic|caller", key, value);
    }
    return SINEW_OK;
}

static int32_t parse(sinew_driver *driver, char *text)
{
    char *rest = NULL;
    for (char *pair = strtok_r(text, " \t\r\n;", &rest); pair != NULL; pair = strtok_r(NULL, " \t\r\n;", &rest))
    {
        char *equals = strchr(pair, '=');
        if (equals == NULL)
        {
            return fail(open_error, "loopback: not a key=value pair: text=%.80s; write key=value", pair);
        }
        *equals = '\0';
        if (configure(driver, pair, equals + 1) != SINEW_OK)
        {
            return SINEW_ERROR;
        }
    }
    if (driver->motors == 0)
    {
        return fail(open_error, "loopback: no motors; add motors=NAME,NAME,... to the bus's config");
    }
    return SINEW_OK;
}

/* -------------------------------------------------------------------------------------------------------- layout */

/* Columns of the state block, then of the command block: one after the other, each `motors` doubles long. */
static const uint32_t KINDS[CHANNELS_PER_MOTOR] = {SINEW_MOTOR_POSITION, SINEW_MOTOR_VELOCITY, SINEW_MOTOR_EFFORT,
    SINEW_MOTOR_TEMPERATURE, SINEW_CMD_MOTOR_EFFORT, SINEW_CMD_MOTOR_DAMPING};
#define STATE_COLUMNS 4u

static uint64_t whole_lines(uint64_t bytes)
{
    return (bytes + SINEW_CACHE_LINE - 1) / SINEW_CACHE_LINE * SINEW_CACHE_LINE;
}

static int32_t lay_out(sinew_driver *driver)
{
    const uint32_t n = driver->motors;
    for (uint32_t i = 0; i < n; i++)
    {
        sinew_channel *first = &driver->channels[CHANNELS_PER_MOTOR * i];
        for (uint32_t k = 0; k < CHANNELS_PER_MOTOR; k++)
        {
            const int command = k >= STATE_COLUMNS;
            const uint32_t column = command ? k - STATE_COLUMNS : k;
            first[k].kind = KINDS[k];
            first[k].group = command ? SINEW_GROUP_NONE : SINEW_GROUP_MOTORS;
            first[k].block = command ? SINEW_COMMAND : SINEW_STATE;
            first[k].offset = SINEW_HEADER_BYTES + (column * n + i) * (uint32_t)sizeof(double);
            first[k].count = 1;
            first[k].width = sizeof(double);
            memmove(first[k].name, first[0].name, SINEW_NAME_BYTES);
        }
    }
    sinew_layout *layout = &driver->layout;
    layout->layout_bytes = sizeof(sinew_layout);
    layout->channel_bytes = sizeof(sinew_channel);
    layout->channel_count = CHANNELS_PER_MOTOR * n;
    layout->state_bytes = whole_lines(SINEW_HEADER_BYTES + STATE_COLUMNS * n * sizeof(double));
    layout->command_bytes =
        whole_lines(SINEW_HEADER_BYTES + (CHANNELS_PER_MOTOR - STATE_COLUMNS) * n * sizeof(double));
    layout->state = aligned_alloc(SINEW_CACHE_LINE, layout->state_bytes);
    layout->command = aligned_alloc(SINEW_CACHE_LINE, layout->command_bytes);
    layout->channels = driver->channels;
    driver->rotors = calloc(n, sizeof(rotor));
    if (layout->state == NULL || layout->command == NULL || driver->rotors == NULL)
    {
        return fail(open_error, "loopback: out of memory; free some");
    }
    memset(layout->state, 0, layout->state_bytes);
    memset(layout->command, 0, layout->command_bytes);
    for (uint32_t i = 0; i < n; i++)
    {
        driver->rotors[i].temperature_c = AMBIENT_C;
    }
    return SINEW_OK;
}

/* --------------------------------------------------------------------------------------------------------- verbs */

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "loopback";
}

const char *sinew_driver_version(void)
{
    return "1.0";
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    sinew_driver *driver = calloc(1, sizeof(sinew_driver));
    char *text = strdup(config);
    if (driver != NULL)
    {
        driver->channels = calloc(CHANNELS_PER_MOTOR * MOTORS_MAX, sizeof(sinew_channel));
    }
    if (driver == NULL || text == NULL || driver->channels == NULL)
    {
        free(text);
        sinew_driver_close(driver);
        return fail(open_error, "loopback: out of memory; free some");
    }
    driver->watchdog_ns = 20000000;
    driver->inertia = 1e-4;
    driver->damping = 1e-3;
    const int32_t result = parse(driver, text) == SINEW_OK ? lay_out(driver) : SINEW_ERROR;
    free(text);
    if (result != SINEW_OK)
    {
        sinew_driver_close(driver); /* nothing stays claimed after a refusal */
        return SINEW_ERROR;
    }
    driver->state_ns = device_time(driver);
    driver->last_sample_ns = driver->state_ns;
    *handle = driver;
    *layout = &driver->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *driver)
{
    (void)driver;
    return SINEW_CAP_DEVICE_WATCHDOG;
}

int32_t sinew_driver_activate(sinew_driver *driver)
{
    if (!driver->active)
    {
        live(driver);
        driver->active = 1;
        driver->watchdog_fired = 0;
        driver->activated_ns = device_time(driver);
        driver->last_send_ns = driver->activated_ns; /* the watchdog counts from here, not from the first send */
    }
    return SINEW_OK;
}

int32_t sinew_driver_receive(sinew_driver *driver, int64_t now_ns)
{
    driver->host_ns = now_ns;
    live(driver);
    if (silent(driver))
    {
        return SINEW_LOST;
    }
    if (driver->state_ns - driver->last_sample_ns < driver->sample_ns || driver->state_ns == driver->last_sample_ns)
    {
        return SINEW_NO_NEW_SAMPLE;
    }
    sinew_state_header *header = driver->layout.state;
    double *position = (double *)((char *)driver->layout.state + SINEW_HEADER_BYTES);
    double *velocity = position + driver->motors;
    double *effort = velocity + driver->motors;
    double *temperature = effort + driver->motors;
    for (uint32_t i = 0; i < driver->motors; i++)
    {
        position[i] = driver->rotors[i].position_rad;
        velocity[i] = driver->rotors[i].velocity_rad_s;
        effort[i] = driver->rotors[i].effort_nm;
        temperature[i] = driver->rotors[i].temperature_c;
    }
    driver->last_sample_ns = driver->state_ns;
    header->sequence++;
    header->device_time_ns = driver->state_ns;
    header->arrival_ns = now_ns;
    header->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
    header->status = driver->watchdog_fired ? SINEW_STATUS_WATCHDOG : 0;
    return SINEW_OK;
}

int32_t sinew_driver_send(sinew_driver *driver, int64_t now_ns)
{
    driver->host_ns = now_ns;
    if (!driver->active)
    {
        return SINEW_NOT_ACTIVE;
    }
    live(driver);
    if (silent(driver))
    {
        return SINEW_LOST;
    }
    if (driver->watchdog_fired)
    {
        return fail(driver->error, "loopback: the watchdog fired after %lld ms without a command; deactivate, find out "
            "why the loop fell silent, activate again", (long long)(driver->watchdog_ns / 1000000));
    }
    const sinew_command_header *header = driver->layout.command;
    const double *effort = (const double *)((const char *)driver->layout.command + SINEW_HEADER_BYTES);
    const double *damping = effort + driver->motors;
    for (uint32_t i = 0; i < driver->motors; i++)
    {
        /* Look at everything first: a bad number anywhere must change nothing. */
        if (!isfinite(effort[i]) || !isfinite(damping[i]) || damping[i] < 0.0)
        {
            return fail(driver->error, "loopback: bad command: motor=%u, effort=%g N·m, damping=%g N·m·s/rad; send "
                "finite numbers and damping of at least 0", i, effort[i], damping[i]);
        }
    }
    driver->last_send_ns = device_time(driver);
    for (uint32_t i = 0; i < driver->motors; i++)
    {
        driver->rotors[i].commanded_nm = header->enabled ? effort[i] : 0.0;
        driver->rotors[i].commanded_damping = header->enabled ? damping[i] : 0.0;
    }
    return SINEW_OK;
}

int32_t sinew_driver_deactivate(sinew_driver *driver)
{
    if (driver->active)
    {
        live(driver);
        limp(driver);
        driver->active = 0;
        driver->watchdog_fired = 0;
    }
    return SINEW_OK;
}

void sinew_driver_close(sinew_driver *driver)
{
    if (driver != NULL)
    {
        if (driver->rotors != NULL)
        {
            sinew_driver_deactivate(driver);
        }
        free(driver->layout.state);
        free(driver->layout.command);
        free(driver->rotors);
        free(driver->channels);
        free(driver);
    }
}

const char *sinew_driver_last_error(sinew_driver *driver)
{
    return driver == NULL ? open_error : driver->error;
}
