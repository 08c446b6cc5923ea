package dev.sinew.bench.tendon;

import java.util.SplittableRandom;

import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.tendon.distribution.ActiveSet;
import dev.sinew.tendon.distribution.TensionDistribution;

/**
 * Random groups, a fresh one every few efforts: are all efforts solved that tensions within the bounds make? A sample
 * is compared with a library's quadratic and linear programs, and proved with forty digits. The library stops at some
 * 1e-8 of its constraints, which two nearly parallel tendons turn into millinewtons; those groups are in the proof
 * alone.
 */
final class DistributionAgreement
{
    /** Tendons that are parallel to 1e-5 take ten of the sixteen digits that a tension has. */
    private static final double EFFORT_ERROR_MAX = 1e-8;

    private static final int PER_FINGER = 20;

    private final long cases;
    private final long compared;
    private final long seed;
    private final ToolProgress progress;

    private long feasible;
    private long solved;
    private long beyond;
    private long nearParallel;
    private double effortError;
    private double outside;
    private long qpCases;
    private long qpFailed;
    private double tensionGap;
    private double costGap;
    private long lpCases;
    private double scaleGap;
    private long proved;
    private long open;
    private double exactTensionGap;
    private double exactCostGap;
    private double exactScaleGap;
    private double exactSignGap;

    DistributionAgreement(final long cases, final long compared, final long seed, final ToolProgress progress)
    {
        this.cases = cases;
        this.compared = compared;
        this.seed = seed;
        this.progress = progress;
    }

