/*
 * mutilate - seeded randomness, and what it does to a frame.
 */
#ifndef SINEW_MUTILATE_H
#define SINEW_MUTILATE_H

#include <stdint.h>

void fuzz_seed(uint64_t seed);
uint32_t fuzz_random(void);          /* 32 random bits */
uint32_t fuzz_below(uint32_t limit); /* 0 to limit - 1 */

/* One to four changes: bits, bytes, pieces lost, doubled, swapped, overwritten. Returns how many bytes are left. */
uint32_t mutilate(uint8_t *bytes, uint32_t count, uint32_t room);

#endif
