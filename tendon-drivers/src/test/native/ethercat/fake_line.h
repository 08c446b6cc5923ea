/*
 * fake_line - what the port of these tests (ecat_port.c here) is connected to.
 */
#ifndef SINEW_FAKE_LINE_H
#define SINEW_FAKE_LINE_H

#include <stdint.h>

#define FAKE_LINE_FRAMES 8
#define FAKE_LINE_BYTES 2048

typedef struct fake_frame
{
    uint8_t bytes[FAKE_LINE_BYTES];
    uint32_t count;
    int64_t due_ns;
} fake_frame;

typedef struct fake_line
{
    fake_frame frame[FAKE_LINE_FRAMES]; /* on their way to the driver */
    uint32_t count;
    int gone;
    int busy; /* so many frames are not taken */
    void (*answer)(const uint8_t *bytes, uint32_t count); /* takes a frame of the driver, calls fake_line_put */
} fake_line;

extern fake_line the_line;

void fake_line_put(const uint8_t *bytes, uint32_t count, int64_t due_ns);

#endif
