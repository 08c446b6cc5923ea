package dev.sinew.bench.tendon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.tendon.distribution.ActiveSet;
import org.junit.jupiter.api.Test;

class DistributionBenchTest
{
    @Test
    void shouldFindEveryEffortSolvedAsALibraryAndFortyDigitsDo() throws Exception
    {
        final DistributionBench bench = new DistributionBench();

        final ToolReport report = bench.run(new ToolArguments(bench.options(),
            Map.of("--cases", "10000", "--compare", "500", "--no-times", "")), ToolProgress.NONE);

        assertEquals(List.of(), report.failures());
        assertTrue(report.tables().stream().filter(table -> table.name().equals("targets"))
            .flatMap(table -> table.rows().stream()).allMatch(row -> (Boolean)row.get(4)), "a target is missed");
    }

    @Test
    void shouldRefuseNoCases()
    {
        final DistributionBench bench = new DistributionBench();

        assertThrows(ToolException.class, () -> bench.run(new ToolArguments(bench.options(), Map.of("--cases", "0")),
            ToolProgress.NONE));
    }

    /** The proof has to fail for a solution that is not the best one. */
    @Test
    void shouldProveNothingThatIsNotTrue()
    {
        final Finger finger = Finger.EIGHT;
        final double[] effort = finger.effort(new SplittableRandom(3), Finger.Kind.INSIDE);
        final double[] tension = new double[finger.tendons()];
        final double scale = new ActiveSet(finger.arms(), finger.joints(), finger.tendons(), finger.lower(),
            finger.upper()).solve(effort, finger.middle(), tension);

        final ExactCheck good = new ExactCheck(finger);
        assertTrue(good.check(effort, finger.middle(), scale, tension));
        assertTrue(good.tensionGap < 1e-9 && good.signGap < 1e-9, good.tensionGap + " " + good.signGap);

        tension[0] += 0.01;
        final ExactCheck bad = new ExactCheck(finger);
        assertTrue(bad.check(effort, finger.middle(), scale, tension));
        assertFalse(bad.tensionGap < 5e-3, "a tension that is off by 0.01 N passed as the best one");
    }

    @Test
    void shouldKnowThatAnEffortBeyondReachCannotBeHad()
    {
        final SplittableRandom random = new SplittableRandom(4);
        for (int k = 0; k < 200; k++)
        {
            final Finger finger = Finger.random(random);
            final double scale = new LibrarySolver(finger).greatestScale(finger.effort(random, Finger.Kind.BEYOND));
            assertTrue(scale < 1, "scale " + scale);
        }
    }
}