    void measure(final ToolReport report)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final long every = compared == 0 ? Long.MAX_VALUE : Math.max(1, cases / compared);
        for (long c = 0; c < cases; )
        {
            final Finger finger = Finger.random(random);
            final TensionDistribution exact = TensionDistribution.of(finger.arms(), finger.joints(), finger.tendons(),
                finger.lower(), finger.upper());
            final TensionDistribution general = new ActiveSet(finger.arms(), finger.joints(), finger.tendons(),
                finger.lower(), finger.upper());
            LibrarySolver library = null;
            final boolean distinct = "random".equals(finger.name());
            for (int k = 0; k < PER_FINGER && c < cases; k++, c++)
            {
                progress.at(0.4 + 0.4 * c / cases, "random groups: " + c + " efforts");
                final Finger.Kind kind = Finger.Kind.draw(random);
                final double[] effort = finger.effort(random, kind);
                final double[] reference = reference(finger, random);
                nearParallel += distinct ? 0 : 1;
                final boolean compare = c % every == 0;
                if (compare && distinct && library == null)
                {
                    library = new LibrarySolver(finger);
                }
                check(exact, finger, kind, effort, reference, compare ? library : null);
                check(general, finger, kind, effort, reference, null);
                if (compare)
                {
                    prove(exact, finger, effort, reference);
                    prove(general, finger, effort, reference);
                }
            }
        }
        report(report);
    }

    private static double[] reference(final Finger finger, final SplittableRandom random)
    {
        final double[] reference = new double[finger.tendons()];
        final double level = Finger.LOWER_N + (Finger.UPPER_N - Finger.LOWER_N) * random.nextDouble();
        for (int i = 0; i < reference.length; i++)
        {
            reference[i] = level * (0.8 + 0.2 * random.nextDouble());
        }
        return reference;
    }

    private void check(
        final TensionDistribution rule,
        final Finger finger,
        final Finger.Kind kind,
        final double[] effort,
        final double[] reference,
        final LibrarySolver library)
    {
        final double[] tension = new double[finger.tendons()];
        final double scale = rule.solve(effort, reference, tension);
        final double[] made = finger.effort(tension);
        double size = 1;
        for (final double wanted : effort)
        {
            size = Math.max(size, Math.abs(wanted));
        }
        for (int j = 0; j < effort.length; j++)
        {
            effortError = Math.max(effortError, Math.abs(made[j] - scale * effort[j]) / size);
        }
        for (final double f : tension)
        {
            outside = Math.max(outside, Math.max(Finger.LOWER_N - f, f - Finger.UPPER_N));
        }
        if (kind == Finger.Kind.BEYOND)
        {
            beyond++;
            if (library != null)
            {
                lpCases++;
                scaleGap = Math.max(scaleGap, Math.abs(scale - library.greatestScale(effort)));
            }
            return;
        }
        feasible++;
        solved += scale > 1 - 1e-9 ? 1 : 0;
        if (library != null)
        {
            compareTensions(library, effort, reference, tension);
        }
    }

    private void compareTensions(
        final LibrarySolver library,
        final double[] effort,
        final double[] reference,
        final double[] tension)
    {
        final double[] theirs = new double[tension.length];
        qpCases++;
        if (library.solve(effort, reference, theirs) < 1)
        {
            qpFailed++;
            return;
        }
        for (int i = 0; i < tension.length; i++)
        {
            tensionGap = Math.max(tensionGap, Math.abs(tension[i] - theirs[i]));
        }
        costGap = Math.max(costGap, distance(tension, reference) - distance(theirs, reference));
    }

    private void prove(
        final TensionDistribution rule,
        final Finger finger,
        final double[] effort,
        final double[] reference)
    {
        final double[] tension = new double[finger.tendons()];
        final double scale = rule.solve(effort, reference, tension);
        final ExactCheck check = new ExactCheck(finger);
        final boolean settled = check.check(effort, reference, scale, tension);
        proved += settled ? 1 : 0;
        open += settled ? 0 : 1;
        exactTensionGap = Math.max(exactTensionGap, check.tensionGap);
        exactCostGap = Math.max(exactCostGap, check.costGap);
        exactScaleGap = Math.max(exactScaleGap, check.scaleGap);
        exactSignGap = Math.max(exactSignGap, check.signGap);
    }

    private static double distance(final double[] a, final double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private void report(final ToolReport report)
    {
        report.table("agreement", "what", "value")
            .row("efforts that can be had by construction, fastest and general rule", feasible)
            .row("  of them solved in full", solved)
            .row("efforts that cannot be had", beyond)
            .row("cases with two tendons nearly parallel (1e-3 to 1e-5)", nearParallel)
            .row("greatest part of the effort that is missing or too much", effortError)
            .row("furthest outside of a bound, N", Math.max(0, outside))
            .row("compared with the library's quadratic program", qpCases)
            .row("  which found no solution in", qpFailed)
            .row("  greatest difference of a tension, N", tensionGap)
            .row("  longer way to the reference than the library's, at most, N", costGap)
            .row("compared with the library's linear program", lpCases)
            .row("  greatest difference of the part that can be had", scaleGap)
            .row("proved with forty digits, nearly parallel ones too", proved)
            .row("  left open: on an edge where no tendon is free to decide", open)
            .row("  furthest from the best tension, N", exactTensionGap)
            .row("  greatest difference of the way to the reference, N", exactCostGap)
            .row("  furthest from the greatest part that can be had", exactScaleGap)
            .row("  greatest wrong sign of a multiplier or bound", exactSignGap);
        report.atLeast("solved_ratio", feasible == 0 ? 1 : solved / (double)feasible, 1)
            .atMost("effort_error_ratio", effortError, EFFORT_ERROR_MAX);
        if (compared > 0)
        {
            report.atMost("library.cost_gap_n", costGap, 1e-6).atMost("library.scale_gap", scaleGap, 1e-9)
                .atMost("exact.cost_gap_n", exactCostGap, 1e-6).atMost("exact.scale_gap", exactScaleGap, 1e-9);
        }
        if (solved < feasible)
        {
            report.fail((feasible - solved) + " efforts that can be had were scaled down");
        }
        final double worst = Math.max(Math.max(costGap, exactCostGap), exactSignGap);
        if (worst > 1e-6 || Math.max(scaleGap, exactScaleGap) > 1e-9 || effortError > EFFORT_ERROR_MAX || outside > 0)
        {
            report.fail("the tensions are not those of the best solution; see the table agreement");
        }
    }
}
