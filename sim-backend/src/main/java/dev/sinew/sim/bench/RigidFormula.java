package dev.sinew.sim.bench;

import java.util.List;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * What others do: joint positions by the formula for cables that do not stretch, {@code q = q0 + R^+ r θ}, with the
 * moment arms of the default pose and motors that stood at 0 there.
 */
final class RigidFormula
{
    private final RobotDescription robot;
    private final List<TendonGroup> groups;
    private final double[][] inverse;

    RigidFormula(final RobotDescription robot, final TendonRouting routing)
    {
        this.robot = robot;
        groups = robot.tendonGroups();
        inverse = new double[groups.size()][];
        final double[] pose = new double[robot.jointCount()];
        robot.joints().forEach(joint -> pose[joint.index()] = joint.defaultPositionRad());
        for (int g = 0; g < inverse.length; g++)
        {
            final List<Integer> joints = groups.get(g).joints();
            final List<Integer> tendons = groups.get(g).tendons();
            final double[] arms = new double[joints.size() * tendons.size()];
            for (int j = 0; j < joints.size(); j++)
            {
                for (int t = 0; t < tendons.size(); t++)
                {
                    arms[j * tendons.size() + t] = routing.momentArm(pose, tendons.get(t), joints.get(j));
                }
            }
            inverse[g] = SmallMatrix.rightInverse(arms, joints.size(), tendons.size());
        }
    }

    /**
     * @param state sample.
     * @param q     out, joint positions, rad.
     */
    void apply(final StateBlock state, final double[] q)
    {
        for (int g = 0; g < inverse.length; g++)
        {
            final List<Integer> joints = groups.get(g).joints();
            final List<Integer> tendons = groups.get(g).tendons();
            for (int j = 0; j < joints.size(); j++)
            {
                double sum = robot.joints().get(joints.get(j)).defaultPositionRad();
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
