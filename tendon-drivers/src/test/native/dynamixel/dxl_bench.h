/*
 * dxl_bench - servos behind a pseudo-terminal, for the tests of the whole driver.
 */
#ifndef SINEW_DXL_BENCH_H
#define SINEW_DXL_BENCH_H

#include "peer_dxl.h"
#include "serial_bench.h"

static peer_dxl servos;

static inline uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_dxl_answer(line->device, bytes, count, answer, delay_ns);
}

static inline void start(uint32_t count, uint32_t model, uint32_t firmware)
{
    peer_dxl_init(&servos, count, model, firmware, peer_now_ns);
    line_keys = "effort_per_ampere=1.78";
    start_line(&servos, on_bytes);
}

#endif
