/*
 * dxl_bench - servos behind a pseudo-terminal, for the tests of the whole driver.
 */
#ifndef SINEW_DXL_BENCH_H
#define SINEW_DXL_BENCH_H

#include "abi_host.h"
#include "peer_dxl.h"

#include <math.h>
#include <stddef.h>

#define MS 1000000

static peer_dxl servos;
static pty_peer peer;

static inline uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_dxl_answer(line->device, bytes, count, answer, delay_ns);
}

static inline void start(uint32_t count, uint32_t model, uint32_t firmware)
{
    peer_dxl_init(&servos, count, model, firmware, peer_now_ns);
    peer.device = &servos;
    peer.on_bytes = on_bytes;
    peer_start(&peer);
}

static inline const char *with(const char *rest)
{
    static char text[512];
    snprintf(text, sizeof text, "port=%s effort_per_ampere=1.78 %s", peer.path, rest);
    return text;
}

static inline void finish(void)
{
    sinew_driver_close(driver);
    driver = NULL;
    peer_stop(&peer);
}

#endif
