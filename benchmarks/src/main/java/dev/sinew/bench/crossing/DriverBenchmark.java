package dev.sinew.bench.crossing;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
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
 * One bus per cycle: receive and send of the loopback driver, whose time is the caller's. With one motor it is nearly
 * the crossing alone, twice.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DriverBenchmark
{
    /** Number of motors behind the driver. */
    @Param({"1", "118"})
    public int motors;

    private NativeDriver driver;
    private long nowNs;

    /**
     * Opens the driver and tries one cycle.
     *
     * @throws SystemException when it was not built (it needs a C compiler).
     */
    @Setup
    public void setUp() throws SystemException
    {
        final String names = IntStream.range(0, motors).mapToObj(i -> "m" + i).collect(Collectors.joining(","));
        driver = NativeDriver.open(NativeLibraries.find("loopback"), "clock=caller;motors=" + names);
        if (driver.activate() != ReturnCode.OK || receiveAndSend() != ReturnCode.OK)
        {
            throw new IllegalStateException("the loopback driver does not answer: " + driver.lastError());
        }
    }

    /** Closes the driver. */
    @TearDown(Level.Trial)
    public void tearDown()
    {
        driver.close();
    }

    /**
     * @return the driver's answer.
     */
    @Benchmark
    public ReturnCode receiveAndSend()
    {
        nowNs += 1_000_000;
        final ReturnCode received = driver.receive(nowNs);
        driver.stamp(driver.sequence(), nowNs, true);
        final ReturnCode sent = driver.send(nowNs);
        return received == ReturnCode.OK ? sent : received;
    }
}
