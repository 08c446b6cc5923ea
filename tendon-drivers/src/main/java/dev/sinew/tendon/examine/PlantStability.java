package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SpringDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonExamination.Finding;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.yaml.Range;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Whether a simulator that steps at the loop's period can follow the tendons. A tendon of stiffness k and damping b
 * swings on its rotor with {@code omega = sqrt(k r_spool^2 / J)} and on its joint with
 * {@code omega = sqrt(sum k r_joint^2 / I)}; both must stay slow against the period h, and the damping must not turn a
 * velocity around within one period. I is the joint's own inertia plus that of the link that it moves: the least that
 * the tendons ever feel; moment arms are the greatest of any pose. Set-up only.
 */
final class PlantStability
{
    /** Greatest omega times period. */
    static final double PHASE_MAX = 0.6;
    /** Greatest damping times period over inertia. */
    static final double DAMPING_MAX = 1.0;

    private final RobotDescription robot;
    /** N·m/rad and N·m·s/rad at each joint. */
    private final double[] stiffness;
    private final double[] damping;

    PlantStability(final RobotDescription robot)
    {
        this.robot = robot;
        stiffness = new double[robot.jointCount()];
        damping = new double[robot.jointCount()];
        final TendonRouting routing = TendonRouting.ofSprings(robot);
        for (final SpringDescription spring : robot.springs())
        {
            final List<Integer> joints = spring.route().joints();
            for (final int joint : joints)
            {
                double arm = 0;
                for (final double[] q : new PoseSamples(robot, joints, 0).poses())
                {
                    arm = Math.max(arm, Math.abs(routing.momentArm(q, spring.index(), joint)));
                }
                stiffness[joint] += spring.stiffnessNM() * arm * arm;
                damping[joint] += spring.dampingNsM() * arm * arm;
            }
        }
    }

    /** Adds the tendons of a group that was examined. */
    void add(final TendonGroup group, final GroupExaminer examined)
    {
        for (int i = 0; i < group.tendons().size(); i++)
        {
            final TendonDescription tendon = robot.tendons().get(group.tendons().get(i));
            for (int j = 0; j < group.joints().size(); j++)
            {
                final double arm = examined.greatestArm(j, i);
                stiffness[group.joints().get(j)] += tendon.stiffnessNM() * arm * arm;
                damping[group.joints().get(j)] += tendon.dampingNsM() * arm * arm;
            }
        }
    }

    /** What breaks a rule, by joint, then by motor. */
    List<Finding> warnings()
    {
        final double periodS = robot.rates().periodNs() * 1e-9;
        final List<Finding> warnings = new ArrayList<>();
        for (final JointDescription joint : robot.joints())
        {
            check(warnings, "joints." + joint.name(), periodS * Math.sqrt(stiffness[joint.index()] / inertia(joint)),
                periodS * damping[joint.index()] / inertia(joint), "raise armature_kgm2 or lower its tendons' ");
        }
        for (final MotorDescription motor : robot.motors())
        {
            double turning = 0;
            double braking = motor.dampingNmsRad();
            for (final int index : motor.tendons())
            {
                final TendonDescription tendon = robot.tendons().get(index);
                final double radius = robot.spoolRadiusM(tendon);
                turning += tendon.stiffnessNM() * radius * radius;
                braking += tendon.dampingNsM() * radius * radius;
            }
            check(warnings, "tendons." + robot.tendons().get(motor.tendon()).name(),
                periodS * Math.sqrt(turning / motor.rotorInertiaKgM2()), periodS * braking / motor.rotorInertiaKgM2(),
                "raise the motor's rotor_inertia_kgm2 or lower ");
        }
        return warnings;
    }

    private static void check(final List<Finding> warnings, final String path, final double phase, final double damping,
        final String remedy)
    {
        if (phase >= PHASE_MAX)
        {
            warnings.add(new Finding(path, "too stiff to simulate at the loop's period: omega h = " +
                Range.show(phase) + ", below " + PHASE_MAX + " is stable; " + remedy + "stiffness_n_m"));
        }
        if (damping >= DAMPING_MAX)
        {
            warnings.add(new Finding(path, "too much damping to simulate at the loop's period: b h / I = " +
                Range.show(damping) + ", below " + DAMPING_MAX + " is stable; " + remedy + "damping"));
        }
    }

    private double inertia(final JointDescription joint)
    {
        final LinkDescription link = robot.links().get(joint.childLink());
        final Vector3 axis = joint.axis();
        final Vector3 centre = link.centreOfMassM();
        final Vector3 moment = link.inertiaKgM2();
        final double along = axis.x() * centre.x() + axis.y() * centre.y() + axis.z() * centre.z();
        final double distance2 = centre.x() * centre.x() + centre.y() * centre.y() + centre.z() * centre.z() -
            along * along;
        return joint.armatureKgM2() + link.massKg() * distance2 + axis.x() * axis.x() * moment.x() +
            axis.y() * axis.y() * moment.y() + axis.z() * axis.z() * moment.z();
    }
}
