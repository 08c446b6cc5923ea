/*
 * line_fuzzer - runs a protocol's exchange on a line without a port, a clock or a thread: what the driver sends goes
 * to a peer, what the peer answers is mutilated and comes back in pieces. Time stands still but for the waits, so that
 * ten million exchanges take minutes.
 *
 * A fuzzer is linked with the driver's folder and with common, but for serial.c and clock.c, whose functions are here.
 */
#ifndef SINEW_LINE_FUZZER_H
#define SINEW_LINE_FUZZER_H

#include "bus.h"
#include "mutilate.h"

#define FUZZ_LINE_BYTES 16384

typedef struct fuzz_protocol
{
    const char *config; /* text for open */
    long ways;          /* how many such protocols share the cases */
    /* Bytes of the driver to answers of the devices. */
    uint32_t (*answer)(const uint8_t *bytes, uint32_t count, uint8_t *answer);
    /* Right checksums for every frame in the bytes, whatever stands in them. */
    void (*resum)(uint8_t *bytes, uint32_t count);
    /* Called before each exchange with the random number generator: the devices may change their state. */
    void (*stir)(void);
    /* Healthy devices again, as after an operator's repair. */
    void (*calm)(void);
    /* 0 when the sample holds something that no device can say. */
    int (*plausible)(const bus_sample *sample);
    /* The parsers alone, on bytes that no driver asked for. */
    void (*parse)(const uint8_t *bytes, uint32_t count);
} fuzz_protocol;

/* usage: PROGRAM [CASES [SEED]]; returns the exit status. */
int fuzz_main(int argc, char **argv, const fuzz_protocol *protocol);

int64_t fuzz_now_ns(void);

#endif
