/*
 * rescue - stops the motors of a driver whose worker has died, by opening the device anew. See worker.h.
 */
#define _GNU_SOURCE

#include "vendor.h"
#include "worker.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#define RESCUE_TRIES 50
#define RESCUE_PAUSE_NS 20000000

/* Whoever reads, or does not read, what the driver prints must not keep it from stopping the motors. */
static void print_nowhere(void)
{
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0)
    {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
}

int worker_rescue(exchange *x)
{
    vendor vendor;
    sinew_driver *handle = NULL;
    const sinew_layout *layout = NULL;
    char error[EXCHANGE_TEXT];
    print_nowhere();
    if (vendor_load(&vendor, x->library, error, sizeof error) != SINEW_OK)
    {
        return 1;
    }
    for (int i = 0; i < RESCUE_TRIES; i++)
    {
        if (vendor.open((const char *)x + x->config_offset, &handle, &layout) == SINEW_OK && handle != NULL)
        {
            const int32_t result = vendor.deactivate(handle);
            vendor.close(handle);
            return result == SINEW_OK ? 0 : 1;
        }
        nanosleep(&(struct timespec){0, RESCUE_PAUSE_NS}, NULL); /* the port of the dead may still be held */
    }
    return 1;
}
