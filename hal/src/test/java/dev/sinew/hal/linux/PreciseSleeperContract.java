package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every sleeper promises. */
abstract class PreciseSleeperContract
{
    private static final int SLEEPS = 10_000;
    private PreciseSleeper sleeper;

    abstract PreciseSleeper create();

    @BeforeEach
    void before()
    {
        sleeper = create();
    }

    @Test
    @Timeout(60)
    void shouldNeverReturnEarly()
    {
        final Random random = new Random(4711);
        int slept = 0;
        for (int i = 0; i < SLEEPS; i++)
        {
            final long deadlineNs = System.nanoTime() + 40_000 + random.nextInt(80_000);
            final long returnedNs = sleeper.sleepUntil(deadlineNs, random.nextInt(30_000));
            assertTrue(returnedNs - deadlineNs >= 0, "early by " + (deadlineNs - returnedNs) + " ns");
            assertTrue(System.nanoTime() - returnedNs >= 0, "returned a time of the future");
            slept++;
        }
        assertEquals(SLEEPS, slept);
        assertEquals(0, sleeper.failures());
    }

    @Test
    @Timeout(60)
    void shouldSleepRatherThanSpinAwayTheLongPart()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long cpuBefore = threads.getCurrentThreadCpuTime();
        final long startNs = System.nanoTime();
        for (int i = 1; i <= 20; i++)
        {
            sleeper.sleepUntil(startNs + TimeUnit.MILLISECONDS.toNanos(10L * i), 50_000);
        }
        final long cpuNs = threads.getCurrentThreadCpuTime() - cpuBefore;
        assertTrue(cpuNs < TimeUnit.MILLISECONDS.toNanos(60), "20 sleeps of 10 ms took " + cpuNs + " ns of processor");
    }

    @Test
    @Timeout(10)
    void shouldReturnAtOnceWhenTheDeadlineHasPassed()
    {
        final long nowNs = System.nanoTime();
        final long returnedNs = sleeper.sleepUntil(nowNs - 1_000_000, 100_000);
        assertTrue(returnedNs - nowNs >= 0);
        assertTrue(returnedNs - nowNs < TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    @Timeout(60)
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++) // compilation is not a leak
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++)
            {
                sleeper.sleepUntil(System.nanoTime() + 20_000, 5_000);
            }
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, bytes);
    }

    @Test
    @Timeout(10)
    void shouldStillWaitWhenTheThreadIsInterrupted()
    {
        try
        {
            Thread.currentThread().interrupt();
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
            assertTrue(sleeper.sleepUntil(deadlineNs, 10_000) - deadlineNs >= 0);
        }
        finally
        {
            assertTrue(Thread.interrupted());
        }
    }
}
