package dev.sinew.tendon;

import java.util.Arrays;
import java.util.Optional;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.examine.GroupClosure;
import dev.sinew.tendon.life.FirmTensions;
import dev.sinew.tendon.life.GroupNumbers;
import dev.sinew.tendon.life.LossPlanner;
import dev.sinew.tendon.life.LossVariant;
import dev.sinew.tendon.routing.GroupArms;

/**
 * One finger, ankle or antagonist joint: its matrices, its solver, and the source of its velocities. Loop's thread.
 */
final class TransmissionGroup
{
    /** A tendon at or above this part of its least tension counts as taut. */
    private static final double TAUT_RATIO = 0.5;
    /** Where the file allows tension 0, a tendon counts as taut from here on, N. */
    private static final double TAUT_MIN_N = 0.1;
    /** Weight of a joint sensor against that of an average moment arm. */
    private static final double SENSOR_WEIGHT = 1e-4;
    /** Where all tendons are taut, the sensors have this part of that weight: they decide in singular poses alone. */
    private static final double FAINT = 1e-6;

    private final int[] joint;
    private final int[] tendon;
    private final GroupArms space;
    private final int columns;
    /** {@code A = R^T}, row by row, one row a joint; the springs' column is the last one. */
    private final double[] arms;
    /** {@code A^T (A A^T)^-1}, row by row, one row a tendon: its transpose is {@code R^+}; null where it moves. */
    private final double[] inverse;
    private final double[] tautAboveN;
    private final double[] pretension;
    private final double[] middle;
    private final TensionDistribution distribution;
    private final GroupNumbers numbers;
    /** Distributes without a lost tendon; null while the group is whole. */
    private LossVariant variant;
    /** Null where tendons cannot be pulled one by one, or are open. */
    private final FirmTensions firm;
    private double firmness;

    /** In the pose in which the robot stands the tendons do not turn each joint both ways, and that is meant. */
    private final boolean open;
    private double sensorWeight;
    private final double[] weight;
    private final double[] factor;
    private final double[] effort;
    private final double[] reference;
    private final double[] tension;
    private VelocitySource velocitySource = VelocitySource.JOINTS;
    private double scale = 1;

    /**
     * @param robot robot.
     * @param group group.
     * @param space its moment arms, in the pose in which the robot stands.
     */
    TransmissionGroup(final RobotDescription robot, final TendonGroup group, final GroupArms space)
    {
        this.space = space;
        final int joints = space.joints();
        columns = space.columns();
        joint = group.joints().stream().mapToInt(Integer::intValue).toArray();
        tendon = group.tendons().stream().mapToInt(Integer::intValue).toArray();
        final GroupClosure closure = new GroupClosure(robot, group, space);
        final double[] lower = closure.lower();
        final double[] upper = closure.upper();
        arms = space.matrix();
        tautAboveN = new double[tendon.length];
        pretension = new double[columns];
        middle = new double[columns];
        Arrays.fill(pretension, GroupArms.SPRING_N);
        Arrays.fill(middle, GroupArms.SPRING_N);
        for (int i = 0; i < tendon.length; i++)
        {
            final TendonDescription cable = robot.tendons().get(tendon[i]);
            tautAboveN[i] = Math.max(TAUT_MIN_N, TAUT_RATIO * lower[i]);
            pretension[i] = Math.min(cable.pretensionN(), upper[i]);
            // How hard two tendons on one motor pull against each other was decided when they were wound.
            middle[i] = robot.motors().get(cable.motor()).tendons().size() > 1 ? pretension[i] :
                0.5 * (lower[i] + upper[i]);
        }
        open = refuseUnlessMeant(robot, group, closure);
        inverse = space.follows() || open ? null : SmallMatrix.rightInverse(arms, joints, columns);
        distribution = open ? TensionDistribution.nearest(arms, joints, columns, lower, upper) : space.follows() ?
            TensionDistribution.ofMoving(arms, joints, columns, lower, upper) :
            TensionDistribution.of(arms, joints, columns, lower, upper);
        numbers = new GroupNumbers(arms, lower, upper, pretension,
            group.joints().stream().mapToDouble(j -> robot.joints().get(j).effortMaxNm()).toArray());
        firm = open || LossPlanner.sharesMotor(robot, group) ? null : FirmTensions.of(numbers);
        weight = new double[tendon.length];
        factor = new double[joints * joints];
        effort = new double[joints];
        reference = new double[columns];
        tension = new double[columns];
        weigh();
    }

