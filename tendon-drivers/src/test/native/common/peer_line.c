#include "peer_line.h"

#include <string.h>

#define ONE_ANSWER 1024 /* more than all devices say to one request */

uint32_t peer_feed(peer_pending *pending, peer_faults *faults, void *device,
    uint32_t (*request)(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, uint32_t *used),
    const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    uint32_t used = 0;
    uint32_t at = 0;
    if (faults->echo)
    {
        memcpy(answer, bytes, count);
        used = count;
    }
    if (count > sizeof pending->bytes - pending->count)
    {
        pending->count = 0;
        return used;
    }
    memcpy(pending->bytes + pending->count, bytes, count);
    pending->count += count;
    while (at < pending->count && used < PEER_ANSWER_MAX - ONE_ANSWER)
    {
        const uint32_t taken = request(device, pending->bytes + at, pending->count - at, answer, &used);
        if (taken == 0)
        {
            break;
        }
        at += taken;
    }
    memmove(pending->bytes, pending->bytes + at, pending->count - at);
    pending->count -= at;
    if (faults->late_ms > 0 && used > 0)
    {
        *delay_ns = (int64_t)faults->late_ms * 1000000;
        faults->late_ms = 0;
    }
    return used;
}
