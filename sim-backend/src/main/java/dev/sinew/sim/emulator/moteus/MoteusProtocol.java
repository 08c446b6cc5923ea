package dev.sinew.sim.emulator.moteus;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * moteus controllers behind an fdcanusb, or one on its UART.
 */
public final class MoteusProtocol implements EmulatedProtocol
{
    private static final int BIT_RATE = 1_000_000;
    private static final int ID_MAX = 126;

    /** Found by the service loader. */
    public MoteusProtocol()
    {
    }

    @Override
    public String name()
    {
        return "moteus";
    }

    @Override
    public String summary()
    {
        return "mjbots moteus controllers on CAN-FD behind an fdcanusb; each command has a watchdog";
    }

    @Override
    public List<String> models()
    {
        return MoteusModel.ALL.stream().map(MoteusModel::name).toList();
    }

    @Override
    public List<String> settings()
    {
        return List.of("turnaround_us", "adapter_us", "data_rate", "uart", "home", "boot_s", "timeout_mode",
            "default_timeout_s");
    }

    @Override
    public int baud(final String model)
    {
        return BIT_RATE;
    }

    @Override
    public int idMax()
    {
        return ID_MAX;
    }

    @Override
    public double volts(final String model)
    {
        return MoteusModel.of(model).volts();
    }

    @Override
    public MotorParameters motor(final String model)
    {
        return MoteusModel.of(model).motor();
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new MoteusBus(setup);
    }
}
