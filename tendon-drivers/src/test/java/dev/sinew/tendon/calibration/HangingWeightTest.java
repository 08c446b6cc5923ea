package dev.sinew.tendon.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import org.junit.jupiter.api.Test;

class HangingWeightTest
{
    private static final double GRAVITY = 9.81;

    @Test
    void shouldBeWeightTimesArmForASingleLink()
    {
        assertEquals(0.02 * GRAVITY * 0.03, HangingWeight.of(SyntheticRobots.withJoints(1))[0], 1e-12);
    }

    @Test
    void shouldSumUpTheLinksBeyondInTheirDefaultPose()
    {
        final double[] weight = HangingWeight.of(SyntheticRobots.withJoints(4));
        final double bent = 0.2; // of each flexing joint; links 42, 27 and 22 mm
        final double[] y = {0.042 * Math.sin(0), 0.027 * Math.sin(bent), 0.022 * Math.sin(2 * bent)};
        final double[] z = {0.042 * Math.cos(0), 0.027 * Math.cos(bent), 0.022 * Math.cos(2 * bent)};
        final double[] mass = {0.016, 0.01, 0.007};
        double along = 0;
        double side = 0;
        double fromY = 0;
        double fromZ = 0;
        for (int i = 0; i < 3; i++)
        {
            side += mass[i] * (fromY + y[i] / 2);
            along += mass[i] * (fromZ + z[i] / 2);
            fromY += y[i];
            fromZ += z[i];
        }
        assertEquals(GRAVITY * Math.hypot(side, along), weight[1], 1e-12, "seen from the first flexing joint");
        assertEquals(0.007 * GRAVITY * 0.011, weight[3], 1e-12);
        // The first joint turns about the y axis: what lies along y does not count.
        final double first = 0.004 * 0.002 + (0.016 + 0.01 + 0.007) * 0.004 +
            0.016 * 0.021 * Math.cos(bent) +
            0.01 * (0.042 * Math.cos(bent) + 0.0135 * Math.cos(2 * bent)) +
            0.007 * (0.042 * Math.cos(bent) + 0.027 * Math.cos(2 * bent) + 0.011 * Math.cos(3 * bent));
        assertEquals(GRAVITY * first, weight[0], 1e-12);
    }

    @Test
    void shouldLetALimpArmPullAtItsShoulder()
    {
        final RobotDescription neo = RobotFile.load(Path.of("../hal/robots/neo/robot.yaml"));
        final double[] mass = neo.links().stream().mapToDouble(LinkDescription::massKg).toArray();
        for (int j = neo.jointCount() - 1; j >= 0; j--)
        {
            mass[neo.joints().get(j).parentLink()] += mass[j + 1];
        }
        final int torso = neo.jointIndex("torso");
        // It turns about y; neck and arms are hung on it 0.42 and 0.36 m above its axis, its own centre is at 0.2.
        final double neck = mass[neo.jointIndex("neck_yaw") + 1];
        final double arms = mass[neo.jointIndex("l_sh_pitch") + 1] + mass[neo.jointIndex("r_sh_pitch") + 1];
        final double own = neo.links().get(torso + 1).massKg();

        assertEquals(GRAVITY * (0.42 * neck + 0.36 * arms + 0.2 * own), HangingWeight.of(neo)[torso], 1e-9);
    }
}
