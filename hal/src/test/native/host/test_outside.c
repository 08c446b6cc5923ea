/*
 * What happens to a driver's host from outside: each of its processes killed or stopped, all of them at once, and the
 * loop's process killed.
 */
#define _GNU_SOURCE

#include "host_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG_MS 15000
#define TRIES_MOST 20

/* Switches the motor on. On a busy machine the loop may fall silent meanwhile, so that the host stops it: then again. */
static int switch_on(bench *b)
{
    for (int i = 0; i < TRIES_MOST; i++)
    {
        CHECK(sinew_driver_activate(b->driver) == SINEW_OK);
        if (bench_await(b, SINEW_OK, 2 * SILENCE_MS) && b->device->on)
        {
            return 1;
        }
        sinew_driver_deactivate(b->driver);
    }
    return 0;
}

static void begin(bench *b, int spins)
{
    bench_begin(b, spins);
    CHECK(bench_open(b, "none", "1 nothing") == SINEW_OK);
    CHECK(switch_on(b));
}

static void use_again(bench *b)
{
    CHECK(switch_on(b));
    bench_end(b);
}

static int await_off(const bench *b)
{
    for (int i = 0; i < LONG_MS && b->device->on; i++)
    {
        bench_sleep_ms(1);
    }
    return !b->device->on;
}

/* The worker sees that it is alone, stops the motor and ends; the loop is told. */
static void kill_supervisor(int spins)
{
    bench b;
    begin(&b, spins);
    bench_disown();
    kill(bench_supervisor(&b), SIGKILL);
    CHECK(bench_await_text(&b, "killed from outside", LONG_MS));
    CHECK(await_off(&b));
    CHECK(sinew_driver_deactivate(b.driver) == SINEW_OK);
    use_again(&b);
}

static void end_worker(int signal_number, const char *text)
{
    bench b;
    begin(&b, 0);
    const int worker = bench_worker(&b);
    kill(worker, signal_number);
    CHECK(bench_await_text(&b, "its motors were stopped by a new process", LONG_MS));
    CHECK_TEXT(text, sinew_driver_last_error(b.driver));
    CHECK(!b.device->on && b.device->stopped_by != worker);
    CHECK(sinew_driver_deactivate(b.driver) == SINEW_OK);
    use_again(&b);
}

static void stop_supervisor(void)
{
    bench b;
    begin(&b, 0);
    kill(bench_supervisor(&b), SIGSTOP);
    const int64_t sends = b.device->sends;
    for (int i = 0; i < 2 * SILENCE_MS; i++)
    {
        bench_cycle(&b);
    }
    CHECK(b.device->on && b.device->sends > sends);
    kill(bench_supervisor(&b), SIGCONT);
    bench_end(&b);
}

/* What the loop does before it sees whether the motor of a device that has no watchdog is off. */
typedef enum
{
    GO_ON,
    DEACTIVATE,
    CLOSE
} reaction;

/* Has it come to stand still? */
static int halts(pid_t process)
{
    char path[32];
    char state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    for (int i = 0; i < LONG_MS && state != 'T'; i++)
    {
        bench_sleep_ms(1);
        FILE *stat = fopen(path, "re");
        if (stat == NULL || fscanf(stat, "%*d (%*[^)]) %c", &state) != 1)
        {
            state = 0;
        }
        if (stat != NULL)
        {
            fclose(stat);
        }
    }
    return state == 'T';
}

/*
 * Brings a host's processes to a halt with the motor on: neither saw the other one go, nor the loop fall silent. On a
 * busy machine the silence may come first, and stop the motor: then it is tried again. The worker.
 */
static pid_t halt_host(bench *b)
{
    for (int i = 0; i < TRIES_MOST; i++)
    {
        begin(b, 0);
        const pid_t supervisor = bench_supervisor(b);
        const pid_t worker = bench_worker(b);
        kill(supervisor, SIGSTOP);
        kill(worker, SIGSTOP);
        CHECK(halts(supervisor) && halts(worker));
        if (b->device->on)
        {
            return worker;
        }
        kill(worker, SIGCONT);
        kill(supervisor, SIGCONT);
        bench_end(b);
    }
    CHECK(!"the motor stayed on");
    begin(b, 0);
    return bench_worker(b);
}

