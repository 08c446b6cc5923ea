/* The whole driver, through the verbs of the ABI, against motors behind a pseudo-terminal. */
#include "peer_dm.h"
#include "serial_bench.h"

static peer_dm motors;

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_dm_answer(line->device, bytes, count, answer, delay_ns);
}

static void start(int count, int slcan)
{
    peer_dm_init(&motors, count, slcan, peer_now_ns);
    start_line(&motors, on_bytes);
}

LOOK_AT(peer_motor, motors.motor)

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_turn_motors_by_their_torque_and_let_them_damp(void)
{
    start(2, 0);
    peer_lock(&peer);
    motors.motor[0].status = 1; /* an earlier program left it on */
    peer_unlock(&peer);
    must_open(with("motors=a:1,b:2 sign=1,-1 gear=1,2 torque_limit_nm=2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_CAP_DEVICE_WATCHDOG, sinew_driver_capabilities(driver));
    CHECK_EQUAL(0, look(0).status);
    must_activate();
    CHECK_EQUAL(1, look(0).status);
    CHECK_EQUAL(4000, look(1).timeout); /* 200 ms in units of 50 us */
    CHECK(await_sample(200));
    CHECK_NEAR(-0.5 / 2, *value(SINEW_MOTOR_POSITION, "b"), 1e-3);
    CHECK_NEAR(33, *value(SINEW_MOTOR_TEMPERATURE, "a"), 0);
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 1.5;
    *value(SINEW_CMD_MOTOR_DAMPING, "b") = 4;
    for (int i = 0; i < 150; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(1, look(0).torque, 0.006);
    CHECK_NEAR(-0.5, look(1).torque, 0.006);
    CHECK_NEAR(1.5, look(0).kd, 0.002);
    CHECK_NEAR(1, look(1).kd, 0.002); /* seen from the shaft of a gear of 2 */
    CHECK(look(0).kp == 0);
    CHECK_NEAR(1, *value(SINEW_MOTOR_EFFORT, "b"), 0.02);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "b") > 0.1);
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 7; /* 2 more than the motor can */
    for (int i = 0; i < 150; i++)
    {
        cycle(9, 1);
    }
    CHECK_NEAR(5, look(0).kd, 0.002);
    CHECK_NEAR(2, look(0).torque, 0.006); /* the limit */
    for (int i = 0; i < 200; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(1 - 2 * look(0).velocity, look(0).torque, 0.1);
    cycle(1, 0);
    peer_sleep_ms(20);
    CHECK_NEAR(0, look(0).torque, 0.006);
    CHECK_NEAR(0, look(0).kd, 0);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, look(0).status);
    const long commands = look(0).commands;
    peer_sleep_ms(30);
    CHECK_EQUAL(commands, look(0).commands); /* the state is read, nothing is commanded */
    CHECK_EQUAL(0, statistic(COUNT_WRONG_ID) + statistic(COUNT_BAD_VALUE));
    finish();
}

static void should_speak_slcan(void)
{
    start(2, 1);
    must_open(with("motors=a:1,b:2 link=slcan watchdog_ms=200"));
    must_activate();
    CHECK(await_sample(200));
    for (int i = 0; i < 50; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(1, look(1).torque, 0.006);
    sinew_driver_close(driver);
    for (int i = 0; i < 500 && (look(0).status != 0 || motors.is_open); i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_EQUAL(0, look(0).status + motors.is_open);
    peer_stop(&peer);
}

static void should_say_when_the_watchdog_of_a_motor_has_fired(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    must_activate();
    CHECK(await_sample(100));
    peer_lock(&peer);
    motors.motor[1].status = 13;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_EQUAL(0, look(0).status);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    finish();
}

static void should_stop_when_no_command_comes(void)
{
    start(1, 0);
    must_open(with("motors=a:1 watchdog_ms=60"));
    must_activate();
    CHECK(await_sample(40));
    for (int i = 0; i < 500 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        peer_sleep_ms(1);
        sinew_driver_receive(driver, 0);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK(look(0).status != 1);
    finish();
}

static void should_leave_a_motor_alone_that_restarts_in_motion(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=300"));
    must_activate();
    for (int i = 0; i < 50; i++)
    {
        cycle(0.1, 1);
    }
    peer_lock(&peer);
    peer_dm_restart(&motors, 1);
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 0x100, state()->status);
    CHECK_TEXT("motor b (id 2) has restarted", sinew_driver_last_error(driver));
    const long commands = look(1).commands;
    for (int i = 0; i < 50; i++)
    {
        cycle(0.1, 1);
    }
    CHECK_EQUAL(commands, look(1).commands);
    CHECK_EQUAL(0, look(1).status);
    CHECK_NEAR(0.1, look(0).torque, 0.006);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    finish();
}

static void should_never_clear_a_fault_by_itself(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=300"));
    must_activate();
    CHECK(await_sample(100));
    peer_lock(&peer);
    motors.motor[1].status = 12;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 12, state()->status);
    CHECK_TEXT("motor b (id 2) reports a fault: rotor too hot", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, look(0).status);
    CHECK_EQUAL(12, look(1).status);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) has a fault: rotor too hot", sinew_driver_last_error(driver));
    CHECK_EQUAL(12, look(1).status);
    CHECK_EQUAL(0, look(0).status);
    double which = 7;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "clear_faults", &which, 1));
    CHECK_TEXT("from 0 to 1", sinew_driver_last_error(driver));
    which = -1;
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clear_faults", &which, 1));
    CHECK_EQUAL(0, look(1).status);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "dance", &which, 1));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    finish();
}

