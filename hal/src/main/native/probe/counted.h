/*
 * counted.h - stand-ins for functions of the C and C++ libraries that do the same and count.
 */
#ifndef SINEW_COUNTED_H
#define SINEW_COUNTED_H

#include <stdint.h>

typedef void (*any_function)(void);

/* One function that is watched: its name for the linker, and what counts in its place. */
typedef struct
{
    const char *name;
    any_function counted;
    any_function *original; /* where `counted` wants to find the true one; NULL when it needs none */
} counted_function;

/* Ends with an entry without a name. */
extern const counted_function counted_functions[];

/* Counts the calling thread's calls from now on (1) or no more (0); returns those of the allocator so far. */
int64_t counted_arm(int32_t on);

/* Calls that printed or opened something so far. */
int64_t counted_words(void);

/* Pieces of memory taken and not given back, by all threads. */
int64_t counted_outstanding(void);

#endif /* SINEW_COUNTED_H */
