package dev.sinew.sim.emulator;

import java.util.List;
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
 * @param devices  devices, at least one.
 * @param settings numbers that change a model, by key; keys are the protocol's {@link EmulatedProtocol#settings()}.
 */
public record BusSpec(
    String name,
    String protocol,
    String model,
    int baud,
    String port,
    List<DeviceSpec> devices,
    Map<String, Double> settings)
{
    /**
     * Makes list and map unmodifiable.
     */
    public BusSpec
    {
        devices = List.copyOf(devices);
        settings = Map.copyOf(settings);
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
}
