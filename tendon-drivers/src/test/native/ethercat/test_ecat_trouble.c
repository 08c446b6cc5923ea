/* What the driver makes of a line that does what it should not. */
#include "ecat_bench.h"

#define TWO "interface=x motors=a:1,b:2 watchdog_ms=100"

static void should_refuse_wrong_settings(void)
{
    char text[2048];
    size_t used = 0;
    bench_line(2);
    must_refuse("motors=a:1", "interface=eth1");
    must_refuse("interface=none motors=a:1", "no such interface");
    must_refuse("interface=x motors=a:0", "ids of this bus go from 1 to 1");
    must_refuse("interface=x motors=a:3 slaves=2", "ids of this bus go from 1 to 2");
    must_refuse(TWO " temperature=hot", "write temperature=INDEX:SUB:BITS");
    must_refuse(TWO " temperature=2030:0:12", "write temperature=INDEX:SUB:BITS");
    must_refuse(TWO " vendor=1,2,3", "vendor has 3 numbers for 2 motors");
    must_refuse("interface=x motors=a:1 watchdog_ms=20.05", "watchdogs count in 0.1 ms");
    must_refuse(TWO " mode=torque", "write one of cst|csv|csp");
    for (int i = 1; i <= 44; i++)
    {
        used += (size_t)snprintf(text + used, sizeof text - used, "%sm%d:%d", i == 1 ? "interface=x cycle_hz=8000 "
            "motors=" :
            ",", i, i);
    }
    must_refuse(text, "44 devices at 100000000 bit/s need 0.180 ms a cycle (frame 970 B");
    for (int i = 45; i <= 64; i++)
    {
        used += (size_t)snprintf(text + used, sizeof text - used, ",m%d:%d", i, i);
    }
    snprintf(text + used, sizeof text - used, " mode=csp");
    must_refuse(text, "a frame holds 1514; use a second bus");
}

static void should_refuse_a_wrong_line(void)
{
    bench_line(3);
    must_refuse(TWO, "wrong number of slaves: found=3, expected=2");
    bench_line(2);
    must_refuse(TWO " product=1", "product=0x04020004, expected vendor=0x00000e55, product=0x00000001");
    must_refuse(TWO " vendor=1", "motor a (slave 1) is another device");
    line.slave[1].refuse_state = 2;
    line.slave[1].refuse_code = 0x16;
    must_refuse(TWO, "motor b (slave 2) refuses PRE-OP: it is in INIT, AL status code 0x0016 (invalid mailbox "
        "configuration (PRE-OP))");
    bench_line(2);
    line.slave[0].refuse_state = 4;
    line.slave[0].refuse_code = 0x24;
    must_refuse(TWO, "refuses SAFE-OP: it is in PRE-OP, AL status code 0x0024 (invalid input mapping)");
    bench_line(2);
    line.slave[0].abort_index = 0x1A00;
    line.slave[0].abort_code = 0x06010002;
    must_refuse(TWO, "motor a (slave 1) refuses to write object 1a00:00: abort code 0x06010002 (object is read only)");
    bench_line(2);
    peer_ecat_object(&line.slave[1], 0x6502, 0)->value = 0x80;
    must_refuse(TWO, "motor b (slave 2) does not know mode cst");
    peer_ecat_object(&line.slave[1], 0x1000, 0)->value = 0x191;
    must_refuse(TWO, "motor b (slave 2) is no CiA 402 drive: device type 0x00000191");
    bench_line(2);
    line.slave[1].mute = 1;
    must_refuse(TWO, "motor b (slave 2) does not answer through its mailbox: object 1000:00");
    bench_line(2);
    line.slave[0].eeprom[0x38] = 2;
    must_refuse(TWO, "has no CoE mailbox");
    bench_line(2);
    line.slave[0].eeprom[0x88] = 0x28;
    must_refuse(TWO, "names no sync managers");
    bench_line(2);
    line.slave[0].absent = 1;
    must_refuse(TWO, "no frame comes back");
    bench_line(2);
    peer_ecat_object(&line.slave[1], 0x6076, 0)->value = 0;
    must_refuse(TWO, "add rated_nm");
    must_open(TWO " rated_nm=3");
    sinew_driver_close(driver);
}

