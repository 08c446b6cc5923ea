/*
 * ecat_port - one network interface, for EtherCAT frames alone: a raw packet socket. Every wait has a deadline.
 */
#ifndef SINEW_ECAT_PORT_H
#define SINEW_ECAT_PORT_H

#include "counters.h"
#include "error_line.h"

#include <stdint.h>

#define ECAT_PORT_NAME_BYTES 16
#define ECAT_PORT_TIMEOUT 0
#define ECAT_PORT_GONE (-1)

typedef struct ecat_port
{
    int fd;     /* -1: closed */
    int claim;  /* holds the interface against a second master; -1: none */
    int gone;   /* the interface disappeared or was switched off */
    uint8_t address[6];
    char name[ECAT_PORT_NAME_BYTES];
    bus_counters *counters;
} ecat_port;

/* Refuses, with the remedy: no such interface, one that is down, one that another master uses, no permission. */
int32_t ecat_port_open(ecat_port *port, const char *driver, const char *interface, bus_counters *counters,
    error_line *error);

/* One whole frame. returns bytes sent, ECAT_PORT_TIMEOUT when the interface took none, ECAT_PORT_GONE */
int32_t ecat_port_send(ecat_port *port, const uint8_t *bytes, uint32_t count);

/* Waits for one whole frame. returns its bytes, ECAT_PORT_TIMEOUT or ECAT_PORT_GONE */
int32_t ecat_port_receive(ecat_port *port, uint8_t *bytes, uint32_t room, int64_t deadline_ns);

void ecat_port_close(ecat_port *port);

#endif
