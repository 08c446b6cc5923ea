"""Drives an emulated Dynamixel bus with the maker's own client. Usage: dynamixel_client.py PORT. Prints what it saw.

Ids 1 to 4 at 1 Mbaud are expected. A time-out of the client is tried again a few times: it says that the machine was
busy, not that the answer was wrong. Everything else must be right at once.
"""
import sys
import time

from dynamixel_sdk import (COMM_RX_CORRUPT, COMM_RX_TIMEOUT, COMM_SUCCESS, GroupBulkRead, GroupBulkWrite,
                           GroupSyncRead, GroupSyncWrite, PacketHandler, PortHandler)

IDS = [1, 2, 3, 4]


def patiently(call):
    for _ in range(8):
        result = call()
        code = result[-2] if isinstance(result, tuple) and len(result) > 2 else \
            result[0] if isinstance(result, tuple) else result
        if code == COMM_SUCCESS:
            return result
        assert code in (COMM_RX_TIMEOUT, COMM_RX_CORRUPT), f"client says {code}"
        time.sleep(0.2)
    raise AssertionError(f"no answer after eight tries: {code}")


def main():
    port = PortHandler(sys.argv[1])
    client = PacketHandler(2.0)
    assert port.openPort() and port.setBaudRate(1_000_000)

    def write(dxl_id, address, size, value):
        call = {1: client.write1ByteTxRx, 2: client.write2ByteTxRx, 4: client.write4ByteTxRx}[size]
        return patiently(lambda: call(port, dxl_id, address, value))[1]

    def read(dxl_id, address, size):
        call = {1: client.read1ByteTxRx, 2: client.read2ByteTxRx, 4: client.read4ByteTxRx}[size]
        value, _, error = patiently(lambda: call(port, dxl_id, address))
        assert error == 0, f"error {error}"
        return value

    model, _, error = patiently(lambda: client.ping(port, 1))
    assert (model, error) == (1030, 0), (model, error)
    print("ping", model)

    found, code = client.broadcastPing(port)
    assert code == COMM_SUCCESS and sorted(found) == IDS, (found, code)
    print("broadcast ping", sorted(found))

    for dxl_id in IDS:
        assert write(dxl_id, 9, 1, 0) == 0
        assert write(dxl_id, 11, 1, 5) == 0
        assert write(dxl_id, 64, 1, 1) == 0
    assert write(1, 11, 1, 0) == 7, "stored registers are locked while torque is on"
    assert write(1, 132, 4, 0) == 7, "read only"
    assert write(1, 104, 4, 100_000) == 4, "out of range"
    print("errors 7 7 4")

    goals = GroupSyncWrite(port, client, 116, 4)
    for dxl_id in IDS:
        goals.addParam(dxl_id, list((2048 + 100 * dxl_id).to_bytes(4, "little")))
    assert goals.txPacket() == COMM_SUCCESS
    time.sleep(1.5)

    state = GroupSyncRead(port, client, 126, 10)
    for dxl_id in IDS:
        state.addParam(dxl_id)
    for name, call in (("sync", state.txRxPacket), ("fast", state.fastSyncRead)):
        patiently(call)
        positions = [state.getData(dxl_id, 132, 4) for dxl_id in IDS]
        assert all(abs(p - 2048 - 100 * i) < 30 for i, p in zip(IDS, positions)), positions
        print(name, "read reached its goals")

    bulk = GroupBulkRead(port, client)
    bulk.addParam(1, 144, 2)
    bulk.addParam(2, 146, 1)
    patiently(bulk.txRxPacket)
    assert abs(bulk.getData(1, 144, 2) - 120) <= 1 and 24 <= bulk.getData(2, 146, 1) <= 40
    patiently(bulk.fastBulkRead)
    assert abs(bulk.getData(1, 144, 2) - 120) <= 1
    print("bulk read")

    both = GroupBulkWrite(port, client)
    both.addParam(1, 65, 1, [1])
    both.addParam(2, 112, 4, [50, 0, 0, 0])
    assert both.txPacket() == COMM_SUCCESS
    assert read(1, 65, 1) == 1 and read(2, 112, 4) == 50
    print("bulk write")

    # A value that has to be stuffed on its way there and back: FF FF FD in indirect data.
    for dxl_id in (3,):
        patiently(lambda: client.writeTxRx(port, dxl_id, 224, 4, [0xFF, 0xFF, 0xFD, 0x00]))
        data, _, _ = patiently(lambda: client.readTxRx(port, dxl_id, 224, 4))
        assert data == [0xFF, 0xFF, 0xFD, 0x00], data
    print("stuffing")

    patiently(lambda: client.regWriteTxRx(port, 4, 65, 1, [1]))
    assert read(4, 65, 1) == 0 and read(4, 69, 1) == 1
    client.action(port, 4)
    time.sleep(0.05)
    assert read(4, 65, 1) == 1
    print("registered write")

    assert write(1, 98, 1, 5) == 0
    time.sleep(0.4)
    assert read(1, 98, 1) == 0xFF, "the bus watchdog has tripped"
    assert write(1, 116, 4, 2048) == 4, "goals are refused"
    assert write(1, 98, 1, 0) == 0
    assert write(1, 116, 4, 2048) == 0
    print("bus watchdog")

    patiently(lambda: client.reboot(port, 2))
    time.sleep(0.3)
    assert read(2, 64, 1) == 0 and read(2, 112, 4) == 0 and read(2, 11, 1) == 5
    print("reboot")
    port.closePort()
    print("done")


main()
