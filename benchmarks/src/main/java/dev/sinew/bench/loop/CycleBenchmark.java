package dev.sinew.bench.loop;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole cycle as the loop runs it, stamps, statistics and fingerprint included: the mean over one period of the
 * policy, 20 cycles. {@link CyclePercentiles} has the percentiles.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CycleBenchmark
{
    private static final int PERIOD_CYCLES = 20;

    /** Robot: {@code neo}, or the number of joints of a synthetic one. */
    @Param({"neo", "22", "75", "150", "600"})
    public String robot;
    /** Where the policy runs; only neo has one. */
    @Param({"none"})
    public String policy;

    private CycleFixture fixture;

    /** Brings the loop to ACTIVE. */
    @Setup
    public void setUp()
    {
        fixture = new CycleFixture(robot, policy, new ContinuingClock(1_000_000));
    }

    /** Gives memory back. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        fixture.close();
    }

    /**
     * @return something that depends on the result.
     */
    @Benchmark
    @OperationsPerInvocation(PERIOD_CYCLES)
    public double cycle()
    {
        fixture.run(PERIOD_CYCLES);
        return fixture.frame.command.motorEffort.get(0);
    }
}
