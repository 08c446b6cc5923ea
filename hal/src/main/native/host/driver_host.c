/*
 * sinew-driver-host - runs one driver in a process of its own. Started by libsinew_isolation.so, never by hand.
 *
 * Two processes. The worker holds the driver's library and stops the motors when the loop falls silent. This one, the
 * supervisor, runs no foreign code and is there for what a worker cannot do for itself:
 *
 *   the loop's process has died   its end of the lifeline is closed: the worker is told to stop the motors and to end
 *   the worker has died           it is written down; if motors were on, a fresh process opens the device, which stops
 *                                 them, deactivates and closes
 *   the worker hangs              motors on, no send for longer than silence: it is killed, and so on as above
 *   the worker has children       they end with it: one that kept the device's port would be in the way
 *
 * Neither leaves before the motors are stopped, or stopping them has failed. When both were killed or stopped at once
 * from outside, the loop's side starts another host for that alone.
 */
#define _GNU_SOURCE

#include "worker.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

#define GRACE_NS 5000000          /* beyond half a silence: what a worker may take to notice */
#define STOPPING_NS 2000000000    /* what a driver may take to stop its motors */
#ifndef ENDING_NS
#define ENDING_NS 5000000000      /* what a driver may take to deactivate and close */
#endif
#define RESCUE_NS 10000000000
#ifndef ACTIVATING_NS
#define ACTIVATING_NS 9000000000 /* what it may take to make the device ready: the loop waits a second more */
#endif
#define STRAYS_MOST 64
#define FILES_AT_ONCE 256
#define LOOKS_TO_KILL 2           /* a machine that stood still must not look like a worker that hangs */

typedef struct
{
    exchange *x;
    pid_t worker;
    sigset_t before; /* signal mask for the worker */
    int signals;     /* descriptor that tells of a child's end */
    int timer;
    int late_looks;
    int orphaned;
    int64_t end_ns; /* when the worker was told to end; 0: not */
    int64_t stopping_since_ns;
    int64_t activating_since_ns;
} supervisor;

/* ------------------------------------------------------------------------------------------------------- children */

static pid_t start(const supervisor *s, int rescue)
{
    const pid_t self = getpid();
    const pid_t child = fork();
    if (child == 0)
    {
        close(EXCHANGE_LIFELINE_FD);
        close(s->signals);
        close(s->timer);
        sigprocmask(SIG_SETMASK, &s->before, NULL);
        prctl(PR_SET_NAME, rescue ? "sinew-rescue" : "sinew-driver");
        setpgid(0, 0); /* what it does to its group is not done to this process */
        _exit(rescue ? worker_rescue(s->x) : worker_run(s->x, self));
    }
    return child;
}

