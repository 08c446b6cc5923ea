/* Which feedback belongs to which exchange, over a pair of sockets in place of a CAN interface. */
#define _GNU_SOURCE

#include "check.h"
#include "clock.h"
#include "dm_codec.h"
#include "mit.h"

#include <linux/can.h>
#include <pthread.h>
#include <stdatomic.h>
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
    link_.dialect = &DAMIAO;
    for (uint32_t i = 0; i < 2; i++)
    {
        link_.motor[i].id = i + 1;
        link_.motor[i].feedback_id = 0x11 + i;
        link_.motor[i].range = (mit_range){.position = 12.5, .velocity = 30, .torque = 10};
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

/* What two motors do with what they are sent. Written before an exchange, read by the thread that plays them. */
static struct
{
    int mute[2];     /* commands that stay without answer */
    int late[2];     /* feedback of before that comes when a register is asked for */
    int no_register; /* questions that stay without answer */
    int other_register; /* answers that are about another register, as from before */
    int twice;       /* feedback comes twice */
    int zero;        /* feedback is all zero */
    int stranger;    /* feedback has an identifier that nobody knows */
} script;

static atomic_int registers_asked;
static atomic_int commands_seen;
static pthread_t player;

static int use(int *count)
{
    return *count > 0 ? (*count)-- : 0;
}

static void play_register(uint32_t motor, uint32_t number)
{
    char hex[32];
    atomic_fetch_add(&registers_asked, 1);
    while (use(&script.late[motor]))
    {
        say(FIRST + motor, STALE[motor]);
    }
    if (use(&script.other_register))
    {
        snprintf(hex, sizeof hex, "%02x0033%02x00000000", motor + 1, number == 1 ? 2u : 1u);
        say(FIRST + motor, hex);
    }
    else if (!use(&script.no_register))
    {
        snprintf(hex, sizeof hex, "%02x0033%02x00000000", motor + 1, number);
        say(FIRST + motor, hex);
    }
}

static void play_command(uint32_t motor)
{
    atomic_fetch_add(&commands_seen, 1);
    if (!use(&script.mute[motor]))
    {
        const int twice = use(&script.twice); /* first: the exchange may be over with what is said */
        say(use(&script.stranger) ? 0x55 : FIRST + motor, use(&script.zero) ? "0000000000000000" : FED[motor]);
        if (twice)
        {
            say(FIRST + motor, FED[motor]);
        }
    }
}

/* Ends when the other end is closed. */
static void *play(void *unused)
{
    struct can_frame frame;
    (void)unused;
    while (recv(far_end, &frame, sizeof frame, 0) == (ssize_t)CAN_MTU)
    {
        if (frame.can_id == DM_ALL && frame.data[2] == 0x33)
        {
            play_register(frame.data[0] - 1u, frame.data[3]);
        }
        else if (frame.can_id == 1 || frame.can_id == 2)
        {
            play_command(frame.can_id - 1);
        }
    }
    return NULL;
}

static void start_playing(void)
{
    start();
    memset(&script, 0, sizeof script);
    atomic_store(&registers_asked, 0);
    atomic_store(&commands_seen, 0);
    pthread_create(&player, NULL, play, NULL);
}

static void finish_playing(void)
{
    can_port_close(&link_.port);
    pthread_join(player, NULL);
    close(far_end);
}

static bus_outcome exchange(uint32_t motors)
{
    can_message message;
    mit_link_begin(&link_);
    for (uint32_t i = 0; i < motors; i++)
    {
        link_.dialect->command(&message, i + 1, &link_.motor[i].range, 0, 0);
        mit_link_add(&link_, i, &message);
    }
    return mit_link_finish(&link_, 50 * NS_PER_MS);
}

static long long count(counter which)
{
    return (long long)count_get(&counters, which);
}

static void should_take_feedback_of_all(void)
{
    start_playing();
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK(link_.motor[0].feedback.position > 6 && link_.motor[1].feedback.position > 6);
    CHECK_EQUAL(0, atomic_load(&registers_asked));
    finish_playing();
}

static void should_divide_late_feedback_from_new(void)
{
    start_playing();
    script.mute[1] = 1;
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    script.late[1] = 1;
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(1, atomic_load(&registers_asked));
    CHECK(link_.motor[1].feedback.position > 6);
    CHECK_EQUAL(1, count(COUNT_LATE));
    CHECK_EQUAL(0, count(COUNT_LOST));
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(1, atomic_load(&registers_asked));
    finish_playing();
}

static void should_count_feedback_lost_that_the_register_overtook(void)
{
    start_playing();
    script.mute[1] = 1;
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(0, count(COUNT_LATE));
    CHECK_EQUAL(1, count(COUNT_LOST));
    finish_playing();
}

static void should_command_nobody_who_has_not_caught_up(void)
{
    start_playing();
    script.mute[1] = 1;
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    script.no_register = 4; /* each time that it is asked */
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    CHECK_EQUAL(3, atomic_load(&commands_seen)); /* the other one goes on */
    CHECK(link_.motor[0].answered && !link_.motor[1].answered);
    script.other_register = 4; /* answers to older questions */
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    CHECK_EQUAL(4, atomic_load(&commands_seen));
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(3, count(COUNT_LOST));
    script.mute[0] = 1;
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    script.no_register = 2;
    CHECK_EQUAL(BUS_GOOD, exchange(2)); /* it is asked again within the exchange */
    finish_playing();
}

static void should_forget_what_comes_between_two_exchanges(void)
{
    struct can_frame foreign = {.can_id = 0x300FF01u | CAN_EFF_FLAG, .can_dlc = 8};
    start_playing();
    script.mute[1] = 1;
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    say(SECOND, STALE[1]);
    CHECK_EQUAL((ssize_t)CAN_MTU, send(far_end, &foreign, sizeof foreign, 0));
    say(SECOND, "0200330100000000"); /* of a question that nobody asks any more */
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(1, atomic_load(&registers_asked)); /* it may have been said twice */
    CHECK_EQUAL(1, count(COUNT_LATE));
    CHECK_EQUAL(0, count(COUNT_LOST));
    finish_playing();
}

/* The same answer twice: the second one must not pass for the answer to the next command. */
static void should_not_take_what_was_said_twice_for_the_next(void)
{
    start_playing();
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    say(FIRST, STALE[0]);
    script.late[0] = 1; /* and once more, when the register is asked for */
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(1, atomic_load(&registers_asked));
    CHECK(link_.motor[0].feedback.position > 6);
    CHECK_EQUAL(0, count(COUNT_LATE) + count(COUNT_LOST));
    script.mute[1] = 1;
    CHECK_EQUAL(BUS_UNDECIDED, exchange(2));
    script.late[1] = 2; /* one of them was missing */
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK(link_.motor[1].feedback.position > 6);
    CHECK_EQUAL(1, count(COUNT_LATE));
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    CHECK_EQUAL(2, atomic_load(&registers_asked));
    finish_playing();
}

static void should_tell_a_wrong_answer_from_none(void)
{
    start_playing();
    script.stranger = 1;
    CHECK_EQUAL(BUS_WRONG_ID, exchange(2));
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    script.zero = 1;
    CHECK_EQUAL(BUS_BAD_VALUE, exchange(2));
    CHECK_EQUAL(BUS_GOOD, exchange(2));
    script.twice = 1; /* of the first: the second one's is still to come */
    CHECK_EQUAL(BUS_WRONG_ID, exchange(2));
    CHECK_EQUAL(BUS_GOOD, exchange(1));
    say(SECOND, FED[1]); /* nobody asked it */
    say(SECOND, "12");   /* and this is none */
    can_message message;
    mit_link_begin(&link_);
    dm_refresh(&message, 9);
    mit_link_add(&link_, 0, &message);
    say(SECOND, FED[1]);
    say(SECOND, "12");
    CHECK_EQUAL(BUS_BAD_VALUE, mit_link_finish(&link_, NS_PER_MS));
    CHECK(link_.motor[1].behind == 0 && link_.motor[1].unsure);
    finish_playing();
    mit_link_begin(&link_);
    mit_link_add(&link_, 0, &message);
    CHECK_EQUAL(BUS_GONE, mit_link_finish(&link_, NS_PER_MS));
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
    mit_value answer = {.id = 1, .number = DM_REG_MODE};
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
    bus_count_failure(&counters, BUS_SHORT);
    bus_count_failure(&counters, BUS_UNDECIDED);
    CHECK_EQUAL(1, count_get(&counters, COUNT_SHORT));
}

int main(void)
{
    should_take_feedback_of_all();
    should_divide_late_feedback_from_new();
    should_count_feedback_lost_that_the_register_overtook();
    should_command_nobody_who_has_not_caught_up();
    should_forget_what_comes_between_two_exchanges();
    should_not_take_what_was_said_twice_for_the_next();
    should_tell_a_wrong_answer_from_none();
    should_find_the_answer_to_a_register_among_others();
    return checked();
}
