package dev.sinew.runtime.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WallClockTest
{
    private static final long PERIOD_NS = 1_000_000;

    private long timeNs = Long.MAX_VALUE - 5 * PERIOD_NS / 2;
    private long wakeLateNs;

    private final WallClock clock = new WallClock(() -> timeNs, deadlineNs ->
    {
        if (timeNs - deadlineNs < 0)
        {
            timeNs = deadlineNs;
        }
        timeNs += wakeLateNs;
        return timeNs;
    }, PERIOD_NS);

    @Test
    void shouldReleaseOnAGridAcrossTheWrapOfTheClock()
    {
        clock.start();
        long releaseNs = timeNs;
        for (int cycle = 0; cycle < 10; cycle++)
        {
            assertEquals(0, clock.awaitRelease());
            releaseNs += PERIOD_NS;
            assertEquals(releaseNs, clock.releaseNs());
            assertEquals(releaseNs, clock.startNs());
            timeNs += PERIOD_NS / 3;
        }
    }

    @Test
    void shouldSkipWholePeriodsAndNeverBunchThemWhenACycleOverruns()
    {
        clock.start();
        clock.awaitRelease();
        final long firstNs = clock.releaseNs();
        timeNs += 5 * PERIOD_NS / 2; // the next two releases have passed

        assertEquals(2, clock.awaitRelease());
        assertEquals(firstNs + 3 * PERIOD_NS, clock.releaseNs());
        assertEquals(0, clock.startNs() - clock.releaseNs());
        assertEquals(0, clock.awaitRelease());
        assertEquals(firstNs + 4 * PERIOD_NS, clock.releaseNs());
    }

    @Test
    void shouldShowLatenessOfTheWakeUp()
    {
        wakeLateNs = 70_000;
        clock.start();

        assertEquals(0, clock.awaitRelease());
        assertEquals(70_000, clock.startNs() - clock.releaseNs());
        assertEquals(clock.startNs(), clock.nowNs());
    }
}
