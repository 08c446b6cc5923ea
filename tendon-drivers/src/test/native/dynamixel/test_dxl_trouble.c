/* The whole driver, through the verbs of the ABI: broken, late and missing answers, ports, and what open refuses. */
#include "dxl_bench.h"

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
    should_count_bad_answers("fast");
    should_count_bad_answers("sync");
    should_not_take_a_late_answer_for_the_next();
    should_damp_nothing_and_lose_samples_when_the_port_disappears();
    should_refuse_what_cannot_work();
    should_say_when_a_motor_does_not_let_go();
    should_hear_through_an_adapter_that_echoes();
    return checked();
}
