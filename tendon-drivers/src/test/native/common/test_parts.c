/* The small parts of the common base: configuration text, motors, wire, exchange of newest values, serial port. */
#define _GNU_SOURCE

#include "check.h"
#include "clock.h"
#include "config_text.h"
#include "latest.h"
#include "motors.h"
#include "pty_peer.h"
#include "serial.h"
#include "bus.h"
#include "wake.h"
#include "wire.h"

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* No driver is tested here, but the base wants one. */
const bus_protocol sinew_protocol = {.name = "none", .version = "0"};

/* ----------------------------------------------------------------------------------------------------------- text */

typedef struct settings
{
    char text[CONFIG_TEXT_BYTES];
    double number;
    int64_t whole;
    int32_t choice;
    config_numbers numbers;
    motor_settings motors;
} settings;

static const config_key KEYS[] = {
    {.key = "text", .kind = CONFIG_TEXT, .offset = offsetof(settings, text), .required = "text=SOMETHING"},
    {.key = "number", .kind = CONFIG_NUMBER, .offset = offsetof(settings, number), .least = -1, .most = 2.5},
    {.key = "whole", .kind = CONFIG_WHOLE, .offset = offsetof(settings, whole), .least = 0, .most = 10},
    {.key = "choice", .kind = CONFIG_CHOICE, .offset = offsetof(settings, choice), .choices = "on|off|onward"},
    {.key = "numbers", .kind = CONFIG_NUMBERS, .offset = offsetof(settings, numbers), .least = 0, .most = 9},
};
static const config_key MORE[] = {MOTOR_KEYS(offsetof(settings, motors))};

static int32_t read_text(const char *text, settings *into, error_line *error)
{
    const config_table tables[] = {{KEYS, 5}, {MORE, 4}};
    memset(into, 0, sizeof *into);
    error->text[0] = '\0';
    return config_read("test", text, tables, 2, into, error);
}

static void should_read_every_kind_of_value(void)
{
    settings got;
    error_line error;
    CHECK_EQUAL(SINEW_OK, read_text("text=/dev/x; number=0.5\n whole=7\tchoice=onward numbers=1,2.5,3 "
        "motors=a:1,b:2:XM",
        &got, &error));
    CHECK_TEXT("/dev/x", got.text);
    CHECK_NEAR(0.5, got.number, 0);
    CHECK_EQUAL(7, got.whole);
    CHECK_EQUAL(2, got.choice);
    CHECK_EQUAL(3, got.numbers.count);
    CHECK_NEAR(2.5, config_number_of(&got.numbers, 1, 0), 0);
    CHECK_EQUAL(2, got.motors.motors.count);
    CHECK_TEXT("b", got.motors.motors.motor[1].name);
    CHECK_TEXT("XM", got.motors.motors.motor[1].word);
    CHECK_EQUAL(2, got.motors.motors.motor[1].id);
}

static void should_read_numbers_in_any_locale(void)
{
    settings got;
    error_line error;
    const char *before = setlocale(LC_ALL, "de_DE.UTF-8"); /* may be absent; then this shows nothing */
    CHECK_EQUAL(SINEW_OK, read_text("text=x number=0.5 motors=a:1", &got, &error));
    CHECK_NEAR(0.5, got.number, 0);
    CHECK_EQUAL(SINEW_ERROR, read_text("text=x number=0,5 motors=a:1", &got, &error));
    setlocale(LC_ALL, before == NULL ? "C" : "C");
}

static void refused(const char *text, const char *part)
{
    settings got;
    error_line error;
    CHECK_EQUAL(SINEW_ERROR, read_text(text, &got, &error));
    CHECK_TEXT(part, error.text);
}

static void should_refuse_text_that_it_does_not_understand(void)
{
    refused("", "no text; add text=SOMETHING");
    refused("text=x", "no motors; add motors=NAME:ID");
    refused("hello", "write key=value");
    refused("text=", "text is empty");
    refused("text=x colour=red", "unknown key colour; known: text, number, whole, choice, numbers, motors, sign");
    refused("text=x text=y", "given twice: key=text");
    refused("number=3", "from -1 to 2.5");
    refused("number=nan", "from -1 to 2.5");
    refused("number=1x", "from -1 to 2.5");
    refused("number=", "from -1 to 2.5");
    refused("whole=1.5", "a whole number from 0 to 10");
    refused("choice=of", "write one of on|off|onward");
    refused("choice=", "write one of");
    refused("numbers=1,,2", "from 0 to 9");
    refused("numbers=1,10", "cannot use numbers=10");
    refused("motors=a:1,a:2", "twice");
    refused("motors=a:1,b:1", "twice");
    refused("motors=a:x", "write motors=NAME:ID");
    refused("motors=:1", "write motors=NAME:ID");
    refused("motors=a:1,,b:2", "write motors=NAME:ID");
    refused("motors=a:1:this_word_is_longer_than_it_may_be", "too long");
    refused("\x01\x02=\x03", "unknown key ??");
}

