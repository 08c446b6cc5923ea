/* Feetech servos behind a pseudo-terminal as a program of their own: prints the path, lives until its input ends.
 * usage: serve_fee [SERVOS [FAMILY]], family 9 for STS, 10 for HLS */
#include "peer_fee.h"

static peer_fee servos;

static void init(int count, int variant)
{
    peer_fee_init(&servos, (uint32_t)count, (uint32_t)variant, peer_now_ns);
}

int main(int argc, char **argv)
{
    return peer_serve(argc, argv, &servos, peer_fee_answer, init, 10);
}
