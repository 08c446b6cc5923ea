package dev.sinew.sim.sensor;

import dev.sinew.hal.layout.Column;

/**
 * White noise of one column of a sample.
 */
final class NoisyColumn
{
    private final long key;
    private final double deviation;

    /**
     * @param seed      seed of the run.
     * @param channel   number of the column, different for each.
     * @param deviation standard deviation; 0 for none.
     */
    NoisyColumn(final long seed, final int channel, final double deviation)
    {
        key = CounterNoise.key(seed, channel);
        this.deviation = deviation;
    }

    /**
     * @param column where the readings go.
     * @param truth  true values, one a value of the column.
     * @param sample number of the sample.
     */
    void read(final Column column, final double[] truth, final long sample)
    {
        final int size = column.size();
        if (deviation == 0)
        {
            column.setAll(truth);
            return;
        }
        final long first = sample * size;
        for (int i = 0; i < size; i++)
        {
            column.set(i, truth[i] + deviation * CounterNoise.normal(key, first + i));
        }
    }

    /**
     * @param sample number of the sample.
     * @param stride draws of a sample.
     * @param index  which of them.
     * @return noise in the column's unit.
     */
    double draw(final long sample, final int stride, final int index)
    {
        return deviation == 0 ? 0 : deviation * CounterNoise.normal(key, sample * stride + index);
    }
}
