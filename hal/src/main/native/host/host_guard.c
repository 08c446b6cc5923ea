/*
 * host_guard - the last of the last lines. What a host does for its motors it does by itself; only when all of its
 * processes were killed or stopped at once nobody is left, and the device may have no watchdog. See host_process.h.
 */
#define _GNU_SOURCE

#include "host_process.h"

#define UNANSWERED_NS 2500000000 /* beyond a silence: a supervisor that runs has killed a hanging worker long before */
#define ENDS_ITSELF_NS 300000000 /* for a worker that has lost its supervisor */

void guard_ill(host_guard *guard, host_process *host, const host_settings *settings, int32_t outcome)
{
    const int64_t now = exchange_now();
    if (guard->ill_since_ns == 0)
    {
        guard->ill_since_ns = now;
    }
    const int64_t ill_ns = now - guard->ill_since_ns;
    if (outcome == HOST_LATE && ill_ns > settings->silence_ns + UNANSWERED_NS && atomic_load(&host->x->energised))
    {
        host_kill(host);
    }
    else if (outcome == HOST_DEAD && guard->rescuer.x == NULL && host_abandoned(host) &&
        (!host_has_worker(host) || ill_ns > ENDS_ITSELF_NS))
    {
        host_settings rescue = *settings;
        char error[EXCHANGE_TEXT];
        rescue.rescue = 1;
        host_start(&guard->rescuer, &rescue, error, sizeof error); /* if it cannot start, the next cycle tries again */
    }
}

void guard_await(host_guard *guard, host_process *host)
{
    guard->ill_since_ns = 0;
    if (guard->rescuer.x != NULL && host_end(&guard->rescuer) > 0 && host->x != NULL)
    {
        atomic_store(&host->x->energised, 0);
    }
}
