package dev.sinew.tendon.compensation;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * What lies between a motor's position and the length of its tendon's path: the elastic stretch, the creep, and a bias
 * that drifts.
 *
 * <pre>
 *   r θ = b - l(q) + (f1 + f2) / 2 k + c          c' = (chi f / k - c) / T
 * </pre>
 * <p>{@code f1} is the tension at the motor, {@code f2 = f1 exp(-mu w s)} that at the joint. The bias {@code b} is the
 * cable's own length: it is taken from the first sample in which the tendon is taut and the joint encoders are valid,
 * and follows them slowly from there, so that it takes up what the model of creep does not know. While the encoders are
 * missing it stays. Motor set-points and joint positions from motors are the two ways to read the equation. One loop;
 * allocation-free after construction.</p>
 */
public final class SeriesStretch
{
    private static final double PERIOD_S = 0.001;
    private static final double NANOSECONDS = 1e-9;
    private static final long ENCODERS = ChannelGroup.JOINTS.mask();
    private static final long CABLES = ChannelGroup.MOTORS.mask() | ChannelGroup.TENDONS.mask();
    /** A tendon above this part of its least tension is taut. */
    private static final double TAUT_RATIO = 0.5;
    private static final double TAUT_MIN_N = 0.1;

    private final TendonRouting routing;
    private final double periodS;
    private final double[] radius;
    private final int[] motor;
    private final double[] compliance;
    private final double[] creepRatio;
    private final double[] creepPart;
    private final double[] tautAboveN;
    private final double[] bias;
    private final double[] crept;
    private final boolean[] known;
    private final double[] length;
    private final double[] position;
    private final boolean elastic;
    private final boolean creeps;
    private final double follow;

    /**
     * @param robot    robot; parameters that were identified are simply in it.
     * @param routing  how its tendons run.
     * @param settings what is made up for.
     * @param cycles   cycles of the loop from one {@link #update} to the next, at least 1.
     */
    public SeriesStretch(
        final RobotDescription robot,
        final TendonRouting routing,
        final CompensationSettings settings,
        final int cycles)
    {
        this.routing = routing;
        periodS = cycles * (robot.rates() == null ? PERIOD_S : robot.rates().periodNs() * NANOSECONDS);
        elastic = settings.stretch();
        creeps = settings.creep();
        follow = periodS / settings.creepTimeS();
        final int tendons = robot.tendonCount();
        radius = new double[tendons];
        motor = new int[tendons];
        compliance = new double[tendons];
        creepRatio = new double[tendons];
        creepPart = new double[tendons];
        tautAboveN = new double[tendons];
        bias = new double[tendons];
        crept = new double[tendons];
        known = new boolean[tendons];
        length = new double[tendons];
        position = new double[robot.jointCount()];
        for (final TendonDescription tendon : robot.tendons())
        {
            final int i = tendon.index();
            radius[i] = robot.spoolRadiusM(tendon);
            motor[i] = tendon.motor();
            compliance[i] = 1 / tendon.stiffnessNM();
            creepRatio[i] = tendon.losses().creepRatio();
            creepPart[i] = Math.min(1, periodS / tendon.losses().creepTimeConstantS());
            tautAboveN[i] = Math.max(TAUT_MIN_N, TAUT_RATIO * tendon.tensionMinN());
        }
    }

    /**
     * Takes a sample in: creep goes on, and the bias follows where encoders and tensions tell it.
     *
     * @param state     sample.
     * @param direction direction of each tendon, -1 paid out to 1 wound in, for its friction.
     * @param exponents friction coefficient times wrap angle of each tendon.
     */
    void update(final StateBlock state, final double[] direction, final double[] exponents)
    {
        if ((state.validGroups() & CABLES) != CABLES)
        {
            return;
        }
        final boolean encoders = (state.validGroups() & ENCODERS) != 0 && state.jointPosition.isFinite();
        if (encoders)
        {
            state.jointPosition.copyTo(position);
            routing.lengths(position, length);
        }
        for (int i = 0; i < bias.length; i++)
        {
            final double tension = state.tendonTension.get(i);
            final double wound = radius[i] * state.motorPosition.get(motor[i]);
            if (!(tension > tautAboveN[i]) || wound * 0.0 != 0)
            {
                continue;
            }
            final double stretch = meanTension(tension, exponents[i] * direction[i]) * compliance[i];
            final double target = creepRatio[i] * stretch;
            crept[i] = known[i] ? crept[i] + creepPart[i] * (target - crept[i]) : target;
            if (encoders)
            {
                final double found = wound + length[i] - (elastic ? stretch : 0) - (creeps ? crept[i] : 0);
                bias[i] = known[i] ? bias[i] + (creeps ? follow * (found - bias[i]) : 0) : found;
                known[i] = true;
            }
        }
    }

    /** Mean of both ends, to second order; the exponent is some per cent. */
    private static double meanTension(final double motorTension, final double exponent)
    {
        return motorTension * (1 - 0.5 * exponent + 0.25 * exponent * exponent);
    }

    /**
     * Where a motor has to stand for a path length at a tension: the set-point of a drive that controls position.
     *
     * @param tendon   index of the tendon.
     * @param pathM    wanted path length, m.
     * @param tensionN tension that it will have at the motor, N.
     * @return motor position, rad; meaningful once {@link #isKnown}.
     */
    public double motorPositionRad(final int tendon, final double pathM, final double tensionN)
    {
        final double stretch = elastic ? tensionN * compliance[tendon] : 0;
        return (bias[tendon] - pathM + stretch + (creeps ? crept[tendon] : 0)) / radius[tendon];
    }

    /**
     * How long a tendon's path is, from its motor: the measurement behind a joint position without an encoder.
     *
     * @param tendon   index of the tendon.
     * @param motorRad motor position, rad.
     * @param tensionN tension at the motor, N.
     * @return path length, m; meaningful once {@link #isKnown} and while the tendon is taut.
     */
    public double pathLengthM(final int tendon, final double motorRad, final double tensionN)
    {
        final double stretch = elastic ? tensionN * compliance[tendon] : 0;
        return bias[tendon] - radius[tendon] * motorRad + stretch + (creeps ? crept[tendon] : 0);
    }

    /**
     * @param tendon index of the tendon.
     * @return true once its bias has been seen.
     */
    public boolean isKnown(final int tendon)
    {
        return known[tendon];
    }

    /**
     * @param tendon index of the tendon.
     * @return what the model says it has crept, m.
     */
    public double creptM(final int tendon)
    {
        return crept[tendon];
    }

    /**
     * @param tendon index of the tendon.
     * @return length of its cable as it was learned, m.
     */
    public double biasM(final int tendon)
    {
        return bias[tendon];
    }
}
