package dev.sinew.bench.stress;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link SlotProtocolStress} without the reader's second look: must fail.
 */
@JCStressTest
@Outcome(id = {"-1, -1", "0, -1", "-1, 2", "0, 2"}, expect = Expect.ACCEPTABLE, desc = "Whole frames or none.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A mixed frame, as it must be found.")
@State
public class SlotProtocolBrokenTwin
{
    private final UnsafeBuffer slot = Slots.filled(0);
    private final UnsafeBuffer source = Slots.filled(2);
    private final UnsafeBuffer copy = Slots.filled(9);

    private static void write(final UnsafeBuffer slot, final UnsafeBuffer source, final long sequence)
    {
        slot.putLongOrdered(0, sequence);
        slot.putBytes(Long.BYTES, source, Long.BYTES, Slots.END_OFFSET - Long.BYTES);
        slot.putLongOrdered(Slots.END_OFFSET, sequence);
    }

    private static boolean read(final UnsafeBuffer slot, final UnsafeBuffer target, final long sequence)
    {
        if (slot.getLongVolatile(Slots.END_OFFSET) != sequence)
        {
            return false;
        }
        target.putBytes(0, slot, 0, Slots.END_OFFSET);
        target.putLong(0, sequence);
        target.putLong(Slots.END_OFFSET, sequence);
        return true;
    }

    /**
     * The loop.
     */
    @Actor
    public void writer()
    {
        write(slot, source, 2);
    }

    /**
     * Anybody else.
     *
     * @param result what the two reads found.
     */
    @Actor
    public void reader(final II_Result result)
    {
        result.r1 = read(slot, copy, 0) ? Slots.content(copy) : -1;
        result.r2 = read(slot, copy, 2) ? Slots.content(copy) : -1;
    }
}
