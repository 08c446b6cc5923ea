package dev.sinew.bench.loop;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.runtime.loop.CommandDigest;
import dev.sinew.runtime.loop.CycleContext;
import dev.sinew.runtime.safety.Verdict;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each stage of the cycle by itself, without policy, over the number of joints.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StageBenchmark
{
    private static final int CASES = 64;

    /** Robot: {@code neo}, or the number of joints of a synthetic one. */
    @Param({"neo", "22", "75", "150", "600"})
    public String robot;

    private final CommandDigest digest = new CommandDigest();
    private final Column[] targets = new Column[CASES];
    private CycleFixture fixture;
    private CycleContext context;
    private int next;

    /** Brings the loop to ACTIVE and makes targets that differ from call to call. */
    @Setup
    public void setUp()
    {
        fixture = new CycleFixture(robot, "none", new ContinuingClock(1_000_000));
        context = new CycleContext(fixture.frame);
        context.nowNs = 1_000_000_000_000L;
        final SplittableRandom random = new SplittableRandom(2);
        final int joints = fixture.robot.jointCount();
        for (int c = 0; c < CASES; c++)
        {
            targets[c] = new Column("bench",
                new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * joints]), 0, joints);
            for (final JointDescription joint : fixture.robot.joints())
            {
                targets[c].set(joint.index(), joint.defaultPositionRad() + 0.02 * random.nextGaussian());
            }
        }
        read();
        if (context.verdict != Verdict.GOOD)
        {
            throw new IllegalStateException("a prepared sample is not good: " + context.verdict);
        }
        fixture.decide.run(context);
    }

    /** Gives memory back. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        fixture.close();
    }

    /**
     * Receive, judge, estimate.
     *
     * @return the verdict.
     */
    @Benchmark
    public Verdict read()
    {
        context.cycle++;
        context.nowNs += 1_000_000;
        fixture.read.run(context);
        return context.verdict;
    }

    /**
     * Gate effort, distribute, gate tension, write.
     *
     * @return something that depends on the result.
     */
    @Benchmark
    public double act()
    {
        next = next + 1 & CASES - 1;
        fixture.frame.targetPosition.copyFrom(targets[next]);
        fixture.act.run(context);
        return fixture.frame.command.motorEffort.get(0);
    }

    /**
     * The copy to the next slot.
     *
     * @return number of the frame.
     */
    @Benchmark
    public long publish()
    {
        return fixture.ring.publish(fixture.frame);
    }

    /**
     * The fingerprint of the commands, after the cycle.
     */
    @Benchmark
    public void digest()
    {
        digest.update(fixture.frame);
    }
}
