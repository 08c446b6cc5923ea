package dev.sinew.tendon.estimation;

import java.util.SplittableRandom;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * A robot whose joints are moved along given curves while its tendons pull with given tensions: what motors and load
 * cells then read follows, through spools, arms and cables that differ from the file by some per cent, and through
 * friction. No forces are balanced; for an estimator that makes no difference.
 */
final class MovedRobot
{
    static final double PERIOD_S = 0.001;

    final RobotDescription robot;
    final double[] q;
    final StateBlock state;
    /** Part of the tension that friction takes, per tendon; direction follows the motor. */
    double frictionRatio = 0.05;
    boolean cellAtJoint;
    boolean noise = true;
    boolean jointsValid = true;
    int delay;
    /** Added to a joint's reading, rad. */
    final double[] encoderBias;
    /** The joint's reading stands still. */
    final boolean[] encoderFrozen;
    /** The joint's reading is not a number. */
    final boolean[] encoderNan;
    /** Cable that a tendon has lost on its spool, m. */
    final double[] slipM;

    private final double[] frozen;
    private final double[] armRatio;
    private final double[] spoolRatio;
    private final double[] complianceRatio;
    private final double[] frictionFactor;
    private final boolean[] slack;
    private final double[] qd;
    private final double[] zeroQ;
    private final double[] zeroStretch;
    private final double[] motion;
    private final double[] frequency;
    private final double[] theta;
    private final double[] anchor;
    private final SplittableRandom random;
    private final StateBlock[] line;
    private long step;

    MovedRobot(final RobotDescription robot, final double[] restN, final long seed, final double spread)
    {
        this.robot = robot;
        random = new SplittableRandom(seed);
        q = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        zeroQ = q.clone();
        qd = new double[q.length];
        motion = new double[q.length];
        frequency = new double[q.length];
        for (int j = 0; j < q.length; j++)
        {
            frequency[j] = 0.3 + 0.9 * random.nextDouble();
        }
        final int tendons = robot.tendonCount();
        encoderBias = new double[q.length];
        encoderFrozen = new boolean[q.length];
        encoderNan = new boolean[q.length];
        slipM = new double[tendons];
        frozen = new double[q.length];
        armRatio = new double[tendons * q.length];
        spoolRatio = new double[tendons];
        complianceRatio = new double[tendons];
        frictionFactor = new double[tendons];
        slack = new boolean[tendons];
        zeroStretch = new double[tendons];
        theta = new double[tendons];
        anchor = new double[tendons];
        for (int i = 0; i < tendons; i++)
        {
            spoolRatio[i] = 1 + 0.03 * spread * uniform();
            complianceRatio[i] = 1 / (1 + 0.2 * spread * uniform());
            frictionFactor[i] = 1 + 0.3 * spread * uniform();
            zeroStretch[i] = restN[i] * complianceRatio[i] / robot.tendons().get(i).stiffnessNM();
            for (int j = 0; j < q.length; j++)
            {
                armRatio[i * q.length + j] = 1 + 0.03 * spread * uniform();
            }
        }
        state = StateBlock.of(robot);
        line = new StateBlock[] {StateBlock.of(robot), StateBlock.of(robot), StateBlock.of(robot),
            StateBlock.of(robot)};
    }

    private double uniform()
    {
        return 2 * random.nextDouble() - 1;
    }

    /** Moves a joint to and fro over a part of its range. */
    void move(final int joint, final double part)
    {
        motion[joint] = part;
    }

    /** Moves every joint of the hands to and fro over a part of its range. */
    void moveHands(final double part)
    {
        robot.joints().stream().filter(JointDescription::hand).forEach(joint -> move(joint.index(), part));
    }

    void slack(final int tendon, final boolean isSlack)
    {
        slack[tendon] = isSlack;
    }

    double timeS()
    {
        return step * PERIOD_S;
    }

