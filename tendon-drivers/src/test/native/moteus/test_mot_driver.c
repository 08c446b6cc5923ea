/* The whole driver, through the verbs of the ABI, against controllers behind a pseudo-terminal. */
#include "motor_suite.h"
#include "peer_mot.h"

static peer_mot controllers;

LOOK_AT(peer_controller, controllers.controller)

static void start_line_of(int count, int checked)
{
    peer_mot_init(&controllers, count, checked, peer_now_ns);
    start_line(&controllers, peer_mot_answer);
}

static void start(int count)
{
    line_keys = "";
    start_line_of(count, 0);
}

/* ---------------------------------------------------------------------------------------------------------- suite */

static void start_damped(int count)
{
    line_keys = "stop=damped";
    start_line_of(count, 0);
}

static suite_power power_of(int index)
{
    const int mode = look(index).mode;
    return mode == 0 ? POWER_OFF : mode == 10 ? POWER_ON : mode == 15 ? POWER_BRAKING : POWER_OTHER;
}

static double torque_of(int index)
{
    return look(index).feedforward;
}

static long commands_of(int index)
{
    return look(index).commands;
}

static int has_fault(int index)
{
    return look(index).mode == 1;
}

static void restart_one(int index)
{
    peer_mot_restart(&controllers, index);
}

static void trip(int index)
{
    controllers.controller[index].mode = 11;
}

static void overheat(int index)
{
    controllers.controller[index].mode = 1;
    controllers.controller[index].fault = 38;
}

static void left_on(int index)
{
    controllers.controller[index].mode = 10;
    controllers.controller[index].watchdog_s = NAN;
}

static void turn_more(void)
{
    CHECK_NEAR(0.2, look(1).watchdog_s, 1e-6);
    CHECK(look(1).kp == 0 && look(1).kd == 0 && look(1).ilimit == 0);
    cycles(30, 5);
    CHECK_NEAR(0.3, look(0).feedforward, 1e-6); /* the limit */
    CHECK_NEAR(-0.3, look(1).feedforward, 1e-6);
}

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_take_damping_off_by_the_velocity(void)
{
    start(1);
    must_open(with("motors=a:1 watchdog_ms=500"));
    must_activate();
    CHECK(await_sample(200));
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 0.05;
    cycles(300, 0.5);
    const double velocity = *value(SINEW_MOTOR_VELOCITY, "a");
    CHECK(velocity > 1);
    CHECK_NEAR(0.5 - 0.05 * velocity, look(0).feedforward, 0.02);
    finish();
}

static void should_speak_to_a_uart_with_checks(void)
{
    start_line_of(1, 1);
    must_refuse(with("motors=a:1"), "motor a");
    must_open(with("motors=a:1 link=uart watchdog_ms=200"));
    must_activate();
    CHECK(await_sample(200));
    const double before = statistic(COUNT_BAD_CRC);
    SET(controllers.faults.bad_sum, 1);
    for (int i = 0; i < 500 && statistic(COUNT_BAD_CRC) == before; i++)
    {
        cycle(0, 1);
    }
    CHECK(statistic(COUNT_BAD_CRC) > before);
    finish();
}

static void should_refuse_to_start_with_a_fault(void)
{
    start(1);
    peer_lock(&peer);
    controllers.controller[0].mode = 1;
    controllers.controller[0].fault = 36;
    peer_unlock(&peer);
    must_open(with("motors=a:1"));
    CHECK_EQUAL(1, look(0).mode);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("not calibrated", sinew_driver_last_error(driver));
    finish();
}

static void should_refuse_what_cannot_work(void)
{
    start(3);
    must_refuse(with("motors=a:1,b:9"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:127"), "go from 1 to 126");
    must_refuse(with("motors=a:1,b:2 torque_limit_nm=1,2,3"), "torque_limit_nm has 3 numbers for 2 motors");
    must_refuse(with("motors=a:1,b:2 link=uart"), "one controller on one serial port");
    must_refuse(with("motors=a:1,b:2,c:3 cycle_hz=2000"), "3 devices at 1000000 bit/s need");
    must_refuse("motors=a:1 port=no-such-can0", "SocketCAN");
    SET(controllers.controller[1].map_version, 4);
    must_refuse(with("motors=a:1,b:2"), "motor b (id 2) has register map 4");
    SET(controllers.faults.double_answer, 1);
    must_refuse(with("motors=a:1"), "two controllers answer as id 1");
    peer_stop(&peer);
}

static void should_not_take_an_answer_that_was_late_for_one_of_another_controller(void)
{
    start(1);
    SET(controllers.faults.repeats, 2);
    must_open(with("motors=a:1"));
    finish();
}

int main(void)
{
    static motor_suite suite = {
        .start = start, .faults = &controllers.faults, .stopped = POWER_OFF, .power = power_of, .torque = torque_of,
        .commands = commands_of, .has_fault = has_fault, .restart = restart_one, .trip = trip, .break_ = overheat,
        .turn_config = "motors=a:1,b:2 sign=1,-1 gear=1,2 torque_limit_nm=0.3 watchdog_ms=200", .left_on = left_on,
        .turn_more = turn_more, .turn_nm = 0.2, .within_nm = 1e-6, .home_b_rad = 0.25 * 6.283185307, .celsius = 31,
        .fault_status = 38, .fault_text = "over-temperature", .clear = "clear_faults",
        .bad = {{offsetof(peer_faults, wrong_id), COUNT_WRONG_ID}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
            {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST},
            {offsetof(peer_faults, refuse), COUNT_LOST}, {offsetof(peer_faults, truncate), COUNT_BAD_VALUE}},
        .clock_rad_per_ms = 6.283185307, .commands_wake = 1, .holds_on = "stays in mode",
        .advice = "cut their power"};
    should_keep_the_suite(&suite);
    suite.start = start_damped;
    suite.stopped = POWER_BRAKING;
    should_stop_and_say_so_when_no_command_comes(&suite);
    should_say_when_the_watchdog_of_a_device_has_fired(&suite);
    should_take_damping_off_by_the_velocity();
    should_not_take_an_answer_that_was_late_for_one_of_another_controller();
    should_speak_to_a_uart_with_checks();
    should_refuse_to_start_with_a_fault();
    should_refuse_what_cannot_work();
    return checked();
}
