/*
 * dxl_link - asks servos and waits for their answers: requests out of dxl_codec over a serial port, one at a time.
 *
 * The protocol's frames carry no number, so an answer that comes after its time looks like the answer to the next
 * request. Therefore reads of the present state come in several lengths (they begin some bytes earlier), and a request
 * after one that stayed without answer has another length: the late answer is then known by its own, counted as late
 * and dropped. What does not come within a quarter of a second counts as lost. While answers of all lengths are being
 * waited for, nothing is asked.
 */
#ifndef SINEW_DXL_LINK_H
#define SINEW_DXL_LINK_H

#include "bus.h"
#include "dxl_codec.h"
#include "serial.h"

#define DXL_READ_MAX 20u  /* bytes of one device in a sync read */
#define DXL_VARIANTS 6u   /* lengths in which the present state can be read */
#define DXL_WAITING 7u    /* these, and one for all other reads */

typedef enum dxl_reading
{
    DXL_READ_FAST = 0,
    DXL_READ_SYNC,
    DXL_READ_BULK
} dxl_reading;

typedef struct dxl_link
{
    serial_port port;
    bus_counters *counters;
    dxl_reading reading;
    uint32_t devices;
    uint8_t ids[DXL_DEVICES_MAX];
    int64_t slack_ns;        /* how much longer than on the bare wire an answer may take */
    int64_t return_delay_ns; /* of each device */

    uint8_t out[2 * DXL_FRAME_MAX]; /* requests of this exchange, one after the other */
    uint32_t out_count;
    uint8_t in[DXL_FRAME_MAX];
    uint32_t in_begin;
    uint32_t in_count;

    int64_t waiting_since_ns[DXL_WAITING]; /* reads without an answer; 0: none */
    uint32_t waiting_bytes[DXL_WAITING];   /* how many bytes a device they asked for */

    /* Of the exchange that is going on. */
    int64_t asked_ns; /* when the last byte of the request had left */
    int bad_crc;
    int wrong_id;
    int left_out; /* a device did not answer, the ones behind it did */
    int bad_value;
    int late;

    /* Answer to the newest sync read. */
    uint8_t errors[DXL_DEVICES_MAX];
    uint8_t data[DXL_DEVICES_MAX][DXL_READ_MAX];
} dxl_link;

/* Adds a request to those that dxl_link_sync_read, _ask or _flush will send; 0 bytes are refused. */
void dxl_link_add(dxl_link *link, uint32_t bytes);

/* Where the next request is to be written, room for DXL_FRAME_MAX bytes. */
uint8_t *dxl_link_out(dxl_link *link);

/* Sends what was added, without waiting for any answer. SERIAL_OK, SERIAL_TIMEOUT or SERIAL_GONE. */
int32_t dxl_link_flush(dxl_link *link);

/*
 * Sends what was added and a read of the same registers of all devices, and waits for all answers.
 *
 * slot     0 to DXL_VARIANTS - 1: variant of the present state; DXL_VARIANTS: any other read
 * returns  BUS_GOOD or BUS_LATE with errors and data filled; else what went wrong. BUS_UNDECIDED: nothing came; it is
 *          then remembered, and counted as late or lost by a later call.
 */
bus_outcome dxl_link_sync_read(dxl_link *link, uint32_t slot, uint32_t address, uint32_t count);

/*
 * The variant to read next: the first of which no answer is being waited for; DXL_VARIANTS when there is none, and then
 * nothing is to be read. Looks at what has arrived first.
 */
uint32_t dxl_link_variant(dxl_link *link);

/*
 * Sends what was added, one request to one device, and waits for its status with `count` bytes of data. For open and
 * activate: after a failure it waits until a late answer cannot come any more.
 *
 * answers  receives how many status frames came: 2 means that two devices have this id; NULL: do not wait for a second
 * returns  BUS_GOOD, or what went wrong
 */
bus_outcome dxl_link_ask(dxl_link *link, uint32_t id, uint32_t count, int64_t timeout_ns, dxl_status *status,
    uint32_t *answers);

#endif
