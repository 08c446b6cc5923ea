/*
 * config_text - the text that a robot's description gives to a bus: key=value pairs between blanks, newlines or
 * semicolons. A driver lists its keys in tables; text that no table explains is refused, never guessed.
 */
#ifndef SINEW_CONFIG_TEXT_H
#define SINEW_CONFIG_TEXT_H

#include "error_line.h"

#include <stddef.h>
#include <stdint.h>

#define CONFIG_TEXT_BYTES 256
#define CONFIG_NUMBERS_MAX 64

typedef enum config_kind
{
    CONFIG_TEXT,    /* char[CONFIG_TEXT_BYTES] */
    CONFIG_NUMBER,  /* double within least and most */
    CONFIG_WHOLE,   /* int64_t within least and most */
    CONFIG_CHOICE,  /* int32_t: place of the word among `choices` ("a|b|c") */
    CONFIG_NUMBERS, /* config_numbers, each within least and most, between commas */
    CONFIG_CUSTOM   /* whatever `read` makes of it */
} config_kind;

/* One number for all, or one for each. */
typedef struct config_numbers
{
    uint32_t count;
    double value[CONFIG_NUMBERS_MAX];
} config_numbers;

typedef struct config_key
{
    const char *key;
    config_kind kind;
    uint32_t offset; /* of the field in the settings; fields keep what they had when the key is absent */
    double least;
    double most;
    const char *choices;
    /* CONFIG_CUSTOM: value is a writable copy. Returns SINEW_OK, or SINEW_ERROR after fail(). */
    int32_t (*read)(const char *driver, char *value, void *field, error_line *error);
    const char *required; /* what to write when it is absent ("port=/dev/ttyUSB0"); NULL: may be absent */
} config_key;

typedef struct config_table
{
    const config_key *keys;
    uint32_t count;
} config_table;

/*
 * Reads the text into the settings. Refused: a word without '=', an unknown key (all known ones are named), a key given
 * twice, a number that is none or out of range, an absent required key. For open: allocates and frees.
 *
 * returns SINEW_OK or SINEW_ERROR
 */
int32_t config_read(const char *driver, const char *text, const config_table *tables, uint32_t table_count,
    void *settings, error_line *error);

/* One number out of a text that holds nothing else; 0 when it is none or outside. */
int config_number(const char *text, double least, double most, double *value);

/* Value of the i-th of `numbers`: a single one counts for all. */
double config_number_of(const config_numbers *numbers, uint32_t i, double fallback);

#endif
