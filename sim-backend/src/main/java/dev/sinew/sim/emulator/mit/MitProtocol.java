package dev.sinew.sim.emulator.mit;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * Motors in MIT mode behind the maker's adapter, or one that speaks slcan.
 */
public final class MitProtocol implements EmulatedProtocol
{
    private static final int BIT_RATE = 1_000_000;
    private static final int ID_MAX = 127;

    /** Found by the service loader. */
    public MitProtocol()
    {
    }

    @Override
    public String name()
    {
        return "mit";
    }

    @Override
    public String summary()
    {
        return "Damiao motors in MIT mode on CAN behind a serial adapter; watchdog in register 9";
    }

    @Override
    public List<String> models()
    {
        return DamiaoModel.ALL.stream().map(DamiaoModel::name).toList();
    }

    @Override
    public List<String> settings()
    {
        return List.of("turnaround_us", "adapter_us", "serial_baud", "slcan", "feedback_base", "mode", "home",
            "boot_s");
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
        return DamiaoModel.of(model).volts();
    }

    @Override
    public MotorParameters motor(final String model)
    {
        return DamiaoModel.of(model).motor();
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new MitBus(setup);
    }
}
