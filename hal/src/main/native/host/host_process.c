/*
 * host_process - starting, asking and ending a driver host. See host_process.h.
 */
#define _GNU_SOURCE

#include "host_process.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define HIGH_FD 10 /* ours lie here and above, so that 3 and 4 are free for the host's */
#define END_NS 18000000000  /* longer than a host may take to end a driver that hangs and to stop the motors anew */
#ifndef ENDING_NS
#define ENDING_NS 5000000000 /* what a driver may take to stop its motors and close when nobody supervises it */
#endif
#define LOOK_NS 50000000    /* whoever waits for longer looks so often whether its host still lives */
#define KILLED_NS 500000000 /* for the kernel to end what was killed */
#define SPIN_NS 20000       /* before the loop's side sleeps; a driver of some microseconds answers within it */
#define LONG_SPIN_NS 100000 /* the same where both sides spin: should they share a processor, one has to give way */

extern char **environ;

/* -------------------------------------------------------------------------------------------------------- starting */

static int high(int file)
{
    const int moved = file < 0 ? -1 : fcntl(file, F_DUPFD_CLOEXEC, HIGH_FD);
    if (file >= 0)
    {
        close(file);
    }
    return moved;
}

/* The program lies beside this library. */
static int program_path(char *path, size_t bytes)
{
    Dl_info self;
    if (dladdr((const void *)&program_path, &self) == 0 || self.dli_fname == NULL)
    {
        return 0;
    }
    const char *slash = strrchr(self.dli_fname, '/');
    const int length = slash == NULL ? 0 : (int)(slash + 1 - self.dli_fname);
    return snprintf(path, bytes, "%.*ssinew-driver-host", length, self.dli_fname) < (int)bytes &&
        access(path, X_OK) == 0;
}

