package dev.sinew.tendon.calibration;

import dev.sinew.hal.layout.StateBlock;

/**
 * What the newest good sample says of one group: where its joints are by encoder and by motors, how long they have
 * stood still, which motor does not answer. Loop's thread; allocation-free.
 */
final class GroupSenses
{
    /** A joint that stays within this part of its range, or within {@link #STILL_RAD}, stands still. */
    private static final double STILL_RATIO = 0.004;
    private static final double STILL_RAD = 0.004;
    private static final double STILL_MOTOR_RAD = 0.03;
    /** A motor whose readings have not changed for this time, while its command did, does not answer, ns. */
    private static final long SILENT_NS = 100_000_000L;
    /** Part of a rest tension's torque by which a command has to change to count. */
    private static final double COMMAND_RATIO = 0.1;
    /** An encoder without a value for this time is out, ns. */
    private static final long BLIND_NS = 100_000_000L;
    /** Motors have to turn a joint by this before an encoder can be said to stand still, rad ... */
    private static final double TURN_RAD = 0.25;
    /** ... and by this part of what they turn the joint of the group that turns most: moment arms are off a little. */
    private static final double TURN_RATIO = 0.25;
    /** An encoder that shows less than this part of that turn stands still. */
    private static final double FROZEN_RATIO = 0.1;

    private final GroupParts parts;
    /** Joint positions: by encoder where there is one, else by motors from an unknown begin, rad. */
    final double[] position;
    /** Joint positions by motors and the stretch of cables alone, from an unknown begin, rad. */
    private final double[] byMotors;
    private final double[] motorsBegan;
    private final double[] encoderBegan;
    /** Joint velocities by motors, rad/s. */
    final double[] velocity;
    final double[] tension;
    final double[] motorPosition;
    final double[] temperature;

    private final double[] winding;
    private final double[] windingRate;
    private final double[] jointReference;
    private final double[] motorReference;
    private final double[] stillRad;
    private long jointsMovedNs;
    private long motorsMovedNs;
    private int movedMotor;
    private final double[] motorFirst;
    private final double[] mostMoved;

    private final long[] seenNs;
    private boolean whole;
    private final long[] fingerprint;
    private final long[] changedNs;
    private final double[] askedThen;
    private boolean begun;

    GroupSenses(final GroupParts parts)
    {
        this.parts = parts;
        final int joints = parts.joint.length;
        final int tendons = parts.tendon.length;
        final int motors = parts.motor.length;
        position = new double[joints];
        byMotors = new double[joints];
        motorsBegan = new double[joints];
        encoderBegan = new double[joints];
        seenNs = new long[joints];
        velocity = new double[joints];
        tension = new double[tendons];
        motorPosition = new double[motors];
        temperature = new double[motors];
        winding = new double[tendons];
        windingRate = new double[tendons];
        jointReference = new double[joints];
        motorReference = new double[motors];
        motorFirst = new double[motors];
        mostMoved = new double[motors];
        stillRad = new double[joints];
        for (int row = 0; row < joints; row++)
        {
            stillRad[row] = Math.max(STILL_RAD, STILL_RATIO * parts.range(row));
        }
        fingerprint = new long[motors];
        changedNs = new long[motors];
        askedThen = new double[motors];
    }

    /**
     * @param state newest good sample.
     * @param asked torque of each motor of the group that was in force, N·m.
     * @param nowNs time of the cycle, ns.
     */
    void take(final StateBlock state, final double[] asked, final long nowNs)
    {
        for (int m = 0; m < motorPosition.length; m++)
        {
            motorPosition[m] = state.motorPosition.get(parts.motor[m]);
            temperature[m] = state.motorTemperature.get(parts.motor[m]);
            motorFirst[m] = begun ? motorFirst[m] : motorPosition[m];
            mostMoved[m] = Math.max(mostMoved[m], Math.abs(motorPosition[m] - motorFirst[m]));
            listen(state, m, asked[m], nowNs);
        }
        for (int c = 0; c < tension.length; c++)
        {
            tension[c] = state.tendonTension.get(parts.tendon[c]);
            winding[c] = parts.spool[c] * motorPosition[parts.motorOf[c]] - tension[c] / parts.stiffness[c];
            windingRate[c] = parts.spool[c] * state.motorVelocity.get(parts.motor[parts.motorOf[c]]);
        }
        whole = true;
        for (int row = 0; row < position.length; row++)
        {
            byMotors[row] = parts.turned(row, winding);
            velocity[row] = parts.turned(row, windingRate);
            final double read = parts.encoder[row] ? state.jointPosition.get(parts.joint[row]) : byMotors[row];
            final boolean seen = read * 0.0 == 0;
            whole &= seen;
            position[row] = seen ? read : position[row];
            seenNs[row] = seen || !begun ? nowNs : seenNs[row];
        }
        watch(nowNs);
        begun = true;
    }

