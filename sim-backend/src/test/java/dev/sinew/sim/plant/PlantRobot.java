package dev.sinew.sim.plant;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.robot.Vector3;

/** Joints, motors and tendons without links: all that the plant looks at. */
final class PlantRobot
{
    private final List<JointDescription> joints = new ArrayList<>();
    private final List<MotorDescription> motors = new ArrayList<>();
    private final List<TendonDescription> tendons = new ArrayList<>();

    /** One joint between two tendons of 20 mm arm, 60 kN/m, 80 N·s/m, on 10 mm spools with rotors of 2e-5 kg·m². */
    static RobotDescription elbow(final double stiffnessRatio)
    {
        return new PlantRobot().joint("elbow")
            .tendon("flexor", 60_000 * stiffnessRatio, 80, 0.02)
            .tendon("extensor", 60_000 * stiffnessRatio, 80, -0.02).build();
    }

    /** Three joints, four tendons that cross several of them: the model of finger_reference.py. */
    static RobotDescription finger()
    {
        final PlantRobot robot = new PlantRobot().joint("mcp").joint("pip").joint("dip");
        robot.motor("ext", 0.006, 2e-6, 2e-5).cable("ext", 30_000, 4, 6, -0.008, -0.006, -0.004);
        robot.motor("fl1", 0.006, 2e-6, 2e-5).cable("fl1", 30_000, 4, 3, 0.010, -0.003, -0.001);
        robot.motor("fl2", 0.006, 2e-6, 2e-5).cable("fl2", 30_000, 4, 4, 0.004, 0.008, -0.002);
        robot.motor("fl3", 0.006, 2e-6, 2e-5).cable("fl3", 30_000, 4, 5, 0.002, 0.003, 0.006);
        return robot.build();
    }

    PlantRobot joint(final String name)
    {
        joints.add(new JointDescription(name, joints.size(), joints.size(), Vector3.ZERO, new Vector3(0, 1, 0), -1, 1,
            20, 1, 0, 0, 0, 1, 0.01, false));
        return this;
    }

    PlantRobot tendon(final String name, final double stiffness, final double damping, final double... arms)
    {
        return motor(name, 0.01, 2e-5, 1e-4).cable(name, stiffness, damping, 40, arms);
    }

    PlantRobot motor(final String name, final double spool, final double inertia, final double damping)
    {
        motors.add(new MotorDescription(name, motors.size(), motors.size(), spool, inertia, damping, 4, 1_000, 90));
        return this;
    }

    PlantRobot cable(
        final String name,
        final double stiffness,
        final double damping,
        final double pretension,
        final double... arms)
    {
        final int index = tendons.size();
        final List<TendonDescription.MomentArm> list = new ArrayList<>();
        for (int j = 0; j < arms.length; j++)
        {
            list.add(new TendonDescription.MomentArm(j, arms[j]));
        }
        tendons.add(new TendonDescription(name, index, index, list, 0.3, 1, 390, pretension, stiffness, damping));
        return this;
    }

    /** The same robot with cables that lose something. */
    static RobotDescription with(final RobotDescription robot, final TendonLosses losses)
    {
        final List<TendonDescription> lossy = robot.tendons().stream().map(t -> new TendonDescription(t.name(),
            t.index(), t.motor(), t.winding(), t.route(), t.restLengthM(), t.tensionMinN(), t.tensionMaxN(),
            t.pretensionN(), t.stiffnessNM(), t.dampingNsM(), losses)).toList();
        return new RobotDescription(robot.name(), robot.sha256(), robot.links(), robot.joints(), robot.motors(), lossy,
            robot.contacts(), robot.shapes(), robot.sensors(), robot.rates(), robot.safety(), robot.simulation(),
            robot.buses());
    }

    /** A joint whose two tendons are wound on one motor, the second the other way round. */
    static RobotDescription pair(final double backlashM)
    {
        final RobotDescription two = elbow(1);
        final MotorDescription m = two.motors().get(0);
        final MotorDescription both = new MotorDescription("both", 0, List.of(0, 1), m.spoolRadiusM(),
            m.rotorInertiaKgM2(), m.dampingNmsRad(), m.effortMaxNm(), m.velocityMaxRadS(), m.temperatureMaxC(),
            m.thermal());
        final List<TendonDescription> tendons = two.tendons().stream().map(t -> new TendonDescription(t.name(),
            t.index(), 0, t.index() == 0 ? 1 : -1, t.route(), t.restLengthM(), t.tensionMinN(), t.tensionMaxN(),
            t.pretensionN(), t.stiffnessNM(), t.dampingNsM(), new TendonLosses(0, 0, backlashM, 0, 1))).toList();
        return new RobotDescription(two.name(), two.sha256(), two.links(), two.joints(), List.of(both), tendons,
            two.contacts(), two.shapes(), two.sensors(), two.rates(), two.safety(), two.simulation(), two.buses());
    }

    RobotDescription build()
    {
        return new RobotDescription("plant", "0".repeat(64), List.of(), joints, motors, tendons, List.of(), List.of(),
            new SensorDescriptions(List.of(), List.of(), List.of()), null, null, null, List.of());
    }
}
