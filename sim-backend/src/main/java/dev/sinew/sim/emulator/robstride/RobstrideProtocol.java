package dev.sinew.sim.emulator.robstride;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.MotorProtocol;
import dev.sinew.sim.emulator.can.CanBus;

/**
 * RobStride and CyberGear motors behind the adapter that their maker recommends, or one that speaks slcan.
 */
public final class RobstrideProtocol extends MotorProtocol
{
    private static final int ID_MAX = 127;

    /** Found by the service loader. */
    public RobstrideProtocol()
    {
        super("robstride", "RobStride and CyberGear motors on CAN behind a serial adapter; watchdog in 0x7028",
            ID_MAX, CanBus.BIT_RATE, RobstrideModel.ALL,
            List.of("turnaround_us", "adapter_us", "serial_baud", "slcan", "run_mode", "home", "boot_s", "hello"));
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new RobstrideBus(setup);
    }
}
