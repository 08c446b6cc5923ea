/*
 * counted - allocation, printing and opening, counted. See counted.h.
 */
#define _GNU_SOURCE

#include "counted.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <syslog.h>

static _Thread_local int armed;
static int64_t calls;               /* of the armed thread, which alone writes it */
static int64_t words;               /* the same thread's calls that print or open */
static _Atomic int64_t outstanding; /* taken and not given back, by all threads */

/* Counts a call after which `change` more pieces of memory are held. */
static void count(int change)
{
    if (armed)
    {
        calls++;
    }
    outstanding += change;
}

static void *counted_malloc(size_t size)
{
    void *p = malloc(size);
    count(p != NULL);
    return p;
}

static void *counted_calloc(size_t n, size_t size)
{
    void *p = calloc(n, size);
    count(p != NULL);
    return p;
}

static void *counted_realloc(void *old, size_t size)
{
    const int had = old != NULL;
    void *p = realloc(old, size);
    count((p != NULL && !had) - (p == NULL && had && size == 0));
    return p;
}

static void *counted_aligned_alloc(size_t alignment, size_t size)
{
    void *p = aligned_alloc(alignment, size);
    count(p != NULL);
    return p;
}

static int counted_posix_memalign(void **p, size_t alignment, size_t size)
{
    const int result = posix_memalign(p, alignment, size);
    count(result == 0);
    return result;
}

static char *counted_strdup(const char *text)
{
    char *p = strdup(text);
    count(p != NULL);
    return p;
}

static void counted_free(void *p)
{
    count(-(p != NULL));
    free(p);
}

static void *counted_memalign(size_t alignment, size_t size)
{
    void *p = memalign(alignment, size);
    count(p != NULL);
    return p;
}

static void *counted_reallocarray(void *old, size_t n, size_t size)
{
    size_t bytes = 0;
    return __builtin_mul_overflow(n, size, &bytes) ? NULL : counted_realloc(old, bytes);
}

static char *counted_strndup(const char *text, size_t most)
{
    char *p = strndup(text, most);
    count(p != NULL);
    return p;
}

static int counted_vasprintf(char **text, const char *format, va_list arguments)
{
    const int length = vasprintf(text, format, arguments);
    count(length >= 0);
    return length;
}

static int counted_asprintf(char **text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = counted_vasprintf(text, format, arguments);
    va_end(arguments);
    return length;
}

static int counted_asprintf_chk(char **text, int flag, const char *format, ...)
{
    (void)flag;
    va_list arguments;
    va_start(arguments, format);
    const int length = counted_vasprintf(text, format, arguments);
    va_end(arguments);
    return length;
}

/* C++: the driver's own operator may be another one than the C library's, so the true one does the work. */
static any_function true_new;
static any_function true_new_array;
static any_function true_delete;
static any_function true_delete_array;
static any_function true_delete_sized;
static any_function true_delete_array_sized;

static void *counted_new(size_t size)
{
    void *p = ((void *(*)(size_t))true_new)(size);
    count(1);
    return p;
}

static void *counted_new_array(size_t size)
{
    void *p = ((void *(*)(size_t))true_new_array)(size);
    count(1);
    return p;
}

static void counted_delete(void *p)
{
    count(-(p != NULL));
    ((void (*)(void *))true_delete)(p);
}

static void counted_delete_array(void *p)
{
    count(-(p != NULL));
    ((void (*)(void *))true_delete_array)(p);
}

static void counted_delete_sized(void *p, size_t size)
{
    count(-(p != NULL));
    ((void (*)(void *, size_t))true_delete_sized)(p, size);
}

static void counted_delete_array_sized(void *p, size_t size)
{
    count(-(p != NULL));
    ((void (*)(void *, size_t))true_delete_array_sized)(p, size);
}

static void *counted_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    void *p = mmap(at, size, protection, flags, file, offset);
    count(p != MAP_FAILED);
    return p;
}

static int counted_munmap(void *at, size_t size)
{
    const int result = munmap(at, size);
    count(-(result == 0));
    return result;
}

/* ------------------------------------------------------------------------------------------ printing and opening */

static void say(void)
{
    if (armed)
    {
        words++;
    }
}

static int said_vprintf(const char *format, va_list arguments)
{
    say();
    return vprintf(format, arguments);
}

static int said_vfprintf(FILE *file, const char *format, va_list arguments)
{
    say();
    return vfprintf(file, format, arguments);
}

