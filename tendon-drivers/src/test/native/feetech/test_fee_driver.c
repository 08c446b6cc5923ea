/* The whole driver, through the verbs of the ABI, against servos behind a pseudo-terminal. */
#include "motor_suite.h"
#include "peer_fee.h"

static peer_fee servos;

static void start(uint32_t count, uint32_t family)
{
    peer_fee_init(&servos, count, family, peer_now_ns);
    line_keys = "effort_per_ampere=1.1";
    start_line(&servos, peer_fee_answer);
}

static int get(uint32_t index, uint32_t address, int bit)
{
    peer_lock(&peer);
    const int value = peer_fee_get(&servos.servo[index], address, bit);
    peer_unlock(&peer);
    return value;
}

static int octet(uint32_t index, uint32_t address)
{
    peer_lock(&peer);
    const int value = servos.servo[index].reg[address];
    peer_unlock(&peer);
    return value;
}

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_have_no_watchdog_to_show(void)
{
    start(1, 10);
    must_open(with("motors=a:1"));
    CHECK_EQUAL(0, sinew_driver_capabilities(driver));
    finish();
}

static void should_turn_an_hls_by_its_current(void)
{
    start(2, 10);
    must_open(with("motors=a:1,b:2 sign=1,-1 watchdog_ms=200"));
    CHECK_EQUAL(0, octet(0, 40));
    CHECK_EQUAL(2, octet(0, 33));
    CHECK_EQUAL(1, octet(0, 55)); /* nothing goes into the EEPROM */
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    CHECK_NEAR(3.1416, *value(SINEW_MOTOR_POSITION, "a"), 0.01);
    CHECK_NEAR(-3.2950, *value(SINEW_MOTOR_POSITION, "b"), 0.01);
    CHECK_NEAR(29, *value(SINEW_MOTOR_TEMPERATURE, "a"), 0);
    for (int i = 0; i < 150; i++)
    {
        cycle(0.5, 1);
    }
    /* 0.5 N·m / 1.1 N·m/A / 6.5 mA = 70 counts; negative goals are sign and magnitude */
    CHECK_EQUAL(70, get(0, 44, 15));
    CHECK_EQUAL(-70, get(1, 44, 15));
    CHECK_EQUAL(0x80, octet(1, 45));
    CHECK_NEAR(0.5, *value(SINEW_MOTOR_EFFORT, "b"), 0.01);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "b") > 0.1);
    cycle(0.5, 0);
    peer_sleep_ms(20);
    CHECK_EQUAL(0, get(0, 44, 15));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0, octet(0, 40));
    /* A goal would switch the torque on again: none is sent. */
    peer_sleep_ms(30);
    CHECK_EQUAL(0, octet(0, 40));
    CHECK_EQUAL(0, statistic(COUNT_BAD_CRC) + statistic(COUNT_WRONG_ID) + statistic(COUNT_BAD_VALUE));
    finish();
}

static void should_make_a_duty_of_an_effort_for_an_sts(void)
{
    start(1, 9);
    must_open(with("motors=a:1 stall_nm=2.0 noload_rad_s=5 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    cycle(-0.5, 1);
    for (int i = 0; i < 100 && get(0, 44, 10) == 0; i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_NEAR(-250, get(0, 44, 10), 1); /* a quarter of the stall torque; sign in bit 10 */
    for (int i = 0; i < 200; i++)
    {
        cycle(-0.5, 1);
    }
    /* In motion the voltage that the motor makes itself is added. */
    CHECK(get(0, 44, 10) < -252);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "a") < -0.01);
    finish();
}

static void should_count_turns(void)
{
    start(1, 9);
    must_open(with("motors=a:1 stall_nm=0.5 noload_rad_s=50 watchdog_ms=500"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    double last = *value(SINEW_MOTOR_POSITION, "a");
    int jumps = 0;
    for (int i = 0; i < 4000 && last < 3 * 6.28; i++)
    {
        cycle(0.5, 1);
        jumps += fabs(*value(SINEW_MOTOR_POSITION, "a") - last) > 3.3; /* half a turn: wrongly counted */
        last = *value(SINEW_MOTOR_POSITION, "a");
    }
    CHECK(last >= 3 * 6.28);
    CHECK_EQUAL(0, jumps);
    peer_lock(&peer);
    CHECK_NEAR(servos.servo[0].position / 4096 * 6.2832, last, 0.5);
    peer_unlock(&peer);
    finish();
}

static void should_latch_a_fault_until_it_is_activated_again(void)
{
    start(2, 10);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    peer_lock(&peer);
    servos.servo[1].reg[65] = 0x20;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 0x20, state()->status);
    CHECK_TEXT("overload", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) has a fault: overload", sinew_driver_last_error(driver));
    CHECK_EQUAL(0, octet(0, 40));
    peer_lock(&peer);
    servos.servo[1].reg[65] = 0;
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    double number = 0;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "reboot", &number, 1));
    CHECK_TEXT("unknown request", sinew_driver_last_error(driver));
    finish();
}

