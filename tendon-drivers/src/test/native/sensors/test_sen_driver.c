/* The whole driver, through the verbs of the ABI, against a board behind a pseudo-terminal. */
#include "peer_sen.h"
#include "serial_bench.h"

#define ALL_GROUPS (1u << SINEW_GROUP_JOINTS | 1u << SINEW_GROUP_TENDONS | 1u << SINEW_GROUP_IMUS | \
    1u << SINEW_GROUP_WRENCHES)
#define SENSORS "joints=a,b tendons=t imus=body wrenches=foot "
#define LONG 3000

static peer_sen board;

static void start(void)
{
    peer_sen_init(&board, peer_now_ns);
    start_line(&board, peer_sen_answer);
}

static void drive(const char *keys)
{
    start();
    must_open(with(keys));
    must_activate();
    CHECK(await_sample(LONG));
}

/* Cycles until a count has reached this. */
static int await_count(counter which, double least)
{
    for (int i = 0; i < LONG && statistic(which) < least; i++)
    {
        cycle(0, 1);
    }
    return statistic(which) >= least;
}

/* Cycles until one brings a sample whose first joint is here. */
static int await_value(double position)
{
    for (int i = 0; i < LONG; i++)
    {
        if (cycle(0, 1) == SINEW_OK && *value(SINEW_JOINT_POSITION, "a") == position)
        {
            return 1;
        }
    }
    return 0;
}

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_bring_every_value_to_its_channel(void)
{
    drive(SENSORS "watchdog_ms=200");
    CHECK_NEAR(0.25, *value(SINEW_JOINT_POSITION, "a"), 0);
    CHECK_NEAR(-0.5, *value(SINEW_JOINT_POSITION, "b"), 0);
    CHECK_NEAR(2, *value(SINEW_JOINT_VELOCITY, "b"), 0);
    CHECK_NEAR(0.3, *value(SINEW_TENDON_LENGTH, "t"), 1e-7);
    CHECK_NEAR(-0.01, *value(SINEW_TENDON_VELOCITY, "t"), 1e-7);
    CHECK_NEAR(42, *value(SINEW_TENDON_TENSION, "t"), 0);
    CHECK_NEAR(1, value(SINEW_IMU, "body")[0], 0);
    CHECK_NEAR(0.3, value(SINEW_IMU, "body")[6], 1e-7);
    CHECK_NEAR(9.81, value(SINEW_IMU, "body")[9], 1e-6);
    CHECK_NEAR(10, value(SINEW_WRENCH, "foot")[0], 0);
    CHECK_NEAR(3, value(SINEW_WRENCH, "foot")[5], 0);
    CHECK_EQUAL(ALL_GROUPS, state()->valid_groups);
    CHECK_EQUAL(0, state()->status);
    CHECK_EQUAL(0, board.bad_questions);
    SET(board.value[0], 0.75f);
    CHECK(await_value(0.75));
    finish();
}

static void should_count_an_answer_that_is_late_and_go_on(void)
{
    drive(SENSORS "watchdog_ms=1000 answer_ms=10");
    const double lost = statistic(COUNT_LOST);
    peer_lock(&peer);
    board.late_ns = 60 * MS;
    board.late = 1;
    peer_unlock(&peer);
    CHECK(await_count(COUNT_LATE, 1));
    CHECK(await_sample(LONG));
    CHECK_EQUAL(lost, statistic(COUNT_LOST));
    CHECK_EQUAL(0, statistic(COUNT_WRONG_ID));
    finish();
}

static void should_be_lost_while_nothing_is_answered_and_go_on_afterwards(void)
{
    drive(SENSORS "watchdog_ms=1000 answer_ms=5");
    SET(board.silent, 20);
    int lost = 0;
    for (int i = 0; i < LONG && !lost; i++)
    {
        lost = cycle(0, 1) == SINEW_LOST;
    }
    CHECK(lost);
    CHECK(await_count(COUNT_LOST, 1));
    SET(board.silent, 0);
    SET(board.value[0], 0.5f);
    CHECK(await_value(0.5));
    finish();
}

static void should_use_nothing_of_an_answer_with_a_wrong_check(void)
{
    drive(SENSORS "watchdog_ms=1000");
    SET(board.spoilt, 5);
    for (int i = 0; i < LONG && statistic(COUNT_BAD_CRC) < 5; i++)
    {
        cycle(0, 1);
        CHECK_NEAR(0.25, *value(SINEW_JOINT_POSITION, "a"), 0);
    }
    CHECK_EQUAL(5, statistic(COUNT_BAD_CRC));
    CHECK(await_sample(LONG));
    finish();
}

static void should_not_wait_for_the_rest_of_a_short_answer(void)
{
    drive(SENSORS "watchdog_ms=1000 answer_ms=20");
    SET(board.shorter, 3);
    CHECK(await_count(COUNT_DROPPED_BYTES, 3 * 22)); /* the head and the check of three answers at least */
    SET(board.value[0], 0.125f);
    CHECK(await_value(0.125));
    CHECK_EQUAL(0, statistic(COUNT_BAD_VALUE));
    finish();
}

static void should_drop_an_answer_that_comes_twice(void)
{
    drive(SENSORS "watchdog_ms=1000 answer_ms=5");
    SET(board.repeated, 2);
    CHECK(await_count(COUNT_WRONG_ID, 1));
    CHECK(await_sample(LONG));
    finish();
}

