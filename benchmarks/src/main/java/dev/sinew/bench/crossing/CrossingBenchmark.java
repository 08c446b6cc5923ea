package dev.sinew.bench.crossing;

import java.util.concurrent.TimeUnit;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call into C beside a call that stays in Java.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CrossingBenchmark
{
    private MappedC mapped;
    private Memory text;
    private long address;
    private long value = -7;

    /** Loads the C library. */
    @Setup
    public void setUp()
    {
        mapped = Native.load("c", MappedC.class);
        text = new Memory(16);
        text.setString(0, "sinew");
        address = Pointer.nativeValue(text);
    }

    /**
     * Baseline: a call that is not inlined.
     *
     * @return result.
     */
    @Benchmark
    public long javaCall()
    {
        return stay(value);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static long stay(final long number)
    {
        return Math.abs(number);
    }

    /**
     * @return result.
     */
    @Benchmark
    public long direct()
    {
        return DirectC.labs(value);
    }

    /**
     * @return result.
     */
    @Benchmark
    public long directThroughAddress()
    {
        return DirectC.strnlen(address, 16);
    }

    /**
     * @return result.
     */
    @Benchmark
    public long byInterface()
    {
        return mapped.labs(value);
    }
}