    /** One period on; leaves the sample in {@link #state}. */
    void advance()
    {
        step++;
        for (int j = 0; j < q.length; j++)
        {
            final JointDescription joint = robot.joints().get(j);
            final double half = 0.5 * motion[j] * (joint.upperRad() - joint.lowerRad());
            final double middle = 0.5 * (joint.upperRad() + joint.lowerRad());
            final double ramp = Math.min(1, timeS());
            final double before = q[j];
            q[j] = motion[j] == 0 ? zeroQ[j] : zeroQ[j] + ramp * (middle - zeroQ[j] +
                half * Math.sin(2 * Math.PI * frequency[j] * timeS() + j));
            qd[j] = (q[j] - before) / PERIOD_S;
        }
        final StateBlock now = line[(int)(step % line.length)];
        for (int i = 0; i < theta.length; i++)
        {
            sense(now, i);
        }
        for (int j = 0; j < q.length; j++)
        {
            final double read = q[j] + gaussian(0.0005) + encoderBias[j];
            frozen[j] = encoderFrozen[j] ? frozen[j] : read;
            now.jointPosition.set(j, encoderNan[j] ? Double.NaN : frozen[j]);
            now.jointVelocity.set(j, qd[j] + gaussian(0.02));
        }
        now.stamp(step, step * 1_000_000L, 0,
            jointsValid ? ChannelGroup.ALL : ChannelGroup.ALL & ~ChannelGroup.JOINTS.mask(), 0);
        state.copyFrom(line[(int)((step + line.length - delay) % line.length)]);
        if (step <= delay)
        {
            state.copyFrom(now);
        }
    }

    private void sense(final StateBlock now, final int i)
    {
        final TendonDescription tendon = robot.tendons().get(i);
        double path = 0;
        for (final TendonDescription.MomentArm arm : tendon.momentArms())
        {
            path -= arm.momentArmM() * armRatio[i * q.length + arm.joint()] * (q[arm.joint()] - zeroQ[arm.joint()]);
        }
        final double atJoint = slack[i] ? 0 : pull(tendon, i);
        final double radius = robot.spoolRadiusM(tendon) * spoolRatio[i];
        final double elastic = complianceRatio[i] / tendon.stiffnessNM();
        // Each half of the cable is stretched by its own end's tension; the direction is that of the cable at the
        // motor, with a band in which it turns round.
        final double wound = -path + elastic * atJoint;
        final double turn = frictionRatio * elastic * atJoint + 1e-9;
        anchor[i] = Math.min(Math.max(anchor[i], wound - turn), wound + turn);
        final double direction = (wound - anchor[i]) / turn;
        final double atMotor = atJoint * Math.exp(frictionRatio * frictionFactor[i] * direction);
        final double stretch = 0.5 * elastic * (atMotor + atJoint);
        theta[i] = slack[i] ? theta[i] - 0.002 * radius : (stretch - zeroStretch[i] - path + slipM[i]) / radius;
        now.motorPosition.set(tendon.motor(), theta[i] + gaussian(0.001));
        now.tendonTension.set(i, (cellAtJoint ? atJoint : atMotor) + gaussian(0.3));
    }

    /** Somewhere between twice the least and half of the greatest tension, moving as a loaded finger would. */
    private double pull(final TendonDescription tendon, final int i)
    {
        final double low = 2 * tendon.tensionMinN();
        final double high = 0.5 * tendon.tensionMaxN();
        final double ramp = Math.min(1, timeS());
        final double wave = 0.5 + 0.3 * Math.sin(2 * Math.PI * (0.4 + 0.05 * (i % 7)) * timeS() + i) +
            0.2 * Math.sin(2 * Math.PI * 1.7 * timeS() + 2 * i);
        return tendon.pretensionN() + ramp * (low + wave * (high - low) - tendon.pretensionN());
    }

    private double gaussian(final double sigma)
    {
        if (!noise)
        {
            return 0;
        }
        double sum = -6;
        for (int k = 0; k < 12; k++)
        {
            sum += random.nextDouble();
        }
        return sigma * sum;
    }
}
