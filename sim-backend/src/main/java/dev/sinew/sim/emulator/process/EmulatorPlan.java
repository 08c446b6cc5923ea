package dev.sinew.sim.emulator.process;

import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.emulator.BusSpec;

/**
 * A configuration that has been read and checked.
 *
 * @param name           name of the emulator.
 * @param seed           of everything that is left to chance.
 * @param robot          robot whose tendons are behind the motors; null for motors on a bench.
 * @param hangs          true when that robot hangs by its base, touching nothing.
 * @param samplePeriodNs distance of regular samples in the events, ns; 0 for none.
 * @param buses          buses, at least one.
 */
public record EmulatorPlan(
    String name,
    long seed,
    RobotDescription robot,
    boolean hangs,
    long samplePeriodNs,
    List<BusSpec> buses)
{
    /**
     * Makes the list unmodifiable.
     */
    public EmulatorPlan
    {
        buses = List.copyOf(buses);
    }

    /**
     * @return number of devices on all buses.
     */
    public int deviceCount()
    {
        return buses.stream().mapToInt(bus -> bus.devices().size()).sum();
    }
}
