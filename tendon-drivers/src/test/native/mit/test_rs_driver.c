/* The whole driver, through the verbs of the ABI, against RobStride motors behind a pseudo-terminal. */
#include "mit_bench.h"

static void start(int count)
{
    line_keys = "model=rs-02";
    start_motors(&PEER_ROBSTRIDE, count, 0);
}

static void left_on(int index)
{
    motors.motor[index].power = 2;
    motors.motor[1].mode = 2; /* and that one in another mode */
    motors.motor[1].tmax = 60;
    motors.motor[1].vmax = 20;
    motors.motor[1].kdmax = 100;
}

static void turn_more(void)
{
    CHECK_EQUAL(0, look(1).mode);
    CHECK_EQUAL(20000, look(1).timeout); /* a second in units of 50 us */
    must_damp(48);
}

static void overheat(int index)
{
    motors.motor[index].faults = 1 << 2;
    motors.motor[index].power = 0;
}

static int is_hot(int index)
{
    return look(index).faults == 1 << 2;
}

/* A CyberGear has no documented parameter for it: as with other devices without a watchdog, the runtime then wants the
 * driver in a process of its own. */
static void should_promise_no_watchdog_that_is_not_there(void)
{
    start(2);
    SET(motors.motor[1].has_timeout, 0);
    SET(motors.motor[1].vmax, 30);
    SET(motors.motor[1].tmax, 12);
    must_open(with("motors=a:1,b:2:cybergear watchdog_ms=200"));
    CHECK_EQUAL(SINEW_CAP_DRIVE_DAMPS, sinew_driver_capabilities(driver));
    must_activate();
    CHECK_EQUAL(4000, look(0).timeout); /* the other one's is used */
    CHECK(await_sample(200));
    cycles(20, 1);
    CHECK_NEAR(1, look(1).torque, 0.002);
    for (int i = 0; i < 500 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        peer_sleep_ms(1);
        sinew_driver_receive(driver, 0);
    }
    CHECK(look(0).power == 0 && look(1).power == 0); /* the driver's own silence rule */
    finish();
}

static void should_refuse_a_watchdog_that_is_not_taken(void)
{
    start(2);
    SET(motors.motor[1].has_timeout, 0);
    must_open(with("motors=a:1,b:2"));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) does not take its watchdog: parameter 0x7028 stays 0 instead of 400",
        sinew_driver_last_error(driver));
    CHECK_EQUAL(0, look(0).power + look(1).power);
    SET(motors.motor[1].has_timeout, 1);
    SET(motors.faults.ignores_timeout, 1);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("does not take its watchdog", sinew_driver_last_error(driver));
    finish();
}

static void should_tell_a_watchdog_that_fired_from_a_restart(void)
{
    start(2);
    must_open(with("motors=a:1,b:2 watchdog_ms=300"));
    must_activate();
    CHECK(await_sample(100));
    SET(motors.faults.drop, 1000000); /* the cable, for longer than the watchdog's time */
    cycles(320, 0.1);
    peer_lock(&peer);
    motors.motor[0].power = 0;
    motors.motor[1].power = 0;
    motors.faults.drop = 0;
    peer_unlock(&peer);
    await_status(0.1);
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    must_go_on();
    finish();
}

static void should_take_a_fault_that_no_status_tells(void)
{
    double which = -1;
    start(2);
    must_open(with("motors=a:1,b:2 watchdog_ms=300"));
    must_activate();
    CHECK(await_sample(100));
    SET(motors.fault_frame, 1u << 3);
    await_status(0);
    CHECK((state()->status & 0xFF) == 0x40);
    CHECK_TEXT("reports a fault: over-voltage", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clear_faults", &which, 1));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    finish();
}

static void should_believe_what_the_numbers_reach(void)
{
    start(1);
    must_open(with("motors=a:1 watchdog_ms=1000 range_nm=34"));
    must_activate();
    cycles(20, 1);
    CHECK_NEAR(0.5, look(0).torque, 0.002); /* numbers that reach twice as far */
    finish();
}

static void should_refuse_what_cannot_work(void)
{
    start(3);
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
    motors.motor[1].power = 2;
    motors.motor[1].mode = 1;
    motors.faults.never_stops = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=b:2"), "motor b (id 2) is in mode 1, not in MIT mode");
    finish();
}

int main(void)
{
    static const motor_suite SUITE = {
        .start = start, .faults = &motors.faults, .stopped = POWER_OFF, .power = power_of, .torque = torque_of,
        .commands = commands_of, .has_fault = is_hot, .restart = restart_one, .break_ = overheat, .greets = 1,
        .turn_config = "motors=a:1,b:2:rs-03 sign=1,-1 gear=1,2 torque_limit_nm=2 watchdog_ms=1000",
        .left_on = left_on, .turn_more = turn_more, .turn_nm = 1, .within_nm = 0.005, .home_b_rad = 0.5,
        .celsius = 33.4, .fault_status = 4, .fault_text = "too hot", .clear = "clear_faults",
        .bad = {{offsetof(peer_faults, wrong_id), COUNT_WRONG_ID}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
            {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST}},
        .clock_rad_per_ms = 0.01, .clock_ms_most = 1240, .late_may_be_lost = 1, .holds_on = "stays enabled",
        .advice = "cut their power"};
    should_keep_the_suite(&SUITE);
    should_speak_slcan(&PEER_ROBSTRIDE);
    should_promise_no_watchdog_that_is_not_there();
    should_refuse_a_watchdog_that_is_not_taken();
    should_tell_a_watchdog_that_fired_from_a_restart();
    should_take_a_fault_that_no_status_tells();
    should_believe_what_the_numbers_reach();
    should_refuse_what_cannot_work();
    return checked();
}
