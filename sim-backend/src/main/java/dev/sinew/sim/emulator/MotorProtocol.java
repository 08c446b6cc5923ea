package dev.sinew.sim.emulator;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.port.PtyPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * What protocols of motors have in common: the models that they know, and a serial adapter that the host is plugged
 * into. A protocol adds how its bus is made.
 */
public abstract class MotorProtocol implements EmulatedProtocol
{
    private final String name;
    private final String summary;
    private final int idMax;
    private final int baud;
    private final List<? extends MotorModel> models;
    private final List<String> settings;

    /**
     * @param name     name by which users ask for it.
     * @param summary  one line on what it is.
     * @param idMax    greatest number that a device can have.
     * @param baud     speed that its bus usually has, bit/s; 0 for a bus that has none.
     * @param models   its devices, the usual one first.
     * @param settings keys of the numbers that a configuration may set.
     */
    protected MotorProtocol(
        final String name,
        final String summary,
        final int idMax,
        final int baud,
        final List<? extends MotorModel> models,
        final List<String> settings)
    {
        this.name = name;
        this.summary = summary;
        this.idMax = idMax;
        this.baud = baud;
        this.models = models;
        this.settings = settings;
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
        return models.stream().map(MotorModel::name).toList();
    }

    @Override
    public final List<String> settings()
    {
        return settings;
    }

    @Override
    public final int baud(final String model)
    {
        return baud;
    }

    @Override
    public final int idMax()
    {
        return idMax;
    }

    @Override
    public final double volts(final String model)
    {
        return MotorModel.of(models, model).volts();
    }

    @Override
    public final MotorParameters motor(final String model)
    {
        return MotorModel.of(models, model).motor();
    }

    @Override
    public HostPort open(final BusSpec spec)
    {
        return new PtyPort(spec.port());
    }
}