static void should_refuse_what_cannot_work(void)
{
    start(3, 9);
    must_refuse(with("motors=a:1"), "add stall_nm and noload_rad_s");
    must_refuse(with("motors=a:1,b:9 stall_nm=2 noload_rad_s=5"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:254 stall_nm=2 noload_rad_s=5"), "go from 0 to 253");
    must_refuse(with("motors=a:1,b:2,c:3 stall_nm=2,2 noload_rad_s=5"), "stall_nm has 2 numbers for 3 motors");
    must_refuse(with("motors=a:1 stall_nm=2 noload_rad_s=5 stop=fast"), "limp|damped");
    must_refuse(with("motors=a:1,b:2,c:3 stall_nm=2 noload_rad_s=5 cycle_hz=2000"), "3 devices at 1000000 bit/s need");
    peer_lock(&peer);
    servos.servo[1].reg[3] = 10;
    servos.servo[2].reg[3] = 5;
    peer_unlock(&peer);
    must_refuse(with("motors=a:1,b:2 stall_nm=2 noload_rad_s=5"), "put STS and HLS on different buses");
    must_refuse(with("motors=c:3"), "family 5.3");
    peer_lock(&peer);
    servos.faults.double_answer = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=b:2"), "two servos answer as id 2");
    peer_stop(&peer);
}

static void should_not_take_an_answer_that_was_late_for_one_of_another_servo(void)
{
    start(1, 10);
    peer_lock(&peer);
    servos.faults.repeats = 2;
    peer_unlock(&peer);
    must_open(with("motors=a:1"));
    finish();
}

/* ---------------------------------------------------------------------------------------------------------- suite */

static void start_hls(int count)
{
    start((uint32_t)count, 10);
}

static void start_damped(int count)
{
    start((uint32_t)count, 10);
    line_keys = "effort_per_ampere=1.1 stop=damped";
}

static suite_power power_of(int index)
{
    static const suite_power POWERS[] = {POWER_OFF, POWER_ON, POWER_BRAKING};
    const int torque = octet((uint32_t)index, 40);
    return torque < 3 ? POWERS[torque] : POWER_OTHER;
}

static void restart_one(int index)
{
    peer_fee_restart(&servos, (uint32_t)index);
}

int main(void)
{
    /* A frame that breaks off takes the begin of the next with it: a wrong sum. */
    static motor_suite suite = {
        .start = start_hls, .faults = &servos.faults, .stopped = POWER_OFF, .home_rad = 3.14, .power = power_of,
        .restart = restart_one,
        .bad = {{offsetof(peer_faults, bad_sum), COUNT_BAD_CRC}, {offsetof(peer_faults, wrong_id), COUNT_WRONG_ID},
            {offsetof(peer_faults, truncate), COUNT_BAD_CRC}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
            {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST}},
        .clock_rad_per_ms = 2 * 6.283185307 / 4096, .holds_on = "motor a (id 1)",
        .advice = "cut their power", .echoes = 1};
    should_keep_the_suite(&suite);
    suite.start = start_damped;
    suite.stopped = POWER_BRAKING;
    should_stop_and_say_so_when_no_command_comes(&suite);
    should_have_no_watchdog_to_show();
    should_turn_an_hls_by_its_current();
    should_make_a_duty_of_an_effort_for_an_sts();
    should_count_turns();
    should_latch_a_fault_until_it_is_activated_again();
    should_not_take_an_answer_that_was_late_for_one_of_another_servo();
    should_refuse_what_cannot_work();
    return checked();
}
