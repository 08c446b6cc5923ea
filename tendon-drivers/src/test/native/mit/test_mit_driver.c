/* The whole driver, through the verbs of the ABI, against Damiao motors behind a pseudo-terminal. */
#include "mit_bench.h"

static void start(int count)
{
    start_motors(&PEER_DAMIAO, count, 0);
}

static void left_on(int index)
{
    motors.motor[index].power = 1;
}

static void turn_more(void)
{
    CHECK_EQUAL(4000, look(1).timeout); /* 200 ms in units of 50 us */
    must_damp(4);
}

static void trip(int index)
{
    motors.motor[index].power = 13;
}

static void overheat(int index)
{
    motors.motor[index].power = 12;
}

static int is_hot(int index)
{
    return look(index).power == 12;
}

static void should_refuse_what_cannot_work(void)
{
    start(3);
    must_refuse(with("motors=a:1,b:9"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:128"), "go from 1 to 127");
    must_refuse(with("motors=a:1,b:2 torque_limit_nm=1,2,3"), "torque_limit_nm has 3 numbers for 2 motors");
    must_refuse(with("motors=a:1,b:2,c:3 cycle_hz=2000"), "3 devices at 1000000 bit/s need");
    must_refuse(with("motors=a:1 link=slcan bit_rate=300000"), "knows no bit_rate=300000");
    must_refuse("motors=a:1 port=no-such-can0", "SocketCAN");
    SET(motors.motor[1].mode, 2);
    must_refuse(with("motors=a:1,b:2"), "motor b (id 2) is in mode 2, not in MIT mode");
    peer_lock(&peer);
    motors.motor[1].mode = 1;
    motors.motor[1].id = 17;
    motors.motor[1].master = 0x11;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1,b:17"), "both answer as 0x11 and their ids end alike");
    SET(motors.motor[0].tmax, 0);
    must_refuse(with("motors=a:1"), "the torque range of motor a (id 1) is 0");
    SET(motors.faults.double_answer, 1);
    must_refuse(with("motors=a:3"), "two motors answer as id 3");
    peer_lock(&peer);
    motors.faults.double_answer = 0;
    motors.faults.ignores_timeout = 1;
    peer_unlock(&peer);
    must_open(with("motors=a:3"));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("does not take its watchdog: register 9 stays 0 instead of 400", sinew_driver_last_error(driver));
    CHECK_EQUAL(0, look(2).power);
    finish();
}

int main(void)
{
    static const motor_suite SUITE = {
        .start = start, .faults = &motors.faults, .stopped = POWER_OFF, .power = power_of, .torque = torque_of,
        .commands = commands_of, .has_fault = is_hot, .restart = restart_one, .trip = trip, .break_ = overheat,
        .turn_config = "motors=a:1,b:2 sign=1,-1 gear=1,2 torque_limit_nm=2 watchdog_ms=200", .left_on = left_on,
        .turn_more = turn_more, .turn_nm = 1, .within_nm = 0.006, .home_b_rad = 0.5, .celsius = 33,
        .fault_status = 12, .fault_text = "rotor too hot", .clear = "clear_faults",
        .bad = {{offsetof(peer_faults, wrong_id), COUNT_WRONG_ID}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
            {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST}},
        .clock_rad_per_ms = 0.01, .clock_ms_most = 1240, .late_may_be_lost = 1, .holds_on = "stays enabled",
        .advice = "cut their power"};
    should_keep_the_suite(&SUITE);
    should_speak_slcan(&PEER_DAMIAO);
    should_refuse_what_cannot_work();
    return checked();
}
