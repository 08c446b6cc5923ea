package dev.sinew.sim.emulator;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorParameters;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * A protocol that devices can speak; found by {@link java.util.ServiceLoader}.
 */
public interface EmulatedProtocol
{
    /**
     * @return name by which users ask for it: {@code dynamixel}.
     */
    String name();

    /**
     * @return one line on what it is.
     */
    String summary();

    /**
     * @return names of the device models, the usual one first.
     */
    List<String> models();

    /**
     * @return keys of the numbers that a configuration may set besides {@code torque_nm_a} and {@code volts}.
     */
    List<String> settings();

    /**
     * @return true when its one device has no motors but measures what the robot's file calls joints, tendons, imus and
     * wrenches: {@link BusSpec#sensors()}.
     */
    default boolean hasSensors()
    {
        return false;
    }

    /**
     * @param model name of a model.
     * @return speed that its bus usually has, bit/s; 0 for a bus that has none.
     */
    int baud(String model);

    /**
     * @return greatest number that a device can have.
     */
    int idMax();

    /**
     * @param model name of a model.
     * @return voltage that it is usually fed with, V.
     */
    double volts(String model);

    /**
     * @param model name of a model.
     * @return what its motor is made of.
     */
    MotorParameters motor(String model);

    /**
     * @param spec what is wanted.
     * @return where the host plugs in; opened.
     */
    HostPort open(BusSpec spec);

    /**
     * @param setup what to build.
     * @return the bus with its devices, every motor limp.
     */
    EmulatedBus create(BusSetup setup);
}
