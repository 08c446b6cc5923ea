/* The whole driver, through the verbs of the ABI, against controllers behind a pseudo-terminal. */
#include "peer_mot.h"
#include "serial_bench.h"

static peer_mot controllers;

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_mot_answer(line->device, bytes, count, answer, delay_ns);
}

static void start(int count, int checked)
{
    peer_mot_init(&controllers, count, checked, peer_now_ns);
    start_line(&controllers, on_bytes);
}

LOOK_AT(peer_controller, controllers.controller)

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_turn_motors_by_their_torque(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 sign=1,-1 gear=1,2 torque_limit_nm=0.3 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_CAP_DEVICE_WATCHDOG, sinew_driver_capabilities(driver));
    CHECK_EQUAL(0, look(0).mode);
    must_activate();
    CHECK_EQUAL(10, look(0).mode);
    CHECK(await_sample(200));
    CHECK_NEAR(-0.25 / 2 * 6.28319, *value(SINEW_MOTOR_POSITION, "b"), 1e-4);
    CHECK_NEAR(31, *value(SINEW_MOTOR_TEMPERATURE, "a"), 0);
    for (int i = 0; i < 150; i++)
    {
        cycle(0.2, 1);
    }
    CHECK_NEAR(0.2, look(0).feedforward, 1e-6);
    CHECK_NEAR(-0.1, look(1).feedforward, 1e-6);
    CHECK_NEAR(0.2, look(1).watchdog_s, 1e-6);
    CHECK(look(1).kp == 0 && look(1).kd == 0 && look(1).ilimit == 0);
    CHECK_NEAR(0.2, *value(SINEW_MOTOR_EFFORT, "b"), 1e-6);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "b") > 0.1);
    for (int i = 0; i < 30; i++)
    {
        cycle(5, 1);
    }
    CHECK_NEAR(0.3, look(0).feedforward, 1e-6); /* the limit */
    CHECK_NEAR(-0.3, look(1).feedforward, 1e-6);
    cycle(0.2, 0);
    peer_sleep_ms(20);
    CHECK_EQUAL(0, look(0).feedforward);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, look(0).mode);
    const long commands = look(0).commands;
    peer_sleep_ms(30);
    CHECK_EQUAL(commands, look(0).commands); /* the state is read, nothing is commanded */
    CHECK_EQUAL(0, statistic(COUNT_BAD_CRC) + statistic(COUNT_WRONG_ID) + statistic(COUNT_BAD_VALUE));
    finish();
}

static void should_take_damping_off_by_the_velocity(void)
{
    start(1, 0);
    must_open(with("motors=a:1 watchdog_ms=500"));
    must_activate();
    CHECK(await_sample(200));
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 0.05;
    for (int i = 0; i < 300; i++)
    {
        cycle(0.5, 1);
    }
    const double velocity = *value(SINEW_MOTOR_VELOCITY, "a");
    CHECK(velocity > 1);
    CHECK_NEAR(0.5 - 0.05 * velocity, look(0).feedforward, 0.02);
    finish();
}

static void should_speak_to_a_uart_with_checks(void)
{
    start(1, 1);
    must_refuse(with("motors=a:1"), "motor a");
    must_open(with("motors=a:1 link=uart watchdog_ms=200"));
    must_activate();
    CHECK(await_sample(200));
    const double before = statistic(COUNT_BAD_CRC);
    peer_lock(&peer);
    controllers.faults.bad_sum = 1;
    peer_unlock(&peer);
    for (int i = 0; i < 500 && statistic(COUNT_BAD_CRC) == before; i++)
    {
        cycle(0, 1);
    }
    CHECK(statistic(COUNT_BAD_CRC) > before);
    finish();
}

