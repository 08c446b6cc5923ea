package dev.sinew.sim.emulator.sensors;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * A board of sensors on a serial port.
 */
public final class SensorProtocol implements EmulatedProtocol
{
    private static final int BAUD = 10_000_000;
    private static final double VOLTS = 5;

    /** Found by the service loader. */
    public SensorProtocol()
    {
    }

    @Override
    public String name()
    {
        return "sensors";
    }

    @Override
    public String summary()
    {
        return "a board that reads joint encoders, tendon sensors, inertial and force-torque units of a robot";
    }

    @Override
    public List<String> models()
    {
        return List.of("board");
    }

    @Override
    public List<String> settings()
    {
        return List.of("turnaround_us", "counts");
    }

    @Override
    public boolean hasSensors()
    {
        return true;
    }

    @Override
    public int baud(final String model)
    {
        return BAUD;
    }

    @Override
    public int idMax()
    {
        return 0;
    }

    @Override
    public double volts(final String model)
    {
        return VOLTS;
    }

    @Override
    public MotorParameters motor(final String model)
    {
        throw new IllegalStateException("a board of sensors has no motors");
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }

    @Override
    public EmulatedBus create(final BusSetup setup)
    {
        return new SensorBus(setup);
    }
}
