package dev.sinew.tendon.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.hal.transmission.TendonLife;
import dev.sinew.tendon.TestRobot;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TendonMonitorTest
{
    private final WatchedRobot watched = new WatchedRobot(TestRobot.small());
    private final TendonLife life = watched.transmission.life();
    private final int flexor = watched.robot.tendonIndex("ff_t4");
    private final int finger = 0;

    /** A motor that runs away from standstill by 5 m/s² once its cable carries nothing. */
    private int cyclesUntilFound(final int tendon, final int most)
    {
        // The motor is still where it was when the cable was stretched.
        watched.ahead[tendon] += watched.tension[tendon] / watched.robot.tendons().get(tendon).stiffnessNM();
        watched.tension[tendon] = 0;
        for (int i = 1; i <= most; i++)
        {
            watched.ahead[tendon] += 5e-3 * i * 1e-3;
            watched.cycle();
            if (watched.finds(tendon, TendonFinding.RUPTURE))
            {
                return i;
            }
        }
        return -1;
    }

    @Test
    void shouldTakeATautTendonForActiveAndNothingFound()
    {
        watched.cycles(50);

        assertEquals(0, life.findings(flexor));
        assertEquals(LifeState.ACTIVE, life.tendon(flexor));
        assertEquals(LifeState.ACTIVE, life.group(finger));
    }

    @Test
    void shouldFindACutTendonInTheTimeThatItsMotorNeedsToRunAway()
    {
        watched.cycles(50);

        final int cycles = cyclesUntilFound(flexor, 50);

        assertTrue(cycles >= 4 && cycles <= 20, "found after " + cycles);
        assertEquals(LifeState.DEGRADED, life.tendon(flexor));
        assertEquals(LifeState.DEGRADED, life.group(finger));
        assertEquals(0, life.tensionMaxN(flexor));
        assertTrue(life.damped(flexor));
        assertEquals(1, life.changes());
    }

    @Test
    void shouldNotTakeADeadLoadCellForACut()
    {
        watched.cycles(50);
        final double real = watched.tension[flexor];
        watched.ahead[flexor] = real / watched.robot.tendons().get(flexor).stiffnessNM();
        watched.tension[flexor] = 0;
        watched.cycles(1000);

        assertFalse(watched.finds(flexor, TendonFinding.RUPTURE));
        assertTrue(watched.finds(flexor, TendonFinding.DISAGREES) && watched.finds(flexor, TendonFinding.SLACK));
        assertEquals(LifeState.ACTIVE, life.tendon(flexor));
    }

    @Test
    void shouldNotTakeSlackForACut()
    {
        watched.cycles(50);
        watched.tension[flexor] = 0;
        for (int i = 0; i < 40; i++)
        {
            watched.ahead[flexor] -= 1e-4; // the joint outruns its motor
            watched.cycle();
        }
        assertTrue(watched.finds(flexor, TendonFinding.SLACK));
        for (int i = 0; i < 40; i++)
        {
            watched.ahead[flexor] += 1e-4; // and the motor catches up
            watched.cycle();
        }
        assertEquals(TendonFinding.SLACK.mask(), life.findings(flexor));
        watched.tension[flexor] = 10;
        watched.cycles(20);
        assertEquals(0, life.findings(flexor));
    }

    @Test
    void shouldNotTakeAMotorThatWasSampledLaterForOneThatRunsAway()
    {
        final double wayM = 0.0012;
        final double[] ageS = new double[watched.transmission.groupCount()];
        Arrays.fill(ageS, 0.006);
        watched.transmission.sampleAges(ageS);
        watched.cycles(50);
        watched.state.motorVelocity.fill(0.15 / watched.robot.spoolRadiusM(watched.robot.tendons().get(flexor)));
        watched.tension[flexor] = 0;
        watched.ahead[flexor] = wayM;
        watched.cycles(20);

        assertFalse(watched.finds(flexor, TendonFinding.RUPTURE));

        watched.ahead[flexor] = 3 * wayM;
        watched.cycles(20);

        assertTrue(watched.finds(flexor, TendonFinding.RUPTURE));
    }

    @Test
    void shouldNotLoseItsBaseToOneNoisyReadingOfASlackTendon()
    {
        watched.cycles(50);
        watched.tension[flexor] = 0;
        watched.ahead[flexor] = -3e-3;
        watched.cycles(30);
        watched.tension[flexor] = 2;
        watched.cycle();
        watched.tension[flexor] = 0;
        for (int i = 0; i < 30; i++)
        {
            watched.ahead[flexor] += 1e-4;
            watched.cycle();
        }

        assertFalse(watched.finds(flexor, TendonFinding.RUPTURE), "it only closes a gap");
    }

    @Test
    void shouldReportSlackAfterTwentyMilliseconds()
    {
        watched.cycles(50);
        watched.tension[flexor] = 0.4 * watched.robot.tendons().get(flexor).tensionMinN();
        int cycles = 0;
        while (!watched.finds(flexor, TendonFinding.SLACK) && cycles < 100)
        {
            watched.cycle();
            cycles++;
        }
        assertTrue(cycles >= 20 && cycles <= 30, "after " + cycles);
    }

    @Test
    void shouldReportOverTensionWhileItLasts()
    {
        watched.cycles(50);
        watched.tension[flexor] = 1.3 * watched.robot.tendons().get(flexor).tensionMaxN();
        watched.cycles(6);
        assertEquals(TendonFinding.OVER_TENSION.mask(), life.findings(flexor));
        watched.tension[flexor] = 20;
        watched.cycles(1);
        assertEquals(0, life.findings(flexor));
        assertEquals(0, life.changes());
    }

    @Test
    void shouldFindACutBehindALoadCellThatStandsStill()
    {
        watched.cycles(50);
        for (int i = 0; i < 60; i++)
        {
            watched.ahead[flexor] += 2e-4;
            watched.cycle();
        }
        assertTrue(watched.finds(flexor, TendonFinding.LEAD));
        assertEquals(LifeState.DEGRADED, life.group(finger));
    }

    @Test
    void shouldBlameTheEncoderWhenTheLoadCellStillMoves()
    {
        watched.cycles(50);
        for (int i = 0; i < 100; i++)
        {
            watched.ahead[flexor] += 2e-4;
            watched.tension[flexor] = 9 + 0.1 * (i & 1);
            watched.cycle();
        }
        assertEquals(TendonFinding.DISAGREES.mask(), life.findings(flexor));
        assertEquals(0, life.changes());
    }

    @Test
    void shouldGiveUpATendonThatNeverBecomesTaut()
    {
        watched.phase = LifePhase.HOLDING;
        watched.tension[flexor] = 0;
        watched.cycles(100);
        assertEquals(LifeState.HOMING, life.tendon(flexor));
        assertEquals(LifeState.HOMING, life.group(finger));
        watched.cycles(450);
        assertTrue(watched.finds(flexor, TendonFinding.NEVER_TAUT));
        assertEquals(LifeState.DEGRADED, life.group(finger));
    }

    @Test
    void shouldGoSafeWithTheSecondLossAndComeBackWhenMended()
    {
        watched.cycles(50);
        cyclesUntilFound(flexor, 50);
        cyclesUntilFound(flexor - 1, 50);
        assertEquals(LifeState.SAFE, life.group(finger));
        assertEquals(0, life.tensionMaxN(0), "a safe group pulls on nothing");

        watched.phase = LifePhase.OFF;
        watched.cycles(3);
        assertEquals(LifeState.OFF, life.group(finger));
        assertEquals(2, life.changes(), "what is lost stays lost while the drives are off");

        life.mend();
        watched.tension[flexor] = 10;
        watched.tension[flexor - 1] = 10;
        watched.phase = LifePhase.ACTIVE;
        watched.cycles(50);
        assertEquals(LifeState.ACTIVE, life.group(finger));
        assertEquals(150, life.tensionMaxN(0));
    }

    @Test
    void shouldStopAskingALostTendonAndStillMakeTheEffortThatIsLeft()
    {
        watched.cycles(50);
        cyclesUntilFound(flexor, 50);
        final int joints = watched.robot.jointCount();
        final Column position = column(joints);
        final Column wanted = column(joints);
        final Column achieved = column(joints);
        final Column tension = column(watched.robot.tendonCount());
        wanted.set(1, 0.2);
        wanted.set(2, -0.1);

        watched.transmission.distribute(position, wanted, 0, tension, achieved);
        assertEquals(0.3 * 0.2, achieved.get(1), 1e-9, "gently, while the last joint is on its way to its stop");

        watched.move(3, watched.robot.joints().get(3).lowerRad());
        watched.cycles(2);
        watched.transmission.distribute(position, wanted, 0, tension, achieved);

        assertEquals(0, tension.get(flexor));
        assertEquals(0.2, achieved.get(1), 1e-9);
        assertEquals(-0.1, achieved.get(2), 1e-9);
        assertTrue(achieved.get(3) < 0, "the last joint leans on its lower stop");
        watched.transmission.restTension(tension);
        assertEquals(0, tension.get(flexor));
    }

    @Test
    void shouldHoldOnMoreFirmlyAfterATendonBecameFaint()
    {
        final int joints = watched.robot.jointCount();
        final Column tension = column(watched.robot.tendonCount());
        final Column achieved = column(joints);
        final Column wanted = column(joints);
        wanted.set(1, 0.3);
        watched.cycles(50);
        watched.transmission.distribute(column(joints), wanted, 0, tension, achieved);
        final double before = least(tension);
        watched.tension[flexor] = 0.6 * watched.robot.tendons().get(flexor).tensionMinN();
        watched.cycles(15);
        watched.transmission.distribute(column(joints), wanted, 0, tension, achieved);

        assertTrue(least(tension) > 2 * before, before + " -> " + least(tension));
        assertEquals(0.3, achieved.get(1), 1e-9, "the effort stays the same");
        assertEquals(0, achieved.get(2), 1e-9);
        watched.tension[flexor] = 10;
        watched.cycles(32_000);
        watched.transmission.distribute(column(joints), wanted, 0, tension, achieved);
        assertEquals(before, least(tension), 1e-9);
    }

    private double least(final Column tension)
    {
        double least = Double.MAX_VALUE;
        for (int t = 0; t < 5; t++)
        {
            least = Math.min(least, tension.get(t));
        }
        return least;
    }

    @Test
    void shouldNeitherAllocateNorFindAnythingInNoise()
    {
        final SplittableRandom random = new SplittableRandom(5);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5000; i++)
            {
                for (int t = 0; t < watched.tension.length; t++)
                {
                    final double least = watched.robot.tendons().get(t).tensionMinN();
                    watched.tension[t] = least * (1.5 + 0.4 * (random.nextDouble() - 0.5));
                    watched.ahead[t] = 2e-5 * (random.nextDouble() - 0.5);
                }
                watched.cycle();
            }
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, bytes);
        for (int t = 0; t < watched.tension.length; t++)
        {
            assertEquals(0, life.findings(t), "tendon " + t);
        }
    }

    private static Column column(final int size)
    {
        return new Column("values", new UnsafeBuffer(new byte[size * Double.BYTES]), 0, size);
    }
}