/* ------------------------------------------------------------------------------------------------ motors and wire */

static void should_convert_between_shaft_and_motor(void)
{
    const motor_scale scale = {.sign = -1, .gear = 4, .zero_rad = 0.3};
    CHECK_NEAR(-0.5 + 0.3, motor_position(&scale, 2.0), 1e-15);
    CHECK_NEAR(2.0, shaft_position(&scale, motor_position(&scale, 2.0)), 1e-15);
    CHECK_NEAR(-0.5, motor_velocity(&scale, 2.0), 1e-15);
    CHECK_NEAR(-8.0, motor_effort(&scale, 2.0), 1e-15);
    CHECK_NEAR(2.0, shaft_effort(&scale, motor_effort(&scale, 2.0)), 1e-15);
    /* Damping takes the same power on both sides: d w^2. */
    CHECK_NEAR(0.7 * 0.5 * 0.5, shaft_damping(&scale, 0.7) * 2.0 * 2.0, 1e-15);
}

static void should_say_what_the_wire_needs(void)
{
    wire line;
    error_line error;
    wire_begin(&line, 1e6, 10);
    wire_bytes(&line, "command", 80);
    wire_bytes(&line, "answers", 320);
    wire_pause(&line, "turn-around", 1e-3);
    CHECK_NEAR(5e-3, line.seconds, 1e-12);
    CHECK_EQUAL(SINEW_OK, wire_check(&line, "test", 22, 200, 20, &error));
    CHECK_EQUAL(SINEW_OK, wire_check(&line, "test", 22, 0, 20, &error));
    CHECK_EQUAL(SINEW_ERROR, wire_check(&line, "test", 22, 201, 20, &error));
    CHECK_TEXT("22 devices at 1000000 bit/s need 5.000 ms a cycle (command 80 B 0.800 ms + answers 320 B 3.200 ms + "
        "turn-around 1.000 ms), at most 200 Hz; lower cycle_hz", error.text);
    CHECK_EQUAL(SINEW_ERROR, wire_check(&line, "test", 22, 0, 9, &error));
    CHECK_TEXT("raise watchdog_ms", error.text);
}

/* --------------------------------------------------------------------------------------------------- newest value */

#define VALUES 200000

static latest exchange;
static int64_t slots[LATEST_SLOTS][16];

static void *write_values(void *unused)
{
    for (int64_t value = 1; value <= VALUES; value++)
    {
        for (int i = 0; i < 16; i++)
        {
            slots[exchange.writing][i] = value;
        }
        latest_publish(&exchange);
    }
    return unused;
}

static void should_hand_over_whole_values_in_order(void)
{
    pthread_t writer;
    int64_t last = 0;
    int torn = 0;
    int backwards = 0;
    latest_init(&exchange);
    CHECK_EQUAL(0, latest_take(&exchange));
    pthread_create(&writer, NULL, write_values, NULL);
    while (last < VALUES)
    {
        if (!latest_take(&exchange))
        {
            sched_yield();
            continue;
        }
        const int64_t *slot = slots[exchange.reading];
        for (int i = 1; i < 16; i++)
        {
            torn += slot[i] != slot[0];
        }
        backwards += slot[0] <= last;
        last = slot[0];
    }
    pthread_join(writer, NULL);
    CHECK_EQUAL(0, torn);
    CHECK_EQUAL(0, backwards);
    CHECK_EQUAL(0, latest_take(&exchange));
}

/* --------------------------------------------------------------------------------------------------------- waking */

static wake bell;
static _Atomic int served;

static void *serve(void *unused)
{
    for (int i = 0; i < 20000; i++)
    {
        uint32_t seen = wake_seen(&bell);
        while (atomic_load(&served) <= i)
        {
            wake_wait(&bell, seen, clock_ns() + NS_PER_S);
            seen = wake_seen(&bell);
        }
    }
    return unused;
}

