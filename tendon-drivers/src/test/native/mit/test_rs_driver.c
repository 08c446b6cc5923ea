/* The whole driver, through the verbs of the ABI, against RobStride motors behind a pseudo-terminal. */
#include "peer_rs.h"
#include "serial_bench.h"

static peer_rs motors;

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_rs_answer(line->device, bytes, count, answer, delay_ns);
}

static void start(int count, int slcan)
{
    peer_rs_init(&motors, count, slcan, peer_now_ns);
    line_keys = "model=rs-02";
    start_line(&motors, on_bytes);
}

LOOK_AT(peer_rs_motor, motors.motor)

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_turn_motors_by_their_torque_and_let_them_damp(void)
{
    start(2, 0);
    SET(motors.motor[0].mode, 2);     /* an earlier program left it on */
    SET(motors.motor[1].run_mode, 2); /* and this one in another mode */
    SET(motors.motor[1].tmax, 60);
    SET(motors.motor[1].vmax, 20);
    SET(motors.motor[1].kdmax, 100);
    must_open(with("motors=a:1,b:2:rs-03 sign=1,-1 gear=1,2 torque_limit_nm=2 watchdog_ms=1000"));
    CHECK_EQUAL(SINEW_CAP_DEVICE_WATCHDOG, sinew_driver_capabilities(driver));
    CHECK_EQUAL(0, look(0).mode);
    CHECK_EQUAL(0, look(1).run_mode);
    must_activate();
    CHECK_EQUAL(2, look(0).mode);
    CHECK_EQUAL(20000, look(1).timeout); /* a second in units of 50 us */
    CHECK(await_sample(200));
    CHECK_NEAR(-0.5 / 2, *value(SINEW_MOTOR_POSITION, "b"), 1e-3);
    CHECK_NEAR(33.4, *value(SINEW_MOTOR_TEMPERATURE, "a"), 1e-9);
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 1.5;
    *value(SINEW_CMD_MOTOR_DAMPING, "b") = 48;
    for (int i = 0; i < 150; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(1, look(0).torque, 0.002);
    CHECK_NEAR(-0.5, look(1).torque, 0.005);
    CHECK_NEAR(1.5, look(0).kd, 0.002);
    CHECK_NEAR(12, look(1).kd, 0.005); /* seen from the shaft of a gear of 2 */
    CHECK(look(0).kp == 0);
    CHECK_NEAR(1, *value(SINEW_MOTOR_EFFORT, "b"), 0.02);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "b") > 0.01);
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 7; /* 2 more than the motor can */
    for (int i = 0; i < 300; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(5, look(0).kd, 0.002);
    CHECK_NEAR(1 - 2 * look(0).velocity, look(0).torque, 0.1);
    cycle(1, 0);
    peer_sleep_ms(20);
    CHECK_NEAR(0, look(0).torque, 0.001);
    CHECK_NEAR(0, look(0).kd, 0);
    CHECK_EQUAL(2, look(0).mode); /* limp, and its watchdog is fed */
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, look(0).mode);
    const long commands = look(0).commands;
    peer_sleep_ms(30);
    CHECK_EQUAL(commands, look(0).commands); /* the state is read, nothing is commanded */
    CHECK_EQUAL(0, statistic(COUNT_WRONG_ID) + statistic(COUNT_BAD_VALUE));
    finish();
}

