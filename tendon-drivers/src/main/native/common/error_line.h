/*
 * error_line - why something failed: one line that ends with what the user can do.
 */
#ifndef SINEW_ERROR_LINE_H
#define SINEW_ERROR_LINE_H

#include <stdarg.h>
#include <stdint.h>

#define ERROR_LINE_BYTES 512

typedef struct error_line
{
    char text[ERROR_LINE_BYTES];
} error_line;

/*
 * Writes the line; control characters (a name out of a file may hold any) become '?', so that it stays one line.
 * Allocates nothing. Always returns SINEW_ERROR, so that a caller can say `return fail(error, ...)`.
 */
int32_t fail(error_line *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
int32_t fail_with(error_line *error, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

#endif
