package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.yaml.Mistake;
import dev.sinew.hal.yaml.Range;

/**
 * Whether a simulator that steps at the loop's period can follow the tendons. A tendon of stiffness k and damping b
 * swings on its rotor with {@code omega = sqrt(k r_spool^2 / J)} and on its joint with
 * {@code omega = sqrt(sum k r_joint^2 / I)}; both must stay slow against the period h, and the damping must not turn a
 * velocity around within one period. I is the joint's own inertia plus that of the link that it moves: the least that
 * the tendons ever feel.
 */
public final class PlantStability
{
    /** Greatest omega times period. */
    public static final double PHASE_MAX = 0.6;
    /** Greatest damping times period over inertia. */
    public static final double DAMPING_MAX = 1.0;

    private final RobotDescription robot;
    private final double periodS;

    /**
     * @param robot robot to judge.
     */
    public PlantStability(final RobotDescription robot)
    {
        this.robot = robot;
        periodS = robot.rates().periodNs() * 1e-9;
    }

    /**
     * @param tendon a tendon.
     * @return omega times period on the rotor's side.
     */
    public double rotorPhase(final TendonDescription tendon)
    {
        final MotorDescription motor = robot.motors().get(tendon.motor());
        return periodS * motor.spoolRadiusM() * Math.sqrt(tendon.stiffnessNM() / motor.rotorInertiaKgM2());
    }

    /**
     * @param tendon a tendon.
     * @return damping times period over rotor inertia, tendon and bearing together.
     */
    public double rotorDamping(final TendonDescription tendon)
    {
        final MotorDescription motor = robot.motors().get(tendon.motor());
        final double damping = tendon.dampingNsM() * motor.spoolRadiusM() * motor.spoolRadiusM() +
            motor.dampingNmsRad();
        return periodS * damping / motor.rotorInertiaKgM2();
    }

    /**
     * @param joint a joint.
     * @return omega times period on the joint's side, all its tendons together.
     */
    public double jointPhase(final JointDescription joint)
    {
        double stiffness = 0;
        for (final TendonDescription tendon : robot.tendons())
        {
            final double arm = arm(tendon, joint);
            stiffness += tendon.stiffnessNM() * arm * arm;
        }
        return periodS * Math.sqrt(stiffness / inertia(joint));
    }

    /**
     * @param joint a joint.
     * @return damping times period over inertia on the joint's side.
     */
    public double jointDamping(final JointDescription joint)
    {
        double damping = 0;
        for (final TendonDescription tendon : robot.tendons())
        {
            final double arm = arm(tendon, joint);
            damping += tendon.dampingNsM() * arm * arm;
        }
        return periodS * damping / inertia(joint);
    }

    /**
     * @param places line of each {@code joints.NAME} and {@code tendons.NAME}.
     * @return what breaks a rule, by line.
     */
    List<Mistake> warnings(final Map<String, Integer> places)
    {
        final List<Mistake> warnings = new ArrayList<>();
        for (final JointDescription joint : robot.joints())
        {
            check(warnings, places, "joints." + joint.name(), jointPhase(joint), jointDamping(joint),
                "raise armature_kgm2 or lower its tendons' ");
        }
        for (final TendonDescription tendon : robot.tendons())
        {
            check(warnings, places, "tendons." + tendon.name(), rotorPhase(tendon), rotorDamping(tendon),
                "raise the motor's rotor_inertia_kgm2 or lower ");
        }
        return warnings;
    }

    private static void check(final List<Mistake> warnings, final Map<String, Integer> places, final String path,
        final double phase, final double damping, final String remedy)
    {
        if (phase >= PHASE_MAX)
        {
            warnings.add(new Mistake(places.getOrDefault(path, 0), path, "too stiff to simulate at the loop's " +
                "period: omega h = " + Range.show(phase) + ", below " + PHASE_MAX + " is stable; " + remedy +
                "stiffness_n_m"));
        }
        if (damping >= DAMPING_MAX)
        {
            warnings.add(new Mistake(places.getOrDefault(path, 0), path, "too much damping to simulate at the " +
                "loop's period: b h / I = " + Range.show(damping) + ", below " + DAMPING_MAX + " is stable; " +
                remedy + "damping"));
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

    private static double arm(final TendonDescription tendon, final JointDescription joint)
    {
        for (final TendonDescription.MomentArm arm : tendon.momentArms())
        {
            if (arm.joint() == joint.index())
            {
                return arm.momentArmM();
            }
        }
        return 0;
    }
}
