/* Which answer belongs to which exchange, over a pair of sockets in place of a CAN interface. */
#define _GNU_SOURCE

#include "check.h"
#include "clock.h"
#include "moteus.h"

#include <linux/can.h>
#include <sys/socket.h>
#include <unistd.h>

static mot_link link_;
static bus_counters counters;
static int far_end;

static void start(void)
{
    static motor_list motors;
    int ends[2];
    CHECK_EQUAL(0, socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
    far_end = ends[1];
    memset(&link_, 0, sizeof link_);
    memset(&counters, 0, sizeof counters);
    motors.count = 2;
    motors.motor[0].id = 1;
    motors.motor[1].id = 70;
    link_.port.is_socket = 1;
    link_.port.counters = &counters;
    link_.port.serial.fd = -1;
    link_.port.slack_ns = NS_PER_MS;
    can_socket_adopt(&link_.port.socket, ends[0]);
    /* 64 to 126, but for the motor that has one of them */
    CHECK_EQUAL(62, mot_link_init(&link_, &motors, &counters));
}

static void finish(void)
{
    can_port_close(&link_.port);
    close(far_end);
}

/* The next request on the wire; its identifier. */
static uint32_t requested(void)
{
    struct canfd_frame frame;
    CHECK_EQUAL((ssize_t)CANFD_MTU, recv(far_end, &frame, sizeof frame, 0));
    return frame.can_id;
}

static void answer(uint32_t source, uint32_t destination, const char *hex)
{
    struct canfd_frame frame = {.can_id = (source << 8 | destination) | CAN_EFF_FLAG, .flags = CANFD_BRS};
    frame.len = (uint8_t)from_hex(hex, frame.data, sizeof frame.data);
    CHECK_EQUAL((ssize_t)CANFD_MTU, send(far_end, &frame, sizeof frame, 0));
}

/* One exchange with both; answers are given by hand before it waits. */
static void ask(uint32_t motors)
{
    can_message message;
    mot_link_begin(&link_);
    for (uint32_t i = 0; i < motors; i++)
    {
        mot_link_add(&link_, i, &message, mot_ask_state(message.data));
    }
}

static uint32_t host(void)
{
    return link_.host[link_.host_now];
}

static void should_name_another_source_each_time(void)
{
    start();
    ask(2);
    const uint32_t first = host();
    answer(1, first, "21000a");
    answer(70, first, "210000");
    CHECK_EQUAL(BUS_GOOD, mot_link_finish(&link_, NS_PER_MS, 0));
    CHECK_EQUAL((0x8001u | first << 8) | CAN_EFF_FLAG, requested());
    CHECK_EQUAL((0x8046u | first << 8) | CAN_EFF_FLAG, requested());
    CHECK_EQUAL(10, link_.answer[0].value[MOT_MODE]);
    ask(2);
    CHECK(host() != first && host() != 70);
    finish();
}

static void should_count_an_answer_that_comes_late_and_drop_it(void)
{
    start();
    ask(2);
    const uint32_t first = host();
    answer(1, first, "21000a");
    CHECK_EQUAL(BUS_UNDECIDED, mot_link_finish(&link_, NS_PER_MS, 0));
    ask(2);
    const uint32_t second = host();
    answer(70, first, "21000b");
    answer(1, second, "21000a");
    answer(70, second, "21000a");
    CHECK_EQUAL(BUS_GOOD, mot_link_finish(&link_, NS_PER_MS, 0));
    CHECK_EQUAL(10, link_.answer[1].value[MOT_MODE]);
    CHECK_EQUAL(1, count_get(&counters, COUNT_LATE));
    answer(70, first, "21000b"); /* a second time: nobody waits for it */
    mot_link_begin(&link_);
    CHECK_EQUAL(1, count_get(&counters, COUNT_LATE));
    CHECK_EQUAL(0, count_get(&counters, COUNT_LOST));
    finish();
}

static void should_ask_nobody_when_every_source_is_waited_for(void)
{
    start();
    const int64_t begin_ns = clock_ns();
    for (uint32_t i = 0; i < 62; i++)
    {
        ask(1);
        CHECK(link_.host_now >= 0);
        CHECK_EQUAL(BUS_UNDECIDED, mot_link_finish(&link_, 0, 0));
        requested();
    }
    ask(1);
    const int was_full = link_.host_now < 0;
    CHECK(was_full || clock_ns() - begin_ns > MOT_PATIENCE_NS); /* a machine that stood still meanwhile */
    CHECK_EQUAL(BUS_UNDECIDED, mot_link_finish(&link_, 0, 0));
    CHECK(!was_full || (requested() & 0x8000u) == 0); /* sent, but no answer is wanted */
    clock_sleep(MOT_PATIENCE_NS + NS_PER_MS);
    ask(1);
    CHECK(link_.host_now >= 0);
    CHECK(count_get(&counters, COUNT_LOST) >= 62);
    finish();
}

static void should_tell_a_wrong_answer_from_none(void)
{
    start();
    ask(2);
    answer(5, host(), "21000a");
    answer(1, host(), "21000a");
    answer(70, host(), "21000a");
    CHECK_EQUAL(BUS_WRONG_ID, mot_link_finish(&link_, NS_PER_MS, 0));
    ask(1);
    answer(70, host(), "21000a"); /* one of ours, but it was not asked */
    answer(1, 9, "21000a");       /* somebody else's conversation */
    answer(1, host(), "21000a");
    CHECK_EQUAL(BUS_WRONG_ID, mot_link_finish(&link_, NS_PER_MS, 0));
    ask(1);
    answer(1, host(), "24");
    CHECK_EQUAL(BUS_BAD_VALUE, mot_link_finish(&link_, NS_PER_MS, 0));
    ask(1);
    answer(1, host(), "21000a");
    answer(1, host(), "21000a");
    CHECK_EQUAL(BUS_WRONG_ID, mot_link_finish(&link_, NS_PER_MS, NS_PER_MS));
    CHECK_EQUAL(1, link_.doubled);
    ask(2);
    close(far_end);
    CHECK_EQUAL(BUS_GONE, mot_link_finish(&link_, NS_PER_MS, 0));
    can_port_close(&link_.port);
}

int main(void)
{
    should_name_another_source_each_time();
    should_count_an_answer_that_comes_late_and_drop_it();
    should_ask_nobody_when_every_source_is_waited_for();
    should_tell_a_wrong_answer_from_none();
    return checked();
}
