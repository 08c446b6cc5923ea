package dev.sinew.bench.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.hal.driver.Isolation;
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
 * What it costs to have a driver in a process of its own: the same calls of the loopback driver in this process, in
 * another one with a futex, and in another one with both sides spinning. Single calls are sampled, so that there are
 * percentiles; paced, the caller has slept before each, as a control loop has.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 4)
@Fork(1)
public class IsolationBenchmark
{
    /** Where the driver runs. */
    @Param({"none", "process", "process-spin"})
    private String isolation;

    /** Sleep before each call, µs. */
    @Param({"0", "1000"})
    private int pauseUs;

    private NativeDriver driver;
    private long lost;
    private long calls;

    /**
     * Opens 75 motors. They see no silence: a paced benchmark is stopped between its iterations.
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
        driver = NativeDriver.open(NativeLibraries.find("loopback"), "watchdog_ms=1000 motors=" + motors,
            Isolation.of(isolation));
        driver.activate();
    }

    /** Activates again if the benchmark was held up for longer than the watchdog waits. */
    @Setup(Level.Iteration)
    public void activate()
    {
        driver.deactivate();
        driver.activate();
    }

    /** Sleeps until the next call is due. */
    @Setup(Level.Invocation)
    public void pause()
    {
        if (pauseUs > 0)
        {
            LockSupport.parkNanos(pauseUs * 1000L);
        }
    }

    /** Gives the device back; says how many calls were not answered in time, since those are no exchanges. */
    @TearDown
    public void tearDown()
    {
        driver.close();
        System.out.println("calls " + calls + ", not answered in time " + lost);
    }

    /**
     * @return outcome of one whole exchange: a receive and a send of 75 motors, the device's own physics included.
     */
    @Benchmark
    public ReturnCode exchange()
    {
        final ReturnCode received = driver.receive(System.nanoTime());
        driver.stamp(driver.sequence(), System.nanoTime(), true);
        final ReturnCode sent = driver.send(System.nanoTime());
        calls++;
        lost += received == ReturnCode.LOST || sent != ReturnCode.OK ? 1 : 0;
        return sent;
    }
}
