/* Motors in MIT mode behind a pseudo-terminal as a program of their own: prints the path, lives until its input ends.
 * usage: serve_mit [MOTORS [VARIANT]]: 0 Damiao, 1 with slcan, 2 RobStride, 3 with slcan */
#include "peer_mit.h"

static peer_mit motors;

static void init(int count, int variant)
{
    peer_mit_init(&motors, (variant & 2) != 0 ? &PEER_ROBSTRIDE : &PEER_DAMIAO, count, variant & 1, peer_now_ns);
}

int main(int argc, char **argv)
{
    return peer_serve(argc, argv, &motors, peer_mit_answer, init, 0);
}
