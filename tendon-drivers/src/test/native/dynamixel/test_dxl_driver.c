/* The whole driver, through the verbs of the ABI, against servos behind a pseudo-terminal. */
#include "abi_host.h"
#include "peer_dxl.h"

#include <math.h>
#include <stddef.h>

#define MS 1000000

static peer_dxl servos;
static pty_peer peer;

static uint32_t on_bytes(pty_peer *line, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    return peer_dxl_answer(line->device, bytes, count, answer, delay_ns);
}

static void start(uint32_t count, uint32_t model, uint32_t firmware)
{
    peer_dxl_init(&servos, count, model, firmware, peer_now_ns);
    peer.device = &servos;
    peer.on_bytes = on_bytes;
    peer_start(&peer);
}

static const char *with(const char *rest)
{
    static char text[512];
    snprintf(text, sizeof text, "port=%s effort_per_ampere=1.78 %s", peer.path, rest);
    return text;
}

static void finish(void)
{
    sinew_driver_close(driver);
    driver = NULL;
    peer_stop(&peer);
}

/* ---------------------------------------------------------------------------------------------------------- tests */

static void should_turn_a_servo_by_its_current(const char *reading, uint32_t firmware)
{
    char text[128];
    snprintf(text, sizeof text, "motors=a:1,b:2 read=%s sign=1,-1 watchdog_ms=100", reading);
    start(2, 1020, firmware);
    must_open(with(text));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    CHECK_NEAR(3.1416, *value(SINEW_MOTOR_POSITION, "a"), 0.01);
    CHECK_NEAR(-3.2950, *value(SINEW_MOTOR_POSITION, "b"), 0.01);
    CHECK_NEAR(31, *value(SINEW_MOTOR_TEMPERATURE, "a"), 0);
    CHECK_EQUAL((uint64_t)1 << SINEW_GROUP_MOTORS, state()->valid_groups);
    for (int i = 0; i < 150; i++)
    {
        cycle(0.5, 1);
    }
    /* 0.5 N·m / 1.78 N·m/A / 2.69 mA = 104 counts */
    peer_lock(&peer);
    CHECK_EQUAL(104, (int16_t)peer_dxl_get(&servos.servo[0], 102, 2));
    CHECK_EQUAL(-104, (int16_t)peer_dxl_get(&servos.servo[1], 102, 2));
    peer_unlock(&peer);
    CHECK_NEAR(0.5, *value(SINEW_MOTOR_EFFORT, "a"), 0.003);
    CHECK_NEAR(0.5, *value(SINEW_MOTOR_EFFORT, "b"), 0.003);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "a") > 0.1);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "b") > 0.1);
    double ages[8];
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "ages", ages, 8));
    CHECK(ages[0] > 0 && ages[0] < 0.1 && ages[6] > 0 && ages[6] < 3);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    peer_lock(&peer);
    CHECK_EQUAL(0, servos.servo[0].reg[64]);
    peer_unlock(&peer);
    CHECK(statistic(COUNT_GOOD) > 20);
    CHECK_EQUAL(0, statistic(COUNT_BAD_CRC) + statistic(COUNT_WRONG_ID) + statistic(COUNT_BAD_VALUE));
    sinew_driver_close(driver);
    int level = 0;
    for (int i = 0; i < 500 && level != 2; i++)
    {
        peer_sleep_ms(1);
        peer_lock(&peer);
        level = servos.servo[0].reg[68];
        peer_unlock(&peer);
    }
    CHECK_EQUAL(2, level); /* the status return level is put back */
    peer_stop(&peer);
}

