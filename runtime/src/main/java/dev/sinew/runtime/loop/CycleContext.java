package dev.sinew.runtime.loop;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.safety.Verdict;

/**
 * What the stages of one cycle hand on besides the frame. Owned by whichever stage is running; the hand-over between
 * threads happens through the Disruptor's sequences.
 */
public final class CycleContext
{
    /** The hot frame. */
    public final CycleFrame frame;
    /** Number of the cycle. */
    public long cycle;
    /** Time that control decisions see, ns. */
    public long nowNs;
    /** Start minus release, ns. */
    public long latenessNs;
    /** Verdict of this cycle's sample. */
    public Verdict verdict = Verdict.LOST;
    /** True when a control step may be made on this cycle's sample. */
    public boolean controlStep;

    /**
     * @param frame the hot frame.
     */
    public CycleContext(final CycleFrame frame)
    {
        this.frame = frame;
    }
}