    /** Returns true where the group is open here and the robot's file says that this is meant. */
    private static boolean refuseUnlessMeant(
        final RobotDescription robot,
        final TendonGroup group,
        final GroupClosure closure)
    {
        final Optional<GroupClosure.Gap> gap = closure.gap();
        if (gap.isPresent() && group.joints().stream().noneMatch(j -> robot.joints().get(j).openByDesign()))
        {
            throw new IllegalArgumentException(gap.get().text());
        }
        return gap.isPresent();
    }

    private void weigh()
    {
        double squares = 0;
        for (int j = 0; j < joint.length; j++)
        {
            for (int i = 0; i < tendon.length; i++)
            {
                squares += arms[j * columns + i] * arms[j * columns + i];
            }
        }
        sensorWeight = SENSOR_WEIGHT * squares / joint.length;
    }

    /**
     * Takes the moment arms of another pose, where they depend on it.
     *
     * @param q       joint positions of the robot, rad.
     * @param springs effort of its springs on each joint there, N·m.
     * @param restN   in and out, what {@link #rest} writes.
     */
    void moveTo(final double[] q, final double[] springs, final double[] restN)
    {
        if (space.follows() && space.moveTo(q, springs))
        {
            distribution.arms(arms);
            if (firm != null)
            {
                firm.arms(arms);
            }
            if (variant != null)
            {
                variant.arms(arms);
            }
            weigh();
            rest(restN);
        }
    }

    int[] joints()
    {
        return joint;
    }

    int[] tendons()
    {
        return tendon;
    }

    /** @return true where one matrix turns the speeds of taut tendons into those of joints in every pose. */
    boolean hasInverse()
    {
        return inverse != null;
    }

    /** @return its entry for a tendon and a joint, by their numbers in the group, 1/m. */
    double inverse(final int i, final int j)
    {
        return inverse[i * joint.length + j];
    }

    double tautAboveN(final int i)
    {
        return tautAboveN[i];
    }

    VelocitySource velocitySource()
    {
        return velocitySource;
    }

    double scale()
    {
        return scale;
    }

    GroupNumbers numbers()
    {
        return numbers;
    }

    /** How firmly it holds on, 0 as the file says to 1. */
    void firmness(final double part)
    {
        firmness = part;
    }

    /** @return true while no tendon of it is lost. */
    boolean isWhole()
    {
        return variant == null;
    }

    /** What distributes from now on; null for the whole group. */
    void use(final LossVariant without)
    {
        variant = without;
        if (variant != null && space.follows())
        {
            variant.arms(arms);
        }
    }

    /** Tensions without effort, nearest to the file's pretension; {@code out} is indexed as the robot's tendons. */
    void rest(final double[] out)
    {
        for (int j = 0; j < joint.length; j++)
        {
            effort[j] = 0;
        }
        solve(pretension);
        for (int i = 0; i < tendon.length; i++)
        {
            out[tendon[i]] = tension[i];
        }
    }

    private double solve(final double[] preferred)
    {
        return variant == null ? distribution.solve(effort, preferred, tension) :
            variant.solve(effort, preferred, tension);
    }

    /**
     * @param fromMotors true where motors are asked first.
     * @param tensionN   tensions, N, by the robot's tendons.
     * @param windingMS  speed at which each tendon is wound in, m/s.
     * @param velocity   in, what the joints' sensors say; out, what is known, rad/s; by the robot's joints.
     */
    void velocity(final boolean fromMotors, final double[] tensionN, final double[] windingMS, final double[] velocity)
    {
        velocitySource = fromMotors ? tautness(tensionN) : VelocitySource.JOINTS;
        if (velocitySource == VelocitySource.MOTORS && inverse != null)
        {
            for (int j = 0; j < joint.length; j++)
            {
                double sum = 0;
                for (int i = 0; i < tendon.length; i++)
                {
                    sum += inverse[i * joint.length + j] * windingMS[tendon[i]];
                }
                velocity[joint[j]] = sum;
            }
        }
        else if (velocitySource != VelocitySource.JOINTS)
        {
            weightedVelocity(windingMS, velocity,
                sensorWeight * (velocitySource == VelocitySource.MOTORS ? FAINT : 1));
        }
    }

