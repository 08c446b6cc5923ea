/* The whole driver, through the verbs of the ABI: broken, late and missing answers, ports, and what open refuses. */
#include "dxl_bench.h"

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
    servos.faults.double_answer = 1;
    peer_unlock(&peer);
    must_refuse(with("motors=b:2"), "two servos answer as id 2");
    peer_lock(&peer);
    servos.faults.double_answer = 0;
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

static void should_not_take_an_answer_that_was_late_for_one_of_another_servo(void)
{
    start(1, 1020, 45);
    peer_lock(&peer);
    servos.faults.repeats = 2;
    peer_unlock(&peer);
    must_open(with("motors=a:1"));
    finish();
}

/* ---------------------------------------------------------------------------------------------------------- suite */

static void start_fast(int count)
{
    start((uint32_t)count, 1020, 45);
}

static void start_sync(int count)
{
    start((uint32_t)count, 1020, 45);
    line_keys = "effort_per_ampere=1.78 read=sync";
}

static suite_power power_of(int index)
{
    peer_lock(&peer);
    const int torque = servos.servo[index].reg[64];
    peer_unlock(&peer);
    return torque != 0 ? POWER_ON : POWER_OFF;
}

static void restart_one(int index)
{
    peer_dxl_restart(&servos, (uint32_t)index);
}

static void trip(int index)
{
    servos.servo[index].reg[98] = 255;
}

int main(void)
{
    static motor_suite suite = {
        .start = start_fast, .faults = &servos.faults, .stopped = POWER_OFF, .home_rad = 3.14, .power = power_of,
        .restart = restart_one, .trip = trip,
        .bad = {{offsetof(peer_faults, bad_sum), COUNT_BAD_CRC}, {offsetof(peer_faults, wrong_id), COUNT_WRONG_ID},
            {offsetof(peer_faults, flip_data), COUNT_BAD_VALUE}, {offsetof(peer_faults, zeros), COUNT_BAD_VALUE},
            {offsetof(peer_faults, drop), COUNT_LOST}, {offsetof(peer_faults, truncate), COUNT_SHORT}},
        .clock_rad_per_ms = 2 * 6.283185307 / 4096, .holds_on = "motor a (id 1): the torque switch stays 1",
        .advice = "their own watchdog stops them", .echoes = 1};
    should_keep_the_suite(&suite);
    suite.start = start_sync;
    /* Of several status frames, one that breaks off takes the begin of the next with it: a wrong checksum. */
    suite.bad[5].counter = COUNT_BAD_CRC;
    should_count_bad_answers(&suite);
    should_damp_nothing_and_lose_samples_when_the_port_disappears();
    should_not_take_an_answer_that_was_late_for_one_of_another_servo();
    should_refuse_what_cannot_work();
    return checked();
}