static int said_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = said_vprintf(format, arguments);
    va_end(arguments);
    return length;
}

static int said_printf_chk(int flag, const char *format, ...)
{
    (void)flag;
    va_list arguments;
    va_start(arguments, format);
    const int length = said_vprintf(format, arguments);
    va_end(arguments);
    return length;
}

static int said_fprintf(FILE *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = said_vfprintf(file, format, arguments);
    va_end(arguments);
    return length;
}

static int said_fprintf_chk(FILE *file, int flag, const char *format, ...)
{
    (void)flag;
    va_list arguments;
    va_start(arguments, format);
    const int length = said_vfprintf(file, format, arguments);
    va_end(arguments);
    return length;
}

static int said_puts(const char *text)
{
    say();
    return puts(text);
}

static int said_putchar(int letter)
{
    say();
    return putchar(letter);
}

static int said_fputs(const char *text, FILE *file)
{
    say();
    return fputs(text, file);
}

static int said_fputc(int letter, FILE *file)
{
    say();
    return fputc(letter, file);
}

static size_t said_fwrite(const void *data, size_t size, size_t n, FILE *file)
{
    say();
    return fwrite(data, size, n, file);
}

static void said_perror(const char *text)
{
    say();
    perror(text);
}

static void said_syslog(int priority, const char *format, ...)
{
    say();
    va_list arguments;
    va_start(arguments, format);
    vsyslog(priority, format, arguments);
    va_end(arguments);
}

static FILE *said_fopen(const char *path, const char *mode)
{
    say();
    return fopen(path, mode);
}

static int said_open(const char *path, int flags, ...)
{
    say();
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return open(path, flags, mode);
}

static int said_openat(int directory, const char *path, int flags, ...)
{
    say();
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openat(directory, path, flags, mode);
}

/* --------------------------------------------------------------------------------------------------------- table */

#define WATCH(name, function) {name, (any_function)(function), NULL}

const counted_function counted_functions[] = {
    WATCH("malloc", counted_malloc),
    WATCH("calloc", counted_calloc),
    WATCH("realloc", counted_realloc),
    WATCH("reallocarray", counted_reallocarray),
    WATCH("aligned_alloc", counted_aligned_alloc),
    WATCH("memalign", counted_memalign),
    WATCH("posix_memalign", counted_posix_memalign),
    WATCH("strdup", counted_strdup),
    WATCH("__strdup", counted_strdup),
    WATCH("strndup", counted_strndup),
    WATCH("asprintf", counted_asprintf),
    WATCH("__asprintf_chk", counted_asprintf_chk),
    WATCH("vasprintf", counted_vasprintf),
    WATCH("free", counted_free),
    WATCH("mmap", counted_mmap),
    WATCH("mmap64", counted_mmap),
    WATCH("munmap", counted_munmap),
    {"_Znwm", (any_function)counted_new, &true_new},
    {"_Znam", (any_function)counted_new_array, &true_new_array},
    {"_ZdlPv", (any_function)counted_delete, &true_delete},
    {"_ZdaPv", (any_function)counted_delete_array, &true_delete_array},
    {"_ZdlPvm", (any_function)counted_delete_sized, &true_delete_sized},
    {"_ZdaPvm", (any_function)counted_delete_array_sized, &true_delete_array_sized},
    WATCH("printf", said_printf),
    WATCH("__printf_chk", said_printf_chk),
    WATCH("vprintf", said_vprintf),
    WATCH("fprintf", said_fprintf),
    WATCH("__fprintf_chk", said_fprintf_chk),
    WATCH("vfprintf", said_vfprintf),
    WATCH("puts", said_puts),
    WATCH("putchar", said_putchar),
    WATCH("fputs", said_fputs),
    WATCH("fputc", said_fputc),
    WATCH("putc", said_fputc),
    WATCH("_IO_putc", said_fputc),
    WATCH("fwrite", said_fwrite),
    WATCH("perror", said_perror),
    WATCH("syslog", said_syslog),
    WATCH("fopen", said_fopen),
    WATCH("fopen64", said_fopen),
    WATCH("open", said_open),
    WATCH("open64", said_open),
    WATCH("openat", said_openat),
    WATCH("openat64", said_openat),
    {NULL, NULL, NULL},
};

int64_t counted_arm(int32_t on)
{
    armed = on;
    return calls;
}

int64_t counted_words(void)
{
    return words;
}

int64_t counted_outstanding(void)
{
    return outstanding;
}
