package dev.sinew.runtime.campaign;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.robot.Vector3;

/**
 * Every tendon once at every level, in as few segments as the largest group has tendons: in each segment one tendon of
 * each group, one group after another.
 */
final class CutPlan
{
    /** Before the first cut, ns. */
    static final long FIRST_NS = 3_000_000_000L;
    /** From one group's cut to the next one's, ns; no multiple of any motion's length. */
    static final long STEP_NS = 137_000_000L;
    /** After the last cut, ns. */
    static final long TAIL_NS = 1_500_000_000L;

    private CutPlan()
    {
    }

    /**
     * @param robot a robot.
     * @return cuts of each segment.
     */
    static List<List<Cut>> of(final RobotDescription robot)
    {
        final List<TendonGroup> groups = robot.tendonGroups();
        final int most = groups.stream().mapToInt(group -> group.tendons().size()).max().orElse(0);
        final List<List<Cut>> segments = new ArrayList<>();
        for (final Cut.Level level : Cut.Level.values())
        {
            for (int k = 0; k < most; k++)
            {
                final List<Cut> cuts = new ArrayList<>();
                for (int g = 0; g < groups.size(); g++)
                {
                    if (k < groups.get(g).tendons().size())
                    {
                        cuts.add(new Cut(groups.get(g).tendons().get(k), g, level, FIRST_NS + cuts.size() * STEP_NS));
                    }
                }
                segments.add(cuts);
            }
        }
        return segments;
    }

    static Scenario scenario(final List<Cut> cuts)
    {
        return new Scenario("cuts", cuts.stream().map(cut -> new ScenarioEvent(ScenarioEvent.Kind.TENDON_CUT,
            cut.atNs(), Long.MAX_VALUE, "", cut.tendon(), 0, Vector3.ZERO, Vector3.ZERO)).toList());
    }

    static double lengthS(final List<Cut> cuts)
    {
        final long last = cuts.isEmpty() ? FIRST_NS : cuts.get(cuts.size() - 1).atNs();
        return (last + TAIL_NS) * 1e-9;
    }
}
