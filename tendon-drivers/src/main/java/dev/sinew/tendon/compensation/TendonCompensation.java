package dev.sinew.tendon.compensation;

import java.util.Arrays;
import java.util.Objects;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * From tensions at the joints to motor torques over cables and motors that lose something. See the package's
 * description. What it adds keeps to the limits: a cable is never pulled by more than its greatest tension at the
 * motor, and what accelerates a rotor never takes more than half of a cable's least tension away. One instance serves
 * one loop; not thread-safe; allocation-free after construction; deterministic.
 */
public final class TendonCompensation
{
    /** Part of the least tension that stays in a cable whose rotor is slowed down. */
    private static final double KEEP_RATIO = 0.5;
    /** Greatest bandwidth of the rate of a commanded tension, rad/s. */
    private static final double RATE_RAD_S = 12;
    /** Greatest gain of the loop that damping closes over that rate, see {@link #rateBandwidth}. */
    private static final double RATE_GAIN = 0.25;

    private final CompensationSettings settings;
    private final ReferenceMotion reference;
    private final int[][] tendonsOf;
    /** First tendon of each motor, and whether it is the only one. */
    private final int[] lead;
    private final boolean[] alone;
    private final double[] radius;
    private final double[] exponent;
    private final double[] tensionMax;
    private final double[] tensionKeep;
    /** Torque of each motor over acceleration and speed of its first cable, kg·m and N·s. */
    private final double[] perAcceleration;
    private final double[] perSpeed;
    private final double[] effortMax;
    private final TakeUp[] takeUps;
    private final double[] slowTension;
    private final double[] stretchRate;
    private final double[] ratePart;
    private final double[] stretchRatePerN;
    private final double[] motorN;
    private final double[] measuredN;
    private final double[] rotorRad;
    private final double[] effortNm;
    private final boolean rubs;
    private final boolean takesUp;
    private final double periodS;
    private boolean aimed;
    private boolean pulled;

    /**
     * @param robot    robot; parameters that were identified are simply in it.
     * @param routing  how its tendons run.
     * @param settings what is made up for.
     */
    public TendonCompensation(
        final RobotDescription robot, final TendonRouting routing, final CompensationSettings settings)
    {
        this.settings = settings;
        rubs = settings.friction() &&
            robot.tendons().stream().anyMatch(tendon -> tendon.losses().frictionCoefficient() > 0);
        reference = new ReferenceMotion(robot, routing, settings, rubs);
        periodS = robot.rates() == null ? 1e-3 : robot.rates().periodNs() * 1e-9;
        final int tendons = robot.tendonCount();
        final int motors = robot.motorCount();
        radius = new double[tendons];
        exponent = new double[tendons];
        tensionMax = new double[tendons];
        tensionKeep = new double[tendons];
        slowTension = new double[tendons];
        stretchRate = new double[tendons];
        ratePart = new double[tendons];
        stretchRatePerN = new double[tendons];
        motorN = new double[tendons];
        measuredN = new double[tendons];
        rotorRad = new double[motors];
        effortNm = new double[motors];
        for (final TendonDescription tendon : robot.tendons())
        {
            final int i = tendon.index();
            radius[i] = robot.spoolRadiusM(tendon);
            exponent[i] = tendon.losses().frictionCoefficient() * tendon.losses().wrapRad();
            tensionMax[i] = tendon.tensionMaxN();
            tensionKeep[i] = KEEP_RATIO * tendon.tensionMinN();
            stretchRatePerN[i] = 1 / (tendon.stiffnessNM() * periodS);
            final double turn = rateBandwidth(robot, tendon) * periodS;
            ratePart[i] = turn / (1 + turn);
        }
        tendonsOf = new int[motors][];
        lead = new int[motors];
        alone = new boolean[motors];
        perAcceleration = new double[motors];
        perSpeed = new double[motors];
        effortMax = new double[motors];
        takeUps = new TakeUp[motors];
        for (final MotorDescription motor : robot.motors())
        {
            final int m = motor.index();
            tendonsOf[m] = motor.tendons().stream().mapToInt(Integer::intValue).toArray();
            lead[m] = tendonsOf[m][0];
            alone[m] = tendonsOf[m].length == 1;
            final double perRadius = 1 / radius[lead[m]];
            perAcceleration[m] = settings.inertia() ? motor.rotorInertiaKgM2() * perRadius : 0;
            perSpeed[m] = settings.motorFriction() ? motor.dampingNmsRad() * perRadius : 0;
            effortMax[m] = motor.effortMaxNm();
            takeUps[m] = settings.backlash() ? TakeUp.of(robot, motor, settings.takeUpRatio()) : null;
        }
        takesUp = Arrays.stream(takeUps).anyMatch(Objects::nonNull);
    }

    /**
     * A commanded tension holds damping D times the speed of its motor. Taking the stretch's rate out of that speed
     * closes a loop of gain {@code D omega / k} over it. Damping formed once a cycle is stable up to
     * {@code D = J / (r^2 T)} at most, so a bandwidth that is small against {@code k r^2 T / J} is safe for all gains
     * that are.
     */
    private double rateBandwidth(final RobotDescription robot, final TendonDescription tendon)
    {
        final double spool = robot.spoolRadiusM(tendon);
        return Math.min(RATE_RAD_S, RATE_GAIN * tendon.stiffnessNM() * spool * spool * periodS /
            robot.motors().get(tendon.motor()).rotorInertiaKgM2());
    }

