/* Feetech servos behind a pseudo-terminal as a program of their own: prints the path, lives until its input ends.
 * usage: serve_fee [SERVOS [FAMILY]], family 9 for STS, 10 for HLS */
#include "peer_fee.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_fee_answer(line->device, bytes, count, answer, delay_ns);
}

int main(int argc, char **argv)
{
    static peer_fee servos;
    const long count = argc > 1 ? strtol(argv[1], NULL, 10) : 2;
    if (count < 1 || count > PEER_SERVOS_MAX)
    {
        fprintf(stderr, "usage: serve_fee [1 to %d servos [9 or 10]]\n", PEER_SERVOS_MAX);
        return 2;
    }
    peer_fee_init(&servos, (uint32_t)count, argc > 2 ? (uint32_t)strtol(argv[2], NULL, 10) : 10, peer_now_ns);
    return peer_serve(&servos, on_bytes);
}
