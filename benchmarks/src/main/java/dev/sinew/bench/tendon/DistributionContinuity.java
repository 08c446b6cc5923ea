package dev.sinew.bench.tendon;

import java.util.SplittableRandom;

import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.tendon.distribution.TensionDistribution;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.R064Store;

/**
 * Do tensions jump? Efforts swing through all that can be had and beyond it, in steps of a millisecond, with moment
 * arms that stay and with ones that swing too.
 *
 * <p>While the arms stay, tensions follow the effort that is made along straight lines that meet: with the free tendons
 * {@code F} of each, {@code df = A_F^+ db}. So the longest {@code A_F^+} over all sets of tendons bounds the change of
 * tensions per change of effort (the Lipschitz constant), and a jump would break the bound. Where arms move, the
 * largest step is split by a hundred, three times over, each time taking the worst part: a jump stays as it was.</p>
 */
final class DistributionContinuity
{
    private static final int TRAJECTORIES = 10;
    private static final int STEPS = 4_000;
    private static final double STEP_S = 0.001;
    /** Of what all tendons together could make at a joint: as often within as beyond what can be had. */
    private static final double AMPLITUDE = 0.3;
    private static final int SPLIT = 100;
    private static final int LEVELS = 3;
    private static final double BOUND_TOLERANCE = 1e-6;

    private final long seed;
    private final ToolProgress progress;

    DistributionContinuity(final long seed, final ToolProgress progress)
    {
        this.seed = seed;
        this.progress = progress;
    }

    /** Efforts and moment arms as sums of slow sines of time. */
    private static final class Swing
    {
        private final Finger finger;
        private final TensionDistribution rule;
        private final double[] reference;
        private final double armPart;
        private final double[] amplitude;
        private final double[] frequency;
        private final double[] phase;
        private final double[] arms;
        private final double[] effort;
        private final double[] tension;
        private double scale;

        Swing(final Finger finger, final double armPart, final SplittableRandom random)
        {
            this.finger = finger;
            this.armPart = armPart;
            rule = armPart == 0 ? TensionDistribution.of(finger.arms(), finger.joints(), finger.tendons(),
                finger.lower(), finger.upper()) : TensionDistribution.ofMoving(finger.arms(), finger.joints(),
                finger.tendons(), finger.lower(), finger.upper());
            reference = finger.middle();
            for (int i = 0; i < reference.length; i++)
            {
                reference[i] *= 0.2 + 0.6 * random.nextDouble();
            }
            arms = finger.arms().clone();
            amplitude = new double[finger.joints()];
            frequency = new double[finger.joints() + arms.length];
            phase = new double[frequency.length];
            final double[] full = finger.effort(random, Finger.Kind.BEYOND);
            for (int j = 0; j < amplitude.length; j++)
            {
                double reach = 0;
                for (int i = 0; i < finger.tendons(); i++)
                {
                    reach += Math.abs(arms[j * finger.tendons() + i]) * (Finger.UPPER_N - Finger.LOWER_N) / 2;
                }
                amplitude[j] = Math.copySign(AMPLITUDE * reach, full[j]);
            }
            for (int k = 0; k < phase.length; k++)
            {
                frequency[k] = 0.3 + 1.5 * random.nextDouble();
                phase[k] = 2 * Math.PI * random.nextDouble();
            }
            effort = new double[finger.joints()];
            tension = new double[finger.tendons()];
        }

        void at(final double timeS)
        {
            for (int j = 0; j < effort.length; j++)
            {
                effort[j] = amplitude[j] * Math.sin(2 * Math.PI * frequency[j] * timeS + phase[j]);
            }
            if (armPart != 0)
            {
                for (int k = 0; k < arms.length; k++)
                {
                    final int at = effort.length + k;
                    arms[k] = finger.arms()[k] *
                        (1 + armPart * Math.sin(2 * Math.PI * frequency[at] * timeS + phase[at]));
                }
                rule.arms(arms);
            }
            scale = rule.solve(effort, reference, tension);
        }
    }

    /** What was largest along the trajectories of one kind. */
    private static final class Worst
    {
        private double step;
        private double afterSplit;
        private double ofBound;
        private long beyond;
        private long steps;
    }

