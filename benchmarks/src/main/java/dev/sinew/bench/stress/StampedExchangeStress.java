package dev.sinew.bench.stress;

import dev.sinew.runtime.policy.StampedExchange;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Four vectors go through three slots while the reader polls twice and takes its time over what it got.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing yet.")
@Outcome(id = "0, [1-4]", expect = Expect.ACCEPTABLE, desc = "Nothing, then a whole vector.")
@Outcome(id = "[1-4], 0", expect = Expect.ACCEPTABLE, desc = "A whole vector, then nothing newer.")
@Outcome(id = {"1, [2-4]", "2, [34]", "3, 4"}, expect = Expect.ACCEPTABLE, desc = "A whole vector, then a newer one.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A mixed vector, or an older one after a newer one.")
@State
public class StampedExchangeStress
{
    private static final int SIZE = 8;
    private static final int VECTORS = 4;
    private static final int MIXED = 99;

    private final StampedExchange exchange = new StampedExchange(SIZE);

    /**
     * Writer's side.
     */
    @Actor
    public void writer()
    {
        for (int cycle = 1; cycle <= VECTORS; cycle++)
        {
            final float[] values = exchange.forWriting();
            for (int i = 0; i < SIZE; i++)
            {
                values[i] = cycle;
            }
            exchange.publish(cycle);
        }
    }

    /**
     * Reader's side.
     *
     * @param result cycles of what the two polls found, 0 for nothing new.
     */
    @Actor
    public void reader(final II_Result result)
    {
        result.r1 = poll();
        result.r2 = poll();
    }

    private int poll()
    {
        if (!exchange.poll())
        {
            return 0;
        }
        final float[] values = exchange.value();
        final long cycle = exchange.cycle();
        for (int i = 0; i < SIZE; i++)
        {
            if (values[i] != cycle)
            {
                return MIXED;
            }
        }
        return (int)cycle;
    }
}
