/*
 * Drivers that do what no driver should, in a process of their own: the loop's process lives on and is told in one
 * line, the motor is stopped, nothing is left behind, and the bus can be used again.
 *
 *   test_hostile [PART]   only deeds whose verb or name has PART in it
 *
 * All of them where both sides sleep while they wait; what a cycle meets also where both spin.
 */
#define _GNU_SOURCE

#include "host_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define RESCUED "its motors were stopped by a new process"
#define LONG_MS 15000

/* What comes of a deed. */
typedef enum
{
    DIES,    /* LOST; a new process stops the motor; activate begins anew */
    FAILS,   /* the verb fails, the process lives */
    GOES_ON, /* nothing that the loop notices */
    REFUSED  /* open or activate fails; see `text` */
} outcome;

typedef struct
{
    const char *verb;
    const char *deed; /* the call, and what is done in it */
    outcome outcome;
    const char *text; /* in last_error */
} hostility;

static const hostility HOSTILITIES[] = {
    {"receive", "20 segv", DIES, "died in receive of signal 11 (SIGSEGV"},
    {"send", "20 segv", DIES, "died in send of signal 11 (SIGSEGV"},
    {"activate", "1 segv", REFUSED, "died in activate of signal 11 (SIGSEGV"},
    {"open", "1 segv", REFUSED, "died in open of signal 11 (SIGSEGV"},
    {"deactivate", "1 segv", DIES, "died in deactivate of signal 11 (SIGSEGV"},
    {"close", "1 segv", GOES_ON, ""},
    {"receive", "20 abort", DIES, "died in receive of signal 6 (SIGABRT"},
    {"send", "20 exit", DIES, "left its process with exit status 7 in send"},
    {"receive", "20 end_thread", DIES, "in receive"},
    {"receive", "20 hang", DIES, "hung in receive with motors on and was killed"},
    {"send", "20 hang_deaf", DIES, "hung in send with motors on and was killed"},
    {"activate", "1 hang", REFUSED, "hung in activate with motors on and was killed"},
    {"open", "1 hang", REFUSED, "has not come back from open"},
    {"deactivate", "1 hang", DIES, "hung in deactivate with motors on and was killed"},
    {"close", "1 hang", GOES_ON, ""},
    {"receive", "20 flood", DIES, "hung in receive with motors on and was killed"},
    {"deactivate", "1 always flood", DIES, "hung in deactivate with motors on and was killed"},
    {"receive", "20 always return77", FAILS, "answered receive with 77"},
    {"receive", "20 always return-1", FAILS, "answered receive with -1"},
    {"send", "20 always return-2", FAILS, "answered send with -2"},
    {"activate", "1 return-1", REFUSED, "answered activate with -1"},
    {"receive", "20 fork_and_return", GOES_ON, ""},
    {"receive", "20 fork_child", GOES_ON, ""},
    {"send", "20 fork_child_segv", DIES, "died in send of signal 11 (SIGSEGV"},
    {"send", "20 kill_group", DIES, "died in send of signal 9"},
    {"send", "20 close_all", GOES_ON, ""},
    {"open", "1 close_all", REFUSED, "closed or replaced file descriptor 3"},
    {"open", "1 close_and_open", REFUSED, "closed or replaced file descriptor 3"},
    {"receive", "20 shrink", GOES_ON, ""},
    {"send", "20 write_past", GOES_ON, ""},
    {"send", "20 scribble", DIES, "hung in"},
    {"send", "20 scribble_wide", DIES, "died in send of signal 11 (SIGSEGV"}};

static void use_again(bench *b)
{
    CHECK(sinew_driver_activate(b->driver) == SINEW_OK);
    CHECK(bench_await(b, SINEW_OK, LONG_MS));
    CHECK(b->device->on);
    const int64_t sends = b->device->sends;
    for (int i = 0; i < LONG_MS && b->device->sends == sends; i++)
    {
        bench_cycle(b); /* one that is handed over too late is taken in the next cycle */
    }
    CHECK(b->device->sends > sends);
}

