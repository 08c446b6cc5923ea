/* Frames, what they cost, the text of an fdcanusb, and the kernel's frames over a pair of sockets in its place. */
#define _GNU_SOURCE

#include "bus.h"
#include "can_port.h"
#include "check.h"
#include "clock.h"
#include "fdcanusb_codec.h"

#include <linux/can.h>
#include <sys/socket.h>
#include <unistd.h>

const bus_protocol sinew_protocol = {.name = "test"};

/* --------------------------------------------------------------------------------------------------------- frames */

static void should_know_the_lengths_that_exist(void)
{
    static const uint32_t CASES[][2] = {{0, 0}, {1, 1}, {8, 8}, {9, 12}, {12, 12}, {13, 16}, {20, 20}, {21, 24},
        {25, 32}, {33, 48}, {49, 64}, {64, 64}, {65, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
    {
        CHECK_EQUAL(CASES[i][1], can_length(CASES[i][0]));
    }
}

static void should_know_what_a_frame_costs(void)
{
    CHECK_NEAR(111e-6, can_classic_s(8, 0, 1e6), 1e-9);
    CHECK_NEAR(131e-6, can_classic_s(8, 1, 1e6), 1e-9);
    /* 49 bits at 1 Mbit/s, then 5 + 256 + 4 + 28 at 5 Mbit/s */
    CHECK_NEAR(49e-6 + 293 / 5e6, can_fd_s(32, 1, 1e6, 5e6), 1e-9);
    CHECK_NEAR(30e-6 + (5 + 64 + 4 + 23) / 5e6, can_fd_s(8, 0, 1e6, 5e6), 1e-9);
}

static void should_pack_bits_from_the_first_on(void)
{
    uint8_t data[8] = {0};
    can_put_bits(data, 0, 16, 0x8A3C);
    can_put_bits(data, 16, 12, 0x777);
    can_put_bits(data, 28, 12, 0x199);
    can_put_bits(data, 40, 12, 0x333);
    can_put_bits(data, 52, 12, 0x865);
    CHECK_BYTES("8a3c777199333865", data, 8);
    CHECK_EQUAL(0x8A3C, can_get_bits(data, 0, 16));
    CHECK_EQUAL(0x777, can_get_bits(data, 16, 12));
    CHECK_EQUAL(0x199, can_get_bits(data, 28, 12));
    CHECK_EQUAL(0x333, can_get_bits(data, 40, 12));
    CHECK_EQUAL(0x865, can_get_bits(data, 52, 12));
    can_put_bits(data, 16, 12, 0);
    CHECK_BYTES("8a3c000199333865", data, 8);
}

/* ----------------------------------------------------------------------------------------------------------- text */

static void check_line(const char *line, const can_adapter *adapter, const can_message *message)
{
    uint8_t text[CAN_ADAPTER_BYTES];
    const uint32_t count = adapter->encode(message, text);
    CHECK_EQUAL(strlen(line), count);
    CHECK(count > 0 && memcmp(text, line, count) == 0);
}

static void should_write_lines(void)
{
    can_message message = {.id = 0x8001, .extended = 1, .fd = 1, .rate_switch = 1, .count = 3, .data = {1, 0, 0}};
    check_line("can send 8001 010000\n", &FDCANUSB, &message);
    check_line("can send 8001 010000 *FF\n", &(can_adapter){.encode = FDCANUSB_CHECKED.encode}, &message);
    message.rate_switch = 0;
    check_line("can send 8001 010000 b\n", &FDCANUSB, &message);
    message = (can_message){.id = 5, .extended = 1, .count = 1, .data = {0xA5}};
    check_line("can send 5 a5 E bf\n", &FDCANUSB, &message);
    message.count = 9;
    CHECK_EQUAL(0, FDCANUSB.encode(&message, (uint8_t[CAN_ADAPTER_BYTES]){0}));
}

static can_heard hear(const char *line, const can_adapter *adapter, can_message *message)
{
    link_place place;
    const link_found found =
        adapter->find((const uint8_t *)line, (uint32_t)strlen(line), CAN_ADAPTER_BYTES, &place);
    return found != LINK_FRAME ? (can_heard)(100 + found) :
        adapter->decode((const uint8_t *)line + place.begin, place.end - place.begin, message);
}

static void should_read_the_lines_of_the_documents(void)
{
    can_message message;
    CHECK_EQUAL(0x94, fdcanusb_crc((const uint8_t *)"123456789", 9));
    CHECK_EQUAL(CAN_FRAME, hear("rcv 100 2404000a005000000170ff230d181400\n", &FDCANUSB, &message));
    CHECK_EQUAL(0x100, message.id);
    CHECK(!message.extended && message.fd && message.rate_switch);
    CHECK_BYTES("2404000a005000000170ff230d181400", message.data, message.count);
    CHECK_EQUAL(CAN_FRAME, hear("rcv 100 2404000a005000000170ff230d181400 *19\r\n", &FDCANUSB_CHECKED, &message));
    CHECK_EQUAL(16, message.count);
    CHECK_EQUAL(CAN_FRAME, hear("rcv 0180 21000A E b F t1234 f-1\n", &FDCANUSB, &message));
    CHECK(message.id == 0x180 && message.extended && message.fd && !message.rate_switch);
    CHECK_BYTES("21000a", message.data, message.count);
    CHECK_EQUAL(CAN_FRAME, hear("rcv 7ff 0102 f\n", &FDCANUSB, &message));
    CHECK(!message.fd);
    CHECK_EQUAL(CAN_ACCEPTED, hear("\n\nOK\n", &FDCANUSB, &message));
    CHECK_EQUAL(CAN_ACCEPTED, hear("OK *BD\n", &FDCANUSB_CHECKED, &message));
    CHECK_EQUAL(CAN_REFUSED, hear("ERR checksum missing\n", &FDCANUSB, &message));
}

static void should_not_take_a_broken_line(void)
{
    static const char *const BAD[] = {"rcv\n", "rcv 100 010\n", "rcv 100 0g\n", "rcv x 00\n",
        "rcv 123456789 00\n", "rcv 100 000000000000000000\n", "rcv ffffffff 00\n", "can send 1 00\n", "rcv 8001 00 e\n",
        "rcv 100 g0\n", "ER\n"};
    can_message message;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
    {
        CHECK_EQUAL(CAN_NOTHING, hear(BAD[i], &FDCANUSB, &message));
    }
    CHECK_EQUAL(100 + LINK_BAD_SUM, hear("OK *BC\n", &FDCANUSB, &message));
    CHECK_EQUAL(100 + LINK_BAD_SUM, hear("OK *zz\n", &FDCANUSB, &message));
    CHECK_EQUAL(100 + LINK_BAD_SUM, hear("OK\n", &FDCANUSB_CHECKED, &message));
    CHECK_EQUAL(100 + LINK_NEED_MORE, hear("rcv 100 00", &FDCANUSB, &message));
}

static void should_throw_a_line_without_end_away(void)
{
    uint8_t junk[2 * CAN_ADAPTER_BYTES];
    link_place place;
    memset(junk, 'x', sizeof junk);
    CHECK_EQUAL(LINK_NEED_MORE, FDCANUSB.find(junk, sizeof junk, CAN_ADAPTER_BYTES, &place));
    CHECK_EQUAL(sizeof junk, place.begin);
    junk[sizeof junk - 1] = '\n';
    CHECK_EQUAL(LINK_BAD_SUM, FDCANUSB.find(junk, sizeof junk, CAN_ADAPTER_BYTES, &place));
    CHECK_EQUAL(sizeof junk, place.end);
}

/* --------------------------------------------------------------------------------------------------------- socket */

static int ends[2];
static can_port port;
static bus_counters counters;

static void open_pair(void)
{
    CHECK_EQUAL(0, socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
    memset(&port, 0, sizeof port);
    port.is_socket = 1;
    port.counters = &counters;
    port.serial.fd = -1;
    can_socket_adopt(&port.socket, ends[0]);
}

static int64_t soon(void)
{
    return clock_ns() + 20 * NS_PER_MS;
}

static void should_send_the_frames_of_the_kernel(void)
{
    uint8_t packet[128];
    const can_message fd = {.id = 0x8001, .extended = 1, .fd = 1, .rate_switch = 1, .count = 12, .data = {1, 0, 10}};
    const can_message classic = {.id = 0x141, .count = 8, .data = {0x8A, 0x3C, 0x77, 0x71, 0x99, 0x33, 0x38, 0x65}};
    open_pair();
    can_port_add(&port, &fd);
    can_port_add(&port, &classic);
    CHECK_EQUAL(SERIAL_OK, can_port_flush(&port));
    CHECK_EQUAL(CANFD_MTU, recv(ends[1], packet, sizeof packet, 0));
    /* identifier with its flag in the machine's order, length, flags, two reserved bytes, data */
    CHECK_BYTES("01800080 0c 01 0000 01000a000000000000000000", packet, 20);
    CHECK_EQUAL(CAN_MTU, recv(ends[1], packet, sizeof packet, 0));
    CHECK_BYTES("41010000 08 00 0000 8a3c777199333865", packet, 16);
    can_port_close(&port);
    close(ends[1]);
}

static void give(const char *hex, size_t bytes)
{
    uint8_t packet[128] = {0};
    from_hex(hex, packet, sizeof packet);
    CHECK_EQUAL((ssize_t)bytes, send(ends[1], packet, bytes, 0));
}

static void should_receive_the_frames_of_the_kernel(void)
{
    can_message message;
    open_pair();
    CHECK_EQUAL(SERIAL_TIMEOUT, can_port_poll(&port, &message));
    give("00010000 06 01 0000 210000210f00", CANFD_MTU);
    give("11000000 08 00 0000 118a3c7778652823", CAN_MTU);
    give("00000020 08 00 0000 0000000000000000", CAN_MTU); /* error frame */
    give("11000040 08 00 0000 0000000000000000", CAN_MTU); /* remote request */
    give("11000000 09 00 0000 0000000000000000", CAN_MTU); /* longer than it can be */
    give("11000000 01", 5);                                /* no frame at all */
    give("01ff0083 01 00 0000 aa", CAN_MTU);
    CHECK_EQUAL(SERIAL_OK, can_port_next(&port, soon(), &message));
    CHECK(message.id == 0x100 && !message.extended && message.fd && message.rate_switch);
    CHECK_BYTES("210000210f00", message.data, message.count);
    CHECK_EQUAL(SERIAL_OK, can_port_next(&port, soon(), &message));
    CHECK(message.id == 0x11 && !message.extended && !message.fd);
    CHECK_BYTES("118a3c7778652823", message.data, message.count);
    CHECK_EQUAL(SERIAL_OK, can_port_next(&port, soon(), &message));
    CHECK(message.id == 0x300ff01 && message.extended);
    CHECK_EQUAL(SERIAL_TIMEOUT, can_port_next(&port, clock_ns() + NS_PER_MS, &message));
    close(ends[1]);
    CHECK_EQUAL(SERIAL_GONE, can_port_next(&port, soon(), &message));
    CHECK_EQUAL(1, can_port_is_gone(&port));
    can_port_close(&port);
}

static void should_not_wait_for_ever_when_nobody_takes_its_frames(void)
{
    const can_message message = {.id = 1, .count = 8};
    int32_t result = SERIAL_OK;
    open_pair();
    for (int i = 0; i < 100000 && result == SERIAL_OK; i++)
    {
        can_port_add(&port, &message);
        result = can_port_flush(&port);
    }
    CHECK_EQUAL(SERIAL_TIMEOUT, result);
    CHECK(port.asked_ns - port.sent_ns > 2 * NS_PER_MS); /* from before it waited until after */
    can_port_close(&port);
    CHECK_EQUAL(SERIAL_GONE, can_socket_send(&port.socket, &message, soon()));
    close(ends[1]);
}

static void should_say_what_is_missing(void)
{
    error_line error = {""};
    const int32_t result =
        can_port_open(&port, "test", "no-such-interface0", 1000000, &FDCANUSB, 1, &counters, &error);
    CHECK_EQUAL(SINEW_ERROR, result);
    CHECK(strstr(error.text, "no SocketCAN") != NULL || strstr(error.text, "no CAN interface") != NULL);
    CHECK_TEXT("port=/dev/...", error.text);
    CHECK_EQUAL(1, can_port_is_socket("can0"));
    CHECK_EQUAL(0, can_port_is_socket("/dev/ttyACM0"));
}

int main(void)
{
    should_know_the_lengths_that_exist();
    should_know_what_a_frame_costs();
    should_pack_bits_from_the_first_on();
    should_write_lines();
    should_read_the_lines_of_the_documents();
    should_not_take_a_broken_line();
    should_throw_a_line_without_end_away();
    should_send_the_frames_of_the_kernel();
    should_receive_the_frames_of_the_kernel();
    should_not_wait_for_ever_when_nobody_takes_its_frames();
    should_say_what_is_missing();
    return checked();
}
