/*
 * dxl_bench - servos behind a pseudo-terminal, for the tests of the whole driver.
 */
#ifndef SINEW_DXL_BENCH_H
#define SINEW_DXL_BENCH_H

#include "motor_suite.h"
#include "peer_dxl.h"

static peer_dxl servos;

static inline void start(uint32_t count, uint32_t model, uint32_t firmware)
{
    peer_dxl_init(&servos, count, model, firmware, peer_now_ns);
    line_keys = "effort_per_ampere=1.78";
    start_line(&servos, peer_dxl_answer);
}

#endif
