/* Servos behind a pseudo-terminal as a program of their own: prints the path, lives until its input ends.
 * usage: serve_dxl [SERVOS [MODEL [FIRMWARE]]] */
#include "peer_dxl.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_dxl_answer(line->device, bytes, count, answer, delay_ns);
}

int main(int argc, char **argv)
{
    static peer_dxl servos;
    const long count = argc > 1 ? strtol(argv[1], NULL, 10) : 2;
    if (count < 1 || count > PEER_SERVOS_MAX)
    {
        fprintf(stderr, "usage: serve_dxl [1 to %d servos [model [firmware]]]\n", PEER_SERVOS_MAX);
        return 2;
    }
    peer_dxl_init(&servos, (uint32_t)count, argc > 2 ? (uint32_t)strtol(argv[2], NULL, 10) : 1020,
        argc > 3 ? (uint32_t)strtol(argv[3], NULL, 10) : 45, peer_now_ns);
    return peer_serve(&servos, on_bytes);
}