static void should_count_bad_answers(void)
{
    static const struct
    {
        size_t fault;
        counter counter;
    } CASES[] = {{offsetof(peer_faults, wrong_id), COUNT_WRONG_ID}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
        {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST}};
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=1000 answer_ms=3"));
    must_activate();
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        CHECK(await_sample(200));
        const double before = statistic(CASES[i].counter);
        for (int k = 0; k < 2000 && statistic(CASES[i].counter) == before; k++)
        {
            if (k % 400 == 0)
            {
                peer_lock(&peer);
                *(int *)((char *)&motors.faults + CASES[i].fault) = 1;
                peer_unlock(&peer);
            }
            const int32_t result = cycle(0, 1);
            CHECK(result != SINEW_OK || fabs(*value(SINEW_MOTOR_POSITION, "a")) < 0.1);
        }
        CHECK(statistic(CASES[i].counter) > before);
    }
    CHECK(await_sample(200));
    finish();
}

static void should_not_take_late_feedback_for_the_next(void)
{
    start(1, 0);
    peer_lock(&peer);
    motors.faults.clock_since_ns = peer_now_ns();
    const int64_t since_ns = motors.faults.clock_since_ns;
    peer_unlock(&peer);
    must_open(with("motors=a:1 watchdog_ms=2000 answer_ms=3"));
    must_activate();
    int older = 0;
    for (int round = 0; round < 6; round++)
    {
        CHECK(await_sample(200));
        const double late = statistic(COUNT_LATE);
        peer_lock(&peer);
        motors.faults.late_ms = 30;
        motors.faults.clock_since_ns = since_ns;
        peer_unlock(&peer);
        for (int i = 0; i < 80; i++)
        {
            if (cycle(0.2, 1) == SINEW_OK)
            {
                /* The position says when the answer was made. That cannot be before its request had left. */
                const double ms = *value(SINEW_MOTOR_POSITION, "a") * 100;
                older += ms < 1240 && (double)since_ns + ms * MS < (double)(state()->device_time_ns - 3 * MS);
            }
        }
        CHECK(statistic(COUNT_LATE) > late);
    }
    CHECK_EQUAL(0, older);
    finish();
}

static void should_refuse_what_cannot_work(void)
{
    start(3, 0);
    must_refuse(with("motors=a:1,b:9"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:128"), "go from 1 to 127");
    must_refuse(with("motors=a:1,b:2 torque_limit_nm=1,2,3"), "torque_limit_nm has 3 numbers for 2 motors");
    must_refuse(with("motors=a:1,b:2,c:3 cycle_hz=2000"), "3 devices at 1000000 bit/s need");
    must_refuse(with("motors=a:1 link=slcan bit_rate=300000"), "knows no bit_rate=300000");
    must_refuse("motors=a:1 port=no-such-can0", "SocketCAN");
    peer_lock(&peer);
    motors.motor[1].mode = 2;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1,b:2"), "motor b (id 2) is in mode 2, not in MIT mode");
    peer_lock(&peer);
    motors.motor[1].mode = 1;
    motors.motor[1].id = 17;
    motors.motor[1].master = 0x11;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1,b:17"), "both answer as 0x11 and their ids end alike");
    peer_lock(&peer);
    motors.motor[0].tmax = 0;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1"), "the torque range of motor a (id 1) is 0");
    peer_lock(&peer);
    motors.faults.double_answer = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=a:3"), "two motors answer as id 3");
    peer_lock(&peer);
    motors.faults.double_answer = 0;
    motors.faults.ignores_timeout = 1;
    peer_unlock(&peer);
    must_open(with("motors=a:3"));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("does not take its watchdog: register 9 stays 0 instead of 400", sinew_driver_last_error(driver));
    CHECK_EQUAL(0, look(2).status);
    finish();
}

static void should_say_when_a_motor_does_not_let_go(void)
{
    start(1, 0);
    must_open(with("motors=a:1 watchdog_ms=200"));
    must_activate();
    peer_lock(&peer);
    motors.faults.never_stops = 1;
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_TEXT("cut", sinew_driver_last_error(driver));
    finish();
}

int main(void)
{
    should_turn_motors_by_their_torque_and_let_them_damp();
    should_speak_slcan();
    should_say_when_the_watchdog_of_a_motor_has_fired();
    should_stop_when_no_command_comes();
    should_leave_a_motor_alone_that_restarts_in_motion();
    should_never_clear_a_fault_by_itself();
    should_count_bad_answers();
    should_not_take_late_feedback_for_the_next();
    should_refuse_what_cannot_work();
    should_say_when_a_motor_does_not_let_go();
    return checked();
}
