package dev.sinew.bench.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link StampedExchangeStress} with two slots instead of three, so that the writer meets the reader: must fail.
 */
@JCStressTest
@Outcome(id = {"0, [0-4]", "[1-4], 0", "1, [2-4]", "2, [34]", "3, 4"}, expect = Expect.ACCEPTABLE, desc = "Whole.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A mixed vector, as it must be found.")
@State
public class StampedExchangeBrokenTwin
{
    private static final int SIZE = 8;
    private static final int VECTORS = 4;
    private static final int MIXED = 99;

    private final float[][] values = new float[2][SIZE];
    private final long[] cycles = new long[2];
    private volatile int newest;

    /**
     * Writer's side.
     */
    @Actor
    public void writer()
    {
        for (int cycle = 1; cycle <= VECTORS; cycle++)
        {
            for (int i = 0; i < SIZE; i++)
            {
                values[cycle & 1][i] = cycle;
            }
            cycles[cycle & 1] = cycle;
            newest = cycle;
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
        result.r1 = poll(0);
        result.r2 = poll(result.r1);
    }

    private int poll(final int seen)
    {
        final int found = newest;
        if (found == seen)
        {
            return 0;
        }
        final long cycle = cycles[found & 1];
        for (int i = 0; i < SIZE; i++)
        {
            if (values[found & 1][i] != cycle)
            {
                return MIXED;
            }
        }
        return (int)cycle;
    }
}
