"""Drives emulated RobStride motors with the maker's own Python library.

usage: robstride_client.py PORT

Motors 1 and 2, RS02, behind an adapter that speaks slcan, are expected. The library asks for SocketCAN; it gets the
same bus over slcan. What takes time is waited for, up to ten seconds: a machine that is busy is not wrong.
"""
import math
import sys
import time

import can
from robstride_dynamics import bus as library
from robstride_dynamics.protocol import CommunicationType, ParameterType

RESET, RUNS = 0, 2


def slcan(**wanted):
    assert wanted["interface"] == "socketcan"
    return can.Bus(interface="slcan", channel=wanted["channel"], bitrate=wanted["bitrate"], sleep_after_open=0.1)


class OverSlcan:
    Bus = staticmethod(slcan)


class Can:
    interface = OverSlcan
    Message = can.Message


def wait(what, check):
    end = time.monotonic() + 10
    while not check():
        assert time.monotonic() < end, what
        time.sleep(0.005)
    print(what)


def main():
    library.can = Can
    models = {"one": library.Motor(1, "rs-02"), "two": library.Motor(2, "rs-02")}
    bus = library.RobstrideBus(sys.argv[1], models)
    bus.connect()

    def clean(action):
        """What came too late for the library's patience is no answer to the next question; None then."""
        while bus.channel_handler.recv(timeout=0) is not None:
            pass
        try:
            return action()
        except (RuntimeError, AssertionError, TypeError):
            return None

    def value(name, parameter):
        found = clean(lambda: bus.read(name, parameter))
        return math.nan if found is None else found

    def mode(number):
        def ask():
            bus.transmit(CommunicationType.OPERATION_CONTROL, 0x7FFF, number, b"\x7f\xff\x7f\xff\0\0\0\0")
            return bus.receive(timeout=0.5)
        answer = clean(ask)
        is_status = answer is not None and answer[0] == CommunicationType.OPERATION_STATUS
        return answer[1] >> 14 if is_status else None

    wait("number", lambda: clean(lambda: bus.read_id("two", timeout=0.5)) is not None)
    wait("limit", lambda: value("one", ParameterType.TORQUE_LIMIT) == 17.0)
    wait("supply", lambda: abs(value("two", ParameterType.VBUS) - 48) < 1)

    def timeout(units):
        clean(lambda: bus.write("one", ParameterType.CAN_TIMEOUT, units))
        return value("one", ParameterType.CAN_TIMEOUT) == units

    wait("parameter 0x7028", lambda: timeout(2000))
    wait("and none again", lambda: timeout(0))
    wait("run mode", lambda: value("one", ParameterType.MODE) == 0)
    wait("off", lambda: mode(1) == RESET and mode(2) == RESET)

    def on(name, number):
        clean(lambda: bus.enable(name))
        return mode(number) == RUNS

    wait("on", lambda: on("one", 1) and on("two", 2))

    def say(name, **command):
        def exchange():
            bus.write_operation_frame(name, **command)
            return bus.read_operation_frame(name)
        time.sleep(0.005)
        return clean(exchange) or (99, 99, 99, 99)

    wait("temperature", lambda: abs(say("one", position=0, kp=0, kd=0)[3] - 25) < 2)
    wait("position", lambda: abs(say("one", position=1.5, kp=40, kd=1)[0] - 1.5) < 0.05 and
         abs(say("two", position=-2.0, kp=40, kd=1)[0] + 2.0) < 0.05)
    wait("velocity", lambda: abs(say("two", position=0, kp=0, kd=2, velocity=-4.0)[1] + 4.0) < 0.4)
    wait("torque against damping", lambda: abs(say("one", position=0, kp=0, kd=1, torque=2.0)[1] - 2.0) < 0.4)

    def off(name, number):
        clean(lambda: bus.disable(name))
        return mode(number) == RESET

    wait("off again", lambda: off("two", 2))
    wait("40 ms", lambda: timeout(800))

    def silent():
        clean(lambda: bus.enable("one"))
        time.sleep(0.1)
        return mode(1) == RESET

    wait("watchdog", silent)
    wait("all off", lambda: off("one", 1) and off("two", 2))
    bus.disconnect(disable_torque=False)
    print("done")


main()
