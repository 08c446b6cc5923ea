/*
 * host_settings - the text that says how a driver's host is started. See isolation.c and host_process.h.
 */
#define _GNU_SOURCE

#include "host_process.h"

#include <stdio.h>
#include <string.h>

#define SILENCE_MS_MOST 60000
#define WAIT_US_LEAST 50
#define WAIT_US_MOST 1000000

const char *host_configure(host_settings *settings, const char *text)
{
    char hand_over[8] = "";
    int silence_ms = 0;
    int wait_us = 0;
    int used = 0;
    if (sscanf(text, "silence_ms=%d wait_us=%d hand_over=%7[a-z] library=%n", &silence_ms, &wait_us, hand_over,
        &used) != 3 || used == 0)
    {
        return "cannot use this text";
    }
    if (silence_ms < 1 || silence_ms > SILENCE_MS_MOST)
    {
        return "silence_ms is not 1 to 60000";
    }
    if (wait_us < WAIT_US_LEAST || wait_us > WAIT_US_MOST)
    {
        return "wait_us is not 50 to 1000000";
    }
    settings->wait_ns = (int64_t)wait_us * 1000;
    settings->silence_ns = (int64_t)silence_ms * 1000000;
    settings->spins = strcmp(hand_over, "spin") == 0;
    if (!settings->spins && strcmp(hand_over, "futex") != 0)
    {
        return "hand_over is neither futex nor spin";
    }
    const size_t length = strcspn(text + used, "\n");
    if (length == 0 || length >= sizeof settings->library)
    {
        return "no library, or too long a path";
    }
    memcpy(settings->library, text + used, length);
    settings->library[length] = '\0';
    const char *rest = text + used + length;
    settings->config = strdup(*rest == '\n' ? rest + 1 : rest);
    return settings->config == NULL ? "out of memory" : NULL;
}