static void should_say_when_the_watchdog_of_a_controller_has_fired(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=200 stop=damped"));
    must_activate();
    CHECK(await_sample(100));
    peer_lock(&peer);
    controllers.controller[1].mode = 11;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_EQUAL(15, look(0).mode);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    sinew_driver_close(driver);
    for (int i = 0; i < 500 && (look(0).mode != 0 || look(1).mode != 0); i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_EQUAL(0, look(0).mode + look(1).mode);
    peer_stop(&peer);
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
    CHECK_EQUAL(0, look(0).mode);
    finish();
}

static void should_leave_a_controller_alone_that_restarts_in_motion(void)
{
    start(2, 0);
    must_open(with("motors=a:1,b:2 watchdog_ms=300"));
    must_activate();
    for (int i = 0; i < 50; i++)
    {
        cycle(0.1, 1);
    }
    peer_lock(&peer);
    peer_mot_restart(&controllers, 1);
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
    CHECK_EQUAL(commands, look(1).commands); /* no torque for one that has restarted; the other one goes on */
    CHECK_NEAR(0.1, look(0).feedforward, 1e-6);
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
    controllers.controller[1].mode = 1;
    controllers.controller[1].fault = 38;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 38, state()->status);
    CHECK_TEXT("motor b (id 2) reports a fault: over-temperature", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, look(0).mode);
    CHECK_EQUAL(1, look(1).mode);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) has a fault: over-temperature", sinew_driver_last_error(driver));
    CHECK_EQUAL(1, look(1).mode);
    CHECK_EQUAL(0, look(0).mode);
    double which = 7;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "clear_faults", &which, 1));
    CHECK_TEXT("from 0 to 1", sinew_driver_last_error(driver));
    which = -1;
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clear_faults", &which, 1));
    CHECK_EQUAL(0, look(1).mode);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "dance", &which, 1));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    finish();
    start(1, 0);
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

static void should_count_bad_answers(void)
{
    static const struct
    {
        size_t fault;
        counter counter;
    } CASES[] = {{offsetof(peer_faults, wrong_id), COUNT_WRONG_ID}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
        {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST},
        {offsetof(peer_faults, refuse), COUNT_LOST}, {offsetof(peer_faults, truncate), COUNT_BAD_VALUE}};
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
                *(int *)((char *)&controllers.faults + CASES[i].fault) = 1;
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

static void should_not_take_a_late_answer_for_the_next(void)
{
    start(1, 0);
    peer_lock(&peer);
    controllers.faults.clock_since_ns = peer_now_ns();
    const int64_t since_ns = controllers.faults.clock_since_ns;
    peer_unlock(&peer);
    must_open(with("motors=a:1 watchdog_ms=2000 answer_ms=3"));
    must_activate();
    int older = 0;
    for (int round = 0; round < 6; round++)
    {
        CHECK(await_sample(200));
        const double late = statistic(COUNT_LATE);
        peer_lock(&peer);
        controllers.faults.late_ms = 30;
        peer_unlock(&peer);
        for (int i = 0; i < 80; i++)
        {
            if (cycle(0.2, 1) == SINEW_OK)
            {
                /* The position says when the answer was made. That cannot be before its request had left. */
                const double ms = *value(SINEW_MOTOR_POSITION, "a") / 6.283185307;
                older += since_ns + ms * MS < (double)(state()->device_time_ns - 2 * MS);
            }
        }
        CHECK(statistic(COUNT_LATE) > late);
        CHECK_EQUAL(0, statistic(COUNT_LOST));
    }
    CHECK_EQUAL(0, older);
    finish();
}

static void should_refuse_what_cannot_work(void)
{
    start(3, 0);
    must_refuse(with("motors=a:1,b:9"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:127"), "go from 1 to 126");
    must_refuse(with("motors=a:1,b:2 torque_limit_nm=1,2,3"), "torque_limit_nm has 3 numbers for 2 motors");
    must_refuse(with("motors=a:1,b:2 link=uart"), "one controller on one serial port");
    must_refuse(with("motors=a:1,b:2,c:3 cycle_hz=2000"), "3 devices at 1000000 bit/s need");
    must_refuse("motors=a:1 port=no-such-can0", "SocketCAN");
    peer_lock(&peer);
    controllers.controller[1].map_version = 4;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1,b:2"), "motor b (id 2) has register map 4");
    peer_lock(&peer);
    controllers.faults.double_answer = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1"), "two controllers answer as id 1");
    peer_stop(&peer);
}

static void should_say_when_a_motor_does_not_let_go(void)
{
    start(1, 0);
    must_open(with("motors=a:1 watchdog_ms=200"));
    must_activate();
    peer_lock(&peer);
    controllers.faults.never_stops = 1;
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_TEXT("stays in mode", sinew_driver_last_error(driver));
    CHECK_TEXT("cut their power", sinew_driver_last_error(driver));
    finish();
}

int main(void)
{
    should_turn_motors_by_their_torque();
    should_take_damping_off_by_the_velocity();
    should_speak_to_a_uart_with_checks();
    should_say_when_the_watchdog_of_a_controller_has_fired();
    should_stop_when_no_command_comes();
    should_leave_a_controller_alone_that_restarts_in_motion();
    should_never_clear_a_fault_by_itself();
    should_count_bad_answers();
    should_not_take_a_late_answer_for_the_next();
    should_refuse_what_cannot_work();
    should_say_when_a_motor_does_not_let_go();
    return checked();
}
