package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class NeoTest
{
    private static final Path FILE = Path.of("robots/neo/robot.yaml");

    private final RobotDescription neo = RobotFile.load(FILE);

    @Test
    void shouldHaveTheCountsOfTheReferenceRobot()
    {
        assertEquals("neo", neo.name());
        assertEquals(75, neo.jointCount());
        assertEquals(76, neo.links().size());
        assertEquals(118, neo.tendonCount());
        assertEquals(118, neo.motorCount());
        assertEquals(40, neo.sensors().touches().size());
        assertEquals(3, neo.sensors().imus().size());
        assertEquals(4, neo.sensors().wrenches().size());
        assertEquals(30.348, neo.massKg(), 1e-9);
        assertEquals(1_000_000, neo.rates().periodNs());
        assertEquals(44, neo.joints().stream().filter(JointDescription::hand).count());
    }

    @Test
    void shouldAimForAPretensionThatPutsNoEffortOnAnyJoint()
    {
        final double[] effort = new double[neo.jointCount()];
        for (final TendonDescription tendon : neo.tendons())
        {
            for (final TendonDescription.MomentArm arm : tendon.momentArms())
            {
                effort[arm.joint()] += arm.momentArmM() * tendon.pretensionN();
            }
        }
        for (final JointDescription joint : neo.joints())
        {
            assertEquals(0, effort[joint.index()], 1e-6, joint.name());
        }
    }

    @Test
    void shouldSplitIntoFingersAnklesWristsAndSingleJoints()
    {
        final List<TendonGroup> groups = neo.tendonGroups();
        assertEquals(75, groups.stream().mapToInt(group -> group.joints().size()).sum());
        final TendonGroup finger = groups.stream().filter(group -> "l_ff_abd".equals(group.name())).findFirst()
            .orElseThrow();
        assertEquals(4, finger.joints().size());
        assertEquals(5, finger.tendons().size());
    }
}
