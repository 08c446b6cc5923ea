package dev.sinew.bench.stress;

import dev.sinew.runtime.frame.SlotProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The writer puts frame 2 over frame 0 while one reader wants frame 0 and then frame 2.
 */
@JCStressTest
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "Both reads met a slot that was being written.")
@Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "The old frame, whole; the new one not yet.")
@Outcome(id = "-1, 2", expect = Expect.ACCEPTABLE, desc = "The old frame was gone; the new one, whole.")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "Both, whole.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A mixed frame, or one under the wrong number.")
@State
public class SlotProtocolStress
{
    private final SlotProtocol protocol = new SlotProtocol(Slots.END_OFFSET);
    private final UnsafeBuffer slot = Slots.filled(0);
    private final UnsafeBuffer source = Slots.filled(2);
    private final UnsafeBuffer copy = Slots.filled(9);

    /**
     * The loop.
     */
    @Actor
    public void writer()
    {
        protocol.write(slot, 0, source, 2);
    }

    /**
     * Anybody else.
     *
     * @param result what the two reads found.
     */
    @Actor
    public void reader(final II_Result result)
    {
        result.r1 = protocol.read(slot, 0, copy, 0) ? Slots.content(copy) : -1;
        result.r2 = protocol.read(slot, 0, copy, 2) ? Slots.content(copy) : -1;
    }
}
