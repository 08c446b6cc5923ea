package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class ParkingSleeperTest extends PreciseSleeperContract
{
    @Override
    PreciseSleeper create()
    {
        return new ParkingSleeper("needs Linux, this is Plan 9");
    }

    @Test
    void shouldSayThatItIsThePortableOneAndWhy()
    {
        final PreciseSleeper sleeper = create();
        assertEquals("portable: parkNanos then spin, relative (needs Linux, this is Plan 9)", sleeper.name());
        assertFalse(sleeper.isAbsolute());
    }
}