    /** Leaves a weight from 0 to 1 per tendon where they differ. */
    private VelocitySource tautness(final double[] tensionN)
    {
        boolean taut = true;
        for (int i = 0; i < tendon.length; i++)
        {
            taut &= tensionN[tendon[i]] >= tautAboveN[i];
        }
        if (taut && !open && variant == null)
        {
            if (inverse == null) // else no weights are asked for
            {
                Arrays.fill(weight, 1);
            }
            return VelocitySource.MOTORS;
        }
        double most = 0;
        for (int i = 0; i < tendon.length; i++)
        {
            // Not a number becomes 0: such a tendon tells nothing.
            final double part = tensionN[tendon[i]] / tautAboveN[i];
            weight[i] = part > 0 && !isLost(i) ? Math.min(1, part) : 0;
            most = Math.max(most, weight[i]);
        }
        return most > 0 ? VelocitySource.TAUT_MOTORS : VelocitySource.JOINTS;
    }

    private boolean isLost(final int i)
    {
        return variant != null && variant.isLost(i);
    }

    /** Weighted least squares over the tendons; the sensors, faintly weighted, decide what those leave open. */
    private void weightedVelocity(final double[] windingMS, final double[] velocity, final double weightOfSensors)
    {
        final int n = joint.length;
        for (int j = 0; j < n; j++)
        {
            effort[j] = weightOfSensors * velocity[joint[j]];
            for (int k = 0; k <= j; k++)
            {
                double sum = j == k ? weightOfSensors : 0;
                for (int i = 0; i < tendon.length; i++)
                {
                    sum += weight[i] * arms[j * columns + i] * arms[k * columns + i];
                }
                factor[j * n + k] = sum;
            }
            for (int i = 0; i < tendon.length; i++)
            {
                effort[j] += weight[i] * arms[j * columns + i] * windingMS[tendon[i]];
            }
        }
        SmallMatrix.cholesky(factor, n);
        SmallMatrix.choleskySolve(factor, n, effort);
        for (int j = 0; j < n; j++)
        {
            velocity[joint[j]] = effort[j];
        }
    }

    /**
     * @param wanted        efforts, N·m, by the robot's joints.
     * @param coContraction level, 0 to 1.
     * @param tensionOut    out, tensions of this group's tendons, N, by the robot's tendons.
     * @param achievedOut   out, efforts that they make, N·m, by the robot's joints.
     * @return part of the wanted efforts that was within reach, 0 to 1.
     */
    double distribute(
        final double[] wanted,
        final double coContraction,
        final double[] tensionOut,
        final double[] achievedOut)
    {
        double check = 0;
        for (int j = 0; j < joint.length; j++)
        {
            effort[j] = wanted[joint[j]];
            check += effort[j] * 0.0;
        }
        final boolean finite = check == 0;
        for (int j = 0; j < joint.length && !finite; j++)
        {
            effort[j] = 0;
        }
        for (int i = 0; i < columns && coContraction != 0; i++)
        {
            reference[i] = pretension[i] + coContraction * (middle[i] - pretension[i]);
        }
        final double[] preferred = coContraction != 0 ? reference : pretension;
        final double firmPart = firm != null && variant == null ? firmness : 0;
        scale = firmPart < 1 ? solve(preferred) : firm.solve(effort, preferred, tension);
        if (firmPart > 0 && firmPart < 1)
        {
            scale = firm.mix(firmPart, effort, preferred, tension, scale);
        }
        if (!finite)
        {
            scale = 0;
        }
        for (int i = 0; i < tendon.length; i++)
        {
            tensionOut[tendon[i]] = tension[i];
        }
        for (int j = 0; j < joint.length; j++)
        {
            double sum = 0;
            for (int i = 0; i < columns; i++)
            {
                sum += arms[j * columns + i] * tension[i];
            }
            achievedOut[joint[j]] = sum;
        }
        return scale;
    }
}
