/*
 * coe_codec - what goes through a slave's mailbox: CANopen over EtherCAT, expedited SDO transfers, emergencies. Pure.
 *
 *   mailbox: length 2 | address 2 | channel 1 | type in the lower 4 bits, counter 1 to 7 above
 *   CoE: number 9 bits, service in the upper 4 (1 emergency, 2 SDO request, 3 SDO response)
 *   SDO: command 1 | index 2 | subindex 1 | data or abort code 4
 */
#ifndef SINEW_COE_CODEC_H
#define SINEW_COE_CODEC_H

#include <stdint.h>

#define COE_HEADER_BYTES 8u
#define COE_SDO_BYTES 16u /* a whole expedited request with its headers */

typedef enum coe_kind
{
    COE_OTHER = 0,  /* another protocol or service; to be passed over */
    COE_DOWNLOADED, /* the slave took the value */
    COE_UPLOADED,   /* value and count are set */
    COE_ABORTED,    /* abort_code is set */
    COE_EMERGENCY,  /* error_code and error_register are set */
    COE_SEGMENTED,  /* the value does not fit into one transfer */
    COE_MALFORMED
} coe_kind;

typedef struct coe_message
{
    coe_kind kind;
    uint8_t counter;
    uint16_t index;
    uint8_t subindex;
    uint32_t value;
    uint32_t count; /* bytes of the value, 1 to 4 */
    uint32_t abort_code;
    uint16_t error_code;
    uint8_t error_register;
} coe_message;

/* Writes COE_SDO_BYTES; count is 1, 2 or 4. */
void coe_download(uint8_t *to, uint8_t counter, uint32_t index, uint32_t subindex, uint32_t value, uint32_t count);

/* Writes COE_SDO_BYTES. */
void coe_upload(uint8_t *to, uint8_t counter, uint32_t index, uint32_t subindex);

/* Reads what a slave put into its mailbox. */
void coe_read(const uint8_t *bytes, uint32_t count, coe_message *message);

#endif
