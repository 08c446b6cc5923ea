/*
 * The hand-over between a loop and a worker, both as threads of one process, so that ThreadSanitizer sees what they
 * share: requests that are answered at once, some that come too late for the loop, silences, and the end.
 */
#define _GNU_SOURCE

#include "host_process.h"
#include "worker.h"

#include "hostile.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define MEMORY_BYTES (1 << 20) /* more than the blocks need: they lie in it once the worker has made the file longer */
#define CYCLES 1000
#define WAIT_NS 20000 /* in every other cycle, and often too short */
#define LONG_NS 10000000000
#define SILENCE_NS 500000000

static int made;
static int failed;

static void check(int right, const char *what, int line)
{
    made++;
    if (!right)
    {
        failed++;
        printf("test_exchange.c:%d: not so: %s\n", line, what);
    }
}

#define CHECK(what) check((what) != 0, #what, __LINE__)

/* ThreadSanitizer compares addresses: both sides find the memory at the same one, and neither is kept from writing. */
static char *memory;

void *__real_mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset);

void *__wrap_mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset)
{
    return file == EXCHANGE_FD ? memory + offset : __real_mmap(address, bytes, protection, flags, file, offset);
}

int __wrap_mprotect(void *address, size_t bytes, int protection)
{
    (void)address;
    (void)bytes;
    (void)protection;
    return 0;
}

static void *serve(void *x)
{
    worker_run(x, getppid());
    return NULL;
}

/* What host_start does, without a process. The memory is never given back: a worker's end is its process's. */
static void begin(host_process *host, int spins, const char *device)
{
    char config[256];
    const char *hostile = getenv("SINEW_HOSTILE");
    snprintf(config, sizeof config, "%s none 1 nothing", device);
    *host = (host_process){.lifeline = -1, .pid = getpid(), .x_bytes = sizeof(exchange) + strlen(config) + 1};
    const int file = memfd_create("sinew-driver", 0);
    CHECK(file >= 0 && dup2(file, EXCHANGE_FD) == EXCHANGE_FD);
    CHECK(ftruncate(EXCHANGE_FD, (off_t)host->x_bytes) == 0);
    memory = __real_mmap(NULL, MEMORY_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, EXCHANGE_FD, 0);
    CHECK(memory != MAP_FAILED);
    host->file = EXCHANGE_FD;
    host->x = (exchange *)memory;
    host->x->spins = spins;
    host->x->silence_ns = SILENCE_NS;
    host->x->config_offset = sizeof(exchange);
    memcpy((char *)host->x + sizeof(exchange), config, strlen(config) + 1);
    snprintf(host->x->library, sizeof host->x->library, "%s", hostile == NULL ? "./libhostile.so" : hostile);
}

/* One cycle; a sample must be whole, and no younger than the newest command that was taken. */
static void cycle(host_process *host, int i, double *newest)
{
    const int64_t wait_ns = i % 2 == 0 ? LONG_NS : WAIT_NS;
    if (host_ready(host, wait_ns) == SINEW_OK && host_call(host, VERB_RECEIVE, i, wait_ns) == SINEW_OK)
    {
        const sinew_state_header *header = (const sinew_state_header *)host->state;
        const double position = *(const double *)(header + 1);
        CHECK(header->arrival_ns == header->device_time_ns);
        CHECK(position >= *newest);
        *newest = position;
    }
    if (host_ready(host, 0) == SINEW_OK)
    {
        *(double *)(host->command + SINEW_HEADER_BYTES) = i;
        if (host_call(host, VERB_SEND, i, wait_ns) == SINEW_ERROR)
        {
            /* A machine that stands still for a silence is no fault of the hand-over. */
            CHECK(host_call(host, VERB_DEACTIVATE, 0, LONG_NS) == SINEW_OK);
            CHECK(host_call(host, VERB_ACTIVATE, 0, LONG_NS) == SINEW_OK);
        }
    }
}

static void run(int spins)
{
    char device[] = "/tmp/sinew-exchange-XXXXXX";
    const int file = mkstemp(device);
    CHECK(file >= 0 && ftruncate(file, sizeof(hostile_device)) == 0);
    close(file);
    host_process host;
    begin(&host, spins, device);
    pthread_t worker;
    CHECK(pthread_create(&worker, NULL, serve, host.x) == 0);
    char error[256] = "";
    CHECK(host_call(&host, VERB_OPEN, 0, LONG_NS) == SINEW_OK && host_map(&host, error, sizeof error) == SINEW_OK);
    double newest = 0;
    for (int round = 0; round < 2; round++)
    {
        CHECK(host_ready(&host, LONG_NS) == SINEW_OK);
        CHECK(host_call(&host, VERB_ACTIVATE, 0, LONG_NS) == SINEW_OK);
        for (int i = 0; i < CYCLES; i++)
        {
            cycle(&host, round * CYCLES + i, &newest);
        }
        CHECK(newest > 0);
        nanosleep(&(struct timespec){round == 0 ? 1 : 0, 0}, NULL);
        CHECK(host_ready(&host, LONG_NS) == SINEW_OK);
        CHECK(round != 0 || host_call(&host, VERB_SEND, 0, LONG_NS) == SINEW_ERROR);
        CHECK(host_ready(&host, LONG_NS) == SINEW_OK);
        CHECK(host_call(&host, VERB_DEACTIVATE, 0, LONG_NS) == SINEW_OK);
    }
    CHECK(host_call(&host, VERB_CLOSE, 0, LONG_NS) == SINEW_OK);
    CHECK(pthread_join(worker, NULL) == 0 && atomic_load(&host.x->left));
    printf("%s: newest command %.0f of %d\n", spins ? "spin" : "futex", newest, 2 * CYCLES);
    unlink(device);
}

int main(void)
{
    run(0);
    run(1);
    printf("%d checks, %d failed\n", made, failed);
    return failed == 0 ? 0 : 1;
}
