package dev.sinew.hal.driver.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern WATCHDOG_MS = Pattern.compile("watchdog_ms\\W{1,4}(\\d{1,5})");
    private static final int DEFAULT_WATCHDOG_MS = 20;

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
     * @return the watchdog's time as the configuration text states it ({@code watchdog_ms}), else the ABI's default.
     */
    public int watchdogMs()
    {
        final Matcher matcher = WATCHDOG_MS.matcher(config);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : DEFAULT_WATCHDOG_MS;
    }
}
