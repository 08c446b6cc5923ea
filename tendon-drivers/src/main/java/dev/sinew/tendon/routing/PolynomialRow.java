package dev.sinew.tendon.routing;

import java.util.List;

import dev.sinew.hal.robot.TendonRoute;

/**
 * A cable whose moment arms are polynomials of their own joint's position; its length is what they integrate to.
 */
final class PolynomialRow implements RouteRow
{
    private final int[] joint;
    private final double[][] coefficients;
    /** {@code c_k / (k + 1)}. */
    private final double[][] integral;
    private final double restM;

    PolynomialRow(final TendonRoute.Polynomial route, final double restM)
    {
        final List<TendonRoute.PolynomialArm> arms = route.arms();
        this.restM = restM;
        joint = arms.stream().mapToInt(TendonRoute.PolynomialArm::joint).toArray();
        coefficients = new double[joint.length][];
        integral = new double[joint.length][];
        for (int i = 0; i < joint.length; i++)
        {
            coefficients[i] = arms.get(i).coefficientsM().stream().mapToDouble(Double::doubleValue).toArray();
            integral[i] = coefficients[i].clone();
            for (int k = 0; k < integral[i].length; k++)
            {
                integral[i][k] /= k + 1;
            }
        }
    }

    @Override
    public double follow(final double[] q, final double[] arm, final int at)
    {
        double length = restM;
        for (int i = 0; i < joint.length; i++)
        {
            final double x = q[joint[i]];
            double value = 0;
            double area = 0;
            for (int k = coefficients[i].length - 1; k >= 0; k--)
            {
                value = value * x + coefficients[i][k];
                area = area * x + integral[i][k];
            }
            arm[at + i] += value;
            length -= area * x;
        }
        return length;
    }

    @Override
    public double wrapRad()
    {
        return 0;
    }
}
