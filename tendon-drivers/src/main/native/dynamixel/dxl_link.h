/*
 * dxl_link - reads registers of all servos at once: by a fast sync read, a sync read or a bulk read.
 */
#ifndef SINEW_DXL_LINK_H
#define SINEW_DXL_LINK_H

#include "dxl_codec.h"
#include "serial_link.h"

typedef enum dxl_reading
{
    DXL_READ_FAST = 0,
    DXL_READ_SYNC,
    DXL_READ_BULK
} dxl_reading;

extern const link_codec DXL_LINK_CODEC;

/*
 * Sends what was added and a read of the same registers of all devices, and waits for all answers.
 *
 * returns  BUS_GOOD or BUS_LATE with errors and data filled; else what went wrong. BUS_UNDECIDED: nothing came; it is
 *          then remembered, and counted as late or lost by a later call.
 */
bus_outcome dxl_link_sync_read(serial_link *link, dxl_reading reading, uint32_t address, uint32_t count);

/* Longest frame that can come: a fast answer, or a status whose data are all stuffed. */
uint32_t dxl_link_longest(uint32_t devices);

#endif
