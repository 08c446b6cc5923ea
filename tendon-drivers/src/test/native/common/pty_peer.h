/*
 * pty_peer - the other end of a serial line, for tests: a thread behind a pseudo-terminal that hands what it receives
 * to a device and sends what the device answers. It shares no source with the drivers.
 */
#ifndef SINEW_PTY_PEER_H
#define SINEW_PTY_PEER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define PEER_ANSWER_MAX 8192
#define PEER_DEVICES_MAX 32

/*
 * Takes bytes as they come and writes whole answers; called with the mutex held.
 * returns number of bytes to send after *delay_ns
 */
typedef uint32_t (*peer_answer)(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns);

typedef struct pty_peer
{
    int master;
    int keeper; /* keeps the line up while no driver has it open */
    char path[128];
    pthread_t thread;
    _Atomic int quit;
    pthread_mutex_t mutex; /* guards the device against the test */
    void *device;
    peer_answer answer;
} pty_peer;

/* Opens the line and starts the thread; device and answer are set. Ends the program when there is no pty. */
void peer_start(pty_peer *peer);

/*
 * The device as a program of its own, `PROGRAM [DEVICES [VARIANT]]`: prints the line's path and serves it until the
 * program's input ends.
 *
 * init     makes so many devices, from 1 to 32, of a variant; usual is the one when none is named
 * returns  the exit status
 */
int peer_serve(int argc, char **argv, void *device, peer_answer answer, void (*init)(int devices, int variant),
    int usual);

/* Hangs up: for the driver the port disappears. */
void peer_stop(pty_peer *peer);

void peer_lock(pty_peer *peer);
void peer_unlock(pty_peer *peer);
int64_t peer_now_ns(void);
void peer_sleep_ms(int ms);

#endif
