/* Which feedback belongs to which exchange, over a pair of sockets in place of a CAN interface. */
#define _GNU_SOURCE

#include "check.h"
#include "clock.h"
#include "mit.h"

#include <linux/can.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST 0x11u
#define SECOND 0x12u

static const char *const FED[] = {"11c00080080020 1e", "12c00080080020 1e"};
static const char *const STALE[] = {"11000080080020 1e", "12000080080020 1e"};

static mit_link link_;
static bus_counters counters;
static int far_end;

static void start(void)
{
    int ends[2];
    CHECK_EQUAL(0, socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
    far_end = ends[1];
    memset(&link_, 0, sizeof link_);
    memset(&counters, 0, sizeof counters);
    link_.counters = &counters;
    link_.devices = 2;
    for (uint32_t i = 0; i < 2; i++)
    {
        link_.motor[i].id = i + 1;
        link_.motor[i].feedback_id = 0x11 + i;
        link_.motor[i].range = (dm_range){.position = 12.5, .velocity = 30, .torque = 10};
    }
    link_.port.is_socket = 1;
    link_.port.counters = &counters;
    link_.port.serial.fd = -1;
    link_.port.slack_ns = NS_PER_MS;
    can_socket_adopt(&link_.port.socket, ends[0]);
}

static void finish(void)
{
    can_port_close(&link_.port);
    close(far_end);
}

/* The next request on the wire: identifier, and its data. */
static uint32_t requested(uint8_t *data)
{
    struct can_frame frame;
    CHECK_EQUAL((ssize_t)CAN_MTU, recv(far_end, &frame, sizeof frame, 0));
    memcpy(data, frame.data, 8);
    return frame.can_id;
}

static void say(uint32_t identifier, const char *hex)
{
    struct can_frame frame = {.can_id = identifier};
    frame.can_dlc = (uint8_t)from_hex(hex, frame.data, sizeof frame.data);
    CHECK_EQUAL((ssize_t)CAN_MTU, send(far_end, &frame, sizeof frame, 0));
}

static void divide(uint32_t motor)
{
    const uint32_t number = link_.motor[motor].divider;
    char hex[32];
    snprintf(hex, sizeof hex, "%02x0033%02x00000000", motor + 1, number);
    say(0x11 + motor, hex);
}

static void ask(void)
{
    can_message message;
    mit_link_begin(&link_);
    for (uint32_t i = 0; i < 2; i++)
    {
        dm_command(&message, i + 1, &link_.motor[i].range, 0, 0, 0, 0, 0);
        mit_link_add(&link_, i, &message);
    }
}

static bus_outcome settle(void)
{
    return mit_link_finish(&link_, NS_PER_MS);
}

static void should_take_feedback_of_all(void)
{
    uint8_t data[8];
    start();
    ask();
    say(SECOND, FED[1]);
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK_EQUAL(1, requested(data));
    CHECK_EQUAL(2, requested(data));
    CHECK(link_.motor[0].feedback.position > 6);
    finish();
}

static void should_divide_late_feedback_from_new(void)
{
    uint8_t data[8];
    start();
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    requested(data);
    requested(data);
    ask();
    CHECK_EQUAL(0, link_.motor[0].divider);
    CHECK(link_.motor[1].divider != 0);
    say(FIRST, FED[0]);
    say(SECOND, STALE[1]); /* of the exchange before */
    divide(1);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK_EQUAL(1, requested(data));
    CHECK_EQUAL(DM_ALL, requested(data));
    CHECK_EQUAL(0x33, data[2]);
    CHECK_EQUAL(2, requested(data));
    CHECK(link_.motor[1].feedback.position > 6);
    CHECK_EQUAL(1, count_get(&counters, COUNT_LATE));
    CHECK_EQUAL(0, count_get(&counters, COUNT_LOST));
    ask();
    CHECK_EQUAL(0, link_.motor[1].divider);
    finish();
}

static void should_count_feedback_lost_that_the_divider_overtook(void)
{
    start();
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    ask();
    say(FIRST, FED[0]);
    divide(1);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK_EQUAL(0, count_get(&counters, COUNT_LATE));
    CHECK_EQUAL(1, count_get(&counters, COUNT_LOST));
    finish();
}

static void should_count_what_comes_behind_the_divider(void)
{
    start();
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    ask();
    const uint32_t divider = link_.motor[1].divider;
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    ask();
    CHECK_EQUAL(divider, link_.motor[1].divider); /* one question at a time */
    say(FIRST, FED[0]);
    say(SECOND, STALE[1]);
    divide(1);
    say(SECOND, STALE[1]);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK(link_.motor[1].feedback.position > 6);
    CHECK_EQUAL(2, count_get(&counters, COUNT_LATE));
    finish();
}

static void should_ask_another_register_when_one_does_not_come(void)
{
    start();
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    ask();
    const uint32_t older = link_.motor[1].divider;
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    clock_sleep(MIT_PATIENCE_NS + NS_PER_MS);
    ask();
    CHECK(link_.motor[1].divider != older && link_.motor[1].divider != 0);
    char hex[32];
    snprintf(hex, sizeof hex, "020033%02x00000000", older);
    say(FIRST, FED[0]);
    say(SECOND, hex);
    divide(1);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK_EQUAL(2, count_get(&counters, COUNT_LOST));
    finish();
}

static void should_forget_what_comes_between_two_exchanges(void)
{
    start();
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    say(SECOND, STALE[1]);
    ask();
    CHECK_EQUAL(0, link_.motor[1].divider);
    say(FIRST, FED[0]);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK_EQUAL(1, count_get(&counters, COUNT_LATE));
    finish();
}

static void should_tell_a_wrong_answer_from_none(void)
{
    start();
    ask();
    say(0x55, FED[0]);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_WRONG_ID, settle());
    start();
    ask();
    say(FIRST, "0000000000000000");
    say(FIRST, "1100000000000000");
    say(SECOND, FED[1]);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    finish();
    start();
    ask();
    say(FIRST, FED[0]);
    say(FIRST, FED[0]);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_WRONG_ID, settle());
    ask();
    say(FIRST, "11");
    CHECK_EQUAL(BUS_BAD_VALUE, settle());
    ask();
    close(far_end);
    CHECK_EQUAL(BUS_GONE, settle());
    can_port_close(&link_.port);
}

