package dev.sinew.bench.robot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a robot was held.
 *
 * @param robot       its name.
 * @param seconds     how long it was ACTIVE, s.
 * @param cycles      cycles of it that were looked at.
 * @param bad         of these, those without a good sample.
 * @param ageMeanMs   mean age of the bus whose samples are the oldest, ms.
 * @param ageMaxMs    greatest age of a sample, ms.
 * @param awayRad     farthest that a joint was from its pose, rad.
 * @param awayJoint   that joint.
 * @param swingRad    widest that a joint moved within a second, rad.
 * @param swingJoint  that joint.
 * @param faults      faults and bad samples that the daemon told of, in all of that time; empty when there was none.
 * @param drives      drives that had torque.
 * @param limp        of these, those that stopped last.
 */
record HeldRow(String robot, double seconds, long cycles, long bad, double ageMeanMs, double ageMaxMs, double awayRad,
    String awayJoint, double swingRad, String swingJoint, String faults, int drives, int limp)
{
    private static final double AWAY_RAD = 0.1;
    private static final double SWING_RAD = 0.05;

    /** @return promises that were broken; empty when all were kept. */
    List<String> problems()
    {
        final List<String> problems = new ArrayList<>();
        if (!faults.isEmpty())
        {
            problems.add(faults);
        }
        if (bad > 0)
        {
            problems.add("bad samples");
        }
        if (!(awayRad <= AWAY_RAD))
        {
            problems.add("more than " + AWAY_RAD + " rad from its pose");
        }
        if (!(swingRad <= SWING_RAD))
        {
            problems.add("swings by more than " + SWING_RAD + " rad");
        }
        if (drives == 0 || limp != drives)
        {
            problems.add("not every drive stopped");
        }
        return problems;
    }

    /** @return its verdict. */
    String verdict()
    {
        return problems().isEmpty() ? "kept" : "BROKEN: " + String.join("; ", problems());
    }

    /** @return its values by name, for a file. */
    Map<String, Object> values()
    {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("robot", robot);
        row.put("seconds", seconds);
        row.put("cycles", cycles);
        row.put("bad", bad);
        row.put("age_mean_ms", ageMeanMs);
        row.put("age_max_ms", ageMaxMs);
        row.put("away_rad", awayRad);
        row.put("away_joint", awayJoint);
        row.put("swing_rad", swingRad);
        row.put("swing_joint", swingJoint);
        row.put("drives", drives);
        row.put("limp", limp);
        row.put("verdict", verdict().replace(',', ';'));
        return row;
    }

    /** @return a table of one row in Markdown. */
    String table()
    {
        return String.format(Locale.ROOT, "| robot | held | cycles | bad samples | oldest bus, mean | oldest sample " +
            "| farthest from the pose | widest in a second | drives limp at the end | verdict |%n" +
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |%n" +
            "| %s | %.0f s | %d | %d | %.1f ms | %.1f ms | %.3f rad (%s) | %.3f rad (%s) | %d of %d | %s |%n", robot,
            seconds, cycles, bad, ageMeanMs, ageMaxMs, awayRad, awayJoint, swingRad, swingJoint, limp, drives,
            verdict());
    }
}
