package dev.sinew.hal.transmission;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;

/**
 * The life of tendons that nobody watches over.
 */
final class UnwatchedLife implements TendonLife
{
    @Override
    public void observe(
        final StateBlock state,
        final Column jointPosition,
        final CommandBlock sent,
        final LifePhase phase,
        final long nowNs)
    {
        // nothing is watched
    }

    @Override
    public void mend()
    {
        // nothing is ever lost
    }

    @Override
    public boolean isSteady()
    {
        return true;
    }

    @Override
    public int groupCount()
    {
        return 0;
    }

    @Override
    public LifeState group(final int group)
    {
        throw new IndexOutOfBoundsException("group out of range: value=" + group + ", count=0");
    }

    @Override
    public LifeState tendon(final int tendon)
    {
        return LifeState.OFF;
    }

    @Override
    public long findings(final int tendon)
    {
        return 0;
    }

    @Override
    public long changes()
    {
        return 0;
    }

    @Override
    public double tensionMinN(final int tendon)
    {
        return 0;
    }

    @Override
    public double tensionMaxN(final int tendon)
    {
        return Double.MAX_VALUE;
    }

    @Override
    public boolean damped(final int tendon)
    {
        return false;
    }

    @Override
    public TendonLoss loss(final int tendon)
    {
        throw new UnsupportedOperationException("nothing is known about the loss of tendon " + tendon);
    }
}
