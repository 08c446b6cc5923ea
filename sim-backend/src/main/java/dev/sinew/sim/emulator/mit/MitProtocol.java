package dev.sinew.sim.emulator.mit;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.MotorProtocol;
import dev.sinew.sim.emulator.can.CanBus;

/**
 * Damiao motors in MIT mode behind the maker's adapter, or one that speaks slcan.
 */
public final class MitProtocol extends MotorProtocol
{
    private static final int ID_MAX = 127;

    /** Found by the service loader. */
    public MitProtocol()
    {
        super("mit", "Damiao motors in MIT mode on CAN behind a serial adapter; watchdog in register 9", ID_MAX,
            CanBus.BIT_RATE, DamiaoModel.ALL,
            List.of("turnaround_us", "adapter_us", "serial_baud", "slcan", "feedback_base", "mode", "home", "boot_s"));
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new MitBus(setup);
    }
}
