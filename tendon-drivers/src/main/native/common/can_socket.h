/*
 * can_socket - frames through SocketCAN, the kernel's own CAN: an interface such as can0. Every wait is bounded.
 *
 * One thread at a time. Results are those of serial.h: SERIAL_OK, SERIAL_TIMEOUT, SERIAL_GONE.
 */
#ifndef SINEW_CAN_SOCKET_H
#define SINEW_CAN_SOCKET_H

#include "can.h"
#include "error_line.h"

#include <stdint.h>

typedef struct can_socket
{
    int fd; /* -1: closed */
    int gone;
} can_socket;

/*
 * Opens a raw socket on an interface. A kernel without SocketCAN, an interface that does not exist, is down, or does
 * not do FD when `fd_wanted`, and missing permission are refused with the command that mends it.
 */
int32_t can_socket_open(can_socket *socket, const char *driver, const char *interface, int fd_wanted,
    error_line *error);

/* Takes a socket over whose packets are the kernel's frames: tests hand one end of a pair. */
void can_socket_adopt(can_socket *socket, int fd);

void can_socket_close(can_socket *socket);

/* Sends one frame; waits for room until the deadline. */
int32_t can_socket_send(can_socket *socket, const can_message *message, int64_t deadline_ns);

/* The next frame with data. Error frames, remote requests and packets of a wrong size are passed over and counted. */
int32_t can_socket_receive(can_socket *socket, can_message *message, uint32_t *passed_over, int64_t deadline_ns);

#endif
