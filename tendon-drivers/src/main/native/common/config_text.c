#define _GNU_SOURCE

#include "config_text.h"

#include "sinew_driver.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATORS " \t\r\n;"
#define KEYS_MAX 64 /* one bit each, for keys given twice */

int config_number(const char *text, double least, double most, double *value)
{
    /* Not strtod: the host may have set a locale in which one half is written 0,5. */
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    char *end = NULL;
    errno = 0;
    *value = strtod_l(text, &end, plain);
    freelocale(plain);
    return end != text && *end == '\0' && errno == 0 && *value >= least && *value <= most;
}

double config_number_of(const config_numbers *numbers, uint32_t i, double fallback)
{
    if (numbers->count == 0)
    {
        return fallback;
    }
    return numbers->value[numbers->count == 1 ? 0 : i];
}

static int32_t out_of_range(const char *driver, const config_key *key, const char *value, error_line *error)
{
    return fail(error, "%s: cannot use %s=%.80s; write a%s number from %g to %g", driver, key->key, value,
        key->kind == CONFIG_WHOLE ? " whole" : "", key->least, key->most);
}

static int32_t read_choice(const char *driver, const config_key *key, const char *value, int32_t *field,
    error_line *error)
{
    const size_t length = strlen(value);
    int32_t place = 0;
    for (const char *word = key->choices; word != NULL; place++)
    {
        const char *bar = strchr(word, '|');
        const size_t word_length = bar == NULL ? strlen(word) : (size_t)(bar - word);
        if (length == word_length && memcmp(word, value, length) == 0)
        {
            *field = place;
            return SINEW_OK;
        }
        word = bar == NULL ? NULL : bar + 1;
    }
    return fail(error, "%s: cannot use %s=%.80s; write one of %s", driver, key->key, value, key->choices);
}

static int32_t read_numbers(const char *driver, const config_key *key, char *value, config_numbers *field,
    error_line *error)
{
    config_numbers read = {0};
    for (char *piece = value; piece != NULL;)
    {
        char *comma = strchr(piece, ',');
        if (comma != NULL)
        {
            *comma = '\0';
        }
        if (read.count == CONFIG_NUMBERS_MAX)
        {
            return fail(error, "%s: too many numbers in %s: max=%d; remove some", driver, key->key, CONFIG_NUMBERS_MAX);
        }
        if (!config_number(piece, key->least, key->most, &read.value[read.count++]))
        {
            return out_of_range(driver, key, piece, error);
        }
        piece = comma == NULL ? NULL : comma + 1;
    }
    *field = read;
    return SINEW_OK;
}

static int32_t read_value(const char *driver, const config_key *key, char *value, void *settings, error_line *error)
{
    void *field = (char *)settings + key->offset;
    double number = 0;
    switch (key->kind)
    {
        case CONFIG_TEXT:
            if (value[0] == '\0' || strlen(value) >= CONFIG_TEXT_BYTES)
            {
                return fail(error, "%s: %s is empty or longer than %d bytes; correct it", driver, key->key,
                    CONFIG_TEXT_BYTES - 1);
            }
            memcpy(field, value, strlen(value) + 1);
            return SINEW_OK;
        case CONFIG_NUMBER:
            if (!config_number(value, key->least, key->most, field))
            {
                return out_of_range(driver, key, value, error);
            }
            return SINEW_OK;
        case CONFIG_WHOLE:
            if (!config_number(value, key->least, key->most, &number) || number != (double)(int64_t)number)
            {
                return out_of_range(driver, key, value, error);
            }
            *(int64_t *)field = (int64_t)number;
            return SINEW_OK;
        case CONFIG_CHOICE:
            return read_choice(driver, key, value, field, error);
        case CONFIG_NUMBERS:
            return read_numbers(driver, key, value, field, error);
        default:
            return key->read(driver, value, field, error);
    }
}

static int32_t unknown_key(const char *driver, const char *key, const config_table *tables, uint32_t table_count,
    error_line *error)
{
    char known[320] = "";
    size_t used = 0;
    for (uint32_t t = 0; t < table_count; t++)
    {
        for (uint32_t i = 0; i < tables[t].count; i++)
        {
            const int wrote = snprintf(known + used, sizeof known - used, "%s%s", used == 0 ? "" : ", ",
                tables[t].keys[i].key);
            used = wrote < 0 || used + (size_t)wrote >= sizeof known ? sizeof known - 1 : used + (size_t)wrote;
        }
    }
    return fail(error, "%s: unknown key %.40s; known: %s", driver, key, known);
}

static int32_t read_pair(const char *driver, char *pair, const config_table *tables, uint32_t table_count,
    void *settings, uint64_t *given, error_line *error)
{
    char *equals = strchr(pair, '=');
    if (equals == NULL)
    {
        return fail(error, "%s: not a key=value pair: text=%.80s; write key=value", driver, pair);
    }
    *equals = '\0';
    uint32_t number = 0;
    for (uint32_t t = 0; t < table_count; t++)
    {
        for (uint32_t i = 0; i < tables[t].count; i++, number++)
        {
            const config_key *key = &tables[t].keys[i];
            if (strcmp(key->key, pair) != 0)
            {
                continue;
            }
            if ((*given >> number & 1) != 0)
            {
                return fail(error, "%s: key given twice: key=%s; remove one", driver, key->key);
            }
            *given |= (uint64_t)1 << number;
            return read_value(driver, key, equals + 1, settings, error);
        }
    }
    return unknown_key(driver, pair, tables, table_count, error);
}

static int32_t check_required(const char *driver, const config_table *tables, uint32_t table_count, uint64_t given,
    error_line *error)
{
    uint32_t number = 0;
    for (uint32_t t = 0; t < table_count; t++)
    {
        for (uint32_t i = 0; i < tables[t].count; i++, number++)
        {
            const config_key *key = &tables[t].keys[i];
            if (key->required != NULL && (given >> number & 1) == 0)
            {
                return fail(error, "%s: no %s; add %s to the bus's config", driver, key->key, key->required);
            }
        }
    }
    return SINEW_OK;
}

int32_t config_read(const char *driver, const char *text, const config_table *tables, uint32_t table_count,
    void *settings, error_line *error)
{
    uint32_t keys = 0;
    for (uint32_t t = 0; t < table_count; t++)
    {
        keys += tables[t].count;
    }
    char *copy = keys > KEYS_MAX ? NULL : strdup(text);
    if (copy == NULL)
    {
        return fail(error, "%s: out of memory; free some", driver);
    }
    uint64_t given = 0;
    int32_t result = SINEW_OK;
    char *rest = NULL;
    for (char *pair = strtok_r(copy, SEPARATORS, &rest); pair != NULL && result == SINEW_OK;
        pair = strtok_r(NULL, SEPARATORS, &rest))
    {
        result = read_pair(driver, pair, tables, table_count, settings, &given, error);
    }
    free(copy);
    return result == SINEW_OK ? check_required(driver, tables, table_count, given, error) : result;
}
