/*
 * hostile - a driver of one motor that does what no driver should, once, in a verb of one's choice.
 *
 * Configuration: PATH VERB AFTER DEED. PATH is a file that stands for the device: its state outlives every process that
 * drives it. The deed is done in the AFTERth call of that verb by whichever process comes to it first, and never again,
 * so that the process which is to stop the motors afterwards meets an honest driver; "always" in front of the deed makes
 * every process do it.
 */
#define _GNU_SOURCE

#include "hostile.h"
#include "sinew_driver.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct sinew_driver
{
    sinew_layout layout;
    sinew_channel channels[2];
    hostile_device *device;
    int active;
};

static char verb[16];
static char deed[32];
static int deed_always;
static long deed_after;
static hostile_device *device_of_process;

/* ----------------------------------------------------------------------------------------------------------- deeds */

static void hang(void)
{
    for (;;)
    {
        pause();
    }
}

static void fall(void)
{
    *(volatile int *)16 = 1;
}

static void hang_deaf(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    hang();
}

static void leave(void)
{
    exit(7);
}

static void flood(void)
{
    static const char line[] = "hostile: no answer, no answer, no answer, no answer, no answer, no answer\n";
    for (int i = 0; i < 5000 && write(STDERR_FILENO, line, sizeof line - 1) >= 0; i++)
    {
    }
}

static void fork_and_return(void)
{
    fork();
}

static void fork_child_that_stays(void)
{
    if (fork() == 0)
    {
        hang_deaf();
    }
}

static void fork_child_that_stays_and_fall(void)
{
    fork_child_that_stays();
    fall();
}

static void close_all_files(void)
{
    for (int file = 0; file < 1024; file++)
    {
        close(file);
    }
}

/* What looks like the driver's own port, and is the number of somebody else's file. */
static void close_all_files_and_open_port(void)
{
    close_all_files();
    for (int file = 0; file < 8; file++)
    {
        if (open("/dev/null", O_RDWR) < 0)
        {
            return;
        }
    }
}

static void shrink_every_file(void)
{
    for (int file = 3; file < 64; file++)
    {
        if (ftruncate(file, 0) != 0)
        {
            continue;
        }
    }
}

/* Wild writes over what this process shares with others: over all of it, or where that is allowed. */
static void scribble_over(const char *permissions)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
    {
        unsigned long begin = 0;
        unsigned long end = 0;
        char found[8] = "";
        if (strstr(line, "memfd:sinew-driver") != NULL && sscanf(line, "%lx-%lx %7s", &begin, &end, found) == 3 &&
            strncmp(found, permissions, strlen(permissions)) == 0)
        {
            memset((void *)begin, 0x7b, end - begin);
        }
    }
    hang();
}

static void scribble(void)
{
    scribble_over("rw");
}

static void scribble_wide(void)
{
    scribble_over("r");
}

static void write_past_block(void)
{
    ((volatile double *)device_of_process->block)[HOSTILE_STATE_BYTES / sizeof(double)] = 1.0;
}

static void end_thread(void)
{
    pthread_exit(NULL);
}

static void kill_group(void)
{
    kill(0, SIGKILL);
}

static const struct
{
    const char *name;
    void (*function)(void);
} DEEDS[] = {{"segv", fall}, {"abort", abort}, {"exit", leave}, {"hang", hang}, {"hang_deaf", hang_deaf},
    {"flood", flood}, {"fork_and_return", fork_and_return}, {"fork_child", fork_child_that_stays},
    {"fork_child_segv", fork_child_that_stays_and_fall}, {"close_all", close_all_files},
    {"close_and_open", close_all_files_and_open_port}, {"shrink", shrink_every_file}, {"scribble", scribble},
    {"scribble_wide", scribble_wide}, {"write_past", write_past_block}, {"end_thread", end_thread},
    {"kill_group", kill_group}};

static int due(const char *name)
{
    static long calls;
    if (strcmp(verb, name) != 0 || device_of_process == NULL || ++calls < deed_after)
    {
        return 0;
    }
    if (!deed_always && device_of_process->done)
    {
        return 0;
    }
    device_of_process->done = 1;
    return 1;
}

/* Does the deed when this is its verb; returns what the verb is to return. */
static int32_t misbehave(const char *name, int32_t result)
{
    if (!due(name))
    {
        return result;
    }
    int32_t code = 0;
    if (sscanf(deed, "return%d", &code) == 1)
    {
        return code;
    }
    for (size_t i = 0; i < sizeof DEEDS / sizeof DEEDS[0]; i++)
    {
        if (strcmp(deed, DEEDS[i].name) == 0)
        {
            DEEDS[i].function();
        }
    }
    return result;
}

/* ----------------------------------------------------------------------------------------------------------- verbs */

uint32_t sinew_driver_abi_version(void)
{
    return SINEW_ABI_VERSION;
}

