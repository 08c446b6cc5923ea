/* The driver against a line of drives that do what they should. */
#include "ecat_bench.h"

#define TWO "interface=x motors=a:1,b:2 watchdog_ms=100"
#define TAU 6.283185307179586

static void should_take_the_line_to_safe_op_with_everything_set(void)
{
    bench_open(2, TWO " vendor=0xe55 product=0x4020004 temperature=2030:0:16 temperature_scale=0.1");
    for (uint32_t i = 0; i < 2; i++)
    {
        CHECK_EQUAL(4, memory(i, 0x130, 2));
        CHECK_EQUAL(0x1001 + i, memory(i, 0x10, 2));
        CHECK_EQUAL(1000, memory(i, 0x420, 2));  /* the slave's watchdog: 100 ms of 0.1 ms */
        CHECK_EQUAL(2498, memory(i, 0x400, 2));
        CHECK_EQUAL(0x64, memory(i, 0x814, 1));  /* outputs trip it */
        CHECK_EQUAL(0x26, memory(i, 0x804, 1));
        CHECK_EQUAL(5, memory(i, 0x812, 2));
        CHECK_EQUAL(17, memory(i, 0x81A, 2));
        CHECK_EQUAL(0x10000 + 5 * i, memory(i, 0x600, 4));
        CHECK_EQUAL(0x1000A + 17 * i, memory(i, 0x610, 4));
        CHECK_EQUAL(10, object(i, 0x6060));
    }
    CHECK(await_sample(100));
    CHECK_NEAR(1000 * TAU / 10000, *value(SINEW_MOTOR_POSITION, "a"), 1e-9);
    CHECK_NEAR(25.0, *value(SINEW_MOTOR_TEMPERATURE, "b"), 1e-9);
    CHECK_EQUAL(0, state()->status);
    sinew_driver_close(driver);
    CHECK_EQUAL(1, memory(0, 0x130, 2));
}

static void should_drive_torques_and_stop(void)
{
    bench_open(2, TWO " sign=1,-1");
    must_activate();
    CHECK_EQUAL(8, memory(1, 0x130, 2));
    CHECK_EQUAL(0x27, object(0, 0x6041) & 0x6F);
    CHECK_EQUAL(0, object(0, 0x6071));
    for (int i = 0; i < 20; i++)
    {
        cycle(0.5, 1); /* a quarter of the rated 2 N·m */
    }
    CHECK_EQUAL(250, (int16_t)object(0, 0x6071));
    CHECK_EQUAL(-250, (int16_t)object(1, 0x6071));
    set_object(0, 0x606C, 10000); /* a turn a second */
    *value(SINEW_CMD_MOTOR_DAMPING, "a") = 0.1;
    for (int i = 0; i < 20; i++)
    {
        cycle(0.5, 1);
    }
    CHECK_NEAR(250 - 1000 * 0.1 * TAU / 2, (int16_t)object(0, 0x6071), 1);
    set_object(0, 0x6077, (uint16_t)-100);
    for (int i = 0; i < 20; i++)
    {
        cycle(0.5, 0);
    }
    CHECK_EQUAL(0, object(0, 0x6071));
    CHECK_NEAR(-0.2, *value(SINEW_MOTOR_EFFORT, "a"), 1e-9);
    CHECK_NEAR(TAU, *value(SINEW_MOTOR_VELOCITY, "a"), 1e-9);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(0x40, object(0, 0x6041) & 0x6F);
    CHECK_EQUAL(4, memory(0, 0x130, 2));
    sinew_driver_close(driver);
}

