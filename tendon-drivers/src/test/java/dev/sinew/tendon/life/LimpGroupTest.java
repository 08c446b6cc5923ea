package dev.sinew.tendon.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.hal.transmission.TendonLife;
import dev.sinew.tendon.TestRobot;
import org.junit.jupiter.api.Test;

/** A finger that has lost a tendon, and whose encoders jump because it flails. */
class LimpGroupTest
{
    private static final int JUMPS_RAD = 1;
    /** Longer than an encoder that jumped is distrusted. */
    private static final int LONG_ENOUGH = 1_000;

    private final WatchedRobot watched = new WatchedRobot(TestRobot.small());
    private final TendonLife life = watched.transmission.life();
    private final int cut = watched.robot.tendonIndex("ff_t4");
    private final int finger = 0;
    private final int neighbour = 0;

    private void lose()
    {
        watched.cycles(50);
        watched.ahead[cut] += watched.tension[cut] / watched.robot.tendons().get(cut).stiffnessNM();
        watched.tension[cut] = 0;
        for (int i = 1; i <= 50 && !watched.finds(cut, TendonFinding.RUPTURE); i++)
        {
            watched.ahead[cut] += 5e-3 * i * 1e-3;
            watched.cycle();
        }
        assertEquals(LifeState.DEGRADED, life.group(finger));
    }

    private void flail()
    {
        for (int i = 0; i < 10; i++)
        {
            watched.q[1] = (i & 1) * JUMPS_RAD;
            watched.cycle();
        }
    }

    @Test
    void shouldBeLimpWhileItsJointsAreNotKnownAndPullAgainWhenTheyAre()
    {
        lose();
        assertNotEquals(0, life.tensionMaxN(neighbour), "a finger that is known keeps what it can do");

        flail();
        assertEquals(0, life.tensionMaxN(neighbour), "nobody knows where it is");

        watched.cycles(LONG_ENOUGH);
        assertNotEquals(0, life.tensionMaxN(neighbour), "it moves like a joint again");
        assertEquals(LifeState.DEGRADED, life.group(finger));
    }

    @Test
    void shouldTakeNoOtherTendonForCutWhileItsJointsAreNotKnown()
    {
        lose();
        flail();
        watched.tension[neighbour] = 0;
        for (int i = 0; i < 100; i++)
        {
            watched.ahead[neighbour] += 1e-3; // what a wrong pose looks like
            watched.cycle();
        }
        assertEquals(0, life.findings(neighbour));
        assertEquals(LifeState.SAFE, life.group(finger));
    }
}
