package dev.sinew.sim.emulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody wants of one bus.
 *
 * @param name     unique name.
 * @param protocol name of a protocol.
 * @param model    name of one of the protocol's device models.
 * @param baud     speed, bit/s; 0 for a bus that has none.
 * @param port     where the host plugs in: for a terminal the path of a link to make, or empty; for a network the name
 *                 of an interface.
 * @param devices  devices, at least one; none where there are sensors.
 * @param settings numbers that change a model, by key; keys are the protocol's {@link EmulatedProtocol#settings()}.
 * @param sensors  what a board of sensors measures; empty for a bus with motors.
 */
public record BusSpec(
    String name,
    String protocol,
    String model,
    int baud,
    String port,
    List<DeviceSpec> devices,
    Map<String, Double> settings,
    List<SensorColumn> sensors)
{
    /**
     * Makes lists and map unmodifiable.
     */
    public BusSpec
    {
        devices = List.copyOf(devices);
        settings = Map.copyOf(settings);
        sensors = List.copyOf(sensors);
    }

    /**
     * @param key      key of a setting.
     * @param fallback value when it is not given.
     * @return its value.
     */
    public double setting(final String key, final double fallback)
    {
        return settings.getOrDefault(key, fallback);
    }

    /**
     * One device.
     *
     * @param id    number on the bus.
     * @param motor index of its motor in the bank.
     * @param name  name of the robot's motor; empty on a bench.
     */
    public record DeviceSpec(int id, int motor, String name)
    {
    }

    /** Kinds of sensors, in the order in which a board has them. */
    public enum SensorKind
    {
        /** Joint encoders. */
        JOINTS,
        /** Length, its rate and tension of tendons. */
        TENDONS,
        /** Inertial units. */
        IMUS,
        /** Force-torque sensors. */
        WRENCHES;

        /**
         * @return key of a configuration, and word in the sum of a board's sensors.
         */
        public String word()
        {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The sensors of one kind.
     *
     * @param kind  kind.
     * @param index places in the robot's description.
     * @param name  names, one an index.
     */
    public record SensorColumn(SensorKind kind, List<Integer> index, List<String> name)
    {
        /**
         * Makes the lists unmodifiable.
         */
        public SensorColumn
        {
            index = List.copyOf(index);
            name = List.copyOf(name);
        }
    }
}