static void should_speak_slcan(void)
{
    start(2, 1);
    must_open(with("motors=a:1,b:2 link=slcan watchdog_ms=1000"));
    must_activate();
    CHECK(await_sample(200));
    for (int i = 0; i < 50; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(1, look(1).torque, 0.002);
    sinew_driver_close(driver);
    for (int i = 0; i < 500 && (look(0).mode != 0 || motors.is_open); i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_EQUAL(0, look(0).mode + motors.is_open);
    peer_stop(&peer);
}

/* A CyberGear has no documented parameter for it: as with other devices without a watchdog, the runtime then wants the
 * driver in a process of its own. */
static void should_promise_no_watchdog_that_is_not_there(void)
{
    start(2, 0);
    SET(motors.motor[1].has_timeout, 0);
    SET(motors.motor[1].vmax, 30);
    SET(motors.motor[1].tmax, 12);
    must_open(with("motors=a:1,b:2:cybergear watchdog_ms=200"));
    CHECK_EQUAL(0, sinew_driver_capabilities(driver));
    must_activate();
    CHECK_EQUAL(4000, look(0).timeout); /* the other one's is used */
    CHECK(await_sample(200));
    for (int i = 0; i < 20; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(1, look(1).torque, 0.002);
    for (int i = 0; i < 500 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        peer_sleep_ms(1);
        sinew_driver_receive(driver, 0);
    }
    CHECK(look(0).mode == 0 && look(1).mode == 0); /* the driver's own silence rule */
    finish();
}

static void should_refuse_a_watchdog_that_is_not_taken(void)
{
    start(2, 0);
    SET(motors.motor[1].has_timeout, 0);
    must_open(with("motors=a:1,b:2"));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) does not take its watchdog: parameter 0x7028 stays 0 instead of 400",
        sinew_driver_last_error(driver));
    CHECK_EQUAL(0, look(0).mode + look(1).mode);
    SET(motors.motor[1].has_timeout, 1);
    SET(motors.faults.ignores_timeout, 1);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("does not take its watchdog", sinew_driver_last_error(driver));
    finish();
}

static void should_tell_a_watchdog_that_fired_from_a_restart(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=300"));
    must_activate();
    for (int i = 0; i < 50; i++)
    {
        cycle(0.1, 1);
    }
    peer_lock(&peer);
    peer_rs_restart(&motors, 1);
    motors.hello = 2;
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
    CHECK_EQUAL(0, look(1).mode);
    CHECK_NEAR(0.1, look(0).torque, 0.002);
    CHECK_EQUAL(0, statistic(COUNT_WRONG_ID)); /* what it says after a restart is nobody's answer */
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    SET(motors.faults.drop, 1000000); /* the cable, for longer than the watchdog's time */
    for (int i = 0; i < 320; i++)
    {
        cycle(0.1, 1);
    }
    peer_lock(&peer);
    motors.motor[0].mode = 0;
    motors.motor[1].mode = 0;
    motors.faults.drop = 0;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
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
    motors.motor[1].faults = 1 << 2;
    motors.motor[1].mode = 0;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 4, state()->status);
    CHECK_TEXT("motor b (id 2) reports a fault: too hot", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, look(0).mode);
    CHECK_EQUAL(4, look(1).faults);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) has a fault: too hot", sinew_driver_last_error(driver));
    CHECK_EQUAL(4, look(1).faults);
    double which = 1;
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clear_faults", &which, 1));
    CHECK_EQUAL(0, look(1).faults);
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    SET(motors.fault_frame, 1u << 3); /* what a status does not tell */
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0, 1);
    }
    CHECK((state()->status & 0xFF) == 0x40);
    CHECK_TEXT("reports a fault: over-voltage", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    which = -1;
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clear_faults", &which, 1));
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
                SET(*(int *)((char *)&motors.faults + CASES[i].fault), 1);
            }
            const int32_t result = cycle(0, 1);
            CHECK(result != SINEW_OK || fabs(*value(SINEW_MOTOR_POSITION, "a")) < 0.1);
        }
        CHECK(statistic(CASES[i].counter) > before);
    }
    CHECK(await_sample(200));
    finish();
}

static void should_refuse_what_cannot_work(void)
{
    start(3, 0);
    must_refuse(with("motors=a:1,b:9"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:128"), "go from 1 to 127");
    must_refuse(with("motors=a:1:rs-09"), "unknown model: model=rs-09, known=damiao rs-00");
    must_refuse(with("motors=a:1,b:2:damiao"), "motors of two makers on one bus: a is RobStride, b is Damiao");
    must_refuse(with("motors=a:1,b:2 range_nm=1,2,3"), "range_nm has 3 numbers for 2 motors");
    must_refuse(with("motors=a:1,b:2,c:3 cycle_hz=2000"), "3 devices at 1000000 bit/s need");
    SET(motors.motor[1].id, 3);
    must_refuse(with("motors=a:3"), "two motors answer as id 3");
    SET(motors.motor[1].id, 2);
    peer_lock(&peer);
    motors.motor[1].mode = 2;
    motors.motor[1].run_mode = 1;
    motors.faults.never_stops = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=b:2"), "motor b (id 2) is in mode 1, not in MIT mode");
    finish();
}

static void should_say_when_a_motor_does_not_let_go(void)
{
    start(1, 0);
    must_open(with("motors=a:1 watchdog_ms=1000 range_nm=34"));
    must_activate();
    for (int i = 0; i < 20; i++)
    {
        cycle(1, 1);
    }
    CHECK_NEAR(0.5, look(0).torque, 0.002); /* numbers that reach twice as far */
    SET(motors.faults.never_stops, 1);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_TEXT("cut", sinew_driver_last_error(driver));
    finish();
}

int main(void)
{
    should_turn_motors_by_their_torque_and_let_them_damp();
    should_speak_slcan();
    should_promise_no_watchdog_that_is_not_there();
    should_refuse_a_watchdog_that_is_not_taken();
    should_tell_a_watchdog_that_fired_from_a_restart();
    should_never_clear_a_fault_by_itself();
    should_count_bad_answers();
    should_refuse_what_cannot_work();
    should_say_when_a_motor_does_not_let_go();
    return checked();
}
