package dev.sinew.hal.driver.conformance;

import dev.sinew.hal.driver.Isolation;

/**
 * How to check a driver.
 *
 * @param config      configuration text under which the driver opens.
 * @param effortNm    effort that the kit may command to every motor, N·m; 0 when nothing may move.
 * @param cycles      cycles of 1 ms that the kit runs per rule, at least 50.
 * @param opens       how often the kit opens and closes the device to look for leaks, at least 100.
 * @param callBoundNs time that 99 of 100 calls of receive and send must keep, ns.
 */
public record ConformanceOptions(String config, double effortNm, int cycles, int opens, long callBoundNs)
{
    /**
     * @param config configuration text.
     * @return usual options: nothing moves, 400 cycles, 1000 opens, 250 µs a call.
     */
    public static ConformanceOptions of(final String config)
    {
        return new ConformanceOptions(config, 0, 400, 1000, 250_000L);
    }

    /**
     * @param effort effort that the kit may command, N·m.
     * @return the same with that effort.
     */
    public ConformanceOptions withEffort(final double effort)
    {
        return new ConformanceOptions(config, effort, cycles, opens, callBoundNs);
    }

    /**
     * @param text other configuration text.
     * @return the same with that text.
     */
    ConformanceOptions withConfig(final String text)
    {
        return new ConformanceOptions(text, effortNm, cycles, opens, callBoundNs);
    }

    /**
     * @return the watchdog's time as the configuration text states it ({@code watchdog_ms}), else the ABI's default.
     */
    public int watchdogMs()
    {
        return Isolation.watchdogMs(config);
    }
}