    /**
     * Takes the speed by which cables grow longer under a changing tension out of the speeds of their motors, so that
     * what is left is the speed of the joints.
     *
     * @param windingMS speed at which each tendon's spool takes cable in, m/s; changed in place.
     */
    public void unstretch(final double[] windingMS)
    {
        if (settings.stretch())
        {
            for (int i = 0; i < stretchRate.length; i++)
            {
                windingMS[i] -= stretchRate[i];
            }
        }
    }

    /**
     * Takes the friction of the cables out of tensions that were measured at the motors, as far as its direction is
     * known.
     *
     * @param tensionN measured tensions, N; changed in place into those at the joints.
     */
    public void toJoints(final double[] tensionN)
    {
        for (int i = 0; rubs && i < exponent.length; i++)
        {
            if (exponent[i] != 0)
            {
                tensionN[i] *= Capstan.ratio(-exponent[i] * reference.direction[i]);
            }
        }
    }

    /**
     * Says where the joints are meant to go. Once a cycle, before {@link #torques}; a cycle without it is one in which
     * nothing is meant to move.
     *
     * @param targetPosition joint targets, rad.
     * @param targetVelocity their velocities, rad/s.
     * @param jointPosition  estimated joint positions, rad.
     */
    public void aim(final Column targetPosition, final Column targetVelocity, final Column jointPosition)
    {
        reference.follow(targetPosition, targetVelocity, jointPosition);
        aimed = true;
    }

    /**
     * @param tendonTension tensions at the joints, N.
     * @param state         newest good sample.
     * @param motorEffort   out, torque of each motor, N·m, within its limit.
     */
    public void torques(final Column tendonTension, final StateBlock state, final Column motorEffort)
    {
        if (!aimed)
        {
            reference.stand();
        }
        aimed = false;
        tendonTension.copyTo(motorN);
        if (takesUp)
        {
            state.tendonTension.copyTo(measuredN);
            state.motorPosition.copyTo(rotorRad);
        }
        for (int i = 0; rubs && i < motorN.length; i++)
        {
            motorN[i] = motorTension(i, motorN[i]);
        }
        rates();
        for (int m = 0; m < tendonsOf.length; m++)
        {
            effortNm[m] = torque(m);
        }
        motorEffort.setAll(effortNm);
    }

    private double torque(final int m)
    {
        final int i = lead[m];
        double cables = radius[i] * motorN[i];
        for (int k = 1; !alone[m] && k < tendonsOf[m].length; k++)
        {
            cables += radius[tendonsOf[m][k]] * motorN[tendonsOf[m][k]];
        }
        final double extra = takeUps[m] == null ? 0 : takeUp(m, cables);
        final double effort = cables + moving(m, i, cables) + extra;
        final double most = effortMax[m];
        // Not a number compares false with everything: such a motor is left without torque.
        return effort >= -most ? effort > most ? most : effort : effort < -most ? -most : 0;
    }

    /** Rates at which the cables grow longer under changing tensions. */
    private void rates()
    {
        for (int i = 0; i < motorN.length; i++)
        {
            final double change = motorN[i] - slowTension[i];
            // The first tension, and one that is not a number, has no rate.
            final boolean follows = pulled && change * 0.0 == 0;
            final double step = follows ? ratePart[i] * change : 0;
            slowTension[i] = follows ? slowTension[i] + step : motorN[i] * 0.0 == 0 ? motorN[i] : 0;
            stretchRate[i] = step * stretchRatePerN[i];
        }
        pulled = true;
    }

    private double takeUp(final int m, final double cables)
    {
        double measured = 0;
        for (final int i : tendonsOf[m])
        {
            measured += radius[i] * measuredN[i];
        }
        return takeUps[m].extra(cables, measured, rotorRad[m]);
    }

    private double motorTension(final int i, final double jointTension)
    {
        if (exponent[i] == 0)
        {
            return jointTension;
        }
        final double wanted = jointTension * Capstan.ratio(exponent[i] * reference.direction[i]);
        return Math.min(wanted, Math.max(tensionMax[i], jointTension));
    }

    /** What turns the rotor as its first tendon is meant to run, without slackening or overloading a lone cable. */
    private double moving(final int m, final int i, final double cables)
    {
        final double effort = perAcceleration[m] * reference.accelerationMS2[i] + perSpeed[m] * reference.speedMS[i];
        if (!alone[m] || effort == 0)
        {
            return effort;
        }
        final double keep = radius[i] * tensionKeep[i];
        final double top = radius[i] * tensionMax[i];
        final double least = cables < keep ? cables : keep;
        final double most = cables > top ? cables : top;
        final double sum = cables + effort;
        return (sum < least ? least : sum > most ? most : sum) - cables;
    }

    /**
     * @param tendon index of the tendon.
     * @return direction that its friction is made up for in, -1 paid out to 1 wound in; 0 where no tendon of the
     *         robot rubs.
     */
    public double direction(final int tendon)
    {
        return reference.direction[tendon];
    }

    /** Forgets motion and tensions: the robot was let go. */
    public void reset()
    {
        reference.stand();
        aimed = false;
        pulled = false;
        for (int i = 0; i < stretchRate.length; i++)
        {
            stretchRate[i] = 0;
        }
        for (final TakeUp takeUp : takeUps)
        {
            if (takeUp != null)
            {
                takeUp.reset();
            }
        }
    }
}
