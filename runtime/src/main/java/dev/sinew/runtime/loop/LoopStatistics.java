package dev.sinew.runtime.loop;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.Verdict;
import org.HdrHistogram.Histogram;

/**
 * Distributions of one run, begun with the first active cycle. Loop's thread records; others read after the loop has
 * ended.
 * Allocation-free after construction.
 */
public final class LoopStatistics
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;
    private static final int FIRST_CYCLES = 1000;

    /** Start minus release, one sample per cycle run, ns. */
    public final Histogram lateness = histogram();
    /** The same, a stall counted for every period that it cost, ns. */
    public final Histogram latenessCorrected = histogram();
    /** The first 1000 of {@link #lateness}. */
    public final Histogram latenessFirst = histogram();
    /** Start of a cycle until its frame is published, ns. */
    public final Histogram cycle = histogram();
    /** The first 1000 of {@link #cycle}. */
    public final Histogram cycleFirst = histogram();
    /** Receive, ns. */
    public final Histogram read = histogram();
    /** Judge and estimate, ns. */
    public final Histogram estimate = histogram();
    /** Decide, an inline policy included, ns. */
    public final Histogram decide = histogram();
    /** Distribute and gate, ns. */
    public final Histogram distribute = histogram();
    /** Send, ns. */
    public final Histogram write = histogram();
    /** Publish, ns. */
    public final Histogram publish = histogram();
    /** A simulator's own step, not part of the cycle, ns. */
    public final Histogram advance = histogram();

    private final long periodNs;
    private final long[] verdicts = new long[Verdict.values().length];
    private long cycles;

    /**
     * @param periodNs length of a cycle, ns.
     */
    public LoopStatistics(final long periodNs)
    {
        this.periodNs = periodNs;
    }

    private static Histogram histogram()
    {
        return new Histogram(HIGHEST_NS, DIGITS);
    }

    /**
     * @param frame      the cycle.
     * @param startStamp stamp at the cycle's begin, ns.
     * @param cycleEnd   stamp after publishing, ns.
     * @param advanceEnd stamp after the simulator's step, ns; equal to {@code cycleEnd} on hardware.
     */
    public void record(final CycleFrame frame, final long startStamp, final long cycleEnd, final long advanceEnd)
    {
        final long latenessNs = frame.get(FrameField.START_NS) - frame.get(FrameField.RELEASE_NS);
        add(lateness, latenessNs);
        add(latenessCorrected, latenessNs);
        for (long missed = 1; missed <= frame.get(FrameField.SKIPPED_PERIODS); missed++)
        {
            add(latenessCorrected, latenessNs + missed * periodNs); // a release that never ran waited until this start
        }
        add(cycle, cycleEnd - startStamp);
        if (cycles < FIRST_CYCLES)
        {
            add(latenessFirst, latenessNs);
            add(cycleFirst, cycleEnd - startStamp);
        }
        final long readDone = frame.get(FrameField.READ_DONE_NS);
        final long estimateDone = frame.get(FrameField.ESTIMATE_DONE_NS);
        final long decideDone = frame.get(FrameField.DECIDE_DONE_NS);
        final long distributeDone = frame.get(FrameField.DISTRIBUTE_DONE_NS);
        final long writeDone = frame.get(FrameField.WRITE_DONE_NS);
        add(read, readDone - startStamp);
        add(estimate, estimateDone - readDone);
        add(decide, decideDone - estimateDone);
        add(distribute, distributeDone - decideDone);
        add(write, writeDone - distributeDone);
        add(publish, cycleEnd - writeDone);
        add(advance, advanceEnd - cycleEnd);
        verdicts[(int)frame.get(FrameField.VERDICT)]++;
        cycles++;
    }

    /** The recorder throws on values out of range, so they are clamped. */
    private static long clamp(final long valueNs)
    {
        return Math.max(0, Math.min(HIGHEST_NS, valueNs));
    }

    private static void add(final Histogram histogram, final long valueNs)
    {
        histogram.recordValue(clamp(valueNs));
    }

    /**
     * @return cycles since the first active one.
     */
    public long cycles()
    {
        return cycles;
    }

    /**
     * @param verdict a verdict.
     * @return how many of these cycles had it.
     */
    public long count(final Verdict verdict)
    {
        return verdicts[verdict.ordinal()];
    }
}