static void should_take_nothing_of_a_frame_with_a_wrong_working_counter(void)
{
    bench_open(2, TWO);
    must_activate();
    CHECK(await_sample(100));
    const int64_t sequence = state()->sequence;
    const double commands = statistic(COUNT_COMMANDS);
    pthread_mutex_lock(&line_mutex);
    line.spoil_counter = 5;
    pthread_mutex_unlock(&line_mutex);
    int lost = 0;
    for (int i = 0; i < 20; i++)
    {
        const int32_t result = cycle(0.1, 1);
        lost += result == SINEW_LOST;
        CHECK(result != SINEW_OK || state()->sequence > sequence);
    }
    CHECK_NEAR(5, statistic(COUNT_UNTAKEN), 0);
    CHECK(lost >= 1);
    /* What not every drive took is not believed sent. */
    CHECK_NEAR(statistic(COUNT_CYCLES) - 5, statistic(COUNT_GOOD), 0);
    CHECK(statistic(COUNT_COMMANDS) <= commands + 16);
    /* For good: then nobody believes that commands arrive, and the motors are stopped. */
    pthread_mutex_lock(&line_mutex);
    line.slave[1].deaf = 1;
    pthread_mutex_unlock(&line_mutex);
    for (int i = 0; i < 300 && statistic(COUNT_WATCHDOG) == 0; i++)
    {
        cycle(0.1, 1);
    }
    CHECK_NEAR(1, statistic(COUNT_WATCHDOG), 0);
    CHECK_TEXT("motor b (slave 2) does not answer at its address", sinew_driver_last_error(driver));
    CHECK_EQUAL(0x40, object(0, 0x6041) & 0x6F);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    pthread_mutex_lock(&line_mutex);
    line.slave[1].deaf = 0;
    pthread_mutex_unlock(&line_mutex);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    sinew_driver_close(driver);
}

static void should_take_no_zeros_for_values(void)
{
    bench_open(2, TWO);
    must_activate();
    pthread_mutex_lock(&line_mutex);
    line.zero = 3;
    pthread_mutex_unlock(&line_mutex);
    for (int i = 0; i < 20; i++)
    {
        cycle(0.1, 1);
        CHECK(*value(SINEW_MOTOR_POSITION, "a") > 0.5);
    }
    CHECK_NEAR(3, statistic(COUNT_BAD_VALUE), 0);
    /* A jump that no motor makes. */
    set_object(0, 0x6064, 50000000);
    cycle(0, 1);
    cycle(0, 1);
    CHECK(statistic(COUNT_BAD_VALUE) >= 4);
    sinew_driver_close(driver);
}

static void should_tell_late_from_lost(void)
{
    bench_open(2, TWO " answer_ms=2");
    must_activate();
    pthread_mutex_lock(&line_mutex);
    answer_delay_ns = 6000000;
    late_frames = 2;
    pthread_mutex_unlock(&line_mutex);
    for (int i = 0; i < 60; i++)
    {
        cycle(0, 1);
    }
    CHECK_NEAR(2, statistic(COUNT_LATE), 0);
    CHECK_NEAR(0, statistic(COUNT_LOST), 0);
    pthread_mutex_lock(&line_mutex);
    line.drop = 3;
    pthread_mutex_unlock(&line_mutex);
    for (int i = 0; i < 400 && statistic(COUNT_LOST) < 3; i++)
    {
        cycle(0, 1);
    }
    CHECK_NEAR(3, statistic(COUNT_LOST), 0);
    CHECK_NEAR(2, statistic(COUNT_LATE), 0);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    sinew_driver_close(driver);
}

static void should_show_faults_and_reset_them_only_when_asked(void)
{
    bench_open(2, TWO);
    must_activate();
    set_object(1, 0x603F, 0x2310);
    set_object(1, 0x6041, 0x0218);
    CHECK_EQUAL((int64_t)2 << 32 | 0x2310, await_status(0xFFFF));
    CHECK_TEXT("motor b (slave 2) reports a fault: error code 0x2310 (continuous over-current)",
        sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (slave 2) has a fault", sinew_driver_last_error(driver));
    CHECK_EQUAL(0x08, object(1, 0x6041) & 0x4F);
    double index = 1;
    CHECK_EQUAL(SINEW_OK, sinew_driver_request(driver, "reset_faults", &index, 1));
    must_activate();
    cycle(0, 1);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    index = 7;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "reset_faults", &index, 1));
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_request(driver, "dance", &index, 1));
    CHECK_TEXT("known: statistics, ages, reset_faults", sinew_driver_last_error(driver));
    sinew_driver_close(driver);
}

