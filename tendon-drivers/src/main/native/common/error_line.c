#include "error_line.h"

#include "sinew_driver.h"

#include <stdio.h>

int32_t fail_with(error_line *error, const char *format, va_list arguments)
{
    vsnprintf(error->text, sizeof error->text, format, arguments);
    for (char *c = error->text; *c != '\0'; c++)
    {
        if ((unsigned char)*c < 0x20)
        {
            *c = '?';
        }
    }
    return SINEW_ERROR;
}

int32_t fail(error_line *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int32_t result = fail_with(error, format, arguments);
    va_end(arguments);
    return result;
}
