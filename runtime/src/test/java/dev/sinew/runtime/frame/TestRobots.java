package dev.sinew.runtime.frame;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.LoopRates;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SafetyLimits;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.SimulationDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * Robots without a file: every joint has an agonist and an antagonist tendon.
 */
public final class TestRobots
{
    private TestRobots()
    {
    }

    /**
     * @return two leg joints and two finger joints.
     */
    public static RobotDescription small()
    {
        return of(List.of("l_hip_pitch", "l_knee", "l_ff_mcp", "l_ff_pip"));
    }

    /**
     * @param jointNames names; those with {@code _ff_} in them belong to a hand.
     * @return a chain of that many joints with two tendons each.
     */
    public static RobotDescription of(final List<String> jointNames)
    {
        final Vector3 zero = new Vector3(0, 0, 0);
        final List<LinkDescription> links = new ArrayList<>();
        final List<JointDescription> joints = new ArrayList<>();
        final List<MotorDescription> motors = new ArrayList<>();
        final List<TendonDescription> tendons = new ArrayList<>();
        links.add(new LinkDescription("base", 10, zero, new Vector3(1, 1, 1)));
        for (int i = 0; i < jointNames.size(); i++)
        {
            final String name = jointNames.get(i);
            links.add(new LinkDescription("link_" + name, 1, zero, new Vector3(0.1, 0.1, 0.1)));
            joints.add(new JointDescription(name, i, i, zero, new Vector3(0, 1, 0), -1, 2, 10, 100, 0.1, 0.01, 0.3,
                100, 5, name.contains("_ff_")));
            for (int side = 0; side < 2; side++)
            {
                final int index = 2 * i + side;
                final String cable = name + (side == 0 ? "_flex" : "_ext");
                motors.add(new MotorDescription("m_" + cable, index, index, 0.01, 1e-5, 1e-4, 2, 100, 90));
                tendons.add(new TendonDescription(cable, index, index,
                    List.of(new TendonDescription.MomentArm(i, side == 0 ? 0.02 : -0.02)), 0.3, 1, 500, 10, 1e5, 10));
            }
        }
        final SensorDescriptions sensors = new SensorDescriptions(
            List.of(new SensorDescriptions.Imu("pelvis", 0, zero)),
            List.of(new SensorDescriptions.Wrench("l_foot", 1)), List.of());
        return new RobotDescription("test", "0".repeat(64), links, joints, motors, tendons, List.of(), List.of(),
            sensors, new LoopRates(1000), new SafetyLimits(50_000_000, 3_000_000, 50, 0.05, 10, 1.0),
            new SimulationDescription(0.9, 0.8, 1e5, 1, 0.02,
                new SimulationDescription.SensorNoise(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0), List.of());
    }
}