static void should_not_take_a_drive_back_into_operation(void)
{
    bench_open(2, TWO);
    must_activate();
    set_object(0, 0x6041, 0x0250);
    CHECK_EQUAL((int64_t)1 << 32 | 0x20000 | 0x0250, await_status(0x20000));
    for (int i = 0; i < 20; i++)
    {
        cycle(0.5, 1);
    }
    CHECK_EQUAL(0x40, object(0, 0x6041) & 0x6F);
    CHECK_EQUAL(0, object(0, 0x6040));
    CHECK_TEXT("motor a (slave 1) has left operation enabled", sinew_driver_last_error(driver));
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    sinew_driver_close(driver);
}

static void should_notice_the_slaves_watchdog(void)
{
    bench_open(2, TWO);
    must_activate();
    pthread_mutex_lock(&line_mutex);
    line.slave[1].memory[0x130] = 0x14;
    line.slave[1].memory[0x134] = 0x1B;
    pthread_mutex_unlock(&line_mutex);
    CHECK((await_status(SINEW_STATUS_WATCHDOG) & SINEW_STATUS_WATCHDOG) != 0);
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_send(driver, 0));
    CHECK_EQUAL(0x40, object(0, 0x6041) & 0x6F);
    CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
    must_activate();
    CHECK(await_sample(100));
    CHECK_EQUAL(0, state()->status);
    CHECK_EQUAL(8, memory(1, 0x130, 2));
    sinew_driver_close(driver);
}

static void should_set_up_a_slave_again_that_restarted(void)
{
    bench_open(2, TWO);
    must_activate();
    pthread_mutex_lock(&line_mutex);
    peer_ecat_restart(&line.slave[0]);
    pthread_mutex_unlock(&line_mutex);
    for (int i = 0; i < 300 && statistic(COUNT_WATCHDOG) == 0; i++)
    {
        cycle(0.5, 1);
    }
    CHECK_EQUAL(0, object(0, 0x6071));
    sinew_driver_deactivate(driver);
    must_activate();
    CHECK_EQUAL(8, memory(0, 0x130, 2));
    CHECK(await_sample(100));
    sinew_driver_close(driver);
}

/* A slave's registers as a bad line can have left them: it looks set up, and is not. */
static void should_set_up_a_line_again_that_only_looks_whole(void)
{
    static const uint32_t REGISTERS[] = {0x608, 0x618}; /* where its FMMUs put outputs, and take inputs from */
    for (size_t i = 0; i < sizeof REGISTERS / sizeof REGISTERS[0]; i++)
    {
        bench_open(2, TWO);
        must_activate();
        CHECK(await_sample(100));
        CHECK_EQUAL(SINEW_OK, sinew_driver_deactivate(driver));
        pthread_mutex_lock(&line_mutex);
        line.slave[1].memory[REGISTERS[i]] ^= 0x80;
        pthread_mutex_unlock(&line_mutex);
        must_activate();
        CHECK(await_sample(100));
        sinew_driver_close(driver);
    }
}

static void should_refuse_operation_and_say_why(void)
{
    bench_open(2, TWO);
    line.slave[1].refuse_state = 8;
    line.slave[1].refuse_code = 0x2D;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    CHECK_TEXT("motor b (slave 2) refuses OP: it is in SAFE-OP, AL status code 0x002d (no synchronisation signal)",
        sinew_driver_last_error(driver));
    CHECK_EQUAL(4, memory(0, 0x130, 2));
    the_line.gone = 1;
    CHECK_EQUAL(SINEW_ERROR, sinew_driver_activate(driver));
    peer_sleep_ms(20);
    sinew_driver_receive(driver, 0); /* one from before may be there */
    CHECK_EQUAL(SINEW_LOST, sinew_driver_receive(driver, 0));
    the_line.gone = 0;
    line.slave[1].refuse_state = 0;
    line.slave[1].memory[0x130] = 4;
    must_activate();
    sinew_driver_close(driver);
}

int main(void)
{
    should_refuse_wrong_settings();
    should_refuse_a_wrong_line();
    should_take_nothing_of_a_frame_with_a_wrong_working_counter();
    should_take_no_zeros_for_values();
    should_tell_late_from_lost();
    should_show_faults_and_reset_them_only_when_asked();
    should_not_take_a_drive_back_into_operation();
    should_notice_the_slaves_watchdog();
    should_set_up_a_slave_again_that_restarted();
    should_set_up_a_line_again_that_only_looks_whole();
    should_refuse_operation_and_say_why();
    return checked();
}
