package dev.sinew.tendon.estimation;

import java.util.List;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;

/** Joint positions by the formula for cables that do not stretch: {@code q = q0 + R^+ r (θ - θ0)}. */
final class RigidFormula
{
    private final RobotDescription robot;
    private final List<TendonGroup> groups;
    private final double[][] inverse;
    private final double[] zero;

    RigidFormula(final RobotDescription robot, final double[] zero)
    {
        this.robot = robot;
        this.zero = zero;
        groups = robot.tendonGroups();
        inverse = new double[groups.size()][];
        for (int g = 0; g < inverse.length; g++)
        {
            final List<Integer> joints = groups.get(g).joints();
            final List<Integer> tendons = groups.get(g).tendons();
            final double[] arms = new double[joints.size() * tendons.size()];
            for (int t = 0; t < tendons.size(); t++)
            {
                for (final TendonDescription.MomentArm arm : robot.tendons().get(tendons.get(t)).momentArms())
                {
                    arms[joints.indexOf(arm.joint()) * tendons.size() + t] = arm.momentArmM();
                }
            }
            inverse[g] = SmallMatrix.rightInverse(arms, joints.size(), tendons.size());
        }
    }

    void apply(final StateBlock state, final double[] q)
    {
        for (int g = 0; g < inverse.length; g++)
        {
            final List<Integer> joints = groups.get(g).joints();
            final List<Integer> tendons = groups.get(g).tendons();
            for (int j = 0; j < joints.size(); j++)
            {
                double sum = zero[joints.get(j)];
                for (int t = 0; t < tendons.size(); t++)
                {
                    final TendonDescription tendon = robot.tendons().get(tendons.get(t));
                    sum += inverse[g][t * joints.size() + j] * robot.spoolRadiusM(tendon) *
                        state.motorPosition.get(tendon.motor());
                }
                q[joints.get(j)] = sum;
            }
        }
    }
}
