/*
 * fdcanusb_codec - frames as lines of text: the dialect of mjbots' fdcanusb, and of a moteus on its UART.
 *
 *   can send ID DATA[ FLAGS][ *XX]    host to adapter; ID and DATA in hexadecimal
 *   OK[ *XX]                          taken;  ERR ...  refused
 *   rcv ID DATA[ FLAGS][ *XX]         adapter to host
 *
 * Flags: b no rate switch, B rate switch, f classic, F FD, E extended. Without any a frame is FD with rate switch, and
 * extended when its identifier needs it. XX is a CRC-8, polynomial 0x97, over everything before the star: the
 * fdcanusb has none, a UART always adds it and, once it was sent one, wants it.
 *
 * Sources: mjbots/fdcanusb README, moteus docs/integration/uart.md, docs/protocol/can.md.
 */
#ifndef SINEW_FDCANUSB_CODEC_H
#define SINEW_FDCANUSB_CODEC_H

#include "can_adapter.h"

extern const can_adapter FDCANUSB;         /* without checks; one that is there has to be right */
extern const can_adapter FDCANUSB_CHECKED; /* with a check in every line, both ways */

uint8_t fdcanusb_crc(const uint8_t *bytes, uint32_t count);

#endif
