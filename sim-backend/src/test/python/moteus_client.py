"""Drives emulated moteus controllers with the maker's own library. Usage: moteus_client.py PORT. Prints what it saw.

Ids 1 to 3 behind an fdcanusb are expected, or id 1 on its UART when the port is called that. A request that is not answered in a second is made again: it says that the
machine was busy, not that the answer was wrong. Everything else must be right at once.
"""
import asyncio
import math
import sys

import moteus
import moteus.fdcanusb_device

UART = "uart" in sys.argv[1]
IDS = [1] if UART else [1, 2, 3]
if not UART:
    # The library knows an fdcanusb by its USB identity, which a pseudo-terminal has not; anything else is a UART to it.
    moteus.fdcanusb_device._get_fdcanusb_properties = lambda path: {"is_fdcanusb": True}


async def patiently(call):
    for _ in range(8):
        try:
            return await asyncio.wait_for(call(), 1.0)
        except asyncio.TimeoutError:
            await asyncio.sleep(0.2)
    raise AssertionError("no answer after eight tries")


async def main():
    transport = moteus.Fdcanusb(sys.argv[1])
    resolution = moteus.PositionResolution()
    resolution.kp_scale = moteus.F32
    resolution.kd_scale = moteus.F32
    drives = {i: moteus.Controller(id=i, transport=transport, position_resolution=resolution) for i in IDS}
    register = moteus.Register

    for drive in drives.values():
        state = await patiently(drive.query)
        assert state.values[register.MODE] == moteus.Mode.STOPPED, state
        assert abs(state.values[register.VOLTAGE] - 24) < 1, state
        assert state.values[register.FAULT] == 0, state
    print("query", IDS)

    versions = await patiently(lambda: drives[1].custom_query({0x102: moteus.INT32}))
    assert versions.values[0x102] == 5, versions
    print("register map", versions.values[0x102])

    for goal in (0.25, -0.5):
        for _ in range(60):
            state = await patiently(lambda: drives[1].set_position(
                position=goal, velocity=0.0, maximum_torque=1.0, watchdog_timeout=0.5, query=True))
            await asyncio.sleep(0.01)
        assert state.values[register.MODE] == moteus.Mode.POSITION, state
        assert abs(state.values[register.POSITION] - goal) < 0.02, state
    print("position reached its goals")

    for _ in range(40):
        states = await patiently(lambda: transport.cycle([drives[i].make_position(
            position=math.nan, velocity=1.0, watchdog_timeout=0.5, query=True) for i in IDS]))
        await asyncio.sleep(0.01)
    assert sorted(state.id for state in states) == IDS, states
    assert all(abs(state.values[register.VELOCITY] - 1.0) < 0.3 for state in states), states
    print("cycle of", len(IDS), "turns")

    for _ in range(20):
        state = await patiently(lambda: drives[IDS[-1]].set_position(
            position=math.nan, velocity=0.0, feedforward_torque=-0.05, kp_scale=0.0, kd_scale=0.0,
            watchdog_timeout=0.5, query=True))
    assert state.values[register.VELOCITY] < 0.9 and abs(state.values[register.TORQUE] + 0.05) < 0.02, state
    print("torque", "ok")

    await patiently(lambda: drives[1].set_position(
        position=math.nan, velocity=1.0, watchdog_timeout=0.02, query=True))
    await asyncio.sleep(0.2)
    state = await patiently(drives[1].query)
    assert state.values[register.MODE] == moteus.Mode.TIMEOUT, state
    state = await patiently(lambda: drives[1].set_position(position=math.nan, velocity=1.0, query=True))
    assert state.values[register.MODE] == moteus.Mode.TIMEOUT, state
    await patiently(lambda: drives[1].set_stop(query=True))
    state = await patiently(drives[1].query)
    assert state.values[register.MODE] == moteus.Mode.STOPPED, state
    print("watchdog")

    for drive in drives.values():
        await patiently(lambda: drive.set_stop(query=True))
    for _ in range(10):
        state = await patiently(lambda: drives[IDS[-1]].set_brake(query=True))
        await asyncio.sleep(0.005)
    assert state.values[register.MODE] == moteus.Mode.BRAKE, state
    await patiently(lambda: drives[IDS[-1]].set_stop(query=True))
    print("brake")
    print("done")


asyncio.run(main())
