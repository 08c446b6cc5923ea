package dev.sinew.runtime.wiring;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Repeats work until the just-in-time compilers have nothing left to do for it. How often that is depends on the
 * machine, and code that still waits to be compiled is several times slower than it will be. One thread.
 */
public final class CompilerWatch
{
    private final LongSupplier clockNs;
    private final LongSupplier spentMs;

    /**
     * @param clockNs clock, ns.
     * @param spentMs time that compilers have worked so far, ms; null where nobody says so.
     */
    CompilerWatch(final LongSupplier clockNs, final LongSupplier spentMs)
    {
        this.clockNs = clockNs;
        this.spentMs = spentMs;
    }

    /**
     * @return a watch over the compilers of this process.
     */
    public static CompilerWatch ofThisProcess()
    {
        final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        final boolean tells = compiler != null && compiler.isCompilationTimeMonitoringSupported();
        return new CompilerWatch(System::nanoTime, tells ? compiler::getTotalCompilationTime : null);
    }

    /**
     * Repeats work until compilers have finished nothing for a while; not at all where they do not tell.
     *
     * @param quietNs time without anything finished after which they are taken for idle, ns.
     * @param mostNs  time after which it ends anyway, ns.
     * @param work    a part of the work that takes much less than {@code quietNs}; false when there is no more.
     * @return true when the compilers were idle at the end.
     */
    public boolean untilIdle(final long quietNs, final long mostNs, final BooleanSupplier work)
    {
        if (spentMs == null)
        {
            return false;
        }
        final long beginNs = clockNs.getAsLong();
        long nowNs = beginNs;
        long quietSinceNs = beginNs;
        long before = spentMs.getAsLong();
        while (nowNs - quietSinceNs < quietNs && nowNs - beginNs < mostNs && work.getAsBoolean())
        {
            nowNs = clockNs.getAsLong();
            final long spent = spentMs.getAsLong();
            quietSinceNs = spent == before ? quietSinceNs : nowNs;
            before = spent;
        }
        return nowNs - quietSinceNs >= quietNs;
    }
}
