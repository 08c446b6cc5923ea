package dev.sinew.tendon.calibration;

import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * The numbers of one group that its calibration needs; rows are its joints, columns its tendons. Immutable.
 */
final class GroupParts
{
    /** Standard time from stop to stop, s. */
    private static final double RANGE_S = 2;
    /** What carries a weight may use this multiple of what the weight can ask for. */
    private static final double LIFT_FACTOR = 1.5;
    /** And what works against springs this part of their effort: the friction of the cables that hold them. */
    private static final double RUB_FACTOR = 0.12;

    final String name;
    final int[] joint;
    final int[] tendon;
    /** Motors of the group, each once, in the order of their tendons. */
    final int[] motor;
    /** For each tendon, the place of its motor in {@link #motor}. */
    final int[] motorOf;
    /** For each motor, the column of its first tendon. */
    final int[] firstTendon;

    final double[] lower;
    final double[] upper;
    final double[] standing;
    final boolean[] encoder;
    final double[] kp;
    final double[] kd;
    final double[] effortMax;
    final double[] speed;

    /** Whether springs pull at a joint of the group. */
    final boolean sprung;

    final double[] spool;
    final double[] stiffness;
    final double[] tensionMin;
    final double[] tensionMax;
    /** Change of path from all lower to all upper stops, joint by joint, m. */
    final double[] travel;
    final double[] temperatureMax;

    /** From windings to joints, row by row, one row a tendon: {@code q' = inverse^T w'}; in the default pose. */
    private final double[] inverse;

    GroupParts(
        final RobotDescription robot,
        final TendonGroup group,
        final TendonRouting routing,
        final CalibrationRequest request)
    {
        name = group.name();
        joint = group.joints().stream().mapToInt(Integer::intValue).toArray();
        tendon = group.tendons().stream().mapToInt(Integer::intValue).toArray();
        motor = group.tendons().stream().mapToInt(t -> robot.tendons().get(t).motor()).distinct().toArray();
        motorOf = new int[tendon.length];
        firstTendon = new int[motor.length];
        lower = new double[joint.length];
        upper = new double[joint.length];
        standing = new double[joint.length];
        encoder = new boolean[joint.length];
        kp = new double[joint.length];
        kd = new double[joint.length];
        final ReturnSprings springs = new ReturnSprings(robot);
        sprung = group.joints().stream().anyMatch(springs::crosses);
        effortMax = efforts(robot, request, springs);
        speed = new double[joint.length];
        for (int row = 0; row < joint.length; row++)
        {
            final JointDescription description = robot.joints().get(joint[row]);
            lower[row] = description.lowerRad();
            upper[row] = description.upperRad();
            standing[row] = description.defaultPositionRad();
            encoder[row] = description.encoder();
            kp[row] = description.kpNmRad();
            kd[row] = description.kdNmsRad();
            speed[row] = (upper[row] - lower[row]) / RANGE_S * request.speedRatio();
        }
        spool = new double[tendon.length];
        stiffness = new double[tendon.length];
        tensionMin = new double[tendon.length];
        tensionMax = new double[tendon.length];
        temperatureMax = new double[motor.length];
        for (int c = tendon.length - 1; c >= 0; c--)
        {
            final TendonDescription cable = robot.tendons().get(tendon[c]);
            spool[c] = robot.spoolRadiusM(cable);
            stiffness[c] = cable.stiffnessNM();
            tensionMin[c] = cable.tensionMinN();
            tensionMax[c] = cable.tensionMaxN();
            for (int m = 0; m < motor.length; m++)
            {
                if (motor[m] == cable.motor())
                {
                    motorOf[c] = m;
                    firstTendon[m] = c;
                }
            }
        }
        for (int m = 0; m < motor.length; m++)
        {
            final MotorDescription description = robot.motors().get(motor[m]);
            temperatureMax[m] = description.temperatureMaxC();
        }
        final double[] pose =
            robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        inverse = invert(pose, routing);
        travel = travels(pose, routing, robot.tendonCount());
    }

    /** What each joint may use: what was asked for, but enough to lift what it carries. */
    private double[] efforts(
        final RobotDescription robot,
        final CalibrationRequest request,
        final ReturnSprings springs)
    {
        final double[] weight = HangingWeight.of(robot);
        final double[] atLower = new double[weight.length];
        final double[] atUpper = new double[weight.length];
        springs.efforts(robot.joints().stream().mapToDouble(JointDescription::lowerRad).toArray(), atLower);
        springs.efforts(robot.joints().stream().mapToDouble(JointDescription::upperRad).toArray(), atUpper);
        final double[] allowed = new double[joint.length];
        for (int row = 0; row < allowed.length; row++)
        {
            final int j = joint[row];
            final double most = robot.joints().get(j).effortMaxNm();
            final double spring = Math.max(Math.abs(atLower[j]), Math.abs(atUpper[j]));
            final double lifts = LIFT_FACTOR * weight[j] + RUB_FACTOR * spring;
            allowed[row] = Math.min(most, Math.max(request.effortRatio() * most, lifts));
        }
        return allowed;
    }

    private double[] invert(final double[] pose, final TendonRouting routing)
    {
        final double[] arms = new double[joint.length * tendon.length];
        for (int row = 0; row < joint.length; row++)
        {
            for (int c = 0; c < tendon.length; c++)
            {
                arms[row * tendon.length + c] = routing.momentArm(pose, tendon[c], joint[row]);
            }
        }
        return tendon.length < joint.length ? new double[arms.length] :
            SmallMatrix.rightInverse(arms, joint.length, tendon.length);
    }

    private double[] travels(final double[] pose, final TendonRouting routing, final int tendons)
    {
        final double[] from = new double[tendons];
        final double[] to = new double[tendons];
        final double[] sum = new double[tendon.length];
        for (int row = 0; row < joint.length; row++)
        {
            pose[joint[row]] = lower[row];
            routing.lengths(pose, from);
            pose[joint[row]] = upper[row];
            routing.lengths(pose, to);
            pose[joint[row]] = standing[row];
            for (int c = 0; c < tendon.length; c++)
            {
                sum[c] += Math.abs(to[tendon[c]] - from[tendon[c]]);
            }
        }
        return sum;
    }

    /**
     * @param row     row of a joint.
     * @param winding cable that each spool of the group takes in, m or m/s.
     * @return what that turns the joint by, rad or rad/s.
     */
    double turned(final int row, final double[] winding)
    {
        double sum = 0;
        for (int c = 0; c < tendon.length; c++)
        {
            sum += inverse[c * joint.length + row] * winding[c];
        }
        return sum;
    }

    double range(final int row)
    {
        return upper[row] - lower[row];
    }
}
