package dev.sinew.sim.emulator.fault;

import java.util.List;

/**
 * A plan of what goes wrong.
 *
 * @param name   name for reports.
 * @param seed   of everything that is left to chance.
 * @param events entries in the order of the file.
 */
public record FaultPlan(String name, long seed, List<FaultEvent> events)
{
    /** Nothing goes wrong. */
    public static final FaultPlan NONE = new FaultPlan("none", 0, List.of());

    /**
     * Makes the list unmodifiable.
     */
    public FaultPlan
    {
        events = List.copyOf(events);
    }
}