const char *sinew_driver_name(void)
{
    return "hostile";
}

const char *sinew_driver_version(void)
{
    return "1.0";
}

static void name_channel(sinew_channel *channel, uint32_t kind, uint32_t group, uint32_t block)
{
    *channel = (sinew_channel){.kind = kind, .group = group, .block = block, .offset = SINEW_HEADER_BYTES, .count = 1,
        .width = sizeof(double), .name = "a"};
}

static int count_files(void)
{
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (directory != NULL && readdir(directory) != NULL)
    {
        count++;
    }
    closedir(directory);
    return count - 3; /* two dots, and the directory */
}

int32_t sinew_driver_open(const char *config, sinew_driver **handle, const sinew_layout **layout)
{
    *handle = NULL;
    *layout = NULL;
    char path[256] = "";
    char words[2][32] = {"", ""};
    const int read = sscanf(config, "%255s %15s %ld %31s %31s", path, verb, &deed_after, words[0], words[1]);
    deed_always = strcmp(words[0], "always") == 0;
    snprintf(deed, sizeof deed, "%s", words[deed_always]);
    const int files = count_files();
    const int file = open(path, O_RDWR | O_CLOEXEC);
    void *device = file < 0 ? MAP_FAILED :
        mmap(NULL, sizeof(hostile_device), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (read < 4 || device == MAP_FAILED)
    {
        return SINEW_ERROR;
    }
    device_of_process = device;
    device_of_process->files = files;
    if (misbehave("open", SINEW_OK) != SINEW_OK)
    {
        return SINEW_ERROR;
    }
    sinew_driver *driver = calloc(1, sizeof *driver);
    driver->device = device;
    driver->layout = (sinew_layout){.layout_bytes = sizeof(sinew_layout), .channel_bytes = sizeof(sinew_channel),
        .channel_count = 2, .state_bytes = HOSTILE_STATE_BYTES, .command_bytes = HOSTILE_STATE_BYTES,
        .state = aligned_alloc(SINEW_CACHE_LINE, HOSTILE_STATE_BYTES),
        .command = aligned_alloc(SINEW_CACHE_LINE, HOSTILE_STATE_BYTES), .channels = driver->channels};
    memset(driver->layout.state, 0, HOSTILE_STATE_BYTES);
    name_channel(&driver->channels[0], SINEW_MOTOR_POSITION, SINEW_GROUP_MOTORS, SINEW_STATE);
    name_channel(&driver->channels[1], SINEW_CMD_MOTOR_EFFORT, SINEW_GROUP_NONE, SINEW_COMMAND);
    driver->device->block = driver->layout.state;
    *handle = driver;
    *layout = &driver->layout;
    return SINEW_OK;
}

uint64_t sinew_driver_capabilities(sinew_driver *driver)
{
    (void)driver;
    return 0;
}

int32_t sinew_driver_activate(sinew_driver *driver)
{
    driver->device->on = 1;
    driver->active = 1;
    return misbehave("activate", SINEW_OK);
}

int32_t sinew_driver_receive(sinew_driver *driver, int64_t now_ns)
{
    const int32_t result = misbehave("receive", SINEW_OK);
    sinew_state_header *header = driver->layout.state;
    if (result == SINEW_OK)
    {
        header->sequence++;
        header->device_time_ns = now_ns;
        header->arrival_ns = now_ns;
        header->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;
        *(double *)(header + 1) = driver->device->position;
    }
    return result;
}

int32_t sinew_driver_send(sinew_driver *driver, int64_t now_ns)
{
    (void)now_ns;
    if (!driver->active)
    {
        return SINEW_NOT_ACTIVE;
    }
    const int32_t result = misbehave("send", SINEW_OK);
    if (result == SINEW_OK)
    {
        driver->device->on = 1;
        driver->device->position = *(const double *)((const sinew_command_header *)driver->layout.command + 1);
        driver->device->sends++;
    }
    return result;
}

int32_t sinew_driver_deactivate(sinew_driver *driver)
{
    const int32_t result = misbehave("deactivate", SINEW_OK);
    driver->active = 0;
    driver->device->on = 0;
    driver->device->stopped_by = getpid();
    return result;
}

void sinew_driver_close(sinew_driver *driver)
{
    if (driver != NULL)
    {
        misbehave("close", SINEW_OK);
        free(driver->layout.state);
        free(driver->layout.command);
        free(driver);
    }
}

const char *sinew_driver_last_error(sinew_driver *driver)
{
    return misbehave("last_error", 1) ? driver == NULL ? "hostile: refused" : "hostile: failed" : NULL;
}

int32_t sinew_driver_request(sinew_driver *driver, const char *request, double *values, int32_t count)
{
    (void)driver;
    for (int32_t i = 0; i < count; i++)
    {
        values[i] += 1.0;
    }
    return misbehave("request", strcmp(request, "add") == 0 ? SINEW_OK : SINEW_ERROR);
}