static void should_damp_with_the_measured_velocity(void)
{
    start(1, 1020, 45);
    must_open(with("motors=a:1 gear=2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    for (int i = 0; i < 150; i++)
    {
        cycle(1.0, 1);
    }
    CHECK(*value(SINEW_MOTOR_VELOCITY, "a") > 0.1);
    const double before = *value(SINEW_MOTOR_VELOCITY, "a");
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 2.0;
    int negative = 0;
    for (int i = 0; i < 60; i++)
    {
        cycle(0, 1);
        peer_lock(&peer);
        negative |= (int16_t)peer_dxl_get(&servos.servo[0], 102, 2) < 0;
        peer_unlock(&peer);
    }
    CHECK(negative);
    CHECK(*value(SINEW_MOTOR_VELOCITY, "a") < 0.7 * before);
    finish();
}

static void should_put_the_goal_ahead_in_current_position_mode(void)
{
    start(1, 1200, 46);
    must_open(with("motors=a:1:XL330-M288 mode=current_position lead_rad=0.5 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    peer_lock(&peer);
    CHECK_EQUAL(2048, peer_dxl_get(&servos.servo[0], 116, 4));
    peer_unlock(&peer);
    for (int i = 0; i < 30; i++)
    {
        cycle(-0.2, 1);
    }
    peer_lock(&peer);
    CHECK_EQUAL(112, (int16_t)peer_dxl_get(&servos.servo[0], 102, 2)); /* 0.2 / 1.78 A in mA */
    CHECK_NEAR(servos.servo[0].position - 326, (int32_t)peer_dxl_get(&servos.servo[0], 116, 4), 60);
    CHECK(servos.servo[0].velocity < 0);
    peer_unlock(&peer);
    cycle(0.2, 0);
    peer_sleep_ms(20);
    peer_lock(&peer);
    CHECK_EQUAL(0, (int16_t)peer_dxl_get(&servos.servo[0], 102, 2));
    peer_unlock(&peer);
    finish();
}

static void should_stop_and_say_so_when_no_command_comes(void)
{
    start(2, 1020, 45);
    must_open(with("motors=a:1,b:2 watchdog_ms=40"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    peer_lock(&peer);
    CHECK_EQUAL(2, servos.servo[1].reg[98]);
    peer_unlock(&peer);
    for (int i = 0; i < 50; i++)
    {
        cycle(0.3, 1);
    }
    CHECK_EQUAL(0, state()->status);
    int64_t fired_ns = 0;
    const int64_t silent_ns = peer_now_ns();
    for (int i = 0; i < 300 && fired_ns == 0; i++)
    {
        peer_sleep_ms(1);
        sinew_driver_receive(driver, peer_now_ns());
        fired_ns = (state()->status & SINEW_STATUS_WATCHDOG) != 0 ? peer_now_ns() : 0;
    }
    CHECK(fired_ns - silent_ns > 20 * MS);
    CHECK(fired_ns != 0);
    CHECK_NEAR(0, *value(SINEW_MOTOR_EFFORT, "a"), 0);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    CHECK_TEXT("watchdog", sinew_driver_last_error(driver));
    peer_lock(&peer);
    CHECK_EQUAL(0, servos.servo[0].reg[64]);
    CHECK_EQUAL(0, servos.servo[1].reg[64]);
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    finish();
}

static void should_report_a_watchdog_that_only_the_servo_saw(void)
{
    start(1, 1020, 45);
    must_open(with("motors=a:1 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    peer_lock(&peer);
    servos.servo[0].reg[98] = 255;
    peer_unlock(&peer);
    int fired = 0;
    for (int i = 0; i < 400 && !fired; i++)
    {
        cycle(0, 1);
        fired = (state()->status & SINEW_STATUS_WATCHDOG) != 0;
    }
    CHECK(fired);
    finish();
}

static void should_notice_a_servo_that_restarts_in_motion(void)
{
    start(2, 1020, 45);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    peer_lock(&peer);
    peer_dxl_restart(&servos, 1);
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 0x100, state()->status);
    CHECK_TEXT("motor b (id 2) has restarted", sinew_driver_last_error(driver));
    /* Never switched on again by itself. */
    peer_lock(&peer);
    CHECK_EQUAL(0, servos.servo[1].reg[64]);
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    finish();
}

static void should_report_a_hardware_error_and_never_reset_it(void)
{
    start(2, 1020, 45);
    must_open(with("motors=a:1,b:2 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(100));
    peer_lock(&peer);
    servos.servo[1].reg[70] = 0x20;
    servos.servo[1].reg[64] = 0;
    peer_unlock(&peer);
    for (int i = 0; i < 400 && state()->status == 0; i++)
    {
        cycle(0, 1);
    }
    CHECK_EQUAL(((int64_t)2 << 32) | 0x20, state()->status);
    CHECK_TEXT("overload", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (id 2) has a hardware error: overload", sinew_driver_last_error(driver));
    peer_lock(&peer);
    CHECK_EQUAL(0, servos.servo[0].reg[64]); /* no half of the bus is left energised */
    peer_unlock(&peer);
    double which = 1;
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "reboot", &which, 1));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    which = 0.5;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "reboot", &which, 1));
    CHECK_TEXT("not allowed while active", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "reboot", &which, 1));
    CHECK_TEXT("no such motor", sinew_driver_last_error(driver));
    finish();
}

/* One kind of bad answer at a time: it is counted as what it is, lost for the host, and the bus goes on. */
static void should_count_bad_answers(const char *reading)
{
    /* Of several status frames, one that breaks off takes the begin of the next with it: a wrong checksum. */
    const int fast = strcmp(reading, "fast") == 0;
    const struct
    {
        size_t fault;
        counter counter;
    } CASES[] = {{offsetof(peer_faults, bad_crc), COUNT_BAD_CRC}, {offsetof(peer_faults, wrong_id), COUNT_WRONG_ID},
        {offsetof(peer_faults, truncate), fast ? COUNT_SHORT : COUNT_BAD_CRC},
        {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE},
        {offsetof(peer_faults, zeros), COUNT_BAD_VALUE}, {offsetof(peer_faults, drop), COUNT_LOST}};
    char text[128];
    snprintf(text, sizeof text, "motors=a:1,b:2 read=%s watchdog_ms=1000 answer_ms=3", reading);
    start(2, 1020, 45);
    must_open(with(text));
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
    start(1, 1020, 45);
    must_open(with("motors=a:1 watchdog_ms=2000 answer_ms=3"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    for (int round = 0; round < 6; round++)
    {
        CHECK(await_sample(200));
        const double late = statistic(COUNT_LATE);
        peer_lock(&peer);
        servos.faults.late_ms = 30;
        peer_unlock(&peer);
        for (int i = 0; i < 80; i++)
        {
            cycle(0.2, 1);
        }
        CHECK(statistic(COUNT_LATE) > late);
        CHECK_EQUAL(0, statistic(COUNT_LOST));
    }
    finish();
}

static void should_damp_nothing_and_lose_samples_when_the_port_disappears(void)
{
    start(1, 1020, 45);
    must_open(with("motors=a:1 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    peer_stop(&peer);
    const int64_t begin_ns = peer_now_ns();
    int lost = 0;
    for (int i = 0; i < 20; i++)
    {
        lost += cycle(0.1, 1) == SINEW_LOST;
    }
    CHECK_TEXT("the port has disappeared", sinew_driver_last_error(driver));
    for (int i = 0; i < 80; i++)
    {
        lost += cycle(0.1, 1) == SINEW_LOST;
    }
    CHECK(lost > 50);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    sinew_driver_close(driver);
    CHECK(peer_now_ns() - begin_ns < (int64_t)5000 * MS);
}

static void should_refuse_what_cannot_work(void)
{
    start(3, 1020, 45);
    must_refuse(with("motors=a:1,b:9"), "motor b does not answer: id=9");
    must_refuse(with("motors=a:1,b:9"), "ids that do=1");
    must_refuse(with("motors=a:1:XM430-W210"), "is an XM430-W350, the configuration says XM430-W210");
    must_refuse(with("motors=a:1 watchdog_ms=30"), "write 20, 40, 60");
    must_refuse(with("motors=a:1,b:1"), "addressed twice");
    must_refuse(with("motors=a:1,a:2"), "named or addressed twice");
    must_refuse(with("motors=a"), "NAME:ID");
    must_refuse(with("motors=a:253"), "go from 0 to 252");
    must_refuse(with("motors=a:1 sign=0.5"), "write 1 or -1");
    must_refuse(with("motors=a:1,b:2,c:3 gear=1,2"), "2 numbers for 3 motors");
    must_refuse(with("motors=a:1 colour=red"), "known: motors");
    must_refuse(with("motors=a:1 baud=1000000 baud=2000000"), "given twice");
    must_refuse(with("motors=a:1 mode=position"), "current|current_position");
    must_refuse(with("motors=a:1 cycle_hz=-1"), "from 0 to 10000");
    must_refuse(with("motors=a:1,b:2,c:3 cycle_hz=5000 baud=57600"), "3 devices at 57600 bit/s need");
    must_refuse(with("motors=a:1 cycle_hz=20"), "too slow for watchdog_ms=20");
    must_refuse(with("motors=a:1 cpu=1000"), "cpu=1000 is refused");
    must_refuse(with(""), "no motors");
    peer_lock(&peer);
    peer_dxl_put(&servos.servo[1], 0, 2, 1060);
    peer_dxl_put(&servos.servo[2], 10, 1, 8);
    peer_unlock(&peer);
    must_refuse(with("motors=a:1,b:2"), "no current control");
    must_refuse(with("motors=c:3"), "torque on by any goal");
    peer_lock(&peer);
    peer_dxl_put(&servos.servo[1], 0, 2, 350);
    servos.faults.double_ping = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=b:2"), "two servos answer as id 2");
    peer_lock(&peer);
    servos.faults.double_ping = 0;
    peer_unlock(&peer);
    must_refuse(with("motors=b:2"), "model 350");
    peer_lock(&peer);
    peer_dxl_put(&servos.servo[0], 6, 1, 37);
    peer_unlock(&peer);
    must_refuse(with("motors=a:1"), "firmware 37 without a bus watchdog");
    peer_lock(&peer);
    peer_dxl_put(&servos.servo[0], 6, 1, 44);
    peer_unlock(&peer);
    must_refuse(with("motors=a:1 read=fast"), "needs firmware 45");
    must_open(with("motors=a:1"));
    sinew_driver *first = driver;
    must_refuse(with("motors=c:3"), "port in use");
    driver = first;
    finish();
    must_refuse("port=/nowhere/tty motors=a:1 effort_per_ampere=1", "cannot open the port: path=/nowhere/tty");
    must_refuse("port=/dev/null motors=a:1 effort_per_ampere=1", "not a serial port");
}

static void should_say_when_a_motor_does_not_let_go(void)
{
    start(1, 1020, 45);
    must_open(with("motors=a:1 watchdog_ms=200"));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    peer_lock(&peer);
    servos.faults.ignores_torque_off = 1;
    peer_unlock(&peer);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_deactivate(driver));
    CHECK_TEXT("motor a (id 1): the torque switch stays 1", sinew_driver_last_error(driver));
    finish();
}

static void should_hear_through_an_adapter_that_echoes(void)
{
    start(2, 1020, 45);
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
    should_turn_a_servo_by_its_current("auto", 45);
    should_turn_a_servo_by_its_current("auto", 44);
    should_turn_a_servo_by_its_current("bulk", 45);
    should_damp_with_the_measured_velocity();
    should_put_the_goal_ahead_in_current_position_mode();
    should_stop_and_say_so_when_no_command_comes();
    should_report_a_watchdog_that_only_the_servo_saw();
    should_notice_a_servo_that_restarts_in_motion();
    should_report_a_hardware_error_and_never_reset_it();
    should_count_bad_answers("fast");
    should_count_bad_answers("sync");
    should_not_take_a_late_answer_for_the_next();
    should_damp_nothing_and_lose_samples_when_the_port_disappears();
    should_refuse_what_cannot_work();
    should_say_when_a_motor_does_not_let_go();
    should_hear_through_an_adapter_that_echoes();
    return checked();
}
