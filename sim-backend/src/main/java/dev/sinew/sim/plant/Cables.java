package dev.sinew.sim.plant;

import java.util.Arrays;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.compensation.Capstan;

/**
 * The cables between spools and joints: elastic, pulling only, rubbing on their guides, creeping under load.
 *
 * <p>An ideal cable is one spring with a damper. One that rubs is cut in two halves of twice the stiffness by the place
 * at which it rubs, which the cable passes by the slip {@code s}:</p>
 * <pre>
 *   spool ──[ k1 = 2 k, e1 = wound + s - c1 ]── guide ──[ k2 = 2 k, e2 = l(q) - l_0 - s - c2 ]── joint
 *             tension f1                    exp(mu w)                  tension f2
 * </pre>
 * <p>The guide is massless and holds the cable as long as {@code f1 exp(-mu w) <= f2 <= f1 exp(mu w)}; else the cable
 * slides just so far that the bound is met. That is found in closed form at the end of the step, so it is stable for
 * any stiffness, and it can only take energy: the cable slides towards the end that pulls harder. It has what Kaneko
 * found on real ones: another stiffness when pulling than when loosening, and a dead travel between the two.</p>
 *
 * <p>Creep is that of a standard linear solid: beside each spring stands a slow one of compliance {@code chi / k} with
 * a time constant. The simulator's thread; allocation-free after construction.</p>
 */
final class Cables
{
    private final double[] stiffness;
    private final double[] damping;
    private final double[] friction;
    private final double[] creepRatio;
    private final double[] creepTimeS;

    /** Stiffness and damping that are left: 0 of a cut cable. */
    private final double[] taut;
    private final double[] tautDamping;
    private final double[] freeLength;
    private final double[] extra;
    /** Tension of one end over that of the other while sliding, 1 of an ideal cable. */
    private final double[] hold;
    private final boolean[] rubs;
    private final boolean slides;
    private final boolean creeps;
    private final double[] slip;
    private final double[] slipNext;
    private final double[] creepMotor;
    private final double[] creepLoad;
    /** Elongations of both halves, m; an ideal cable's is the second. */
    private final double[] stretchMotor;
    private final double[] stretchLoad;

    /** Path lengths and their rates, in. */
    final double[] length;
    final double[] lengthRate;
    /** Tensions at the spool and at the joint, out. */
    final double[] motorSide;
    final double[] loadSide;

    Cables(final RobotDescription robot)
    {
        final int count = robot.tendonCount();
        stiffness = new double[count];
        damping = new double[count];
        friction = new double[count];
        creepRatio = new double[count];
        creepTimeS = new double[count];
        taut = new double[count];
        tautDamping = new double[count];
        freeLength = new double[count];
        extra = new double[count];
        hold = new double[count];
        rubs = new boolean[count];
        slip = new double[count];
        slipNext = new double[count];
        creepMotor = new double[count];
        creepLoad = new double[count];
        stretchMotor = new double[count];
        stretchLoad = new double[count];
        length = new double[count];
        lengthRate = new double[count];
        motorSide = new double[count];
        loadSide = new double[count];
        for (final TendonDescription tendon : robot.tendons())
        {
            final int i = tendon.index();
            stiffness[i] = tendon.stiffnessNM();
            damping[i] = tendon.dampingNsM();
            friction[i] = tendon.losses().frictionCoefficient();
            creepRatio[i] = tendon.losses().creepRatio();
            creepTimeS[i] = tendon.losses().creepTimeConstantS();
            wrap(i, tendon.losses().wrapRad());
        }
        slides = Arrays.stream(friction).anyMatch(mu -> mu > 0);
        creeps = Arrays.stream(creepRatio).anyMatch(ratio -> ratio > 0);
    }

    /**
     * @param i       a tendon.
     * @param wrapRad angle over which it bends on its guides now, rad.
     */
    void wrap(final int i, final double wrapRad)
    {
        hold[i] = Capstan.ratio(friction[i] * wrapRad);
        rubs[i] = friction[i] > 0;
    }

    /** Mends a cable and makes it so long that it pulls with {@code tensionN} at both ends, its creep at an end. */
    void reset(final int i, final double tensionN)
    {
        taut[i] = stiffness[i];
        tautDamping[i] = damping[i];
        extra[i] = 0;
        lengthRate[i] = 0;
        final double stretch = tensionN / stiffness[i];
        final double crept = creepRatio[i] * stretch;
        freeLength[i] = length[i] - stretch - crept;
        creepMotor[i] = rubs[i] ? 0.5 * crept : 0;
        creepLoad[i] = crept - creepMotor[i];
        slip[i] = rubs[i] ? 0.5 * (stretch + crept) : 0;
        slipNext[i] = slip[i];
    }