static void should_limit_positions_and_velocities_by_torque(void)
{
    bench_open(2, TWO " mode=csp lead_rad=0.1 effort_max_nm=1");
    must_activate();
    CHECK_EQUAL(8, object(0, 0x6061));
    CHECK_EQUAL(1000, object(0, 0x607A)); /* where the shaft stands */
    CHECK_EQUAL(0, object(0, 0x6072));
    for (int i = 0; i < 20; i++)
    {
        cycle(-0.5, 1);
    }
    CHECK_NEAR(1000 - 0.1 * 10000 / TAU, (int32_t)object(0, 0x607A), 1);
    CHECK_EQUAL(250, object(0, 0x6072));
    for (int i = 0; i < 20; i++)
    {
        cycle(5, 1);
    }
    CHECK_EQUAL(500, object(0, 0x6072));
    sinew_driver_close(driver);
    bench_open(2, TWO " mode=csv speed_rad_s=2 velocity_unit=rpm");
    must_activate();
    for (int i = 0; i < 20; i++)
    {
        cycle(-0.5, 1);
    }
    CHECK_NEAR(-2 * 60 / TAU, (int32_t)object(1, 0x60FF), 1);
    CHECK_EQUAL(9, object(1, 0x6061));
    sinew_driver_close(driver);
}

static void should_count_turns_beyond_the_register(void)
{
    bench_line(1);
    set_object(0, 0x6064, 0x7FFFFFF0);
    must_open("interface=x motors=a:1");
    CHECK(await_sample(100));
    const double before = *value(SINEW_MOTOR_POSITION, "a");
    set_object(0, 0x6064, 0x80000010);
    peer_sleep_ms(20);
    CHECK(await_sample(100));
    CHECK_NEAR(before + 32 * TAU / 10000, *value(SINEW_MOTOR_POSITION, "a"), 1e-6);
    sinew_driver_close(driver);
}

static void should_measure_ways_and_set_clocks(void)
{
    double values[4];
    bench_open(3, "interface=x motors=c:3,a:1,b:2 clock=required");
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clock_delays", values, 3));
    CHECK_NEAR(1200e-9, values[0], 1e-9);
    CHECK_NEAR(0, values[1], 1e-9);
    CHECK_NEAR(600e-9, values[2], 1e-9);
    CHECK_EQUAL(1200, memory(2, 0x928, 4));
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "clock_differences", values, 3));
    CHECK_NEAR(0, values[0], 100e-9);
    CHECK_NEAR(0, values[2], 100e-9);
    CHECK(await_sample(100));
    /* The device's time is the reference clock's, which shows this machine's. */
    CHECK_NEAR(0, (double)(state()->arrival_ns - state()->device_time_ns), 5e7);
    sinew_driver_close(driver);
    bench_line(3);
    for (int i = 0; i < 3; i++)
    {
        line.slave[i].memory[8] = 0;
    }
    must_refuse("interface=x motors=a:1,b:2,c:3 clock=required", "no drive has a distributed clock");
    must_open("interface=x motors=a:1,b:2,c:3");
    CHECK(await_sample(100));
    sinew_driver_close(driver);
}

static void should_leave_other_slaves_alone(void)
{
    bench_open(3, "interface=x motors=b:2 slaves=3 stop=quick_stop watchdog_ms=100");
    must_activate();
    for (int i = 0; i < 10; i++)
    {
        cycle(0.2, 1);
    }
    CHECK_EQUAL(0, state()->status);
    CHECK_EQUAL(1, memory(0, 0x130, 2));
    CHECK_EQUAL(100, object(1, 0x6071));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    sinew_driver_close(driver);
}

static void should_read_values_that_come_as_transfers_of_their_own(void)
{
    bench_line(1);
    line.slave[0].normal_upload = 1;
    line.slave[0].emergency = 1;
    must_open("interface=x motors=a:1");
    CHECK_TEXT("emergency: code 0x4310 (drive too hot)", sinew_driver_last_error(driver));
    sinew_driver_close(driver);
}

int main(void)
{
    should_take_the_line_to_safe_op_with_everything_set();
    should_drive_torques_and_stop();
    should_limit_positions_and_velocities_by_torque();
    should_count_turns_beyond_the_register();
    should_measure_ways_and_set_clocks();
    should_leave_other_slaves_alone();
    should_read_values_that_come_as_transfers_of_their_own();
    return checked();
}
