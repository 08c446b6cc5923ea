package dev.sinew.runtime.policy;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;

/**
 * The events of a scenario that strike the policy rather than the robot: answers that come late, observations that
 * freeze.
 * Loop's thread; allocation-free after construction.
 */
public final class PolicyDisturbance
{
    private final ScenarioEvent[] events;

    /**
     * @param scenario scripted events.
     */
    public PolicyDisturbance(final Scenario scenario)
    {
        final List<ScenarioEvent> mine = new ArrayList<>();
        for (final ScenarioEvent event : scenario.events())
        {
            if (event.kind() == ScenarioEvent.Kind.POLICY_LATE ||
                event.kind() == ScenarioEvent.Kind.OBSERVATION_FREEZE)
            {
                mine.add(event);
            }
        }
        events = mine.toArray(new ScenarioEvent[0]);
    }

    /**
     * @param timeNs time since the system was activated, ns.
     * @return cycles by which an answer asked for now comes late.
     */
    public long lateCycles(final long timeNs)
    {
        long late = 0;
        for (final ScenarioEvent event : events)
        {
            if (event.kind() == ScenarioEvent.Kind.POLICY_LATE && event.activeAt(timeNs))
            {
                late = Math.max(late, (long)event.value());
            }
        }
        return late;
    }

    /**
     * @param timeNs time since the system was activated, ns.
     * @return true while the policy sees the last observation before the event again and again.
     */
    public boolean observationFrozen(final long timeNs)
    {
        for (final ScenarioEvent event : events)
        {
            if (event.kind() == ScenarioEvent.Kind.OBSERVATION_FREEZE && event.activeAt(timeNs))
            {
                return true;
            }
        }
        return false;
    }
}
