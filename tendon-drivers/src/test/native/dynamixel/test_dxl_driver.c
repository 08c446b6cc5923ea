/* The whole driver, through the verbs of the ABI: what it does with servos that behave and overheat. */
#include "dxl_bench.h"

static void should_turn_a_servo_by_its_current(const char *reading, uint32_t firmware)
{
    char text[128];
    snprintf(text, sizeof text, "motors=a:1,b:2 read=%s sign=1,-1 watchdog_ms=100", reading);
    start(2, 1020, firmware);
    must_open(with(text));
    CHECK_EQUAL(SINEW_OK, sinew_driver_activate(driver));
    CHECK(await_sample(200));
    peer_lock(&peer);
    CHECK_EQUAL(5, servos.servo[1].reg[98]); /* 100 ms in units of 20 ms */
    peer_unlock(&peer);
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

int main(void)
{
    should_turn_a_servo_by_its_current("auto", 45);
    should_turn_a_servo_by_its_current("auto", 44);
    should_turn_a_servo_by_its_current("bulk", 45);
    should_damp_with_the_measured_velocity();
    should_put_the_goal_ahead_in_current_position_mode();
    should_report_a_hardware_error_and_never_reset_it();
    return checked();
}
