"""Turns servo 1 with a current, its bus watchdog set to 40 ms, until it is killed. Usage: dynamixel_motion.py PORT."""
import sys
import time

from dynamixel_sdk import PacketHandler, PortHandler

port = PortHandler(sys.argv[1])
client = PacketHandler(2.0)
assert port.openPort() and port.setBaudRate(1_000_000)
for address, value in ((64, 0), (11, 0), (9, 0), (68, 1), (98, 0), (64, 1)):
    client.write1ByteTxOnly(port, 1, address, value)
    time.sleep(0.02)
client.write1ByteTxOnly(port, 1, 98, 2)
while True:
    client.write2ByteTxOnly(port, 1, 102, 200)
    client.write1ByteTxOnly(port, 1, 98, 0)  # a machine that stands still in the test may have tripped it
    client.write1ByteTxOnly(port, 1, 98, 2)
    print("turning", flush=True)
    time.sleep(0.005)