    void cut(final int i)
    {
        taut[i] = 0;
        tautDamping[i] = 0;
        motorSide[i] = 0;
        loadSide[i] = 0;
    }

    void slack(final int i, final double extraM)
    {
        extra[i] = extraM;
    }

    /**
     * Tensions at the end of a step; nothing slides for good before {@link #settle()}.
     *
     * @param i     a tendon.
     * @param wound cable that its spool has taken in, m.
     * @param rate  its rate, m/s.
     * @param h     length of the step, s.
     * @return tension at the spool, N, at least 0; that at the joint is in {@link #loadSide}.
     */
    double pull(final int i, final double wound, final double rate, final double h)
    {
        if (rubs[i])
        {
            return slide(i, wound, rate, h);
        }
        final double elongation = length[i] + wound - freeLength[i] - extra[i] - creepLoad[i];
        final double f = taut[i] * elongation + tautDamping[i] * (lengthRate[i] + rate);
        final double pull = elongation > 0 && f > 0 ? f : 0;
        stretchLoad[i] = elongation;
        motorSide[i] = pull;
        loadSide[i] = pull;
        return pull;
    }

    private double slide(final int i, final double wound, final double rate, final double h)
    {
        final double k = 2 * taut[i];
        final double b = 2 * tautDamping[i];
        final double near = wound + slip[i] - creepMotor[i];
        final double far = length[i] - freeLength[i] - extra[i] - slip[i] - creepLoad[i];
        final double u1 = k * near + b * rate;
        final double u2 = k * far + b * lengthRate[i];
        double f1 = near > 0 && u1 > 0 ? u1 : 0;
        double f2 = far > 0 && u2 > 0 ? u2 : 0;
        double moved = 0;
        final double e = hold[i];
        final boolean toLoad = f2 > e * f1;
        if (toLoad || f1 > e * f2)
        {
            if (near + far <= 0 || u1 + u2 <= 0)
            {
                f1 = 0;
                f2 = 0;
                moved = 0.5 * (far - near);
            }
            else
            {
                // Both dampers see the slip as well; f1 = u1 + (k + b / h) moved, f2 = u2 - (k + b / h) moved.
                final double less = (u1 + u2) / (1 + e);
                f1 = toLoad ? less : e * less;
                moved = (f1 - u1) / (k + b / h);
                if (near + moved <= 0 || far - moved <= 0)
                {
                    // A half that hangs loose does not damp: the springs alone share the elongation.
                    f1 = k * (near + far) / (1 + e) * (toLoad ? 1 : e);
                    moved = f1 / k - near;
                }
                f2 = toLoad ? e * f1 : f1 / e;
            }
        }
        slipNext[i] = slip[i] + moved;
        stretchMotor[i] = near + moved;
        stretchLoad[i] = far - moved;
        motorSide[i] = f1;
        loadSide[i] = f2;
        return f1;
    }

    /** What slid in the last {@link #pull} of each tendon has slid for good. */
    void settle()
    {
        if (slides)
        {
            System.arraycopy(slipNext, 0, slip, 0, slip.length);
        }
    }

    /**
     * Creep over one period, driven by the springs alone: what the dampers add would be energy from nowhere.
     *
     * @param periodS length of the period, s.
     */
    void creep(final double periodS)
    {
        for (int i = 0; creeps && i < creepRatio.length; i++)
        {
            if (creepRatio[i] > 0)
            {
                final double part = periodS / creepTimeS[i];
                final double ratio = part * creepRatio[i];
                creepMotor[i] = rubs[i] ? (creepMotor[i] + ratio * Math.max(0, stretchMotor[i])) / (1 + part) : 0;
                creepLoad[i] = (creepLoad[i] + ratio * Math.max(0, stretchLoad[i])) / (1 + part);
            }
        }
    }

    /**
     * @param i a tendon.
     * @return what its springs and the slow springs beside them held at the last {@link #pull}, J.
     */
    double energyJ(final int i)
    {
        final double compliance = (rubs[i] ? 0.5 : 1) / stiffness[i];
        final double left = taut[i] / stiffness[i];
        double squares = square(Math.max(0, stretchLoad[i])) + square(rubs[i] ? Math.max(0, stretchMotor[i]) : 0);
        squares += creepRatio[i] > 0 ? (square(creepMotor[i]) + square(creepLoad[i])) / creepRatio[i] : 0;
        return 0.5 * left * squares / compliance;
    }

    private static double square(final double x)
    {
        return x * x;
    }

    /**
     * @param i a tendon.
     * @return what has crept, m.
     */
    double creptM(final int i)
    {
        return creepMotor[i] + creepLoad[i];
    }
}