/* Waits for a child, at most so long, then kills it. Its wait status. */
static int reap(pid_t child, int64_t most_ns)
{
    const int64_t until = exchange_now() + most_ns;
    int status = 0;
    pid_t ended = 0;
    while ((ended = waitpid(child, &status, WNOHANG)) == 0 && exchange_now() < until)
    {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    if (ended == 0)
    {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
    }
    return status;
}

/* Kills what the processes of a dead worker left behind. It has become this process's; there are no other children. */
static void end_strays(pid_t worker)
{
    kill(-worker, SIGKILL);
    for (int i = 0; i < STRAYS_MOST; i++)
    {
        long stray = 0;
        FILE *children = fopen("/proc/thread-self/children", "re");
        if (children == NULL || fscanf(children, "%ld", &stray) != 1)
        {
            stray = 0;
        }
        if (children != NULL)
        {
            fclose(children);
        }
        if (stray <= 0)
        {
            break;
        }
        kill((pid_t)stray, SIGKILL);
        waitpid((pid_t)stray, NULL, 0);
    }
    while (waitpid(-1, NULL, WNOHANG) > 0)
    {
    }
}

static void wake_everybody(exchange *x)
{
    exchange_wake(&x->request);
    exchange_wake(&x->reply);
}

/* Stops the motors by a fresh process. */
static void rescue(supervisor *s)
{
    const pid_t rescuer = start(s, 1);
    const int outcome = rescuer < 0 ? -1 : reap(rescuer, RESCUE_NS);
    if (rescuer > 0)
    {
        end_strays(rescuer);
    }
    atomic_store(&s->x->rescued, outcome == 0 ? 1 : -1);
    if (outcome == 0)
    {
        atomic_store(&s->x->energised, 0);
    }
}

/* Writes down what became of the worker, and does for the motors what it could not. */
static void bury(supervisor *s, int fate, int status)
{
    exchange *x = s->x;
    const pid_t worker = s->worker;
    s->worker = 0;
    x->wait_status = status;
    x->died_in = atomic_load(&x->running);
    atomic_store(&x->timed, 0);
    atomic_store(&x->fate, fate);
    wake_everybody(x);
    end_strays(worker);
    if (atomic_load(&x->energised))
    {
        rescue(s);
    }
}

/* -------------------------------------------------------------------------------------------------------- watching */

static void kill_worker(supervisor *s)
{
    int status = 0;
    kill(s->worker, SIGKILL);
    waitpid(s->worker, &status, 0);
    bury(s, FATE_KILLED, status);
}

static void tell_to_end(supervisor *s, int64_t now)
{
    if (s->end_ns == 0)
    {
        s->end_ns = now;
        s->late_looks = 0;
        atomic_store(&s->x->end, 1);
        wake_everybody(s->x);
    }
}

/* Has the worker had its time for what it is at? Looked at every few milliseconds while motors may be on. */
static int hangs(supervisor *s, int64_t now)
{
    exchange *x = s->x;
    const int64_t grace = x->silence_ns / 2 + GRACE_NS;
    const int stopping = atomic_load(&x->stopping);
    if (!stopping)
    {
        s->stopping_since_ns = 0;
    }
    else if (s->stopping_since_ns == 0)
    {
        s->stopping_since_ns = now;
    }
    if (atomic_load(&x->running) != VERB_ACTIVATE)
    {
        s->activating_since_ns = now;
    }
    if (s->end_ns != 0 && now - s->end_ns > ENDING_NS)
    {
        return 1;
    }
    if (stopping)
    {
        return now - s->stopping_since_ns > STOPPING_NS;
    }
    if (s->end_ns != 0)
    {
        return atomic_load(&x->energised) && now - s->end_ns > grace;
    }
    const int64_t silent_ns = now - atomic_load(&x->last_send_ns); /* negative only where the driver wrote over it */
    return now - s->activating_since_ns > ACTIVATING_NS ||
        (atomic_load(&x->timed) && (silent_ns > x->silence_ns + grace || silent_ns < -grace));
}

static void look(supervisor *s)
{
    uint64_t ticks = 0;
    int status = 0;
    if (read(s->timer, &ticks, sizeof ticks) < 0 && errno != EAGAIN)
    {
        return;
    }
    if (waitpid(s->worker, &status, WNOHANG) == s->worker)
    {
        bury(s, FATE_ENDED, status);
        return;
    }
    if (s->end_ns != 0)
    {
        exchange_wake(&s->x->request); /* it may have gone to sleep just after it was told */
    }
    s->late_looks = hangs(s, exchange_now()) ? s->late_looks + 1 : 0;
    if (s->late_looks >= LOOKS_TO_KILL)
    {
        kill_worker(s);
    }
}

static void supervise(supervisor *s)
{
    while (s->worker > 0)
    {
        struct pollfd polled[] = {{.fd = s->timer, .events = POLLIN}, {.fd = s->signals, .events = POLLIN},
            {.fd = s->orphaned ? -1 : EXCHANGE_LIFELINE_FD, .events = POLLIN}};
        if (poll(polled, 3, -1) < 0 && errno != EINTR)
        {
            return;
        }
        struct signalfd_siginfo ignored;
        if ((polled[1].revents & POLLIN) != 0 && read(s->signals, &ignored, sizeof ignored) < 0)
        {
            return;
        }
        if (polled[2].revents != 0)
        {
            s->orphaned = 1; /* nothing is ever written: this is the end of it */
            tell_to_end(s, exchange_now());
        }
        look(s);
    }
}

/* ------------------------------------------------------------------------------------------------------- beginning */

/* Whatever the loop's process had open without closing it for its children: ports of other drivers, for instance. */
static void close_strange_files(void)
{
    int files[FILES_AT_ONCE];
    int count = 0;
    do
    {
        DIR *directory = opendir("/proc/self/fd");
        if (directory == NULL)
        {
            return;
        }
        count = 0;
        for (const struct dirent *entry = readdir(directory); entry != NULL && count < FILES_AT_ONCE;
            entry = readdir(directory))
        {
            const int file = atoi(entry->d_name);
            if (file > EXCHANGE_LIFELINE_FD && file != dirfd(directory))
            {
                files[count++] = file;
            }
        }
        closedir(directory);
        for (int i = 0; i < count; i++)
        {
            close(files[i]);
        }
    }
    while (count > 0);
}

static exchange *attach(void)
{
    struct stat file;
    if (fstat(EXCHANGE_FD, &file) != 0 || file.st_size < (off_t)sizeof(exchange))
    {
        return NULL;
    }
    exchange *x = mmap(NULL, (size_t)file.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, EXCHANGE_FD, 0);
    return x == MAP_FAILED || x->magic != EXCHANGE_MAGIC ? NULL : x;
}

int main(void)
{
    supervisor s = {.x = attach(), .activating_since_ns = exchange_now()};
    if (s.x == NULL)
    {
        fprintf(stderr, "sinew-driver-host: runs a driver for Sinew and is started by it: write isolation: process "
            "for a bus, or sinew driver check --isolation process LIB\n");
        return 2;
    }
    close_strange_files();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    dup2(STDERR_FILENO, STDOUT_FILENO); /* what a driver prints must not get between what the loop's process prints */
    setsid(); /* the terminal's ^C is for the loop's process, which then stops this one in order */
    for (const int *signal_number = (const int[]){SIGINT, SIGTERM, SIGHUP, SIGPIPE, 0}; *signal_number != 0;
        signal_number++)
    {
        signal(*signal_number, SIG_IGN);
    }
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &s.before);
    s.signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    s.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    const int64_t look_ns = s.x->silence_ns / 4 < 1000000 ? 1000000 :
        s.x->silence_ns / 4 > 50000000 ? 50000000 : s.x->silence_ns / 4;
    const struct itimerspec every = {.it_interval = {0, look_ns}, .it_value = {0, look_ns}};
    if (s.x->rescue)
    {
        rescue(&s);
        return 0;
    }
    s.worker = start(&s, 0);
    atomic_store(&s.x->worker, s.worker);
    if (s.signals < 0 || s.timer < 0 || s.worker < 0 || timerfd_settime(s.timer, 0, &every, NULL) != 0)
    {
        fprintf(stderr, "sinew-driver-host: cannot start: %s; free some files and processes\n", strerror(errno));
        atomic_store(&s.x->end, 1);
        return 1;
    }
    supervise(&s);
    return 0;
}
