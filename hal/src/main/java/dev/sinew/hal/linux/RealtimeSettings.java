package dev.sinew.hal.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * What the loop's thread asks of the operating system.
 *
 * @param wish            how badly.
 * @param schedulingClass FIFO or RR; OTHER leaves the class as it is.
 * @param priority        1 to 99.
 * @param cpu             processor to run on, {@link #ANY_CPU} for any.
 * @param memoryLock      which pages to keep in memory.
 * @param timerSlackNs    at least 1 ns; 0 leaves it as it is.
 * @param cpuDmaLatencyUs longest wake-up from an idle state in us, {@link #NOT_ASKED} to leave it as it is.
 */
public record RealtimeSettings(Wish wish, SchedulingClass schedulingClass, int priority, int cpu,
    MemoryLock memoryLock, long timerSlackNs, int cpuDmaLatencyUs)
{
    /** No affinity is asked for. */
    public static final int ANY_CPU = -1;
    /** The setting is left as it is. */
    public static final int NOT_ASKED = -1;

    /** How badly the settings are wanted. */
    public enum Wish
    {
        /** Refuse to start without every one of them. */
        REQUIRE,
        /** Start in any case and say what is missing. */
        PREFER,
        /** Do not ask. */
        OFF
    }

    /** Checks every value; all that is wrong is in one message. */
    public RealtimeSettings
    {
        final List<String> wrong = new ArrayList<>();
        check(wrong, null != wish, "realtime.wish is missing: require, prefer or off");
        check(wrong, null != memoryLock, "realtime.memory_lock is missing: off, touched or all");
        check(wrong,
            SchedulingClass.OTHER == schedulingClass || null != schedulingClass && schedulingClass.isRealtime(),
            "realtime.class must be FIFO, RR or OTHER: value=" + schedulingClass);
        check(wrong, priority >= 1 && priority <= 99,
            "realtime.priority out of range: value=" + priority + ", min=1, max=99");
        check(wrong, cpu >= ANY_CPU && cpu < 1024, "realtime.cpu out of range: value=" + cpu + ", min=-1, max=1023");
        check(wrong, timerSlackNs >= 0, "realtime.timer_slack_ns must not be negative: value=" + timerSlackNs);
        check(wrong, cpuDmaLatencyUs >= NOT_ASKED,
            "realtime.cpu_dma_latency_us out of range: value=" + cpuDmaLatencyUs + ", min=-1");
        if (!wrong.isEmpty())
        {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /**
     * Everything that a control loop wants, on any processor: FIFO 80, touched pages locked, 1 ns slack, no deep idle.
     *
     * @param wish how badly.
     * @return the settings.
     */
    public static RealtimeSettings standard(final Wish wish)
    {
        return new RealtimeSettings(wish, SchedulingClass.FIFO, 80, ANY_CPU, MemoryLock.TOUCHED, 1, 0);
    }

    /**
     * Asks for nothing.
     *
     * @return the settings.
     */
    public static RealtimeSettings off()
    {
        return standard(Wish.OFF);
    }

    /**
     * The same on one processor.
     *
     * @param number processor, {@link #ANY_CPU} for any.
     * @return changed copy.
     */
    public RealtimeSettings withCpu(final int number)
    {
        return new RealtimeSettings(
            wish, schedulingClass, priority, number, memoryLock, timerSlackNs, cpuDmaLatencyUs);
    }

    /**
     * The same in another class and priority.
     *
     * @param kind  FIFO, RR or OTHER.
     * @param level 1 to 99.
     * @return changed copy.
     */
    public RealtimeSettings withScheduling(final SchedulingClass kind, final int level)
    {
        return new RealtimeSettings(wish, kind, level, cpu, memoryLock, timerSlackNs, cpuDmaLatencyUs);
    }

    /**
     * The same with another memory lock.
     *
     * @param lock which pages.
     * @return changed copy.
     */
    public RealtimeSettings withMemoryLock(final MemoryLock lock)
    {
        return new RealtimeSettings(wish, schedulingClass, priority, cpu, lock, timerSlackNs, cpuDmaLatencyUs);
    }

    /**
     * The same with another limit on idle states.
     *
     * @param latencyUs longest wake-up from an idle state in us, {@link #NOT_ASKED} to leave it as it is.
     * @return changed copy.
     */
    public RealtimeSettings withCpuDmaLatencyUs(final int latencyUs)
    {
        return new RealtimeSettings(wish, schedulingClass, priority, cpu, memoryLock, timerSlackNs, latencyUs);
    }

    private static void check(final List<String> wrong, final boolean right, final String message)
    {
        if (!right)
        {
            wrong.add(message);
        }
    }
}
