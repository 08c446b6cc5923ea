/*
 * can_adapter - how a serial CAN adapter writes frames down: pure functions, the codec of one adapter's dialect.
 */
#ifndef SINEW_CAN_ADAPTER_H
#define SINEW_CAN_ADAPTER_H

#include "can.h"
#include "link_codec.h"

#include <stdint.h>

#define CAN_ADAPTER_BYTES 192u /* of one frame, at most */

typedef enum can_heard
{
    CAN_NOTHING = 0, /* cannot be understood */
    CAN_FRAME,       /* a frame from the bus */
    CAN_ACCEPTED,    /* the adapter has taken a frame */
    CAN_REFUSED      /* the adapter reports an error */
} can_heard;

typedef struct can_adapter
{
    const char *name;
    /* Writes a frame down, at most CAN_ADAPTER_BYTES; returns how many bytes, 0 when the adapter cannot send it. */
    uint32_t (*encode)(const can_message *message, uint8_t *bytes);
    /* Looks for the first record among the bytes; as in link_codec.h. */
    link_found (*find)(const uint8_t *bytes, uint32_t count, uint32_t longest, link_place *place);
    /* Takes a record that `find` found apart. */
    can_heard (*decode)(const uint8_t *record, uint32_t length, can_message *message);
} can_adapter;

#endif