static void should_lose_no_wake_up(void)
{
    pthread_t sleeper;
    wake_init(&bell);
    const int64_t begin_ns = clock_ns();
    pthread_create(&sleeper, NULL, serve, NULL);
    for (int i = 0; i < 20000; i++)
    {
        atomic_fetch_add(&served, 1);
        wake_up(&bell);
    }
    pthread_join(sleeper, NULL);
    CHECK(clock_ns() - begin_ns < 20 * NS_PER_S); /* each that is lost costs a second */
    const int64_t wait_ns = clock_ns();
    wake_wait(&bell, wake_seen(&bell), wait_ns + 5 * NS_PER_MS);
    CHECK(clock_ns() - wait_ns >= 4 * NS_PER_MS);
}

/* --------------------------------------------------------------------------------------------------------- serial */

static uint32_t echo(void *device, const uint8_t *bytes, uint32_t count, uint8_t *answer, int64_t *delay_ns)
{
    (void)device;
    (void)delay_ns;
    memcpy(answer, bytes, count);
    return count;
}

static void should_carry_every_byte(void)
{
    static bus_counters counters;
    serial_port port;
    error_line error;
    pty_peer peer = {.answer = echo};
    uint8_t bytes[256];
    uint8_t back[256];
    peer_start(&peer);
    CHECK_EQUAL(SINEW_OK, serial_open(&port, "test", peer.path, 3000000, &counters, &error));
    for (uint32_t i = 0; i < 256; i++)
    {
        bytes[i] = (uint8_t)i;
    }
    CHECK_EQUAL(SERIAL_OK, serial_write(&port, bytes, 256, clock_ns() + NS_PER_S));
    uint32_t count = 0;
    while (count < 256)
    {
        const int32_t got = serial_read(&port, back + count, 256 - count, clock_ns() + NS_PER_S);
        if (got <= 0)
        {
            CHECK_EQUAL(1, got);
            break;
        }
        count += (uint32_t)got;
    }
    CHECK_EQUAL(0, memcmp(bytes, back, 256)); /* also 03, 0d, 11, 13, ff: nothing is interpreted */
    CHECK_EQUAL(256, count_get(&counters, COUNT_BYTES_OUT));
    CHECK_EQUAL(256, count_get(&counters, COUNT_BYTES_IN));
    const int64_t begin_ns = clock_ns();
    CHECK_EQUAL(SERIAL_TIMEOUT, serial_read(&port, back, 256, begin_ns + 10 * NS_PER_MS));
    CHECK(clock_ns() - begin_ns >= 9 * NS_PER_MS);
    serial_port second;
    CHECK_EQUAL(SINEW_ERROR, serial_open(&second, "test", peer.path, 3000000, &counters, &error));
    CHECK_TEXT("port in use", error.text);
    peer_stop(&peer);
    CHECK_EQUAL(SERIAL_GONE, serial_read(&port, back, 256, clock_ns() + NS_PER_S));
    CHECK_EQUAL(SERIAL_GONE, serial_write(&port, bytes, 256, clock_ns() + NS_PER_S));
    CHECK_EQUAL(1, count_get(&counters, COUNT_GONE));
    serial_close(&port);
    serial_close(&port);
}

static void should_say_which_group_may_use_the_port(void)
{
    if (geteuid() != 0)
    {
        printf("not tested: permissions, this needs root\n");
        return;
    }
    char path[] = "/tmp/sinew_port_XXXXXX";
    const int file = mkstemp(path);
    CHECK(file >= 0 && chmod(path, 0660) == 0);
    for (int denied = 0; denied < 2; denied++)
    {
        CHECK(chmod(path, denied ? 0600 : 0660) == 0);
        const pid_t child = fork();
        if (child == 0)
        {
            static bus_counters counters;
            serial_port port;
            error_line error;
            if (setgid(65534) != 0 || setuid(65534) != 0)
            {
                _exit(2);
            }
            const int32_t result = serial_open(&port, "test", path, 1000000, &counters, &error);
            const char *part = denied ? "udev rule" : "sudo usermod -aG root";
            _exit(result == SINEW_ERROR && strstr(error.text, part) != NULL ? 0 : 1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        CHECK_EQUAL(0, WEXITSTATUS(status));
    }
    close(file);
    unlink(path);
}

int main(void)
{
    should_read_every_kind_of_value();
    should_read_numbers_in_any_locale();
    should_refuse_text_that_it_does_not_understand();
    should_convert_between_shaft_and_motor();
    should_say_what_the_wire_needs();
    should_hand_over_whole_values_in_order();
    should_lose_no_wake_up();
    should_carry_every_byte();
    should_say_which_group_may_use_the_port();
    return checked();
}