/* Until the deed is done. A machine that stands still for a silence is none of the driver's doing. */
static void run_to_deed(bench *b, const char *verb)
{
    for (int64_t until = bench_now_ns() + LONG_MS * 1000000L; !b->device->done && bench_now_ns() < until; )
    {
        if (strcmp(verb, "deactivate") == 0 && b->device->sends >= 20)
        {
            sinew_driver_deactivate(b->driver);
        }
        else if (bench_cycle(b) == SINEW_ERROR && strstr(sinew_driver_last_error(b->driver), "no command came") != NULL)
        {
            CHECK(sinew_driver_deactivate(b->driver) == SINEW_OK);
            CHECK(sinew_driver_activate(b->driver) == SINEW_OK);
        }
    }
    CHECK(b->device->done);
}

static void expect_death(bench *b, const hostility *h)
{
    const int64_t sends = b->device->sends;
    CHECK(bench_await_text(b, RESCUED, LONG_MS));
    CHECK_TEXT(h->text, sinew_driver_last_error(b->driver));
    CHECK(bench_cycle(b) == SINEW_LOST);
    CHECK(!b->device->on);
    CHECK(b->device->sends - sends <= 1); /* nothing is sent by whoever stops the motors */
    CHECK(sinew_driver_deactivate(b->driver) == SINEW_OK);
}

static void expect_failure(bench *b, const hostility *h)
{
    CHECK(bench_await(b, SINEW_ERROR, LONG_MS));
    CHECK_TEXT(h->text, sinew_driver_last_error(b->driver));
    CHECK(sinew_driver_deactivate(b->driver) == SINEW_OK);
    CHECK(!b->device->on);
}

static void run(const hostility *h, int spins)
{
    bench b;
    const int64_t begin = bench_now_ns();
    bench_begin(&b, spins);
    int32_t result = bench_open(&b, h->verb, h->deed);
    if (strcmp(h->verb, "open") == 0)
    {
        CHECK(result == SINEW_ERROR && b.driver == NULL);
        CHECK_TEXT(h->text, sinew_driver_last_error(NULL));
    }
    else if (result != SINEW_OK)
    {
        printf("cannot open: %s\n", sinew_driver_last_error(NULL));
        checks_failed++;
    }
    else
    {
        result = sinew_driver_activate(b.driver);
        if (h->outcome == REFUSED)
        {
            CHECK(result == SINEW_ERROR);
            CHECK_TEXT(h->text, sinew_driver_last_error(b.driver));
            for (int tries = 0; sinew_driver_deactivate(b.driver) != SINEW_OK && tries < 3000; tries++)
            {
                bench_sleep_ms(5);
            }
            CHECK(!b.device->on);
        }
        else if (strcmp(h->verb, "close") != 0)
        {
            CHECK(result == SINEW_OK);
            run_to_deed(&b, h->verb);
        }
        if (h->outcome == DIES)
        {
            expect_death(&b, h);
        }
        if (h->outcome == FAILS)
        {
            expect_failure(&b, h);
        }
        else
        {
            use_again(&b);
        }
    }
    bench_end(&b);
    printf("%s %s (%s): %.1f s\n", h->verb, h->deed, spins ? "spin" : "futex", (bench_now_ns() - begin) * 1e-9);
}

/* Standard error that nobody reads, so that whoever writes to it for long has to wait. */
static void fill_standard_error(void)
{
    int ends[2];
    if (pipe(ends) == 0)
    {
        fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        dup2(ends[1], STDERR_FILENO);
        close(ends[1]);
    }
}

/* Every second of them; the exit status of a process. */
static int run_half(const char *part, size_t first)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    fill_standard_error();
    for (size_t i = first; i < sizeof HOSTILITIES / sizeof HOSTILITIES[0]; i += 2)
    {
        const hostility *h = &HOSTILITIES[i];
        if (strstr(h->verb, part) != NULL || strstr(h->deed, part) != NULL)
        {
            run(h, 0);
            if (h->deed[0] != '1' && h->outcome != GOES_ON)
            {
                run(h, 1);
            }
        }
    }
    printf("%d checks, %d failed\n", checks_made, checks_failed);
    return checks_failed == 0 ? 0 : 1;
}

int main(int count, char **arguments)
{
    int failed = 0;
    /* Most of it is waiting: two processes take half the time. */
    for (size_t half = 0; half < 2; half++)
    {
        if (fork() == 0)
        {
            return run_half(count > 1 ? arguments[1] : "", half);
        }
    }
    for (int status = 0; wait(&status) > 0; )
    {
        failed |= status;
    }
    return failed == 0 ? 0 : 1;
}
