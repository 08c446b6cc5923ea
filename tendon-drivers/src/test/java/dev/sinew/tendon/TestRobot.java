package dev.sinew.tendon;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.Vector3;

/** Robots of joints and tendons alone, built row by row. */
public final class TestRobot
{
    private final List<JointDescription> joints = new ArrayList<>();
    private final List<MotorDescription> motors = new ArrayList<>();
    private final List<TendonDescription> tendons = new ArrayList<>();

    /** A finger of four joints and five tendons, a knee of two tendons, an ankle of two joints and four tendons. */
    public static RobotDescription small()
    {
        return new TestRobot().finger().antagonist("knee", 150, 0.04, 3750).ankle().build();
    }

    /** Abduction, three flexion joints; two abductors that also extend, an extensor, two flexors. */
    public TestRobot finger()
    {
        final int first = joints.size();
        joint("ff_abd", 0.8, true).joint("ff_mcp", 1.2, true).joint("ff_pip", 0.9, true).joint("ff_dip", 0.6, true);
        tendon("ff_t0", 150, 0.007, first, 0.006, -0.004, 0, 0);
        tendon("ff_t1", 150, 0.007, first, -0.006, -0.004, 0, 0);
        tendon("ff_t2", 150, 0.007, first, 0, 0.009, -0.004, 0);
        tendon("ff_t3", 150, 0.007, first, 0, 0.004, 0.008, -0.004);
        tendon("ff_t4", 150, 0.007, first, 0, 0.003, 0.003, 0.006);
        return this;
    }

    public TestRobot antagonist(final String name, final double effortMax, final double arm, final double tensionMax)
    {
        final int first = joints.size();
        joint(name, effortMax, false);
        tendon(name + "_pos", tensionMax, 0.02, first, arm);
        tendon(name + "_neg", tensionMax, 0.02, first, -arm);
        return this;
    }

    public TestRobot ankle()
    {
        final int first = joints.size();
        joint("ankle_pitch", 80, false).joint("ankle_roll", 60, false);
        tendon("ankle_t0", 3000, 0.02, first, 0.03, 0.03);
        tendon("ankle_t1", 3000, 0.02, first, 0.03, -0.03);
        tendon("ankle_t2", 3000, 0.02, first, -0.03, 0.03);
        tendon("ankle_t3", 3000, 0.02, first, -0.03, -0.03);
        return this;
    }

    public TestRobot joint(final String name, final double effortMax, final boolean hand)
    {
        joints.add(new JointDescription(name, joints.size(), joints.size(), Vector3.ZERO, new Vector3(0, 1, 0), -1, 1,
            20, effortMax, 0.002, 3e-5, 0, 0.5, 0.008, hand));
        return this;
    }

    /** Least tension a fiftieth of the greatest, pretension a twentieth; the motor can just pull the greatest. */
    public TestRobot tendon(
        final String name,
        final double tensionMax,
        final double spool,
        final int firstJoint,
        final double... arms)
    {
        final int index = tendons.size();
        final List<TendonDescription.MomentArm> list = new ArrayList<>();
        for (int j = 0; j < arms.length; j++)
        {
            if (arms[j] != 0)
            {
                list.add(new TendonDescription.MomentArm(firstJoint + j, arms[j]));
            }
        }
        tendons.add(new TendonDescription(name, index, index, list, 0.3, tensionMax / 50, tensionMax, tensionMax / 20,
            100 * tensionMax, tensionMax / 10));
        motors.add(new MotorDescription(name + "_m", index, index, spool, 1e-5, 1e-4, tensionMax * spool, 300, 90));
        return this;
    }

    public RobotDescription build()
    {
        return new RobotDescription("test", "0".repeat(64), List.of(), joints, motors, tendons, List.of(), List.of(),
            new SensorDescriptions(List.of(), List.of(), List.of()), null, null, null, List.of());
    }
}
