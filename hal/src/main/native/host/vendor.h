/*
 * vendor.h - a driver's library, loaded into a process of its own.
 */
#ifndef SINEW_VENDOR_H
#define SINEW_VENDOR_H

#include "sinew_driver.h"

#include <stddef.h>

typedef struct
{
    const char *(*name)(void);
    const char *(*version)(void);
    int32_t (*open)(const char *, sinew_driver **, const sinew_layout **);
    uint64_t (*capabilities)(sinew_driver *);
    int32_t (*activate)(sinew_driver *);
    int32_t (*receive)(sinew_driver *, int64_t);
    int32_t (*send)(sinew_driver *, int64_t);
    int32_t (*deactivate)(sinew_driver *);
    void (*close)(sinew_driver *);
    const char *(*last_error)(sinew_driver *);
    int32_t (*request)(sinew_driver *, const char *, double *, int32_t); /* NULL when it has none */
} vendor;

/* Loads a library and finds its verbs. SINEW_OK, or SINEW_ERROR with one line in `error`. */
int32_t vendor_load(vendor *vendor, const char *path, char *error, size_t error_bytes);

#endif /* SINEW_VENDOR_H */
