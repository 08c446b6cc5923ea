"""Drives an emulated EtherCAT line with a public master, SOEM by way of pysoem. Usage: ethercat_client.py INTERFACE.

Three drives are expected. Prints what it saw. A time-out is tried again: it says that the machine was busy, not that
the answer was wrong. Everything else must be right at once.
"""
import struct
import sys
import time

import pysoem

COUNTS_PER_TURN = 131072


def patiently(call, what):
    for _ in range(20):
        result = call()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"{what} failed twenty times")


def sdo(call, *arguments):
    """A transfer, tried again after a time-out."""
    for _ in range(20):
        try:
            return call(*arguments)
        except (pysoem.WkcError, pysoem.MailboxError):
            time.sleep(0.1)
    raise AssertionError(f"no transfer of {arguments} in twenty tries")


def cycle(master, control, torque=0):
    """One cycle with the same targets for all; returns what the drives say, None when a frame was lost."""
    for slave in master.slaves:
        slave.output = struct.pack("<HbH", control, 10, torque & 0xFFFF)
    master.send_processdata()
    counter = master.receive_processdata(20_000)
    time.sleep(0.001)
    if counter <= 0:
        return None
    assert counter == master.expected_wkc, f"working counter {counter}, expected {master.expected_wkc}"
    return [struct.unpack("<HbiihH", slave.input) for slave in master.slaves]


def map_torque(slave):
    """CST: control word, mode, torque out; status, mode, position, velocity, torque, error code in."""
    for assignment, mapping, entries in ((0x1C12, 0x1600, [0x60400010, 0x60600008, 0x60710010]),
                                         (0x1C13, 0x1A00, [0x60410010, 0x60610008, 0x60640020, 0x606C0020, 0x60770010,
                                                           0x603F0010])):
        sdo(slave.sdo_write, assignment, 0, bytes(1))
        sdo(slave.sdo_write, mapping, 0, bytes(1))
        for number, entry in enumerate(entries, 1):
            sdo(slave.sdo_write, mapping, number, struct.pack("<I", entry))
        sdo(slave.sdo_write, mapping, 0, bytes([len(entries)]))
        sdo(slave.sdo_write, assignment, 1, struct.pack("<H", mapping))
        sdo(slave.sdo_write, assignment, 0, bytes([1]))


def await_word(master, control, expected):
    for _ in range(200):
        seen = cycle(master, control)
        if seen and all(one[0] & 0x6F == expected for one in seen):
            return
    raise AssertionError(f"control word {control:#06x} does not lead to {expected:#04x}: {seen}")


def main():
    master = pysoem.Master()
    master.open(sys.argv[1])
    patiently(lambda: master.config_init() == 3, "counting three slaves")
    for slave in master.slaves:
        assert slave.man == 0x0E55 and slave.id == 0x04020004, (slave.man, slave.id)
        assert slave.name == "axis-4nm", slave.name
        assert sdo(slave.sdo_read, 0x1008, 0) == b"Sinew axis-4nm"
        assert struct.unpack("<I", sdo(slave.sdo_read, 0x608F, 1))[0] == COUNTS_PER_TURN
    try:
        sdo(master.slaves[0].sdo_read, 0x7000, 0)
        raise AssertionError("an object that is not there was read")
    except pysoem.SdoError as error:
        assert error.abort_code == 0x06020000, error
        print("abort:", error.desc)
    for slave in master.slaves:
        map_torque(slave)
    master.config_map()
    sizes = [(len(slave.output), len(slave.input)) for slave in master.slaves]
    assert sizes == [(5, 15)] * 3, sizes
    assert master.config_dc(), "no distributed clocks"
    assert master.state_check(pysoem.SAFEOP_STATE, 2_000_000) == pysoem.SAFEOP_STATE
    assert master.expected_wkc == 9, master.expected_wkc
    print("mapped", sizes)

    master.state = pysoem.OP_STATE
    master.write_state()
    for _ in range(500):
        cycle(master, 0)
        if master.state_check(pysoem.OP_STATE, 2_000) == pysoem.OP_STATE:
            break
    assert master.state == pysoem.OP_STATE, [hex(slave.al_status) for slave in master.slaves]
    for control, expected in ((0x06, 0x21), (0x07, 0x23), (0x0F, 0x27)):
        await_word(master, control, expected)
    print("operation enabled")

    before = patiently(lambda: cycle(master, 0x0F, 150), "process data")
    for _ in range(300):
        after = cycle(master, 0x0F, 150) or before
    assert all(b[2] - a[2] > 500 for a, b in zip(before, after)), (before, after)
    print("torque turns the motors")

    time.sleep(0.3)  # the default watchdog of the sync manager is 100 ms
    states = [slave for slave in master.slaves if master.read_state() and slave.state == pysoem.SAFEOP_STATE | 0x10]
    assert len(states) == 3 and all(slave.al_status == 0x1B for slave in states), "no watchdog"
    print("watchdog:", pysoem.al_status_code_to_string(0x1B))
    master.state = pysoem.INIT_STATE
    master.write_state()
    master.close()
    print("done")


main()
