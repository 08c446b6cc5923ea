/*
 * serial_link - asks devices on a serial bus and waits for their answers, one request at a time: what the protocols
 * have in common whose frames carry no number (Dynamixel, Feetech).
 *
 * An answer that comes after its time would look like the answer to the next request. So no two requests that may
 * follow each other ask for the same number of bytes: reads of different registers have different lengths, and the
 * present state is read in several (it begins some bytes earlier). A request of a length that stayed without answer is
 * not made again until its answer has come, counted as late and dropped, or a quarter of a second has passed, which
 * counts as lost.
 *
 * I/O thread only. Every wait has a deadline, no loop is longer than the bytes that are there.
 */
#ifndef SINEW_SERIAL_LINK_H
#define SINEW_SERIAL_LINK_H

#include "bus.h"
#include "link_codec.h"
#include "serial.h"
#include "wire.h"

#define LINK_DEVICES_MAX MOTORS_MAX
#define LINK_READ_MAX 24u        /* data of one device in a read of all */
#define LINK_WAITING 12u         /* lengths of answers that can be waited for at once */
#define LINK_PATIENCE_NS 250000000 /* after this an answer does not come any more */

typedef struct serial_link
{
    serial_port port;
    const link_codec *codec;
    bus_counters *counters;
    uint32_t devices;
    uint8_t ids[LINK_DEVICES_MAX];
    uint32_t longest;    /* frame that can come */
    uint32_t overhead;   /* bytes of an answer besides its data */
    int64_t slack_ns;    /* how much longer than on the bare wire an answer may take */
    int64_t device_ns;   /* what each device waits before it answers */

    uint8_t out[2 * LINK_FRAME_MAX]; /* requests of this exchange, one after the other */
    uint32_t out_count;
    uint8_t in[LINK_FRAME_MAX];
    uint32_t in_begin;
    uint32_t in_count;

    int64_t waiting_since_ns[LINK_WAITING]; /* reads without an answer; 0: none */
    uint32_t waiting_bytes[LINK_WAITING];   /* how many bytes a device they asked for */

    /* Of the exchange that is going on. */
    int64_t asked_ns; /* when the last byte of the request had left */
    int bad_sum;
    int wrong_id;
    int left_out; /* a device did not answer, one behind it did */
    int bad_value;
    int late;

    /* Answer to the newest read of all devices. */
    uint8_t errors[LINK_DEVICES_MAX];
    uint8_t data[LINK_DEVICES_MAX][LINK_READ_MAX];
} serial_link;

/* Where the next request is to be written, room for LINK_FRAME_MAX bytes; and how long it became. */
uint8_t *link_out(serial_link *link);
void link_add(serial_link *link, uint32_t bytes);

/* Adds a write of one byte, the same for all devices, that none answers. */
void link_add_byte(serial_link *link, uint32_t address, uint8_t value);

/* Sends what was added, without waiting for any answer. SERIAL_OK, SERIAL_TIMEOUT or SERIAL_GONE. */
int32_t link_flush(serial_link *link);

/* 1 while the answer to a read of so many bytes is being waited for; it must not be asked for again. Looks at what has
 * arrived first. */
int link_waits_for(serial_link *link, uint32_t bytes);

/*
 * Begins an exchange: forgets the one before, looks at what came late, sends what was added.
 * returns BUS_GOOD, or BUS_GONE or BUS_LOST when it could not be sent
 */
bus_outcome link_begin(serial_link *link);

/* The next whole frame with a right checksum. SERIAL_OK, SERIAL_TIMEOUT or SERIAL_GONE. */
int32_t link_next(serial_link *link, int64_t deadline_ns, const uint8_t **frame, uint32_t *length);

/*
 * Collects one answer of `count` bytes from each device, in the order of the ids, into errors and data.
 * returns BUS_GOOD or BUS_LATE; else what went wrong
 */
bus_outcome link_collect(serial_link *link, uint32_t count, int64_t deadline_ns);

/* When the answers of a read of all devices have to be here. */
int64_t link_deadline(const serial_link *link, uint32_t bytes, uint32_t answers);

/* Ends a read of `count` bytes of all devices: remembers one that stayed without answer (BUS_UNDECIDED). */
bus_outcome link_end(serial_link *link, bus_outcome outcome, uint32_t count);

/* What to call an exchange that ended with `result` and without all answers. */
bus_outcome link_why(const serial_link *link, int32_t result);

/* An answer came that is not the one to this request: when its length is waited for, it was late. */
void link_note_stale(serial_link *link, uint32_t bytes);

/*
 * Reads the same registers of all devices into errors and data, for open and activate: waits for what is still to come
 * of the same length, then tries a few times.
 *
 * read     one such read; BUS_GOOD or BUS_LATE when it went well
 * driver, what   for the error: who reads, and what
 * returns  SINEW_OK or SINEW_ERROR
 */
int32_t link_read_all(serial_link *link, bus_outcome (*read)(void *device, uint32_t address, uint32_t count),
    void *device, uint32_t address, uint32_t count, const char *driver, const char *what, error_line *error);

/*
 * Sends what was added, one request to one device, and waits for its answer with `count` bytes of data, as long as one
 * may still come. For open and activate.
 *
 * answers  receives how many answers came: 2 means that two devices have this id; NULL: do not wait for a second
 * returns  BUS_GOOD, or what went wrong
 */
bus_outcome link_ask(serial_link *link, uint32_t id, uint32_t count, link_answer *answer, uint32_t *answers);

#endif
