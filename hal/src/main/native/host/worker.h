/*
 * worker.h - the process in which a driver's code runs.
 */
#ifndef SINEW_WORKER_H
#define SINEW_WORKER_H

#include "exchange.h"

#include <sys/types.h>

/* Serves requests until it is told to end or its supervisor is gone. The exit status of the process. */
int worker_run(exchange *x, pid_t supervisor);

/* Opens the device anew, stops its motors and closes it. The exit status of the process: 0 when they are stopped. */
int worker_rescue(exchange *x);

#endif /* SINEW_WORKER_H */
