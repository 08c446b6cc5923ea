package dev.sinew.tendon.calibration;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.calibration.JointCalibration;
import dev.sinew.hal.calibration.MotorCalibration;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * What was read of one group at its lower (0) and upper (1) stops, and what follows from it. Filled by the loop's
 * thread without allocation; {@link #toCalibration} is for others, after the group was published.
 */
final class GroupRecord
{
    /** A range may be off by this part of it, or by {@link #RANGE_RAD}. */
    private static final double RANGE_RATIO = 0.05;
    private static final double RANGE_RAD = 0.06;
    /** A cable's travel may be off by this part of it and by {@link #TRAVEL_M}. */
    private static final double TRAVEL_RATIO = 0.1;
    private static final double TRAVEL_M = 0.002;

    private final GroupParts parts;
    private final TendonRouting routing;
    private final double[][] anchor;
    private final double[][] anchorMotor;
    private final double[][] anchorTension;
    private final double[][] position;
    private final double[][] motor;
    private final double[][] tension;
    private int samples;

    private final double[] offset;
    private final double[] range;
    private final double[] zero;
    private final double[] residual;
    private final double[] travelRatio;
    private final double[] pose;
    private final double[][] lengths;
    private final double[][] anchorLengths;
    private final double[] straight;

    private GroupCalibration.Outcome outcome = GroupCalibration.Outcome.FAILED;
    private CalibrationFailure failure = CalibrationFailure.NONE;
    private PartKind failedKind = PartKind.JOINT;
    private int failedPart;
    private double failedFirst;
    private double failedSecond;

    /** What a failure names. */
    enum PartKind
    {
        /** A row. */
        JOINT,
        /** A place in the group's motors. */
        MOTOR,
        /** A column. */
        TENDON
    }

    GroupRecord(final RobotDescription robot, final GroupParts parts, final TendonRouting routing)
    {
        this.parts = parts;
        this.routing = routing;
        anchor = new double[2][parts.joint.length];
        anchorMotor = new double[2][parts.motor.length];
        anchorTension = new double[2][parts.tendon.length];
        position = new double[2][parts.joint.length];
        motor = new double[2][parts.motor.length];
        tension = new double[2][parts.tendon.length];
        offset = new double[parts.joint.length];
        range = new double[parts.joint.length];
        zero = new double[parts.motor.length];
        residual = new double[parts.motor.length];
        travelRatio = new double[parts.motor.length];
        pose = robot.joints().stream().mapToDouble(joint -> joint.defaultPositionRad()).toArray();
        lengths = new double[2][robot.tendonCount()];
        anchorLengths = new double[2][robot.tendonCount()];
        straight = new double[robot.tendonCount()];
    }

    void beginMean()
    {
        samples = 0;
    }

    int samples()
    {
        return samples;
    }

    void addAnchor(final int side, final GroupSenses senses)
    {
        samples++;
        mean(anchor[side], senses.position);
        mean(anchorMotor[side], senses.motorPosition);
        mean(anchorTension[side], senses.tension);
    }

    void addReading(final int side, final GroupSenses senses)
    {
        samples++;
        mean(position[side], senses.position);
        mean(motor[side], senses.motorPosition);
        mean(tension[side], senses.tension);
    }

    /** Means of the encoders at the lower (0) or upper (1) stops. */
    double[] anchor(final int side)
    {
        return anchor[side];
    }

    private void mean(final double[] sum, final double[] next)
    {
        for (int i = 0; i < sum.length; i++)
        {
            sum[i] = samples == 1 ? next[i] : sum[i] + (next[i] - sum[i]) / samples;
        }
    }

    void fail(
        final CalibrationFailure what,
        final PartKind kind,
        final int part,
        final double first,
        final double second)
    {
        outcome = GroupCalibration.Outcome.FAILED;
        failure = what;
        failedKind = kind;
        failedPart = part;
        failedFirst = first;
        failedSecond = second;
    }

    void tensioned()
    {
        outcome = GroupCalibration.Outcome.TENSIONED;
    }

    double offset(final int row)
    {
        return offset[row];
    }

    GroupCalibration.Outcome outcome()
    {
        return outcome;
    }

    /** Offsets and zeros from the readings at both stops; false when they do not fit the robot's file. */
    boolean solve()
    {
        for (int row = 0; row < offset.length; row++)
        {
            if (parts.encoder[row])
            {
                // Both stops give way by as much under the same effort, so the mean does not see it.
                offset[row] = 0.5 * (anchor[0][row] - parts.lower[row] + anchor[1][row] - parts.upper[row]);
                range[row] = anchor[1][row] - anchor[0][row];
                final double tolerance = Math.max(RANGE_RAD, RANGE_RATIO * parts.range(row));
                if (!(Math.abs(range[row] - parts.range(row)) <= tolerance))
                {
                    fail(CalibrationFailure.RANGE_WRONG, PartKind.JOINT, row, range[row], parts.range(row));
                    return false;
                }
            }
        }
        for (int side = 0; side < 2; side++)
        {
            lengths(position[side], side, lengths[side]);
            lengths(anchor[side], side, anchorLengths[side]);
        }
        for (final int joint : parts.joint)
        {
            pose[joint] = 0;
        }
        routing.lengths(pose, straight);
        return solveMotors();
    }

    /** Lengths of the tendons in a pose that encoders tell; where there is none the joint is at its stop. */
    private void lengths(final double[] read, final int side, final double[] target)
    {
        for (int row = 0; row < offset.length; row++)
        {
            final double stop = side == 0 ? parts.lower[row] : parts.upper[row];
            pose[parts.joint[row]] = parts.encoder[row] ? read[row] - offset[row] : stop;
        }
        routing.lengths(pose, target);
    }

    private boolean solveMotors()
    {
        for (int m = 0; m < zero.length; m++)
        {
            final int c = parts.firstTendon[m];
            zero[m] = 0.5 * (zero(motor[0][m], tension[0][c], lengths[0], c) +
                zero(motor[1][m], tension[1][c], lengths[1], c));
            residual[m] = 0;
            for (int side = 0; side < 2; side++)
            {
                residual[m] = Math.max(residual[m], Math.abs(parts.spool[c] *
                    (zero(motor[side][m], tension[side][c], lengths[side], c) - zero[m])));
                residual[m] = Math.max(residual[m], Math.abs(parts.spool[c] *
                    (zero(anchorMotor[side][m], anchorTension[side][c], anchorLengths[side], c) - zero[m])));
            }
            // Where nothing holds a joint it may leave its stop to be read: how far cables travel is told by leaning.
            final double stretch = (anchorTension[1][c] - anchorTension[0][c]) / parts.stiffness[c];
            final double went = parts.spool[c] * (anchorMotor[1][m] - anchorMotor[0][m]) - stretch;
            final int t = parts.tendon[c];
            final double expected = anchorLengths[0][t] - anchorLengths[1][t];
            travelRatio[m] = Math.abs(expected) > TRAVEL_M ? went / expected : 1;
            if (!(Math.abs(went - expected) <= TRAVEL_RATIO * parts.travel[c] + TRAVEL_M))
            {
                fail(CalibrationFailure.TRAVEL_WRONG, PartKind.MOTOR, m, went, expected);
                return false;
            }
        }
        outcome = GroupCalibration.Outcome.DONE;
        return true;
    }

    /** Reading at which a tendon is just taut at joint positions 0, as one reading in a known pose tells, rad. */
    private double zero(final double read, final double pullN, final double[] length, final int column)
    {
        final int t = parts.tendon[column];
        return read - (pullN / parts.stiffness[column] + straight[t] - length[t]) / parts.spool[column];
    }

    GroupCalibration toCalibration(final RobotDescription robot)
    {
        final List<JointCalibration> joints = new ArrayList<>();
        final List<MotorCalibration> motors = new ArrayList<>();
        if (outcome == GroupCalibration.Outcome.DONE)
        {
            for (int row = 0; row < offset.length; row++)
            {
                joints.add(new JointCalibration(robot.joints().get(parts.joint[row]).name(), offset[row], range[row],
                    parts.encoder[row] ? range[row] - parts.range(row) : 0));
            }
            for (int m = 0; m < zero.length; m++)
            {
                motors.add(new MotorCalibration(robot.motors().get(parts.motor[m]).name(), zero[m], residual[m],
                    travelRatio[m]));
            }
        }
        final String part = switch (failedKind)
        {
            case JOINT -> robot.joints().get(parts.joint[failedPart]).name();
            case MOTOR -> robot.motors().get(parts.motor[failedPart]).name();
            case TENDON -> robot.tendons().get(parts.tendon[failedPart]).name();
        };
        return new GroupCalibration(parts.name, outcome,
            outcome == GroupCalibration.Outcome.FAILED ? failure.describe(part, failedFirst, failedSecond) : "", joints,
            motors);
    }
}
