package dev.sinew.bench.loop;

import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.loop.CycleContext;
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
 * Modes and policy of neo. One invocation is one period of the policy, 20 cycles, so an inline inference is in it once
 * and the time is the mean of a cycle.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecideBenchmark
{
    private static final int PERIOD_CYCLES = 20;

    /** Where the policy runs. */
    @Param({"none", "inline"})
    public String policy;

    private CycleFixture fixture;
    private CycleContext context;

    /** Brings the loop to ACTIVE. */
    @Setup
    public void setUp()
    {
        fixture = new CycleFixture("neo", policy, new ContinuingClock(1_000_000));
        context = new CycleContext(fixture.frame);
        context.nowNs = 1_000_000_000_000L;
        context.cycle = 1_000_000;
        fixture.read.run(context);
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
    public double decide()
    {
        for (int i = 0; i < PERIOD_CYCLES; i++)
        {
            context.cycle++;
            context.nowNs += 1_000_000;
            fixture.decide.run(context);
        }
        return fixture.frame.targetPosition.get(0);
    }
}
