package dev.sinew.tendon.estimation;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * The path length of each tendon as its motor and its tension tell it:
 *
 * <pre>
 *   l = L0 - r θ + f/k + creep - backlash      the motor takes cable in, the load draws it out
 * </pre>
 *
 * <p>Between the two ends of a cable that moves lies friction: one end carries {@code exp(mu w)} times what the other
 * does, and the cable is stretched by the mean of both. Which way it acts is known only while the motor moves: a play
 * operator over the wound length gives a direction from -1 to 1, and what it leaves open, in friction and in backlash,
 * is bounded and goes into the variance. Creep is a slow bias that follows the tension, {@code c' = (chi f/k - c)/T}. A
 * tendon that is not taut says nothing; its weight falls from 1 to 0 smoothly. Loop's thread; allocation-free.</p>
 */
final class TendonReadings
{
    private static final long GROUPS = ChannelGroup.MOTORS.mask() | ChannelGroup.TENDONS.mask();
    /** A tendon above this part of its least tension is taut. */
    private static final double TAUT_RATIO = 0.5;
    /** Below this part of that it is slack. */
    private static final double SLACK_RATIO = 0.3;
    private static final double TAUT_MIN_N = 0.1;
    /** Noise alone must not make a slack tendon look taut. */
    private static final double SLACK_SIGMAS = 3;
    /** Cable that must run before friction and backlash have turned round, at least, m. */
    private static final double TURN_MIN_M = 1e-4;
    /** What no reading can be better than: lay of the cable on its spool, guides that give, m. */
    private static final double FLOOR_M = 2e-5;

    final int tendons;
    /** Measured path length, m; meaningless where {@link #weight} is 0. */
    final double[] lengthM;
    /** Variance of the path length from noise and direction, m². */
    final double[] varianceM2;
    /** 1 for a taut tendon, 0 for a slack one. */
    final double[] weight;
    /** Elastic stretch, m, of the file's stiffness. */
    final double[] stretchM;

    private final int[] motor;
    private final double[] radiusM;
    private final double[] compliance;
    private final double[] coefficient;
    private final double[] sheathRad;
    private final double[] friction;
    private final double[] wrapRad;
    private final boolean wraps;
    private final TendonRouting routing;
    private final double[] backlashM;
    private final double[] creepRatio;
    private final double[] creepTimeS;
    private final double[] slackBelowN;
    private final double[] tautAboveN;
    private final double[] perTautN;
    private final boolean[] lossy;
    private final double[] zeroLengthM;
    private final double[] noiseM2;
    private final double frictionSigma;
    private final double cellSide;

    private final boolean[] lost;
    private final double[] anchorM;
    private final double[] creepM;
    private final double[] theta;
    private final double[] tension;
    private boolean started;

    TendonReadings(
        final RobotDescription robot,
        final TendonRouting routing,
        final EstimatorSettings settings,
        final TendonZero zero)
    {
        zero.requireFits(robot);
        tendons = robot.tendonCount();
        lengthM = new double[tendons];
        varianceM2 = new double[tendons];
        weight = new double[tendons];
        stretchM = new double[tendons];
        motor = new int[tendons];
        radiusM = new double[tendons];
        compliance = new double[tendons];
        friction = new double[tendons];
        coefficient = new double[tendons];
        sheathRad = new double[tendons];
        wrapRad = new double[tendons];
        this.routing = routing;
        backlashM = new double[tendons];
        creepRatio = new double[tendons];
        creepTimeS = new double[tendons];
        slackBelowN = new double[tendons];
        tautAboveN = new double[tendons];
        perTautN = new double[tendons];
        lossy = new boolean[tendons];
        zeroLengthM = new double[tendons];
        noiseM2 = new double[tendons];
        lost = new boolean[tendons];
        anchorM = new double[tendons];
        creepM = new double[tendons];
        theta = new double[robot.motorCount()];
        tension = new double[tendons];
        frictionSigma = settings.frictionRatioSigma();
        cellSide = settings.cellAtJoint() ? 0.5 : -0.5;
        robot.tendons().forEach(tendon -> describe(robot, tendon, settings));
        final double[] known = new double[tendons];
        routing.lengths(zero.jointPositionRad(), known);
        for (int i = 0; i < tendons; i++)
        {
            creepM[i] = creepRatio[i] * compliance[i] * zero.tensionN()[i];
            zeroLengthM[i] = known[i] + radiusM[i] * zero.motorPositionRad()[motor[i]] -
                compliance[i] * zero.tensionN()[i] - creepM[i];
        }
        wraps = !routing.isConstant() && robot.tendons().stream()
            .anyMatch(tendon -> tendon.losses().frictionCoefficient() > 0);
        wrap(zero.jointPositionRad());
    }

    private void describe(
        final RobotDescription robot,
        final TendonDescription tendon,
        final EstimatorSettings settings)
    {
        final int i = tendon.index();
        motor[i] = tendon.motor();
        radiusM[i] = robot.spoolRadiusM(tendon);
        compliance[i] = 1 / tendon.stiffnessNM();
        coefficient[i] = tendon.losses().frictionCoefficient();
        sheathRad[i] = tendon.losses().wrapRad();
        backlashM[i] = tendon.losses().backlashM();
        creepRatio[i] = settings.creep() ? tendon.losses().creepRatio() : 0;
        creepTimeS[i] = tendon.losses().creepTimeConstantS();
        tautAboveN[i] = Math.max(TAUT_MIN_N, TAUT_RATIO * tendon.tensionMinN());
        slackBelowN[i] = Math.max(SLACK_RATIO / TAUT_RATIO * tautAboveN[i],
            SLACK_SIGMAS * settings.tensionSigmaN());
        tautAboveN[i] = Math.max(tautAboveN[i], slackBelowN[i] + 2 * settings.tensionSigmaN());
        final double fromMotor = radiusM[i] * settings.motorSigmaRad();
        final double fromCell = compliance[i] * settings.tensionSigmaN();
        noiseM2[i] = fromMotor * fromMotor + fromCell * fromCell + FLOOR_M * FLOOR_M;
        perTautN[i] = 1 / (tautAboveN[i] - slackBelowN[i]);
        lossy[i] = coefficient[i] > 0 || backlashM[i] > 0 || creepRatio[i] > 0;
        varianceM2[i] = noiseM2[i];
    }

    /**
     * @param i      a tendon.
     * @param isLost true when it says nothing any more, whatever its sensors read.
     */
    void lost(final int i, final boolean isLost)
    {
        lost[i] = isLost;
    }

    /**
     * @param some indices of tendons.
     * @return true when one of them is lost.
     */
    boolean anyLost(final int[] some)
    {
        boolean any = false;
        for (final int i : some)
        {
            any |= lost[i];
        }
        return any;
    }

    /**
     * Takes the angles over which the tendons bend on their guides in a pose: friction grows with them.
     *
     * @param q joint positions, rad.
     */
    void wrap(final double[] q)
    {
        if (wraps)
        {
            routing.wrapAngles(q, wrapRad);
        }
        for (int i = 0; i < tendons; i++)
        {
            friction[i] = coefficient[i] * (sheathRad[i] + wrapRad[i]);
        }
    }

    /**
     * Takes a sample in.
     *
     * @param state   sample.
     * @param periodS time since the one before, s.
     */
    void update(final StateBlock state, final double periodS)
    {
        state.motorPosition.copyTo(theta);
        state.tendonTension.copyTo(tension);
        final boolean valid = (state.validGroups() & GROUPS) == GROUPS;
        for (int i = 0; i < tendons; i++)
        {
            final double wound = radiusM[i] * theta[motor[i]];
            final double pull = tension[i];
            if (lost[i] || !valid || wound * 0.0 != 0 || pull * 0.0 != 0)
            {
                weight[i] = 0;
                continue;
            }
            final double part = (pull - slackBelowN[i]) * perTautN[i];
            weight[i] = part <= 0 ? 0 : part >= 1 ? 1 : part * part * (3 - 2 * part);
            final double elastic = pull > 0 ? compliance[i] * pull : 0;
            stretchM[i] = elastic;
            lengthM[i] = zeroLengthM[i] - wound + elastic;
            if (lossy[i])
            {
                addLosses(i, wound, elastic, periodS);
            }
        }
        started |= valid;
    }

    private void addLosses(final int i, final double wound, final double elastic, final double periodS)
    {
        final double band = friction[i];
        final double turn = Math.max(TURN_MIN_M, Math.max(backlashM[i], 0.5 * band * elastic));
        if (!started)
        {
            anchorM[i] = wound;
        }
        anchorM[i] = Math.min(Math.max(anchorM[i], wound - turn), wound + turn);
        final double direction = (wound - anchorM[i]) / turn;
        creepM[i] += (creepRatio[i] * elastic - creepM[i]) * Math.min(1, periodS / creepTimeS[i]);
        // While the motor winds in, the cable carries more than a cell at the joint reads and less than one at the
        // motor does; (1 + exp(2 x)) / 2 to second order, for x is some per cent.
        final double mean = cellSide * band * direction;
        stretchM[i] = elastic * (1 + mean + mean * mean);
        lengthM[i] = zeroLengthM[i] - wound + stretchM[i] + creepM[i] + 0.5 * backlashM[i] * direction;
        final double open = 1 - direction * direction;
        final double side = cellSide * elastic * band;
        final double known = side * frictionSigma;
        final double half = 0.5 * backlashM[i];
        varianceM2[i] = noiseM2[i] + known * known + open * (side * side + half * half) * (1.0 / 3);
    }
}