static int spawn(host_process *host, const char *program, int lifeline_end)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, host->file, EXCHANGE_FD);
    posix_spawn_file_actions_adddup2(&files, lifeline_end, EXCHANGE_LIFELINE_FD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char *const arguments[] = {(char *)program, NULL};
    const int failure = posix_spawn(&host->pid, program, &files, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failure;
}

static int32_t share(host_process *host, const host_settings *settings)
{
    host->x_bytes = sizeof(exchange) + strlen(settings->config) + 1;
    host->file = high(memfd_create("sinew-driver", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    /* Whoever reads memory of a file that has become shorter dies of it. */
    if (host->file < 0 || ftruncate(host->file, (off_t)host->x_bytes) != 0 ||
        fcntl(host->file, F_ADD_SEALS, F_SEAL_SHRINK) != 0)
    {
        return SINEW_ERROR;
    }
    exchange *x = mmap(NULL, host->x_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, host->file, 0);
    if (x == MAP_FAILED)
    {
        return SINEW_ERROR;
    }
    host->x = x;
    x->spins = settings->spins;
    x->silence_ns = settings->silence_ns;
    x->rescue = settings->rescue;
    x->config_offset = sizeof(exchange);
    memcpy((char *)x + x->config_offset, settings->config, strlen(settings->config) + 1);
    snprintf(x->library, sizeof x->library, "%s", settings->library);
    x->magic = EXCHANGE_MAGIC;
    return SINEW_OK;
}

int32_t host_start(host_process *host, const host_settings *settings, char *error, size_t error_bytes)
{
    *host = (host_process){.file = -1, .lifeline = -1};
    char program[4096];
    if (!program_path(program, sizeof program))
    {
        snprintf(error, error_bytes, "isolation: no program sinew-driver-host beside this library; build it again");
        return SINEW_ERROR;
    }
    int ends[2] = {-1, -1};
    int failure = share(host, settings) == SINEW_OK && pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno;
    const int theirs = high(ends[0]);
    host->lifeline = high(ends[1]);
    if (failure == 0)
    {
        failure = theirs < 0 || host->lifeline < 0 ? errno : spawn(host, program, theirs);
    }
    if (theirs >= 0)
    {
        close(theirs);
    }
    if (failure != 0)
    {
        host->pid = 0;
        host_end(host);
        snprintf(error, error_bytes, "isolation: cannot start %.180s: %s; see whether it may be executed, and whether "
            "files, memory or processes have run out", program, strerror(failure));
        return SINEW_ERROR;
    }
    return SINEW_OK;
}

/* The numbers were written by a process that runs foreign code. */
static int plausible(const host_process *host, const exchange *x)
{
    struct stat file;
    return x->channel_count >= 1 && x->channel_count <= CHANNELS_MOST && x->state_bytes >= SINEW_HEADER_BYTES &&
        x->state_bytes <= BLOCK_BYTES_MOST && x->command_bytes >= SINEW_HEADER_BYTES &&
        x->command_bytes <= BLOCK_BYTES_MOST && x->data_offset >= host->x_bytes && x->data_offset <= BLOCK_BYTES_MOST &&
        x->state_offset == x->data_offset + exchange_whole_lines(x->channel_count * sizeof(sinew_channel)) &&
        x->command_offset == x->state_offset + exchange_whole_lines(x->state_bytes) &&
        x->total_bytes == x->command_offset + exchange_whole_lines(x->command_bytes) &&
        fstat(host->file, &file) == 0 && (uint64_t)file.st_size >= x->total_bytes;
}

int32_t host_map(host_process *host, char *error, size_t error_bytes)
{
    const exchange *x = host->x;
    if (!plausible(host, x))
    {
        snprintf(error, error_bytes, "driver host: the driver has spoilt its host's memory in open; report it to the "
            "driver's author");
        return SINEW_ERROR;
    }
    host->memory_bytes = x->total_bytes;
    void *memory = mmap(NULL, host->memory_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, host->file, 0);
    if (memory == MAP_FAILED)
    {
        snprintf(error, error_bytes, "isolation: cannot map %zu bytes: %s; free some memory", host->memory_bytes,
            strerror(errno));
        return SINEW_ERROR;
    }
    host->memory = memory;
    host->channels = host->memory + x->data_offset;
    host->state = host->memory + x->state_offset;
    host->command = host->memory + x->command_offset;
    return SINEW_OK;
}

/* ---------------------------------------------------------------------------------------------------------- asking */

int host_dead(host_process *host)
{
    if (host->x == NULL || host->pid == 0 || atomic_load(&host->x->fate) != FATE_WELL)
    {
        return 1;
    }
    /* A supervisor that was killed from outside has said nothing. */
    int status = 0;
    if (waitpid(host->pid, &status, WNOHANG) == host->pid)
    {
        host->pid = 0;
        return 1;
    }
    return 0;
}

/* True when the newest request is answered, after at most so long. */
static int await_reply(host_process *host, int64_t wait_ns)
{
    exchange *x = host->x;
    int64_t now = exchange_now();
    const int64_t until = now + wait_ns;
    const int64_t spin_until = now + (x->spins ? LONG_SPIN_NS : SPIN_NS);
    int64_t look_ns = now + LOOK_NS;
    uint32_t seen = 0;
    while ((seen = atomic_load_explicit(&x->reply, memory_order_acquire)) != host->number)
    {
        now = exchange_now();
        if (now >= until || atomic_load_explicit(&x->fate, memory_order_relaxed) != FATE_WELL)
        {
            return atomic_load(&x->reply) == host->number;
        }
        if (now < spin_until)
        {
            exchange_relax();
            continue;
        }
        if (now >= look_ns && host_dead(host))
        {
            return 0;
        }
        look_ns = now >= look_ns ? now + LOOK_NS : look_ns;
        atomic_store(&x->loop_sleeps, 1);
        exchange_sleep(&x->reply, seen, until < look_ns ? until : look_ns);
        atomic_store(&x->loop_sleeps, 0);
    }
    return 1;
}

int32_t host_ready(host_process *host, int64_t wait_ns)
{
    exchange *x = host->x;
    if (x == NULL || atomic_load_explicit(&x->fate, memory_order_acquire) != FATE_WELL || host->pid == 0)
    {
        return HOST_DEAD;
    }
    if (host->open_request == VERB_NONE)
    {
        return SINEW_OK;
    }
    if (!await_reply(host, wait_ns))
    {
        host->late_calls++;
        return host_dead(host) ? HOST_DEAD : HOST_LATE;
    }
    host->late_sample |= host->open_request == VERB_RECEIVE && x->result == SINEW_OK;
    host->open_request = VERB_NONE;
    return SINEW_OK;
}

int32_t host_call(host_process *host, int32_t verb, int64_t now_ns, int64_t wait_ns)
{
    exchange *x = host->x;
    const int32_t ready = host_ready(host, 0);
    if (ready != SINEW_OK)
    {
        return ready;
    }
    x->verb = verb;
    x->now_ns = now_ns;
    host->open_request = verb;
    host->number++;
    atomic_store(&x->request, host->number);
    if (atomic_load(&x->worker_sleeps))
    {
        exchange_wake(&x->request);
    }
    if (!await_reply(host, wait_ns))
    {
        host->late_calls++;
        return host_dead(host) ? HOST_DEAD : HOST_LATE;
    }
    host->open_request = VERB_NONE;
    host->late_calls = 0;
    return x->result;
}

/* ---------------------------------------------------------------------------------------------------------- ending */

int host_abandoned(const host_process *host)
{
    const exchange *x = host->x;
    return x != NULL && host->pid == 0 && atomic_load(&x->fate) == FATE_WELL && !atomic_load(&x->left) &&
        atomic_load(&x->energised);
}

void host_kill(host_process *host)
{
    /* The supervisor first, or it would begin to stop the motors that somebody else stops now. */
    if (host->pid > 0)
    {
        kill(host->pid, SIGKILL);
    }
    if (host_has_worker(host))
    {
        kill(-atomic_load(&host->x->worker), SIGKILL);
    }
}

int host_has_worker(const host_process *host)
{
    const pid_t worker = host->x == NULL ? 0 : atomic_load(&host->x->worker);
    char path[32];
    char state = 'Z';
    if (worker > 1)
    {
        snprintf(path, sizeof path, "/proc/%d/stat", worker);
        FILE *file = fopen(path, "re");
        if (file != NULL)
        {
            if (fscanf(file, "%*d %*[^)]) %c", &state) != 1)
            {
                state = 'Z';
            }
            fclose(file);
        }
    }
    return state != 'Z' && state != 'X';
}

/* A worker without a supervisor ends by itself, unless it hangs; until then it has the device. */
static void await_worker(host_process *host)
{
    const int64_t begin = exchange_now();
    while (!atomic_load(&host->x->left) && host_has_worker(host) && exchange_now() - begin < ENDING_NS + KILLED_NS)
    {
        if (exchange_now() - begin > ENDING_NS)
        {
            host_kill(host);
        }
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
}

int32_t host_end(host_process *host)
{
    if (host->lifeline >= 0)
    {
        close(host->lifeline);
    }
    const int64_t until = exchange_now() + END_NS;
    int64_t pause_ns = 50000;
    while (host->pid > 0 && waitpid(host->pid, NULL, WNOHANG) == 0)
    {
        if (exchange_now() > until)
        {
            host_kill(host);
        }
        nanosleep(&(struct timespec){0, pause_ns}, NULL);
        pause_ns = pause_ns < 2000000 ? 2 * pause_ns : pause_ns;
    }
    if (host->x != NULL && atomic_load(&host->x->fate) == FATE_WELL)
    {
        await_worker(host);
    }
    const int32_t rescued = host->x == NULL ? 0 : atomic_load(&host->x->rescued);
    if (host->memory != NULL)
    {
        munmap(host->memory, host->memory_bytes);
    }
    if (host->x != NULL)
    {
        munmap(host->x, host->x_bytes);
    }
    if (host->file >= 0)
    {
        close(host->file);
    }
    *host = (host_process){.file = -1, .lifeline = -1};
    return rescued;
}
