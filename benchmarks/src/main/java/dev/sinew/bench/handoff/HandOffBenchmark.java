package dev.sinew.bench.handoff;

import java.util.concurrent.TimeUnit;

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
 * There and back: 600 bytes to another thread, which copies them and says so. Needs two processors that are free; on a
 * busy machine it measures the scheduler.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HandOffBenchmark
{
    /** Way of handing over; {@code same_thread} is the floor, {@code blocking_queue} the baseline. */
    @Param({"same_thread", "disruptor", "stamped_exchange", "blocking_queue"})
    public String way;

    private final float[] event = new float[Echo.SIZE];
    private Echo echo;

    /** Starts the partner. */
    @Setup
    public void setUp()
    {
        echo = switch (way)
        {
            case "same_thread" -> new SameThreadEcho();
            case "disruptor" -> new DisruptorEcho();
            case "stamped_exchange" -> new ExchangeEcho();
            case "blocking_queue" -> new QueueEcho();
            default -> throw new IllegalArgumentException("no way of that name: " + way);
        };
    }

    /** Ends the partner. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        echo.close();
    }

    /**
     * @return a number of the copy.
     */
    @Benchmark
    public float roundTrip()
    {
        event[0]++;
        final float echoed = echo.roundTrip(event);
        if (echoed != event[0])
        {
            throw new IllegalStateException("lost on the way: sent=" + event[0] + ", came back=" + echoed);
        }
        return echoed;
    }
}
