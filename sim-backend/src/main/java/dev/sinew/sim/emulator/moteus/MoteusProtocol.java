package dev.sinew.sim.emulator.moteus;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.MotorProtocol;
import dev.sinew.sim.emulator.can.CanBus;

/**
 * moteus controllers behind an fdcanusb, or one on its UART.
 */
public final class MoteusProtocol extends MotorProtocol
{
    private static final int ID_MAX = 126;

    /** Found by the service loader. */
    public MoteusProtocol()
    {
        super("moteus", "mjbots moteus controllers on CAN-FD behind an fdcanusb; each command has a watchdog", ID_MAX,
            CanBus.BIT_RATE, MoteusModel.ALL,
            List.of("turnaround_us", "adapter_us", "data_rate", "uart", "home", "boot_s", "timeout_mode",
                "default_timeout_s"));
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new MoteusBus(setup);
    }
}
