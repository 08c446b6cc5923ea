package dev.sinew.bench.policy;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.InferenceEngine;
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
 * One inference of 310-512-256-128-75 with ELU: 332,000 weights, 1.3 MB. Paced calls find the caches as the rest of the
 * machine left them: 50 Hz is the real case of a policy, and the slowest.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class PolicyEngineBenchmark
{
    private static final int CASES = 8;
    private static final int WARM_UP_RUNS = 20_000;

    /** Engine. */
    @Param({"vector", "scalar", "onnxruntime"})
    public String engine;
    /** Calls per second; 0 for back to back. */
    @Param({"0", "1000", "50"})
    public int hz;

    private final float[][] observations = new float[CASES][];
    private InferenceEngine opened;
    private float[] action;
    private long nextNs;
    private int next;

    /** Opens the engine and runs it until it is compiled, which paced calls alone would not do in time. */
    @Setup
    public void setUp()
    {
        opened = EngineSelector.open(engine, EluNetwork.of(310, 512, 256, 128, 75));
        action = new float[opened.outputSize()];
        final SplittableRandom random = new SplittableRandom(3);
        for (int c = 0; c < CASES; c++)
        {
            observations[c] = new float[opened.inputSize()];
            for (int i = 0; i < observations[c].length; i++)
            {
                observations[c][i] = (float)random.nextGaussian();
            }
        }
        for (int i = 0; i < WARM_UP_RUNS; i++)
        {
            opened.infer(observations[i % CASES], action);
        }
        nextNs = System.nanoTime();
    }

    /** Sleeps until the next call is due; not part of the time. */
    @Setup(Level.Invocation)
    public void pace()
    {
        if (hz == 0)
        {
            return;
        }
        nextNs = Math.max(nextNs + 1_000_000_000L / hz, System.nanoTime());
        for (long left = nextNs - System.nanoTime(); left > 0; left = nextNs - System.nanoTime())
        {
            LockSupport.parkNanos(left);
        }
    }

    /** Closes the engine. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        opened.close();
    }

    /**
     * @return the action.
     */
    @Benchmark
    public float[] infer()
    {
        next = next + 1 & CASES - 1;
        opened.infer(observations[next], action);
        return action;
    }
}
