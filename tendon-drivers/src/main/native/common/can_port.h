/*
 * can_port - a way to a CAN bus: through a serial adapter or the kernel's SocketCAN, whichever the port's name says.
 * "/dev/..." is a terminal, anything without a slash an interface such as can0.
 *
 *   add, add, add ─▶ flush ─▶ next, next, next
 *
 * I/O thread only. Every wait has a deadline, no loop is longer than what is there; nothing is allocated after open.
 */
#ifndef SINEW_CAN_PORT_H
#define SINEW_CAN_PORT_H

#include "can_adapter.h"
#include "can_socket.h"
#include "counters.h"
#include "serial.h"

#define CAN_QUEUE 130u           /* frames of one exchange: two a motor and some more */
#define CAN_PORT_IN_BYTES 4096u

typedef struct can_port
{
    int is_socket;
    serial_port serial;
    can_socket socket;
    const can_adapter *adapter;
    bus_counters *counters;
    int64_t slack_ns; /* how much longer than on the bare wire an answer may take */

    can_message queue[CAN_QUEUE];
    uint32_t queued;
    uint8_t out[CAN_QUEUE * CAN_ADAPTER_BYTES];
    uint8_t in[CAN_PORT_IN_BYTES];
    uint32_t in_begin;
    uint32_t in_count;

    /* Since can_port_forget. */
    int64_t sent_ns;  /* before the first frame was handed over: what is answered was measured after this */
    int64_t asked_ns; /* when the last frame had been: answers are waited for from here on */
    int late;
    int64_t extra_ns; /* how much longer is waited because of that */
    int bad_sum;
    int refused;   /* the adapter reported an error */
    int malformed; /* a record that is none */
} can_port;

/* 1 when such a name means an interface of the kernel. */
int can_port_is_socket(const char *name);

/*
 * adapter  dialect of the serial adapter; not used with an interface
 * baud     rate of the serial line; adapters on USB do not mind
 * returns  SINEW_OK or SINEW_ERROR; after an error nothing stays open
 */
int32_t can_port_open(can_port *port, const char *driver, const char *name, int64_t baud, const can_adapter *adapter,
    int fd_wanted, bus_counters *counters, error_line *error);
void can_port_close(can_port *port);
int can_port_is_gone(const can_port *port);
const char *can_port_name(const can_port *port);

/* Adds a frame to those that the next flush sends. More than CAN_QUEUE are dropped. */
void can_port_add(can_port *port, const can_message *message);

/* Sends what was added. SERIAL_OK, SERIAL_TIMEOUT or SERIAL_GONE. */
int32_t can_port_flush(can_port *port);

/* Forgets what was seen of an exchange. Bytes and frames that wait to be read stay. */
void can_port_forget(can_port *port);

/*
 * The next frame from the bus: SERIAL_OK, SERIAL_TIMEOUT or SERIAL_GONE. Waits until the deadline, and once for as long
 * as the slack again when this thread was not running at the deadline, or for a rest when a record has begun;
 * port->late then says so.
 */
int32_t can_port_next(can_port *port, int64_t deadline_ns, can_message *message);

/* The next frame that is here already; nothing is waited for. */
int32_t can_port_poll(can_port *port, can_message *message);

#endif