    private void watch(final long nowNs)
    {
        for (int row = 0; row < position.length; row++)
        {
            if (!begun || Math.abs(position[row] - jointReference[row]) > stillRad[row])
            {
                jointReference[row] = position[row];
                jointsMovedNs = nowNs;
            }
        }
        for (int m = 0; m < motorPosition.length; m++)
        {
            if (!begun || Math.abs(motorPosition[m] - motorReference[m]) > STILL_MOTOR_RAD)
            {
                motorReference[m] = motorPosition[m];
                motorsMovedNs = nowNs;
                movedMotor = m;
            }
        }
    }

    /** A real motor never reports the very same numbers while it is asked for something else. */
    private void listen(final StateBlock state, final int m, final double asked, final long nowNs)
    {
        final int index = parts.motor[m];
        long bits = Double.doubleToRawLongBits(state.motorPosition.get(index));
        bits = 31 * bits + Double.doubleToRawLongBits(state.motorVelocity.get(index));
        bits = 31 * bits + Double.doubleToRawLongBits(state.motorEffort.get(index));
        bits = 31 * bits + Double.doubleToRawLongBits(state.motorTemperature.get(index));
        if (!begun || bits != fingerprint[m])
        {
            fingerprint[m] = bits;
            changedNs[m] = nowNs;
            askedThen[m] = asked;
        }
    }

    /**
     * @param asked  torque that each motor of the group is asked for, N·m.
     * @param scale  torque of each motor at rest tension, N·m.
     * @param nowNs  time of the cycle, ns.
     * @return a motor of the group that does not answer, -1 when all do.
     */
    int silentMotor(final double[] asked, final double[] scale, final long nowNs)
    {
        for (int m = 0; m < fingerprint.length; m++)
        {
            if (nowNs - changedNs[m] > SILENT_NS &&
                Math.abs(asked[m] - askedThen[m]) > COMMAND_RATIO * Math.abs(scale[m]))
            {
                return m;
            }
        }
        return -1;
    }

    /** True when every encoder of the group had a value in the newest sample. */
    boolean whole()
    {
        return whole;
    }

    /** A joint whose encoder has had no value for a while, -1 when there is none. */
    int blindJoint(final long nowNs)
    {
        for (int row = 0; row < seenNs.length; row++)
        {
            if (nowNs - seenNs[row] > BLIND_NS)
            {
                return row;
            }
        }
        return -1;
    }

    /** A motor that is too hot, -1 when none is. */
    int hotMotor()
    {
        for (int m = 0; m < temperature.length; m++)
        {
            if (temperature[m] > parts.temperatureMax[m])
            {
                return m;
            }
        }
        return -1;
    }

    /** A motor that has not moved at all since the group's first sample, -1 when all have. */
    int stuckMotor()
    {
        for (int m = 0; m < motorPosition.length; m++)
        {
            if (mostMoved[m] < STILL_MOTOR_RAD)
            {
                return m;
            }
        }
        return -1;
    }

    /** From here on turns of joints are counted. */
    void beginTurn()
    {
        System.arraycopy(byMotors, 0, motorsBegan, 0, byMotors.length);
        System.arraycopy(position, 0, encoderBegan, 0, position.length);
    }

    /** By how much motors have turned a joint, rad. */
    double turned(final int row)
    {
        return byMotors[row] - motorsBegan[row];
    }

    /** A joint whose encoder shows nothing of how far its motors have turned it, -1 when there is none. */
    int frozenEncoder()
    {
        double most = 0;
        for (int row = 0; row < position.length; row++)
        {
            most = Math.max(most, Math.abs(turned(row)));
        }
        for (int row = 0; row < position.length; row++)
        {
            final double turn = Math.abs(turned(row));
            if (parts.encoder[row] && turn > Math.max(TURN_RAD, TURN_RATIO * most) &&
                Math.abs(position[row] - encoderBegan[row]) < FROZEN_RATIO * turn)
            {
                return row;
            }
        }
        return -1;
    }

    /** Time for which no joint has moved, ns. */
    long jointsStillNs(final long nowNs)
    {
        return nowNs - jointsMovedNs;
    }

    /** Time for which no motor has moved, ns. */
    long motorsStillNs(final long nowNs)
    {
        return nowNs - motorsMovedNs;
    }

    /** Motor of the group that moved last. */
    int movedMotor()
    {
        return movedMotor;
    }
}
