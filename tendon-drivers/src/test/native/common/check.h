/*
 * check - the least of a test framework: every failed expectation is printed with its place, and the program ends with
 * 1. `return checked();` is the last line of main.
 */
#ifndef SINEW_CHECK_H
#define SINEW_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int checks_made;
static int checks_failed;

#define CHECK(what) check((what) != 0, #what, __FILE__, __LINE__)
#define CHECK_EQUAL(expected, actual) \
    check_equal((long long)(expected), (long long)(actual), #actual, __FILE__, __LINE__)
#define CHECK_NEAR(expected, actual, within) check_near(expected, actual, within, #actual, __FILE__, __LINE__)
#define CHECK_BYTES(hex, bytes, count) check_bytes(hex, bytes, count, __FILE__, __LINE__)
#define CHECK_TEXT(part, text) check_text(part, text, __FILE__, __LINE__)

static inline void check(int right, const char *what, const char *file, int line)
{
    checks_made++;
    if (!right)
    {
        checks_failed++;
        printf("%s:%d: not so: %s\n", file, line, what);
    }
}

static inline void check_equal(long long expected, long long actual, const char *what, const char *file, int line)
{
    checks_made++;
    if (expected != actual)
    {
        checks_failed++;
        printf("%s:%d: %s is %lld, expected %lld\n", file, line, what, actual, expected);
    }
}

static inline void check_near(double expected, double actual, double within, const char *what, const char *file,
    int line)
{
    checks_made++;
    if (!(actual >= expected - within && actual <= expected + within))
    {
        checks_failed++;
        printf("%s:%d: %s is %.9g, expected %.9g within %g\n", file, line, what, actual, expected, within);
    }
}

static inline void check_text(const char *part, const char *text, const char *file, int line)
{
    checks_made++;
    if (strstr(text, part) == NULL || strchr(text, '\n') != NULL)
    {
        checks_failed++;
        printf("%s:%d: expected one line with '%s', got '%s'\n", file, line, part, text);
    }
}

/* "ff 01" or "ff01" to bytes; returns how many. */
static inline uint32_t from_hex(const char *hex, uint8_t *bytes, uint32_t room)
{
    uint32_t count = 0;
    unsigned value = 0;
    for (const char *c = hex; *c != '\0' && count < room; c += *c == ' ' ? 1 : 2)
    {
        if (*c != ' ')
        {
            sscanf(c, "%2x", &value);
            bytes[count++] = (uint8_t)value;
        }
    }
    return count;
}

static inline void check_bytes(const char *hex, const uint8_t *bytes, uint32_t count, const char *file, int line)
{
    uint8_t expected[1024];
    const uint32_t length = from_hex(hex, expected, sizeof expected);
    checks_made++;
    if (length != count || memcmp(expected, bytes, count) != 0)
    {
        checks_failed++;
        printf("%s:%d: expected %s\n     got     ", file, line, hex);
        for (uint32_t i = 0; i < count; i++)
        {
            printf(" %02x", bytes[i]);
        }
        printf("\n");
    }
}

static inline int checked(void)
{
    printf("%d checks, %d failed\n", checks_made, checks_failed);
    return checks_failed == 0 && checks_made > 0 ? 0 : 1;
}

#endif
