package dev.sinew.tendon.estimation;

import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * What has been learnt about each tendon beyond the file, small and linear:
 *
 * <pre>
 *   measured + offset + γ stretch  =  l(q) - sum_j δ_j a_j (q_j - q0_j)
 * </pre>
 *
 * <p>with the file's path length {@code l(q)}, a relative error {@code γ} of the compliance and a relative error
 * {@code δ_j} of the moment arm at each joint that the tendon crosses. An error of the spool's radius is one of all of
 * them together. {@code a_j} is the size of the moment arm over the joint's range, {@code q0} the middle of that range.
 * Loop's thread; allocation-free.</p>
 */
final class TendonCorrections
{
    private static final int SAMPLES = 9;

    final int tendons;
    final double[] offsetM;
    final double[] complianceRatio;
    /** Arms of tendon {@code i} are at {@code first[i]} to {@code first[i + 1] - 1}. */
    final int[] first;
    final int[] joint;
    final double[] armRatio;
    final double[] armSizeM;
    final double[] middleRad;

    /** Arms that were learnt, m, and the rest of {@link #at}, m; both as of the last {@link #changed}. */
    private final double[] arm;
    private final double[] constantM;
    private final TendonRouting routing;

    TendonCorrections(final RobotDescription robot, final TendonRouting routing)
    {
        this.routing = routing;
        tendons = robot.tendonCount();
        offsetM = new double[tendons];
        complianceRatio = new double[tendons];
        first = new int[tendons + 1];
        int count = 0;
        for (int i = 0; i < tendons; i++)
        {
            first[i] = count;
            count += robot.tendons().get(i).route().joints().size();
        }
        first[tendons] = count;
        joint = new int[count];
        armRatio = new double[count];
        armSizeM = new double[count];
        arm = new double[count];
        constantM = new double[tendons];
        middleRad = robot.joints().stream()
            .mapToDouble(j -> 0.5 * (j.lowerRad() + j.upperRad())).toArray();
        for (int i = 0; i < tendons; i++)
        {
            final List<Integer> crossed = robot.tendons().get(i).route().joints();
            for (int k = 0; k < crossed.size(); k++)
            {
                joint[first[i] + k] = crossed.get(k);
                armSizeM[first[i] + k] = armSize(robot, i, crossed.get(k));
            }
        }
    }

    /** Root mean square over the joint's range, the other joints in the middle of theirs. */
    private double armSize(final RobotDescription robot, final int tendon, final int crossed)
    {
        final double[] q = middleRad.clone();
        final JointDescription axis = robot.joints().get(crossed);
        double squares = 0;
        for (int s = 0; s < SAMPLES; s++)
        {
            q[crossed] = axis.lowerRad() + s * (axis.upperRad() - axis.lowerRad()) / (SAMPLES - 1);
            final double arm = routing.momentArm(q, tendon, crossed);
            squares += arm * arm;
        }
        final double size = Math.sqrt(squares / SAMPLES);
        return routing.momentArm(middleRad, tendon, crossed) < 0 ? -size : size;
    }

    /**
     * After a tendon's offset or ratios were written.
     *
     * @param tendon index of the tendon.
     */
    void changed(final int tendon)
    {
        double constant = offsetM[tendon];
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            arm[k] = armRatio[k] * armSizeM[k];
            constant -= arm[k] * middleRad[joint[k]];
        }
        constantM[tendon] = constant;
    }

    /**
     * @param tendon  index of the tendon.
     * @param stretch its elastic stretch, m.
     * @param q       joint positions, rad.
     * @return what has to be added to the measured length to make it comparable with the file's {@code l(q)}, m.
     */
    double at(final int tendon, final double stretch, final double[] q)
    {
        double sum = constantM[tendon] + complianceRatio[tendon] * stretch;
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            sum += arm[k] * q[joint[k]];
        }
        return sum;
    }

    /**
     * @param tendon     index of the tendon.
     * @param jointIndex index of a joint.
     * @return what has to be added to the file's moment arm, m.
     */
    double armM(final int tendon, final int jointIndex)
    {
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            if (joint[k] == jointIndex)
            {
                return arm[k];
            }
        }
        return 0;
    }
}