static void should_believe_no_clock_that_stands_still_or_jumps_until_it_is_activated_anew(void)
{
    drive(SENSORS "watchdog_ms=1000");
    SET(board.still, 4);
    CHECK(await_count(COUNT_BAD_VALUE, 4));
    CHECK(await_sample(LONG));
    const int64_t jumps_ns[] = {10000000000, -10000000000};
    peer_lock(&peer);
    board.begin_ns -= 20000000000; /* room to jump back */
    peer_unlock(&peer);
    sinew_driver_deactivate(driver);
    must_activate();
    CHECK(await_sample(LONG));
    for (int i = 0; i < 2; i++)
    {
        const double bad = statistic(COUNT_BAD_VALUE);
        peer_lock(&peer);
        board.begin_ns -= jumps_ns[i];
        board.value[0] = 0.375f + i;
        peer_unlock(&peer);
        CHECK(await_count(COUNT_BAD_VALUE, bad + 3));
        CHECK(*value(SINEW_JOINT_POSITION, "a") != 0.375 + i);
        CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
        must_activate();
        CHECK(await_value(0.375 + i));
    }
    finish();
}

static void should_use_no_answer_with_a_value_that_cannot_be(void)
{
    static const struct
    {
        uint32_t index;
        float value;
    } WRONG[] = {{0, NAN}, {1, INFINITY}, {2, -2e3f}, {6, 2e5f}, {7, 0.0f}, {7, 1.08f}, {19, NAN}};
    drive(SENSORS "watchdog_ms=1000");
    for (uint32_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
    {
        const float right = board.value[WRONG[i].index];
        const double bad = statistic(COUNT_BAD_VALUE);
        SET(board.value[WRONG[i].index], WRONG[i].value);
        CHECK(await_count(COUNT_BAD_VALUE, bad + 1));
        CHECK(*value(SINEW_JOINT_POSITION, "a") == 0.25 && *value(SINEW_TENDON_TENSION, "t") == 42);
        SET(board.value[WRONG[i].index], right);
        CHECK(await_sample(LONG));
    }
    finish();
}

static void should_mark_a_group_that_the_board_cannot_read_and_keep_the_others(void)
{
    static const char *const TOLD[] = {"joint encoder", NULL, "tendon sensor", NULL, "inertial unit",
        "force-torque sensor"};
    drive(SENSORS "watchdog_ms=1000");
    for (uint32_t group = 0; group < 6; group++)
    {
        if (TOLD[group] == NULL)
        {
            continue;
        }
        peer_lock(&peer);
        board.failed = (uint8_t)(1u << group);
        board.value[7] = group == SINEW_GROUP_IMUS ? 0 : 1; /* what does not answer has no orientation */
        peer_unlock(&peer);
        for (int i = 0; i < LONG && state()->valid_groups != (ALL_GROUPS & ~(1u << group)); i++)
        {
            cycle(0, 1);
        }
        CHECK_EQUAL(ALL_GROUPS & ~(1u << group), state()->valid_groups);
        CHECK_TEXT(TOLD[group], sinew_driver_last_error(driver));
        SET(board.failed, 0);
        SET(board.value[7], 1);
        for (int i = 0; i < LONG && state()->valid_groups != ALL_GROUPS; i++)
        {
            cycle(0, 1);
        }
        CHECK_EQUAL(ALL_GROUPS, state()->valid_groups);
    }
    CHECK_EQUAL(0, statistic(COUNT_LOST));
    finish();
}

static void should_refuse_a_board_with_other_sensors_or_without_an_answer(void)
{
    start();
    must_refuse(with("joints=a tendons=t imus=body wrenches=foot"), "sends 23 values");
    must_refuse(with("joints=b,a tendons=t imus=body wrenches=foot"), "in another order");
    must_refuse(with("joints=a,b,b"), "named twice");
    must_refuse(with(""), "add joints=");
    SET(board.version, 2);
    must_refuse(with(SENSORS), "speaks version 2");
    SET(board.silent, 1000);
    must_refuse(with(SENSORS "answer_ms=2"), "no board answers");
    peer_stop(&peer);
}

static void should_be_lost_when_the_board_is_unplugged(void)
{
    drive(SENSORS "watchdog_ms=1000");
    peer_stop(&peer);
    int32_t result = SINEW_OK;
    for (int i = 0; i < LONG && result != SINEW_LOST && result != SINEW_ERROR; i++)
    {
        result = cycle(0, 1);
    }
    CHECK(result == SINEW_LOST || result == SINEW_ERROR);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    sinew_driver_close(driver);
    driver = NULL;
}

int main(void)
{
    should_bring_every_value_to_its_channel();
    should_count_an_answer_that_is_late_and_go_on();
    should_be_lost_while_nothing_is_answered_and_go_on_afterwards();
    should_use_nothing_of_an_answer_with_a_wrong_check();
    should_not_wait_for_the_rest_of_a_short_answer();
    should_drop_an_answer_that_comes_twice();
    should_believe_no_clock_that_stands_still_or_jumps_until_it_is_activated_anew();
    should_use_no_answer_with_a_value_that_cannot_be();
    should_mark_a_group_that_the_board_cannot_read_and_keep_the_others();
    should_refuse_a_board_with_other_sensors_or_without_an_answer();
    should_be_lost_when_the_board_is_unplugged();
    return checked();
}