    void measure(final ToolReport report)
    {
        final ToolReport.Table table = report.table("continuity", "trajectories", "steps", "cannot_be_had",
            "largest_step_n", "of_lipschitz_bound", "step_split_1e6_n");
        final SplittableRandom random = new SplittableRandom(seed);
        double ofBound = 0;
        double afterSplit = 0;
        int done = 0;
        for (final String kind : new String[] {"finger_4x5", "finger_4x8", "finger_4x5_arms_move",
            "finger_4x8_arms_move", "random_groups"})
        {
            final Worst worst = new Worst();
            for (int t = 0; t < TRAJECTORIES; t++)
            {
                progress.at(0.8 + 0.1 * done++ / (5 * TRAJECTORIES), "trajectories: " + kind);
                final Finger finger = kind.startsWith("random") ? Finger.random(random) :
                    kind.startsWith("finger_4x5") ? Finger.FIVE : Finger.EIGHT;
                follow(finger, kind.endsWith("move") ? 0.15 : 0, random, worst);
            }
            table.row(kind, worst.steps, worst.beyond / (double)worst.steps, worst.step,
                kind.endsWith("move") ? null : worst.ofBound, worst.afterSplit);
            ofBound = Math.max(ofBound, worst.ofBound);
            afterSplit = Math.max(afterSplit, kind.startsWith("random") ? 0 : worst.afterSplit);
        }
        report.atMost("largest_step.of_lipschitz_bound", ofBound, 1 + BOUND_TOLERANCE)
            .atMost("largest_step.split_1e6_n", afterSplit, 1e-3);
        if (ofBound > 1 + BOUND_TOLERANCE)
        {
            report.fail("a tension changed by more than the bound on its slope allows: it jumped");
        }
    }

    private static void follow(
        final Finger finger,
        final double armPart,
        final SplittableRandom random,
        final Worst worst)
    {
        final Swing swing = new Swing(finger, armPart, random);
        final double bound = armPart == 0 ? lipschitz(finger) : Double.NaN;
        double[] lastTension = null;
        double[] lastMade = null;
        double largest = 0;
        double largestFrom = 0;
        for (int k = 0; k <= STEPS; k++)
        {
            swing.at(k * STEP_S);
            final double[] made = finger.effort(swing.tension);
            worst.steps++;
            worst.beyond += swing.scale < 1 ? 1 : 0;
            if (lastTension != null)
            {
                final double change = distance(swing.tension, lastTension);
                final double effort = distance(made, lastMade);
                if (armPart == 0 && change > 1e-6)
                {
                    worst.ofBound = Math.max(worst.ofBound, change / (bound * effort));
                }
                if (change > largest)
                {
                    largest = change;
                    largestFrom = (k - 1) * STEP_S;
                }
            }
            lastTension = swing.tension.clone();
            lastMade = made;
        }
        worst.step = Math.max(worst.step, largest);
        worst.afterSplit = Math.max(worst.afterSplit, split(swing, largestFrom));
    }

    /** Largest change within a step, after taking the worst hundredth three times over. */
    private static double split(final Swing swing, final double fromS)
    {
        double from = fromS;
        double length = STEP_S;
        double largest = 0;
        for (int level = 0; level < LEVELS; level++)
        {
            largest = 0;
            double next = from;
            double[] last = null;
            for (int k = 0; k <= SPLIT; k++)
            {
                swing.at(from + length * k / SPLIT);
                final double change = last == null ? 0 : distance(swing.tension, last);
                if (change > largest)
                {
                    largest = change;
                    next = from + length * (k - 1) / SPLIT;
                }
                last = swing.tension.clone();
            }
            from = next;
            length /= SPLIT;
        }
        return largest;
    }

    /** Greatest length of {@code A_F^+} over all sets of tendons that make every effort. */
    private static double lipschitz(final Finger finger)
    {
        double most = 0;
        for (int set = 1; set < 1 << finger.tendons(); set++)
        {
            if (Integer.bitCount(set) >= finger.joints())
            {
                final R064Store free = R064Store.FACTORY.make(finger.joints(), Integer.bitCount(set));
                int column = 0;
                for (int i = 0; i < finger.tendons(); i++)
                {
                    for (int j = 0; j < finger.joints() && (set >> i & 1) == 1; j++)
                    {
                        free.set(j, column, finger.arms()[j * finger.tendons() + i]);
                    }
                    column += set >> i & 1;
                }
                final SingularValue<Double> parts = SingularValue.R064.make(free);
                parts.decompose(free);
                final double least = parts.getSingularValues().doubleValue(finger.joints() - 1L);
                most = least > 1e-12 ? Math.max(most, 1 / least) : most;
            }
        }
        return most;
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
}
