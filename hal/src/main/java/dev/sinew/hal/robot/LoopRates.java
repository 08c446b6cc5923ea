package dev.sinew.hal.robot;

/**
 * How often things happen. Every rate is an integer divisor of the base rate.
 *
 * @param baseHz    control cycles a second, 100 to 4000.
 */
public record LoopRates(int baseHz)
{
    /**
     * @return length of one cycle, ns.
     */
    public long periodNs()
    {
        return 1_000_000_000L / baseHz;
    }
}
