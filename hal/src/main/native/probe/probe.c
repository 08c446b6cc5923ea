/*
 * probe - counts what a loaded driver allocates, prints and opens, for the conformance kit. Not a driver.
 *
 * A driver's calls to malloc and its kin, and to what prints or opens files, go through slots that the dynamic linker filled in (its "global offset
 * table"). attach points the slots of one library, and of the libraries that it brought along, at counting functions;
 * detach puts them back. Nothing else in the process is touched, and the driver need not be built in any special way. A
 * library that was linked statically with its own allocator cannot be seen.
 */
#define _GNU_SOURCE

#include "counted.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define SLOTS_MAX 4096

#if defined(__x86_64__)
#define IS_SLOT(type) ((type) == R_X86_64_JUMP_SLOT || (type) == R_X86_64_GLOB_DAT)
#elif defined(__aarch64__)
#define IS_SLOT(type) ((type) == R_AARCH64_JUMP_SLOT || (type) == R_AARCH64_GLOB_DAT)
#else
#define IS_SLOT(type) 0
#endif

static struct
{
    uintptr_t *slot;
    uintptr_t before;
} patched[SLOTS_MAX];
static int patches;

static int set_slot(uintptr_t *slot, uintptr_t value)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    void *begin = (void *)((uintptr_t)slot & ~(page - 1));
    /* The linker may have made the slots read-only. Left writable: to know what they were would mean parsing maps. */
    if (mprotect(begin, page, PROT_READ | PROT_WRITE) != 0)
    {
        return 0;
    }
    *slot = value;
    return 1;
}

static void watch(uintptr_t *slot, const counted_function *watched)
{
    const uintptr_t before = *slot;
    if (before == (uintptr_t)watched->counted || patches == SLOTS_MAX)
    {
        return;
    }
    if (watched->original != NULL)
    {
        *watched->original = (any_function)before;
    }
    if (set_slot(slot, (uintptr_t)watched->counted))
    {
        patched[patches].slot = slot;
        patched[patches].before = before;
        patches++;
    }
}

static void patch_table(const struct link_map *library, const ElfW(Rela) *table, size_t bytes, const ElfW(Sym) *symbols,
    const char *strings)
{
    for (size_t i = 0; i < bytes / sizeof(ElfW(Rela)); i++)
    {
        if (!IS_SLOT(ELF64_R_TYPE(table[i].r_info)))
        {
            continue;
        }
        const char *name = strings + symbols[ELF64_R_SYM(table[i].r_info)].st_name;
        for (const counted_function *watched = counted_functions; watched->name != NULL; watched++)
        {
            if (strcmp(name, watched->name) == 0)
            {
                watch((uintptr_t *)(library->l_addr + table[i].r_offset), watched);
            }
        }
    }
}

static void patch_library(const struct link_map *library)
{
    const ElfW(Rela) *jumps = NULL;
    const ElfW(Rela) *others = NULL;
    size_t jump_bytes = 0;
    size_t other_bytes = 0;
    const ElfW(Sym) *symbols = NULL;
    const char *strings = NULL;
    for (const ElfW(Dyn) *d = library->l_ld; d->d_tag != DT_NULL; d++)
    {
        switch (d->d_tag)
        {
            case DT_JMPREL: jumps = (const ElfW(Rela) *)d->d_un.d_ptr; break;
            case DT_PLTRELSZ: jump_bytes = d->d_un.d_val; break;
            case DT_RELA: others = (const ElfW(Rela) *)d->d_un.d_ptr; break;
            case DT_RELASZ: other_bytes = d->d_un.d_val; break;
            case DT_SYMTAB: symbols = (const ElfW(Sym) *)d->d_un.d_ptr; break;
            case DT_STRTAB: strings = (const char *)d->d_un.d_ptr; break;
            default: break;
        }
    }
    if (symbols != NULL && strings != NULL)
    {
        patch_table(library, jumps, jumps == NULL ? 0 : jump_bytes, symbols, strings);
        patch_table(library, others, others == NULL ? 0 : other_bytes, symbols, strings);
    }
}

/* The system's own libraries allocate for themselves, and for everybody else in the process. */
static int is_system(const char *path)
{
    static const char *const names[] = {"/libc.so", "/libc-", "/libm.so", "/libdl.so", "/libpthread.so", "/librt.so",
        "/ld-", "/libstdc++.so", "/libgcc_s.so", "linux-vdso"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    {
        if (strstr(path, names[i]) != NULL)
        {
            return 1;
        }
    }
    return 0;
}

static int needs(const struct link_map *library, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *file = slash == NULL ? path : slash + 1;
    const char *strings = NULL;
    for (const ElfW(Dyn) *d = library->l_ld; d->d_tag != DT_NULL; d++)
    {
        strings = d->d_tag == DT_STRTAB ? (const char *)d->d_un.d_ptr : strings;
    }
    for (const ElfW(Dyn) *d = library->l_ld; strings != NULL && d->d_tag != DT_NULL; d++)
    {
        if (d->d_tag == DT_NEEDED && strcmp(strings + d->d_un.d_val, file) == 0)
        {
            return 1;
        }
    }
    return 0;
}

/* Starts watching a loaded library. Returns the number of slots watched (0: imports no allocator), -1: not loaded. */
EXPORT int32_t sinew_probe_attach(const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    struct link_map *driver = NULL;
    if (handle == NULL || dlinfo(handle, RTLD_DI_LINKMAP, &driver) != 0)
    {
        return -1;
    }
    const struct link_map *first = driver;
    while (first->l_prev != NULL)
    {
        first = first->l_prev;
    }
    patch_library(driver);
    for (const struct link_map *other = first; other != NULL; other = other->l_next)
    {
        if (other != driver && !is_system(other->l_name) && needs(driver, other->l_name))
        {
            patch_library(other);
        }
    }
    dlclose(handle);
    return patches;
}

/* Puts back what attach changed. */
EXPORT void sinew_probe_detach(void)
{
    while (patches > 0)
    {
        patches--;
        set_slot(patched[patches].slot, patched[patches].before);
    }
}

/* Starts (1) or ends (0) counting the calling thread's calls. Returns the calls of the allocator counted so far. */
EXPORT int64_t sinew_probe_arm(int32_t on)
{
    return counted_arm(on);
}

/* Calls that printed or opened something, counted so far. */
EXPORT int64_t sinew_probe_words(void)
{
    return counted_words();
}

/* Pieces of memory that the watched libraries hold more than when they were first watched. */
EXPORT int64_t sinew_probe_outstanding(void)
{
    return counted_outstanding();
}
