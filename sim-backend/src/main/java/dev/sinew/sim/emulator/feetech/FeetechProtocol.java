package dev.sinew.sim.emulator.feetech;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * Feetech's protocol as the STS and HLS series speak it.
 */
public final class FeetechProtocol implements EmulatedProtocol
{
    private static final int BAUD = 1_000_000;
    private static final int ID_MAX = 253;

    /** Found by the service loader. */
    public FeetechProtocol()
    {
    }

    @Override
    public String name()
    {
        return "feetech";
    }

    @Override
    public String summary()
    {
        return "Feetech STS and HLS bus servos on a half-duplex serial line; no watchdog";
    }

    @Override
    public List<String> models()
    {
        return FeetechModel.ALL.stream().map(FeetechModel::name).toList();
    }

    @Override
    public List<String> settings()
    {
        return List.of("turnaround_us", "home", "direction", "boot_s");
    }

    @Override
    public int baud(final String model)
    {
        return BAUD;
    }

    @Override
    public int idMax()
    {
        return ID_MAX;
    }

    @Override
    public double volts(final String model)
    {
        return FeetechModel.of(model).volts();
    }

    @Override
    public MotorParameters motor(final String model)
    {
        return FeetechModel.of(model).motor();
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new FeetechBus(setup);
    }
}
