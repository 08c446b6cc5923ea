package dev.sinew.sim.emulator.moteus;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.can.CanProtocol;

/**
 * moteus controllers behind an fdcanusb, or one on its UART.
 */
public final class MoteusProtocol extends CanProtocol
{
    private static final int ID_MAX = 126;

    /** Found by the service loader. */
    public MoteusProtocol()
    {
        super("moteus", "mjbots moteus controllers on CAN-FD behind an fdcanusb; each command has a watchdog", ID_MAX,
            MoteusModel.ALL.stream().map(one -> new Model(one.name(), one.volts(), one.motor())).toList(),
            List.of("turnaround_us", "adapter_us", "data_rate", "uart", "home", "boot_s", "timeout_mode",
                "default_timeout_s"));
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new MoteusBus(setup);
    }
}
