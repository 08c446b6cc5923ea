/*
 * slcan_codec - classic CAN frames as lines of text that end with CR: the dialect of the LAWICEL CAN232 and of most
 * cheap adapters ("slcan").
 *
 *   tIIILDD...   standard identifier, length, data, all hexadecimal;  TIIIIIIIILDD... extended
 *   CR           taken;  BEL refused;  z and Z, taken, of some
 *
 * Source: CAN232 manual, "Available CAN232 ASCII Commands".
 */
#ifndef SINEW_SLCAN_CODEC_H
#define SINEW_SLCAN_CODEC_H

#include "can_adapter.h"

extern const can_adapter SLCAN;

#endif
