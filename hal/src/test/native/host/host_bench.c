/*
 * host_bench. See host_bench.h.
 */
#define _GNU_SOURCE

#include "host_bench.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int32_t sinew_isolation_pid(sinew_driver *driver);

int checks_made;
int checks_failed;

void check(int right, const char *what, const char *file, int line)
{
    checks_made++;
    if (!right)
    {
        checks_failed++;
        printf("%s:%d: not so: %s\n", file, line, what);
    }
}

void check_text(const char *part, const char *text, const char *file, int line)
{
    checks_made++;
    if (strstr(text, part) == NULL || strchr(text, '\n') != NULL)
    {
        checks_failed++;
        printf("%s:%d: expected one line with '%s', got '%s'\n", file, line, part, text);
    }
}

int64_t bench_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void bench_sleep_ms(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

static int open_files(void)
{
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (directory != NULL && readdir(directory) != NULL)
    {
        count++;
    }
    closedir(directory);
    return count;
}

void bench_begin(bench *b, int spins)
{
    *b = (bench){.spins = spins};
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* whatever a host leaves behind becomes this process's child */
    snprintf(b->path, sizeof b->path, "/tmp/sinew-hostile-%d-XXXXXX", getpid());
    const int file = mkostemp(b->path, O_CLOEXEC);
    if (file < 0 || ftruncate(file, sizeof(hostile_device)) != 0)
    {
        printf("cannot make a device: %s\n", strerror(errno));
        exit(1);
    }
    b->device = mmap(NULL, sizeof(hostile_device), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    b->files = open_files();
}

int32_t bench_open(bench *b, const char *verb, const char *deed)
{
    char text[1024];
    const char *hostile = getenv("SINEW_HOSTILE");
    snprintf(text, sizeof text, "silence_ms=%d wait_us=2000 hand_over=%s library=%s\n%s %s %s", SILENCE_MS,
        b->spins ? "spin" : "futex", hostile == NULL ? "./libhostile.so" : hostile, b->path, verb, deed);
    return sinew_driver_open(text, &b->driver, &b->layout);
}

int bench_supervisor(const bench *b)
{
    return sinew_isolation_pid(b->driver);
}

int bench_worker(const bench *b)
{
    char path[64];
    int worker = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", bench_supervisor(b), bench_supervisor(b));
    FILE *children = fopen(path, "re");
    if (children == NULL || fscanf(children, "%d", &worker) != 1)
    {
        worker = 0;
    }
    if (children != NULL)
    {
        fclose(children);
    }
    return worker;
}

void bench_disown(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

int32_t bench_cycle(bench *b)
{
    bench_sleep_ms(1);
    const int32_t received = sinew_driver_receive(b->driver, bench_now_ns());
    sinew_command_header *header = b->layout->command;
    header->sequence++;
    header->enabled = 1;
    *(double *)(header + 1) += 0.001;
    const int32_t sent = sinew_driver_send(b->driver, bench_now_ns());
    return received > sent ? received : sent;
}

int bench_await(bench *b, int32_t wanted, int most_ms)
{
    const int64_t until = bench_now_ns() + most_ms * 1000000L;
    while (bench_now_ns() < until)
    {
        if (bench_cycle(b) == wanted)
        {
            return 1;
        }
    }
    return 0;
}

int bench_await_text(bench *b, const char *part, int most_ms)
{
    const int64_t until = bench_now_ns() + most_ms * 1000000L;
    while (bench_now_ns() < until)
    {
        bench_cycle(b);
        if (strstr(sinew_driver_last_error(b->driver), part) != NULL)
        {
            return 1;
        }
    }
    return 0;
}

void bench_end(bench *b)
{
    sinew_driver_close(b->driver);
    CHECK(!b->device->on);
    int status = 0;
    const pid_t left = waitpid(-1, &status, WNOHANG);
    CHECK(left < 0 && errno == ECHILD); /* neither a process that lives on nor a zombie */
    if (left == 0)
    {
        printf("a process was left behind; see ps\n");
    }
    CHECK(open_files() == b->files);
    munmap(b->device, sizeof(hostile_device));
    unlink(b->path);
}