static void should_take_a_divider_that_comes_between_two_exchanges(void)
{
    start();
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    ask();
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    say(SECOND, STALE[1]);
    divide(1);
    say(SECOND, STALE[1]);
    struct can_frame foreign = {.can_id = 0x300FF01u | CAN_EFF_FLAG, .can_dlc = 8};
    CHECK_EQUAL((ssize_t)CAN_MTU, send(far_end, &foreign, sizeof foreign, 0));
    ask();
    CHECK_EQUAL(0, link_.motor[1].divider);
    CHECK_EQUAL(0, link_.motor[1].behind);
    CHECK_EQUAL((ssize_t)CAN_MTU, send(far_end, &foreign, sizeof foreign, 0));
    say(FIRST, FED[0]);
    say(SECOND, FED[1]);
    CHECK_EQUAL(BUS_GOOD, settle());
    CHECK_EQUAL(2, count_get(&counters, COUNT_LATE));
    finish();
}

static void should_wait_for_those_alone_that_were_asked(void)
{
    can_message message;
    start();
    mit_link_begin(&link_);
    dm_refresh(&message, 1);
    mit_link_add(&link_, 0, &message);
    say(SECOND, FED[1]);
    say(FIRST, FED[0]);
    CHECK_EQUAL(BUS_WRONG_ID, settle());
    mit_link_begin(&link_);
    mit_link_add(&link_, 0, &message);
    CHECK_EQUAL(BUS_UNDECIDED, settle());
    CHECK_EQUAL(0, link_.motor[1].behind);
    finish();
}

/* Answers a register request, after things that are no answer to it. */
static void *answer_register(void *unused)
{
    uint8_t data[8];
    (void)unused;
    requested(data);
    say(DM_ALL, "0100330a01000000"); /* an adapter that echoes */
    say(FIRST, FED[0]);
    say(FIRST, "0200330a01000000");
    say(FIRST, "0100330901000000");
    say(FIRST, "0100550a01000000");
    say(0x77, "0100330a05000000");
    say(0x78, "0100330a06000000");
    return NULL;
}

static void should_find_the_answer_to_a_register_among_others(void)
{
    pthread_t thread;
    can_message question;
    dm_register answer;
    uint32_t identifier = 0;
    uint32_t answers = 0;
    start();
    dm_read(&question, 1, DM_REG_MODE);
    pthread_create(&thread, NULL, answer_register, NULL);
    CHECK_EQUAL(BUS_GOOD, mit_link_register(&link_, &question, &answer, &identifier, &answers));
    pthread_join(thread, NULL);
    CHECK_EQUAL(2, answers);
    CHECK_EQUAL(0x78, identifier);
    CHECK_EQUAL(6, answer.whole);
    finish();
    start();
    mit_link_begin(&link_);
    close(far_end);
    CHECK_EQUAL(BUS_GONE, mit_link_register(&link_, &question, &answer, &identifier, NULL));
    can_port_close(&link_.port);
    start();
    CHECK_EQUAL(BUS_LOST, mit_link_register(&link_, &question, &answer, &identifier, NULL));
    finish();
    mit_link_count(&link_, BUS_SHORT);
    mit_link_count(&link_, BUS_UNDECIDED);
    CHECK_EQUAL(1, count_get(&counters, COUNT_SHORT));
}

int main(void)
{
    should_take_a_divider_that_comes_between_two_exchanges();
    should_wait_for_those_alone_that_were_asked();
    should_find_the_answer_to_a_register_among_others();
    should_take_feedback_of_all();
    should_divide_late_feedback_from_new();
    should_count_feedback_lost_that_the_divider_overtook();
    should_count_what_comes_behind_the_divider();
    should_ask_another_register_when_one_does_not_come();
    should_forget_what_comes_between_two_exchanges();
    should_tell_a_wrong_answer_from_none();
    return checked();
}
