#define _GNU_SOURCE

#include "pty_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int64_t peer_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void peer_sleep_ms(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

static void *run(void *argument)
{
    pty_peer *peer = argument;
    static _Thread_local uint8_t bytes[4096];
    static _Thread_local uint8_t answer[PEER_ANSWER_MAX];
    while (!atomic_load(&peer->quit))
    {
        struct pollfd wanted = {.fd = peer->master, .events = POLLIN};
        if (poll(&wanted, 1, 20) <= 0)
        {
            continue;
        }
        const ssize_t got = read(peer->master, bytes, sizeof bytes);
        if (got <= 0)
        {
            peer_sleep_ms(1);
            continue;
        }
        int64_t delay_ns = 0;
        peer_lock(peer);
        const uint32_t count = peer->answer(peer->device, bytes, (uint32_t)got, answer, &delay_ns);
        peer_unlock(peer);
        if (delay_ns > 0)
        {
            nanosleep(&(struct timespec){delay_ns / 1000000000, delay_ns % 1000000000}, NULL);
        }
        for (uint32_t sent = 0; sent < count && !atomic_load(&peer->quit);)
        {
            const ssize_t wrote = write(peer->master, answer + sent, count - sent);
            sent += wrote > 0 ? (uint32_t)wrote : 0;
        }
    }
    return NULL;
}

void peer_start(pty_peer *peer)
{
    peer->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (peer->master < 0 || grantpt(peer->master) != 0 || unlockpt(peer->master) != 0 ||
        ptsname_r(peer->master, peer->path, sizeof peer->path) != 0)
    {
        perror("no pseudo-terminal");
        exit(1);
    }
    peer->keeper = open(peer->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios line;
    tcgetattr(peer->keeper, &line);
    cfmakeraw(&line);
    tcsetattr(peer->keeper, TCSANOW, &line);
    pthread_mutex_init(&peer->mutex, NULL);
    atomic_store(&peer->quit, 0);
    pthread_create(&peer->thread, NULL, run, peer);
}

void peer_stop(pty_peer *peer)
{
    atomic_store(&peer->quit, 1);
    pthread_join(peer->thread, NULL);
    close(peer->master);
    close(peer->keeper);
    pthread_mutex_destroy(&peer->mutex);
}

int peer_serve(int argc, char **argv, void *device, peer_answer answer, void (*init)(int devices, int variant),
    int usual)
{
    static pty_peer peer;
    const long devices = argc > 1 ? strtol(argv[1], NULL, 10) : 2;
    if (devices < 1 || devices > PEER_DEVICES_MAX)
    {
        fprintf(stderr, "usage: %s [1 to %d devices [variant]]\n", argv[0], PEER_DEVICES_MAX);
        return 2;
    }
    init((int)devices, argc > 2 ? (int)strtol(argv[2], NULL, 10) : usual);
    peer.device = device;
    peer.answer = answer;
    peer_start(&peer);
    printf("%s\n", peer.path);
    fflush(stdout);
    while (getchar() != EOF)
    {
    }
    peer_stop(&peer);
    return 0;
}

void peer_lock(pty_peer *peer)
{
    pthread_mutex_lock(&peer->mutex);
}

void peer_unlock(pty_peer *peer)
{
    pthread_mutex_unlock(&peer->mutex);
}
