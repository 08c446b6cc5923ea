package dev.sinew.sim.emulator.dynamixel;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.MotorProtocol;

/**
 * Dynamixel Protocol 2.0.
 */
public final class DynamixelProtocol extends MotorProtocol
{
    /** Greatest number that a device can have. */
    static final int ID_MAX = 252;

    private static final int BAUD = 1_000_000;

    /** Found by the service loader. */
    public DynamixelProtocol()
    {
        super("dynamixel", "Dynamixel Protocol 2.0, servos of the X series on a half-duplex serial line", ID_MAX, BAUD,
            DynamixelModel.ALL, List.of("turnaround_us", "home", "boot_s", "firmware"));
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new DynamixelBus(setup);
    }
}
