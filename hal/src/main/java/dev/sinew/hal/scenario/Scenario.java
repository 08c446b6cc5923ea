package dev.sinew.hal.scenario;

import java.util.List;

/**
 * Events of a run in the order of their begin.
 *
 * @param name   name for reports.
 * @param events events, sorted by begin.
 */
public record Scenario(String name, List<ScenarioEvent> events)
{
    /** No events. */
    public static final Scenario NONE = new Scenario("none", List.of());

    /**
     * Makes the list unmodifiable.
     */
    public Scenario
    {
        events = List.copyOf(events);
    }
}
