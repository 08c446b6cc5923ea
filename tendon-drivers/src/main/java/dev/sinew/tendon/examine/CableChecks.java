package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SpringDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonExamination.Finding;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.yaml.Range;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Whether lengths over the range of motion fit what hangs on them: pairs on one motor, springs, stiffness. Set-up only.
 */
final class CableChecks
{
    /** Part of its path by which a cable may stretch at its greatest tension; more is a unit that was mistaken. */
    private static final double STRAIN_MAX = 0.5;
    /** The least: steel of which a hundredth would do stretches as much. */
    private static final double STRAIN_MIN = 5e-5;

    private final RobotDescription robot;
    private final TendonRouting routing;
    private final TendonRouting springRouting;
    private final List<Finding> mistakes = new ArrayList<>();

    CableChecks(final RobotDescription robot, final TendonRouting routing, final TendonRouting springRouting)
    {
        this.robot = robot;
        this.routing = routing;
        this.springRouting = springRouting;
    }

    List<Finding> mistakes()
    {
        for (final TendonDescription tendon : robot.tendons())
        {
            strain(tendon);
            remains("tendons." + tendon.name(), tendon.route(), tendon.restLengthM(), routing, tendon.index());
        }
        for (final MotorDescription motor : robot.motors())
        {
            if (motor.tendons().size() == 2)
            {
                pair(robot.tendons().get(motor.tendons().get(0)), robot.tendons().get(motor.tendons().get(1)));
            }
        }
        robot.springs().forEach(this::spring);
        return mistakes;
    }

    /** A path's length is known only here; the reader looks at the others. */
    private void strain(final TendonDescription tendon)
    {
        if (tendon.restLengthM() > 0)
        {
            return;
        }
        final double[] length = new double[robot.tendonCount()];
        routing.lengths(new PoseSamples(robot, List.of(), 0).standing(), length);
        final double stretch = tendon.tensionMaxN() / tendon.stiffnessNM();
        if (stretch > STRAIN_MAX * length[tendon.index()])
        {
            mistakes.add(new Finding("tendons." + tendon.name() + ".stiffness_n_m",
                Range.show(tendon.stiffnessNM()) + " N/m lets the cable stretch by " + Range.show(stretch) +
                " m at its greatest tension, more than half of its path of " + Range.show(length[tendon.index()]) +
                " m; did you mean N/mm? " + Range.show(tendon.stiffnessNM()) + " N/mm is " +
                Range.show(1e3 * tendon.stiffnessNM())));
        }
        else if (stretch < STRAIN_MIN * length[tendon.index()])
        {
            mistakes.add(new Finding("tendons." + tendon.name() + ".stiffness_n_m",
                Range.show(tendon.stiffnessNM()) + " N/m lets the cable stretch by " + Range.show(stretch) +
                " m at its greatest tension, less than 1/20000 of its path of " +
                Range.show(length[tendon.index()]) + " m; no cable is so stiff: did you mean mN/m? " +
                Range.show(tendon.stiffnessNM()) + " mN/m is " + Range.show(1e-3 * tendon.stiffnessNM())));
        }
    }

    /** With the motor free, both cables have to stay taut and within their bounds wherever the joints are. */
    private void pair(final TendonDescription a, final TendonDescription b)
    {
        final TreeSet<Integer> joints = new TreeSet<>(a.route().joints());
        joints.addAll(b.route().joints());
        final double[] length = new double[robot.tendonCount()];
        double restA = Double.NaN;
        double restB = Double.NaN;
        for (final double[] q : new PoseSamples(robot, List.copyOf(joints), 0).poses())
        {
            routing.lengths(q, length);
            restA = Double.isNaN(restA) ? length[a.index()] : restA;
            restB = Double.isNaN(restB) ? length[b.index()] : restB;
            final double longerA = length[a.index()] - restA;
            final double longerB = length[b.index()] - restB;
            final double radiusA = robot.spoolRadiusM(a);
            final double radiusB = robot.spoolRadiusM(b);
            final double turn = -(radiusA * a.stiffnessNM() * longerA + radiusB * b.stiffnessNM() * longerB) /
                (radiusA * radiusA * a.stiffnessNM() + radiusB * radiusB * b.stiffnessNM());
            final double tensionA = a.pretensionN() + a.stiffnessNM() * (longerA + radiusA * turn);
            final double tensionB = b.pretensionN() + b.stiffnessNM() * (longerB + radiusB * turn);
            if (!within(a, tensionA) || !within(b, tensionB))
            {
                mistakes.add(new Finding("tendons." + b.name(), "does not fit tendon '" + a.name() + "' on motor '" +
                    robot.motors().get(a.motor()).name() + "': at " +
                    Poses.show(robot, List.copyOf(joints), q) + " their tensions at rest would be " +
                    Range.show(Math.rint(tensionA)) + " N and " + Range.show(Math.rint(tensionB)) + " N" +
                    ", outside tension_n; make spool_radius_m over moment arm the same for both"));
                return;
            }
        }
    }

    private static boolean within(final TendonDescription tendon, final double tension)
    {
        final double tolerance = 1e-9 * tendon.tensionMaxN();
        return tension >= tendon.tensionMinN() - tolerance && tension <= tendon.tensionMaxN() + tolerance;
    }

    private void spring(final SpringDescription spring)
    {
        final double[] length = new double[springRouting.tendonCount()];
        double longest = 0;
        for (final double[] q : new PoseSamples(robot, spring.route().joints(), 0).poses())
        {
            springRouting.lengths(q, length);
            longest = Math.max(longest, length[spring.index()]);
        }
        final String path = "springs." + spring.name();
        remains(path, spring.route(), spring.restLengthM(), springRouting, spring.index());
        if (longest <= spring.freeLengthM())
        {
            mistakes.add(new Finding(path + ".free_length_m", Range.show(spring.freeLengthM()) + " m is more than " +
                "its path ever has (" + Range.show(longest) + " m at most), so it never pulls; give the path length " +
                "at which it begins to pull"));
        }
    }

    /** Moment arms must not take more away than the path has. */
    private void remains(final String path, final TendonRoute route, final double restM, final TendonRouting of,
        final int index)
    {
        if (restM == 0)
        {
            return;
        }
        double least = restM;
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            for (final TendonDescription.MomentArm arm : pulleys.arms())
            {
                final JointDescription joint = robot.joints().get(arm.joint());
                least -= Math.max(arm.momentArmM() * joint.lowerRad(), arm.momentArmM() * joint.upperRad());
            }
        }
        else
        {
            final double[] length = new double[of.tendonCount()];
            for (final double[] q : new PoseSamples(robot, route.joints(), 0).poses())
            {
                of.lengths(q, length);
                least = Math.min(least, length[index]);
            }
        }
        if (least <= 0)
        {
            mistakes.add(new Finding(path + ".rest_length_m", Range.show(restM) + " m is too short: the moment arms " +
                "take all of it away in the joints' range; give the path length at joint positions 0"));
        }
    }
}
