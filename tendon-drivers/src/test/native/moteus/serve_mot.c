/* moteus controllers behind a pseudo-terminal as a program of their own: prints the path, lives until its input ends.
 * usage: serve_mot [CONTROLLERS [1 for a UART with checks]] */
#include "peer_mot.h"

static peer_mot controllers;

static void init(int count, int variant)
{
    peer_mot_init(&controllers, count, variant, peer_now_ns);
}

int main(int argc, char **argv)
{
    return peer_serve(argc, argv, &controllers, peer_mot_answer, init, 0);
}
