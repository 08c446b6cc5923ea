package dev.sinew.sim.emulator.can;

import java.util.List;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedProtocol;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * What protocols on a CAN bus of 1 Mbit/s behind a serial adapter have in common. A protocol adds how its bus is made.
 */
public abstract class CanProtocol implements EmulatedProtocol
{
    /**
     * One of the devices that a protocol knows.
     *
     * @param name  name in configurations.
     * @param volts usual voltage, V.
     * @param motor what its motor is made of.
     */
    public record Model(String name, double volts, MotorParameters motor)
    {
    }

    private static final int BIT_RATE = 1_000_000;

    private final String name;
    private final String summary;
    private final int idMax;
    private final List<Model> models;
    private final List<String> settings;

    /**
     * @param name     name by which users ask for it.
     * @param summary  one line on what it is.
     * @param idMax    greatest number that a device can have.
     * @param models   its devices, the usual one first.
     * @param settings keys of the numbers that a configuration may set.
     */
    protected CanProtocol(
        final String name,
        final String summary,
        final int idMax,
        final List<Model> models,
        final List<String> settings)
    {
        this.name = name;
        this.summary = summary;
        this.idMax = idMax;
        this.models = List.copyOf(models);
        this.settings = List.copyOf(settings);
    }

    @Override
    public final String name()
    {
        return name;
    }

    @Override
    public final String summary()
    {
        return summary;
    }

    @Override
    public final List<String> models()
    {
        return models.stream().map(Model::name).toList();
    }

    @Override
    public final List<String> settings()
    {
        return settings;
    }

    @Override
    public final int baud(final String model)
    {
        return BIT_RATE;
    }

    @Override
    public final int idMax()
    {
        return idMax;
    }

    private Model of(final String model)
    {
        return models.stream().filter(one -> one.name.equals(model)).findFirst().orElseThrow();
    }

    @Override
    public final double volts(final String model)
    {
        return of(model).volts;
    }

    @Override
    public final MotorParameters motor(final String model)
    {
        return of(model).motor;
    }

    @Override
    public final HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }
}
