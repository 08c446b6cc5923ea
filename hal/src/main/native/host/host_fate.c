/*
 * host_fate - says what has become of a driver host. See host_process.h.
 */
#define _GNU_SOURCE

#include "host_process.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

static const char *signal_name(int number)
{
    switch (number)
    {
        case SIGSEGV: return "SIGSEGV, a wrong address";
        case SIGBUS: return "SIGBUS, memory that is gone";
        case SIGABRT: return "SIGABRT, abort()";
        case SIGFPE: return "SIGFPE, a division by 0";
        case SIGILL: return "SIGILL, no instruction";
        case SIGKILL: return "SIGKILL, killed from outside";
        case SIGPIPE: return "SIGPIPE";
        default: return "see signal(7)";
    }
}

void host_explain(const host_process *host, int32_t outcome, const char *who, char *line, size_t bytes)
{
    const exchange *x = host->x;
    if (outcome == HOST_LATE)
    {
        snprintf(line, bytes, "driver host: %.60s has not come back from %s in time; if this goes on, "
            "report it to the driver's author", who, exchange_verb_name(host->open_request));
        return;
    }
    const int fate = x == NULL ? FATE_WELL : atomic_load(&x->fate);
    const int rescued = x == NULL ? 0 : atomic_load(&x->rescued);
    const char *then = rescued > 0 ? ", its motors were stopped by a new process" :
        rescued < 0 ? ", ITS MOTORS COULD NOT BE STOPPED: switch their supply off" :
        x != NULL && atomic_load(&x->energised) ? ", a new process is stopping its motors" : "";
    if (fate == FATE_KILLED)
    {
        snprintf(line, bytes, "driver host: %.60s hung in %s with motors on and was killed%s; report it "
            "to the driver's author, activate to start it anew", who, exchange_verb_name(x->died_in), then);
    }
    else if (fate == FATE_ENDED && WIFSIGNALED(x->wait_status))
    {
        const int number = WTERMSIG(x->wait_status);
        snprintf(line, bytes, "driver host: %.60s died in %s of signal %d (%s)%s; report it to the "
            "driver's author, activate to start it anew", who, exchange_verb_name(x->died_in), number,
            signal_name(number), then);
    }
    else if (fate == FATE_ENDED)
    {
        snprintf(line, bytes, "driver host: %.60s left its process with exit status %d in %s%s; report it "
            "to the driver's author, activate to start it anew", who, WEXITSTATUS(x->wait_status),
            exchange_verb_name(x->died_in), then);
    }
    else
    {
        snprintf(line, bytes, "driver host: the process of %.60s was killed from outside%s; find out by "
            "whom (out of memory?), activate to start it anew", who, then);
    }
}
