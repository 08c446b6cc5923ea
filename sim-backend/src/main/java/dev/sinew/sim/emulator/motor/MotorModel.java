package dev.sinew.sim.emulator.motor;

import java.util.List;

/** One of the devices of a protocol, by the name that configurations give it. */
public interface MotorModel
{
    /**
     * @return name in configurations.
     */
    String name();

    /**
     * @return voltage that it is usually fed with, V.
     */
    double volts();

    /**
     * @return what its motor is made of.
     */
    MotorParameters motor();

    /**
     * @param models where to look.
     * @param name   name of one of them.
     * @param <M>    kind of model.
     * @return that one.
     */
    static <M extends MotorModel> M of(final List<M> models, final String name)
    {
        return models.stream().filter(model -> model.name().equals(name)).findFirst().orElseThrow();
    }
}
