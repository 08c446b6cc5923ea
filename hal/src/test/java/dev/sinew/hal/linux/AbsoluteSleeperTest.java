package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AbsoluteSleeperTest extends PreciseSleeperContract
{
    @Override
    PreciseSleeper create()
    {
        Privilege.needLinux();
        return new AbsoluteSleeper();
    }

    @Test
    void shouldSayWhatItDoes()
    {
        final PreciseSleeper sleeper = create();
        assertEquals("clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME) then spin", sleeper.name());
        assertTrue(sleeper.isAbsolute());
    }

    @Test
    void shouldTakeAConstantOffsetBetweenTheClocksAndRefuseAMovingOne()
    {
        assertEquals(0, ClockOffset.measure(System::nanoTime, System::nanoTime));
        final long offsetNs = ClockOffset.measure(System::nanoTime, () -> System.nanoTime() + 7_000_000_000L);
        assertEquals(7_000_000_000L, offsetNs, 20_000);
        final NativeCallException thrown = assertThrows(NativeCallException.class,
            () -> ClockOffset.measure(System::nanoTime, () -> System.nanoTime() * 2));
        assertTrue(thrown.getMessage().contains("portable sleeper"), thrown.getMessage());
    }
}
