package dev.sinew.sim.emulator.feetech;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.MotorProtocol;

/**
 * Feetech's protocol as the STS and HLS series speak it.
 */
public final class FeetechProtocol extends MotorProtocol
{
    private static final int ID_MAX = 253;
    private static final int BAUD = 1_000_000;

    /** Found by the service loader. */
    public FeetechProtocol()
    {
        super("feetech", "Feetech STS and HLS bus servos on a half-duplex serial line; no watchdog", ID_MAX, BAUD,
            FeetechModel.ALL, List.of("turnaround_us", "home", "direction", "boot_s"));
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new FeetechBus(setup);
    }
}