/* Nobody of the host is left who could stop the motor: the loop's side starts another one for it. */
static void end_both(int signal_number, reaction reaction)
{
    bench b;
    const pid_t worker = halt_host(&b);
    bench_disown();
    kill(worker, signal_number);
    kill(bench_supervisor(&b), signal_number);
    for (int i = 0; reaction == GO_ON && b.device->on && i < LONG_MS; i++)
    {
        bench_cycle(&b);
    }
    if (reaction == CLOSE)
    {
        bench_end(&b);
        return;
    }
    CHECK(sinew_driver_deactivate(b.driver) == SINEW_OK);
    /* A worker that stands still goes on when its parent ends (setpgid(2), orphaned groups), and stops the motor. */
    CHECK(!b.device->on && (signal_number == SIGSTOP || b.device->stopped_by != worker));
    use_again(&b);
}

/* Who stood still stops the motor as soon as it goes on. */
static void stand_still(void)
{
    bench b;
    begin(&b, 0);
    const int worker = bench_worker(&b);
    kill(bench_supervisor(&b), SIGSTOP);
    kill(worker, SIGSTOP);
    bench_sleep_ms(3 * SILENCE_MS);
    kill(worker, SIGCONT);
    kill(bench_supervisor(&b), SIGCONT);
    CHECK(await_off(&b));
    CHECK(sinew_driver_deactivate(b.driver) == SINEW_OK);
    use_again(&b);
}

static void kill_loop(int spins)
{
    bench b;
    bench_begin(&b, spins);
    const pid_t loop = fork();
    if (loop == 0)
    {
        bench_open(&b, "none", "1 nothing");
        switch_on(&b);
        for (;;)
        {
            if (bench_cycle(&b) != SINEW_OK && !b.device->on)
            {
                switch_on(&b);
            }
        }
    }
    int moves = 0;
    for (int i = 0; i < LONG_MS && !moves; i++)
    {
        bench_sleep_ms(1);
        moves = b.device->sends >= 20 && b.device->on;
    }
    CHECK(moves);
    kill(loop, SIGKILL);
    CHECK(await_off(&b));
    /* All of it ends by itself; each process becomes this one's when its parent has ended. */
    pid_t ended = 0;
    for (int i = 0; i < LONG_MS && (ended = waitpid(-1, NULL, WNOHANG)) >= 0; i++)
    {
        bench_sleep_ms(1);
    }
    CHECK(ended < 0 && errno == ECHILD);
    bench_end(&b);
}

/* Files that the loop's process has open for its children, more than a host closes at once. */
static void inherit_files(void)
{
    bench b;
    bench_begin(&b, 0);
    int files[600];
    for (int i = 0; i < 600; i++)
    {
        files[i] = open("/dev/null", O_RDONLY);
    }
    CHECK(bench_open(&b, "none", "1 nothing") == SINEW_OK);
    CHECK(b.device->files < 10);
    for (int i = 0; i < 600; i++)
    {
        close(files[i]);
    }
    bench_end(&b);
}

static void ask_for_more(int spins)
{
    bench b;
    double numbers[] = {1.0, 2.0};
    begin(&b, spins);
    CHECK(sinew_driver_request(b.driver, "add", numbers, 2) == SINEW_OK && numbers[0] == 2.0 && numbers[1] == 3.0);
    CHECK(sinew_driver_request(b.driver, "no such", numbers, 2) == SINEW_ERROR);
    for (int i = 0; i < 20; i++)
    {
        CHECK(sinew_driver_deactivate(b.driver) == SINEW_OK && !b.device->on);
        CHECK(sinew_driver_activate(b.driver) == SINEW_OK && b.device->on);
    }
    bench_end(&b);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int spins = 0; spins < 2; spins++)
    {
        kill_supervisor(spins);
        kill_loop(spins);
        ask_for_more(spins);
    }
    end_worker(SIGKILL, "died in");
    end_worker(SIGSTOP, "and was killed");
    stop_supervisor();
    for (int signal_number = SIGKILL; signal_number != 0; signal_number = signal_number == SIGKILL ? SIGSTOP : 0)
    {
        end_both(signal_number, GO_ON);
        end_both(signal_number, DEACTIVATE);
    }
    end_both(SIGKILL, CLOSE);
    stand_still();
    inherit_files();
    printf("%d checks, %d failed\n", checks_made, checks_failed);
    return checks_failed == 0 && checks_made > 0 ? 0 : 1;
}
