"""Drives emulated Damiao motors with a public library over an slcan adapter. Usage: damiao_client.py PORT.

Ids 1 and 2 with feedback 0x11 and 0x12 are expected. What takes time is waited for, up to ten seconds: a machine that is
busy is not wrong.
"""
import sys
import time

from damiao_motor import DaMiaoController


def wait(what, check):
    end = time.monotonic() + 10
    while not check():
        assert time.monotonic() < end, what
        time.sleep(0.005)
    print(what)


def main():
    controller = DaMiaoController(sys.argv[1], "slcan")
    motors = [controller.add_motor(i, 0x10 + i, "4310") for i in (1, 2)]
    one, two = motors

    assert [one.get_register(rid, timeout=10) for rid in (7, 8, 10)] == [0x11, 1, 1]
    assert [two.get_register(rid, timeout=10) for rid in (21, 22, 23)] == [12.5, 30.0, 10.0]
    one.set_can_timeout(100)
    wait("register 9", lambda: one.get_register(9, timeout=10) == 2000)
    one.set_can_timeout(0)

    def status(motor, name):
        motor.request_motor_feedback()
        time.sleep(0.01)
        return motor.get_states().get("status") == name

    wait("off", lambda: status(one, "DISABLED") and status(two, "DISABLED"))
    for motor in motors:
        motor.enable()
    wait("on", lambda: status(one, "ENABLED") and status(two, "ENABLED"))
    assert one.get_states()["t_rotor"] == 25 and one.get_states()["can_id"] == 1

    def at(motor, goal):
        motor.send_cmd_mit(target_position=goal, stiffness=40, damping=1)
        time.sleep(0.005)
        return abs(motor.get_states()["pos"] - goal) < 0.05

    wait("position", lambda: at(one, 1.5) and at(two, -2.0))

    def turning(motor, speed):
        motor.send_cmd_mit(target_velocity=speed, damping=2)
        time.sleep(0.005)
        return abs(motor.get_states()["vel"] - speed) < 0.4

    wait("velocity", lambda: turning(two, -4.0))

    def pulls(motor, torque):
        motor.send_cmd_mit(feedforward_torque=torque, damping=1)
        time.sleep(0.005)
        return abs(motor.get_states()["vel"] - torque) < 0.4

    wait("torque against damping", lambda: pulls(one, 2.0))

    two.disable()
    wait("off again", lambda: status(two, "DISABLED"))
    one.set_can_timeout(40)
    wait("watchdog", lambda: status(one, "LOST_COMM"))
    one.clear_error()
    wait("cleared", lambda: status(one, "DISABLED"))
    controller.shutdown()
    print("done")


main()
