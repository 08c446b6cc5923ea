/* The whole driver, through the verbs of the ABI, against servos behind a pseudo-terminal. */
#include "peer_fee.h"
#include "serial_bench.h"

static peer_fee servos;

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_fee_answer(line->device, bytes, count, answer, delay_ns);
}

static void start(uint32_t count, uint32_t family)
{
    peer_fee_init(&servos, count, family, peer_now_ns);
    line_keys = "effort_per_ampere=1.1";
    start_line(&servos, on_bytes);
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

static void should_stop_and_say_so_when_no_command_comes(void)
{
    start(1, 10);
    must_open(with("motors=a:1 watchdog_ms=40 stop=damped"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(40));
    for (int i = 0; i < 500 && (state()->status & SINEW_STATUS_WATCHDOG) == 0; i++)
    {
        peer_sleep_ms(1);
        sinew_driver_receive(driver, 0);
    }
    CHECK((state()->status & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_EQUAL(2, octet(0, 40));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    sinew_driver_close(driver);
    for (int i = 0; i < 500 && octet(0, 40) != 0; i++)
    {
        peer_sleep_ms(1);
    }
    CHECK_EQUAL(0, octet(0, 40)); /* nothing goes on braking when the driver is gone */
    peer_stop(&peer);
}

static void should_notice_a_servo_that_restarts_in_motion(void)
{
    start(2, 10);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    peer_lock(&peer);
    peer_fee_restart(&servos, 1);
    peer_unlock(&peer);
    for (int i = 0; i < 800 && state()->status == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 0x100, state()->status);
    CHECK_TEXT("motor b (id 2) has restarted", sinew_driver_last_error(driver));
    CHECK_EQUAL(0, octet(1, 40));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
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

static void should_count_bad_answers(void)
{
    /* A frame that breaks off takes the begin of the next with it: a wrong sum. */
    static const struct
    {
        size_t fault;
        counter counter;
    } CASES[] = {{offsetof(peer_faults, bad_sum), COUNT_BAD_CRC}, {offsetof(peer_faults, wrong_id), COUNT_WRONG_ID},
        {offsetof(peer_faults, truncate), COUNT_BAD_CRC}, {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
        {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST}};
    start(2, 10);
    must_open(with("motors=a:1,b:2 watchdog_ms=1000 answer_ms=3"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        CHECK(await_sample(200));
        const double before = statistic(CASES[i].counter);
        /* An answer may come late and be dropped before anybody looks at what is wrong with it: then once more. */
        for (int k = 0; k < 2000 && statistic(CASES[i].counter) == before; k++)
        {
            if (k % 400 == 0)
            {
                peer_lock(&peer);
                *(int *)((char *)&servos.faults + CASES[i].fault) = 1;
                peer_unlock(&peer);
            }
            const int32_t result = cycle(0, 1);
            CHECK(result != SINEW_OK || fabs(*value(SINEW_MOTOR_POSITION, "a") - 3.14) < 0.1);
        }
        CHECK(statistic(CASES[i].counter) > before);
    }
    CHECK(await_sample(200));
    finish();
}

static void should_not_take_a_late_answer_for_the_next(void)
{
    start(1, 10);
    peer_lock(&peer);
    servos.faults.clock_since_ns = peer_now_ns();
    const int64_t since_ns = servos.faults.clock_since_ns;
    peer_unlock(&peer);
    must_open(with("motors=a:1 watchdog_ms=2000 answer_ms=3"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    int older = 0;
    for (int round = 0; round < 6; round++)
    {
        CHECK(await_sample(200));
        const double late = statistic(COUNT_LATE);
        peer_lock(&peer);
        servos.faults.late_ms = 30;
        peer_unlock(&peer);
        for (int i = 0; i < 80; i++)
        {
            if (cycle(0.2, 1) == SINEW_OK)
            {
                /* The position says when the answer was made. That cannot be before its request had left. */
                const double counts = *value(SINEW_MOTOR_POSITION, "a") / 6.283185307 * 4096;
                older += since_ns + counts * 500000 < (double)(state()->device_time_ns - 2 * MS);
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

static void should_say_when_a_motor_does_not_let_go(void)
{
    start(1, 10);
    must_open(with("motors=a:1 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    peer_lock(&peer);
    servos.faults.ignores_torque_off = 1;
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_TEXT("cut their power", sinew_driver_last_error(driver));
    finish();
}

static void should_hear_through_an_adapter_that_echoes(void)
{
    start(2, 10);
    peer_lock(&peer);
    servos.faults.echo = 1;
    peer_unlock(&peer);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    finish();
}

int main(void)
{
    should_have_no_watchdog_to_show();
    should_turn_an_hls_by_its_current();
    should_make_a_duty_of_an_effort_for_an_sts();
    should_count_turns();
    should_stop_and_say_so_when_no_command_comes();
    should_notice_a_servo_that_restarts_in_motion();
    should_latch_a_fault_until_it_is_activated_again();
    should_count_bad_answers();
    should_not_take_a_late_answer_for_the_next();
    should_refuse_what_cannot_work();
    should_say_when_a_motor_does_not_let_go();
    should_hear_through_an_adapter_that_echoes();
    return checked();
}
