/* Servos with firmware 45 behind a pseudo-terminal as a program of their own: prints the path, lives until its input
 * ends. usage: serve_dxl [SERVOS [MODEL]] */
#include "peer_dxl.h"

static peer_dxl servos;

static void init(int count, int variant)
{
    peer_dxl_init(&servos, (uint32_t)count, (uint32_t)variant, 45, peer_now_ns);
}

int main(int argc, char **argv)
{
    return peer_serve(argc, argv, &servos, peer_dxl_answer, init, 1020);
}
