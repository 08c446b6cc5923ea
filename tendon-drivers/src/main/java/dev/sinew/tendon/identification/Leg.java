package dev.sinew.tendon.identification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonRoute;

/**
 * The part of a tendon at one joint as the robot file has it: how much shorter its path is in each row than at joint
 * position 0, and its moment arm there. What is looked for is a scale of both.
 */
final class Leg
{
    /** Place of the joint in its group. */
    final int joint;
    /** By row: what the path is shorter by, m. */
    final double[] shorter;
    /** By row: moment arm, m. */
    final double[] arm;

    private Leg(final int joint, final double[] shorter, final double[] arm)
    {
        this.joint = joint;
        this.shorter = shorter;
        this.arm = arm;
    }

    /**
     * @param data   recording of the group.
     * @param tendon one of its tendons.
     * @return its legs; none of a path through space, whose arms belong to points and not to joints.
     */
    static List<Leg> of(final GroupData data, final TendonDescription tendon)
    {
        final List<Leg> legs = new ArrayList<>();
        if (tendon.route() instanceof TendonRoute.Pulleys pulleys)
        {
            for (final TendonDescription.MomentArm arm : pulleys.arms())
            {
                legs.add(of(data, arm.joint(), List.of(arm.momentArmM())));
            }
        }
        else if (tendon.route() instanceof TendonRoute.Polynomial polynomial)
        {
            for (final TendonRoute.PolynomialArm arm : polynomial.arms())
            {
                legs.add(of(data, arm.joint(), arm.coefficientsM()));
            }
        }
        return legs;
    }

    /** {@code R = sum c_k q^k}, shorter by {@code sum c_k q^(k+1) / (k+1)}. */
    private static Leg of(final GroupData data, final int joint, final List<Double> coefficients)
    {
        final int place = data.group.joints().indexOf(joint);
        final double[] shorter = new double[data.rows];
        final double[] arm = new double[data.rows];
        if (coefficients.size() == 1)
        {
            Arrays.fill(arm, coefficients.get(0));
        }
        for (int r = 0; r < data.rows; r++)
        {
            final double q = data.position[place][r];
            double power = 1;
            double here = 0;
            for (int k = 0; k < coefficients.size(); k++)
            {
                here += coefficients.get(k) * power;
                power *= q;
                shorter[r] += coefficients.get(k) * power / (k + 1);
            }
            arm[r] = here;
        }
        return new Leg(place, shorter, arm);
    }
}
