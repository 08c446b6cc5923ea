package dev.sinew.tendon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DelayBoundTest
{
    private static final RobotDescription NEO = RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml"));
    private static final int KNEE = NEO.jointNames().indexOf("l_knee");
    private static final int FINGER = NEO.jointNames().indexOf("l_ff_mcp");

    /** Of both tendons of the knee, m. */
    private static final double ARM_M = 0.04;

    private final DelayBound bound = new DelayBound(NEO, TendonRouting.of(NEO));
    private final double[] ageS = new double[NEO.tendonGroups().size()];
    private final Column kp = column();
    private final Column kd = column();

    private static Column column()
    {
        return new Column("gain", new UnsafeBuffer(new byte[NEO.jointCount() * Double.BYTES]), 0, NEO.jointCount());
    }

    private static int groupOf(final int joint)
    {
        for (int g = 0; g < NEO.tendonGroups().size(); g++)
        {
            final TendonGroup group = NEO.tendonGroups().get(g);
            if (group.joints().contains(joint))
            {
                return g;
            }
        }
        throw new AssertionError("joint " + joint + " is in no group");
    }

    /** With the ages for long. */
    private int lower()
    {
        for (int cycle = 0; cycle < 40_000; cycle++)
        {
            bound.observe(ageS);
        }
        return lowerNow();
    }

    private int lowerNow()
    {
        for (final JointDescription joint : NEO.joints())
        {
            kp.set(joint.index(), joint.kpNmRad());
            kd.set(joint.index(), joint.kdNmsRad());
        }
        bound.observe(ageS);
        return bound.apply(kp, kd);
    }

    @Test
    void shouldLowerADamperToThePartOfTheInertiaThatADelayLeaves()
    {
        // One joint, two tendons of one arm: M is the pulley and both rotors through their spools.
        ageS[groupOf(KNEE)] = 0.0015;

        assertEquals(1, lower());

        final JointDescription knee = NEO.joints().get(KNEE);
        double inertia = knee.armatureKgM2();
        for (final int t : NEO.tendonGroups().get(groupOf(KNEE)).tendons())
        {
            final double turns = ARM_M / NEO.spoolRadiusM(NEO.tendons().get(t));
            inertia += turns * turns * NEO.motors().get(NEO.tendons().get(t).motor()).rotorInertiaKgM2();
        }
        assertEquals(0.15 * inertia / 0.005, kd.get(KNEE), 1e-6);
        assertEquals(0.4 * (kd.get(KNEE) + knee.dampingNmsRad()) / 0.006, kp.get(KNEE), 1e-6);
    }

    @Test
    void shouldLowerOnlyTheGroupsWhoseSamplesAreOld()
    {
        ageS[groupOf(FINGER)] = 0.0015;

        assertEquals(1, lower());

        assertTrue(kd.get(FINGER) < 0.3 * NEO.joints().get(FINGER).kdNmsRad(), "kd " + kd.get(FINGER));
        assertEquals(NEO.joints().get(KNEE).kdNmsRad(), kd.get(KNEE));
        assertEquals(NEO.joints().get(KNEE).kpNmRad(), kp.get(KNEE));
    }

    @Test
    void shouldLowerMoreTheOlderTheSamplesAre()
    {
        double before = NEO.joints().get(FINGER).kdNmsRad();
        for (int ms = 3; ms < 20; ms++)
        {
            ageS[groupOf(FINGER)] = ms * 0.25e-3;
            lower();
            assertTrue(kd.get(FINGER) < before && kd.get(FINGER) > 0, ms + " ms: " + kd.get(FINGER));
            before = kd.get(FINGER);
        }
    }

    @Test
    void shouldNotLetGainsFollowTheSawToothOfAnAge()
    {
        final int group = groupOf(FINGER);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int cycle = 0; cycle < 20_000; cycle++)
        {
            ageS[group] = 1e-3 * (cycle % 5);
            lowerNow();
            least = cycle < 15_000 ? least : Math.min(least, kd.get(FINGER));
            most = cycle < 15_000 ? most : Math.max(most, kd.get(FINGER));
        }
        assertTrue(most < 1.01 * least, least + " to " + most);
    }

    @Test
    void shouldNotLowerGainsForASampleThatIsLateOnce()
    {
        lower();
        ageS[groupOf(FINGER)] = 0.009;
        assertEquals(0, lowerNow());
    }

    @Test
    void shouldGiveGainsBackWhenSamplesAreFreshAgain()
    {
        ageS[groupOf(FINGER)] = 0.010;
        lower();
        ageS[groupOf(FINGER)] = 0;

        assertEquals(0, lower());
        assertEquals(NEO.joints().get(FINGER).kdNmsRad(), kd.get(FINGER));
    }
}
