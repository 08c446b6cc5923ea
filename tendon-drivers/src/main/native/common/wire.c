#include "wire.h"

#include "clock.h"
#include "sinew_driver.h"

#include <stdio.h>
#include <string.h>

#define SLACK_MS_MAX 25.0

void wire_begin(wire *wire, double bits_per_s, double bits_per_byte)
{
    memset(wire, 0, sizeof *wire);
    wire->bits_per_s = bits_per_s;
    wire->bits_per_byte = bits_per_byte;
}

void wire_bytes(wire *wire, const char *what, uint32_t bytes)
{
    const double seconds = bytes * wire->bits_per_byte / wire->bits_per_s;
    const size_t used = strlen(wire->sum);
    wire->seconds += seconds;
    snprintf(wire->sum + used, sizeof wire->sum - used, "%s%s %u B %.3f ms", used == 0 ? "" : " + ", what, bytes,
        seconds * 1e3);
}

void wire_pause(wire *wire, const char *what, double seconds)
{
    const size_t used = strlen(wire->sum);
    wire->seconds += seconds;
    snprintf(wire->sum + used, sizeof wire->sum - used, "%s%s %.3f ms", used == 0 ? "" : " + ", what, seconds * 1e3);
}

int32_t wire_check(const wire *wire, const char *driver, uint32_t devices, double cycle_hz, double watchdog_ms,
    error_line *error)
{
    if (cycle_hz > 0 && wire->seconds * cycle_hz > 1.0)
    {
        return fail(error, "%s: cycle_hz=%g is too fast for this wire: %u devices at %.0f bit/s need %.3f ms a cycle "
            "(%s), at most %.0f Hz; lower cycle_hz, raise the baud rate or use a second bus", driver, cycle_hz, devices,
            wire->bits_per_s, wire->seconds * 1e3, wire->sum, 1.0 / wire->seconds);
    }
    if (2e3 * wire->seconds > watchdog_ms)
    {
        return fail(error, "%s: watchdog_ms=%g is too short for this wire: %u devices at %.0f bit/s need %.3f ms a "
            "cycle (%s), and a watchdog has to outlast two; raise watchdog_ms or the baud rate, or use a second bus",
            driver, watchdog_ms, devices, wire->bits_per_s, wire->seconds * 1e3, wire->sum);
    }
    return SINEW_OK;
}

int64_t link_slack_ns(double answer_ms, double watchdog_ms)
{
    const double quarter = watchdog_ms / 4 > SLACK_MS_MAX ? SLACK_MS_MAX : watchdog_ms / 4 < 1 ? 1 : watchdog_ms / 4;
    return (int64_t)((answer_ms > 0 ? answer_ms : quarter) * (double)NS_PER_MS);
}
