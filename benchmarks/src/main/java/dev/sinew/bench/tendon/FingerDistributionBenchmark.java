package dev.sinew.bench.tendon;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import dev.sinew.tendon.distribution.ActiveSet;
import dev.sinew.tendon.distribution.TensionDistribution;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One finger, a fresh effort per call: 70 % inside, 20 % with tendons on their bounds, 10 % truly infeasible. Bounds 3
 * to 110 N. The set-up prints how many of the feasible efforts each rule solves.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FingerDistributionBenchmark
{
    private static final int CASES = 4_096;
    private static final double LOWER_N = 3;
    private static final double UPPER_N = 110;
    private static final double[] FIVE = {
        0.006, -0.006, 0, 0, 0,
        -0.010, -0.010, 0.010, 0.010, 0.010,
        -0.005333333333, -0.005333333333, 0, 0.008, 0.008,
        -0.002, -0.002, 0, 0, 0.006};
    private static final double[] EIGHT = {
        0.006, -0.006, 0.002, -0.002, 0.003, -0.003, 0, 0,
        0.010, 0.010, -0.010, -0.010, 0.008, -0.008, 0.009, -0.009,
        0, 0, -0.005, -0.005, 0.008, -0.007, 0.008, -0.008,
        0, 0, 0, 0, -0.002, 0.002, 0.006, -0.005};

    /** Rule that is measured. {@code exact} is what the transmission uses. */
    @Param({"exact", "active_set", "improved_closed_form", "closed_form", "pseudo_inverse"})
    public String rule;

    /** Number of tendons of the four joints. */
    @Param({"5", "8"})
    public int tendons;

    private final double[][] efforts = new double[CASES][];
    private double[] reference;
    private double[] tension;
    private TensionDistribution distribution;
    private int next;

    /** Makes rule and cases. */
    @Setup
    public void setUp()
    {
        final double[] arms = tendons == 5 ? FIVE : EIGHT;
        final double[] lower = new double[tendons];
        final double[] upper = new double[tendons];
        Arrays.fill(lower, LOWER_N);
        Arrays.fill(upper, UPPER_N);
        distribution = switch (rule)
        {
            case "exact" -> TensionDistribution.of(arms, 4, tendons, lower, upper);
            case "active_set" -> new ActiveSet(arms, 4, tendons, lower, upper);
            default -> new RuleOfThumb(RuleOfThumb.Kind.valueOf(rule.toUpperCase(java.util.Locale.ROOT)), arms, 4,
                tendons, lower, upper);
        };
        reference = new double[tendons];
        tension = new double[tendons];
        Arrays.fill(reference, 0.5 * (LOWER_N + UPPER_N));
        final SplittableRandom random = new SplittableRandom(1);
        int feasible = 0;
        int solved = 0;
        for (int c = 0; c < CASES; c++)
        {
            final double kind = random.nextDouble();
            efforts[c] = effort(arms, random, kind);
            if (kind < 0.9)
            {
                feasible++;
                solved += distribution.solve(efforts[c], reference, tension) > 1 - 1e-9 ? 1 : 0;
            }
        }
        System.out.printf("# %s, %d tendons: solved %d of %d feasible efforts%n", rule, tendons, solved, feasible);
    }

    private double[] effort(final double[] arms, final SplittableRandom random, final double kind)
    {
        final double[] effort = new double[4];
        for (int i = 0; i < tendons; i++)
        {
            final double inside = LOWER_N + (UPPER_N - LOWER_N) * random.nextDouble();
            final boolean onBound = kind >= 0.7 && kind < 0.9 && random.nextBoolean();
            final double f = onBound ? (random.nextBoolean() ? LOWER_N : UPPER_N) : inside;
            for (int j = 0; j < 4; j++)
            {
                effort[j] += arms[j * tendons + i] * f;
            }
        }
        for (int j = 0; j < 4 && kind >= 0.9; j++)
        {
            effort[j] = 8 * effort[j] + 1;
        }
        return effort;
    }

    /**
     * @return scale of one distribution.
     */
    @Benchmark
    public double solve()
    {
        next = next + 1 & CASES - 1;
        return distribution.solve(efforts[next], reference, tension);
    }
}
