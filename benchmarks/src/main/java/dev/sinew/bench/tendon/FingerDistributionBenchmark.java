package dev.sinew.bench.tendon;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

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
    /** Rule that is measured: {@code exact} is the transmission's, {@code exact_new_pose} with new moment arms. */
    @Param({"exact", "exact_new_pose", "improved_closed_form", "closed_form", "pseudo_inverse", "library_qp"})
    public String rule;

    /** Number of tendons of the four joints. */
    @Param({"5", "8"})
    public int tendons;

    private final double[][] efforts = new double[CASES][];
    private double[] newArms;
    private double[] reference;
    private double[] tension;
    private TensionDistribution distribution;
    private int next;

    /** Makes rule and cases. */
    @Setup
    public void setUp()
    {
        final Finger finger = tendons == 5 ? Finger.FIVE : Finger.EIGHT;
        newArms = "exact_new_pose".equals(rule) ? finger.arms() : null;
        distribution = DistributionTimes.rule(rule, finger);
        reference = finger.middle();
        tension = new double[tendons];
        final SplittableRandom random = new SplittableRandom(1);
        int feasible = 0;
        int solved = 0;
        for (int c = 0; c < CASES; c++)
        {
            final Finger.Kind kind = Finger.Kind.draw(random);
            efforts[c] = finger.effort(random, kind);
            if (kind != Finger.Kind.BEYOND)
            {
                feasible++;
                solved += distribution.solve(efforts[c], reference, tension) > 1 - 1e-9 ? 1 : 0;
            }
        }
        System.out.printf("# %s, %d tendons: solved %d of %d feasible efforts%n", rule, tendons, solved, feasible);
    }

    /**
     * @return scale of one distribution.
     */
    @Benchmark
    public double solve()
    {
        next = next + 1 & CASES - 1;
        if (newArms != null)
        {
            distribution.arms(newArms);
        }
        return distribution.solve(efforts[next], reference, tension);
    }
}
