"""Drives an emulated Feetech bus with the maker's own client. Usage: feetech_client.py PORT. Prints what it saw.

Ids 1 to 3 at 1 Mbaud are expected. A time-out of the client is tried again a few times: it says that the machine was
busy, not that the answer was wrong. Everything else must be right at once.
"""
import sys
import time

from scservo_sdk import COMM_RX_CORRUPT, COMM_RX_TIMEOUT, COMM_SUCCESS, GroupSyncRead, PortHandler, sms_sts

IDS = [1, 2, 3]


def patiently(call):
    for _ in range(8):
        result = call()
        code = result[-2] if isinstance(result, tuple) else result
        if code == COMM_SUCCESS:
            return result
        assert code in (COMM_RX_TIMEOUT, COMM_RX_CORRUPT), f"client says {code}"
        time.sleep(0.2)
    raise AssertionError(f"no answer after eight tries: {code}")


def main():
    port = PortHandler(sys.argv[1])
    client = sms_sts(port)
    assert port.openPort() and port.setBaudRate(1_000_000)

    model, _, error = patiently(lambda: client.ping(1))
    assert (model, error) == (777, 0), (model, error)
    print("ping", model)

    patiently(lambda: client.WritePosEx(1, 3000, 2400, 50))
    time.sleep(0.4)
    _, speed, _, _ = patiently(lambda: client.ReadPosSpeed(1))
    assert speed > 300, speed
    time.sleep(2)
    position, _, error = patiently(lambda: client.ReadPos(1))
    assert abs(position - 3000) < 15 and error == 0, position
    assert patiently(lambda: client.ReadMoving(1))[0] == 0
    print("position")

    for servo in (2, 3):
        patiently(lambda: client.RegWritePosEx(servo, 1000 + 500 * servo, 3000, 0))
    client.RegAction()
    time.sleep(2)
    state = GroupSyncRead(client, 56, 15)
    for servo in IDS:
        state.addParam(servo)
    patiently(state.txRxPacket)
    for servo, goal in ((1, 3000), (2, 2000), (3, 2500)):
        available, error = state.isAvailable(servo, 56, 2)
        assert available and error == 0
        assert abs(state.getData(servo, 56, 2) - goal) < 15
        assert state.getData(servo, 62, 1) == 120
    print("sync read")

    for servo in IDS:
        client.SyncWritePosEx(servo, 2048, 3000, 0)
    client.groupSyncWrite.txPacket()
    time.sleep(2)
    for servo in IDS:
        assert abs(patiently(lambda: client.ReadPos(servo))[0] - 2048) < 15
    print("sync write")

    patiently(lambda: client.WheelMode(1))
    patiently(lambda: client.WriteSpec(1, -1000, 0))
    time.sleep(1.5)
    speed, _, _ = patiently(lambda: client.ReadSpeed(1))
    assert -1100 < speed < -900, speed
    print("wheel, negative speed", "ok")
    time.sleep(0.5)
    assert patiently(lambda: client.ReadSpeed(1))[0] < -900, "nothing stops it but a command"
    patiently(lambda: client.write1ByteTxRx(1, 40, 2))
    time.sleep(0.6)
    assert patiently(lambda: client.ReadSpeed(1))[0] == 0
    print("damped")

    patiently(lambda: client.unLockEprom(3))
    patiently(lambda: client.write1ByteTxRx(3, 5, 7))
    patiently(lambda: client.LockEprom(7))
    assert patiently(lambda: client.ping(7))[0] == 777
    print("new id")
    port.closePort()
    print("done")


main()
