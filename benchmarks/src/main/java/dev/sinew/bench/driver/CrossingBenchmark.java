package dev.sinew.bench.driver;

import java.util.concurrent.TimeUnit;

import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls of the loopback driver. {@code crossing} asks for a sample of the same instant, which costs the driver 4 ns:
 * the rest is the way into C and back.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CrossingBenchmark
{
    private static final long PERIOD_NS = 1_000_000L;

    private NativeDriver driver;
    private long nowNs;

    /**
     * Opens 75 motors.
     *
     * @throws SystemException when the driver was not built.
     */
    @Setup
    public void setUp() throws SystemException
    {
        final StringBuilder motors = new StringBuilder("m0");
        for (int i = 1; i < 75; i++)
        {
            motors.append(",m").append(i);
        }
        driver = NativeDriver.open(NativeLibraries.find("loopback"), "clock=caller watchdog_ms=1000 motors=" + motors);
        driver.activate();
    }

    /** Gives the device back. */
    @TearDown
    public void tearDown()
    {
        driver.close();
    }

    /**
     * @return outcome.
     */
    @Benchmark
    public ReturnCode crossing()
    {
        return driver.receive(nowNs);
    }

    /**
     * @return outcome of one whole exchange of 75 motors, the device's own physics included.
     */
    @Benchmark
    public ReturnCode exchange()
    {
        nowNs += PERIOD_NS;
        driver.receive(nowNs);
        driver.stamp(driver.sequence(), nowNs, true);
        return driver.send(nowNs);
    }
}
