package dev.sinew.sim.emulator.dynamixel;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * Dynamixel Protocol 2.0.
 */
public final class DynamixelProtocol implements EmulatedProtocol
{
    /** Greatest number that a device can have. */
    static final int ID_MAX = 252;

    private static final int BAUD = 1_000_000;

    /** Found by the service loader. */
    public DynamixelProtocol()
    {
    }

    @Override
    public String name()
    {
        return "dynamixel";
    }

    @Override
    public String summary()
    {
        return "Dynamixel Protocol 2.0, servos of the X series on a half-duplex serial line";
    }

    @Override
    public List<String> models()
    {
        return DynamixelModel.ALL.stream().map(DynamixelModel::name).toList();
    }

    @Override
    public List<String> settings()
    {
        return List.of("turnaround_us", "home", "boot_s", "firmware");
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
        return DynamixelModel.of(model).volts();
    }

    @Override
    public MotorParameters motor(final String model)
    {
        return DynamixelModel.of(model).motor();
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new DynamixelBus(setup);
    }
}
