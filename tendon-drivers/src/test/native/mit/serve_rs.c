/* RobStride motors behind a pseudo-terminal as a program of their own: prints the path, lives until its input ends.
 * usage: serve_rs [MOTORS [1 for slcan]] */
#include "peer_rs.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_rs_answer(line->device, bytes, count, answer, delay_ns);
}

int main(int argc, char **argv)
{
    static peer_rs motors;
    const long count = argc > 1 ? strtol(argv[1], NULL, 10) : 2;
    if (count < 1 || count > PEER_MOTORS_MAX)
    {
        fprintf(stderr, "usage: serve_rs [1 to %d motors [0 or 1]]\n", PEER_MOTORS_MAX);
        return 2;
    }
    peer_rs_init(&motors, (int)count, argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0, peer_now_ns);
    return peer_serve(&motors, on_bytes);
}
