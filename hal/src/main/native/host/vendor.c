/*
 * vendor - loading a driver's library. See vendor.h.
 */
#define _GNU_SOURCE

#include "vendor.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/* The address of a verb as a function: ISO C has no cast from one to the other. */
static int find(void *library, const char *verb, void *function)
{
    char symbol[64];
    snprintf(symbol, sizeof symbol, "sinew_driver_%s", verb);
    void *address = dlsym(library, symbol);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

int32_t vendor_load(vendor *vendor, const char *path, char *error, size_t error_bytes)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    uint32_t (*abi_version)(void) = NULL;
    if (library == NULL)
    {
        snprintf(error, error_bytes, "cannot load driver library: %.200s; install what it is missing (ldd shows it)",
            dlerror());
        return SINEW_ERROR;
    }
    const int whole = find(library, "abi_version", &abi_version) & find(library, "name", &vendor->name) &
        find(library, "version", &vendor->version) & find(library, "open", &vendor->open) &
        find(library, "capabilities", &vendor->capabilities) & find(library, "activate", &vendor->activate) &
        find(library, "receive", &vendor->receive) & find(library, "send", &vendor->send) &
        find(library, "deactivate", &vendor->deactivate) & find(library, "close", &vendor->close) &
        find(library, "last_error", &vendor->last_error);
    find(library, "request", &vendor->request);
    if (!whole)
    {
        snprintf(error, error_bytes, "not a Sinew driver: %.200s lacks a verb; export every verb of sinew_driver.h",
            path);
        return SINEW_ERROR;
    }
    const uint32_t abi = abi_version();
    if (abi >> 16 != SINEW_ABI_VERSION >> 16 || (abi & 0xffff) > (SINEW_ABI_VERSION & 0xffff))
    {
        snprintf(error, error_bytes, "driver speaks another ABI: %.200s, driver=%u.%u, host=%u.%u; compile it against "
            "this release's sinew_driver.h", path, abi >> 16, abi & 0xffff, SINEW_ABI_VERSION >> 16,
            SINEW_ABI_VERSION & 0xffff);
        return SINEW_ERROR;
    }
    return SINEW_OK;
}
