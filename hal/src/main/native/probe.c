/*
 * probe - counts what a loaded driver allocates, for the conformance kit. Not a driver.
 *
 * A driver's calls to malloc and its kin go through slots that the dynamic linker filled in (its "global offset
 * table"). attach points the slots of one library, and of the libraries that it brought along, at counting functions;
 * detach puts them back. Nothing else in the process is touched, and the driver need not be built in any special way. A
 * library that was linked statically with its own allocator cannot be seen.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
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

static _Thread_local int armed;
static int64_t calls;               /* of the armed thread, which alone writes it */
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

typedef void (*any_function)(void);

static const struct
{
    const char *name;
    any_function counted;
} WATCHED[] = {
    {"malloc", (any_function)counted_malloc},
    {"calloc", (any_function)counted_calloc},
    {"realloc", (any_function)counted_realloc},
    {"aligned_alloc", (any_function)counted_aligned_alloc},
    {"posix_memalign", (any_function)counted_posix_memalign},
    {"strdup", (any_function)counted_strdup},
    {"__strdup", (any_function)counted_strdup},
    {"free", (any_function)counted_free},
    {"mmap", (any_function)counted_mmap},
    {"munmap", (any_function)counted_munmap},
};

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
        for (size_t w = 0; w < sizeof WATCHED / sizeof WATCHED[0]; w++)
        {
            uintptr_t *slot = (uintptr_t *)(library->l_addr + table[i].r_offset);
            if (strcmp(name, WATCHED[w].name) == 0 && patches < SLOTS_MAX)
            {
                const uintptr_t before = *slot;
                if (set_slot(slot, (uintptr_t)WATCHED[w].counted))
                {
                    patched[patches].slot = slot;
                    patched[patches].before = before;
                    patches++;
                }
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

/* Starts (1) or ends (0) counting the calling thread's calls. Returns the calls counted so far. */
EXPORT int64_t sinew_probe_arm(int32_t on)
{
    armed = on;
    return calls;
}

/* Pieces of memory that the watched libraries hold more than when they were first watched. */
EXPORT int64_t sinew_probe_outstanding(void)
{
    return outstanding;
}
