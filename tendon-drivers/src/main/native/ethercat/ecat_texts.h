/*
 * ecat_texts - numbers of EtherCAT and CiA 402 in words.
 */
#ifndef SINEW_ECAT_TEXTS_H
#define SINEW_ECAT_TEXTS_H

#include <stdint.h>

/* A state of the slave: INIT, PRE-OP, BOOT, SAFE-OP, OP. */
const char *ecat_state_text(uint32_t state);

/* Register 0x134: why a slave refused or left a state (ETG.1020). */
const char *ecat_al_status_text(uint32_t code);

/* Why an SDO transfer was aborted (ETG.1000.6). */
const char *ecat_abort_text(uint32_t code);

/* Object 603F: what is wrong with the drive (IEC 61800-7-201). Makers add codes: of those the group's name. */
const char *ecat_drive_error_text(uint32_t code);

#endif
