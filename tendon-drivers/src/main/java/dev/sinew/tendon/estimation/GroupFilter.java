package dev.sinew.tendon.estimation;

import java.util.Arrays;

/**
 * Kalman filter of the joints of one group, with positions and velocities as its state. Between two samples a joint
 * moves on with its velocity, which an unknown acceleration changes; each reading is one row, taken in one after the
 * other, so that no matrix has to be inverted and a reading that says nothing costs nothing. Where rows are not linear
 * the same sample may be taken in again about the new position, from the same prior ({@link #again()}): an iterated
 * extended filter. Loop's thread; allocation-free.
 */
final class GroupFilter
{
    /** A velocity that nobody measures dies away within this time, s: a lost joint must not run off. */
    private static final double COAST_S = 0.1;

    final int joints;
    final double[] q;
    final double[] v;
    /** Blocks of the covariance, row by row. */
    final double[] pqq;
    final double[] pqv;
    final double[] pvv;

    private final double accelerationVariance;
    private final double[] priorQ;
    private final double[] priorV;
    private final double[] priorQq;
    private final double[] priorQv;
    private final double[] priorVv;
    private final double[] gainQ;
    private final double[] gainV;

    GroupFilter(final int joints, final double accelerationSigmaRadS2)
    {
        this.joints = joints;
        accelerationVariance = accelerationSigmaRadS2 * accelerationSigmaRadS2;
        q = new double[joints];
        v = new double[joints];
        pqq = new double[joints * joints];
        pqv = new double[joints * joints];
        pvv = new double[joints * joints];
        priorQ = new double[joints];
        priorV = new double[joints];
        priorQq = new double[joints * joints];
        priorQv = new double[joints * joints];
        priorVv = new double[joints * joints];
        gainQ = new double[joints];
        gainV = new double[joints];
    }

    /** Starts anew: nothing is correlated with anything. */
    void clear()
    {
        Arrays.fill(pqq, 0);
        Arrays.fill(pqv, 0);
        Arrays.fill(pvv, 0);
    }

    /** Sets one joint after {@link #clear()}. */
    void set(final int j, final double position, final double velocity, final double sigmaRad, final double sigmaRadS)
    {
        q[j] = position;
        v[j] = velocity;
        pqq[j * joints + j] = sigmaRad * sigmaRad;
        pvv[j * joints + j] = sigmaRadS * sigmaRadS;
    }

    /** Moves on by one step and keeps the prior. */
    void predict(final double dt)
    {
        final double keep = Math.max(0, 1 - dt / COAST_S);
        final double noiseV = accelerationVariance * dt * dt;
        for (int j = 0; j < joints; j++)
        {
            q[j] += dt * v[j];
            v[j] *= keep;
        }
        for (int j = 0; j < joints; j++)
        {
            for (int k = 0; k < joints; k++)
            {
                final int at = j * joints + k;
                pqq[at] += dt * (pqv[at] + pqv[k * joints + j]) + dt * dt * pvv[at];
            }
        }
        for (int at = 0; at < pqv.length; at++)
        {
            pqv[at] = keep * (pqv[at] + dt * pvv[at]);
            pvv[at] *= keep * keep;
        }
        for (int j = 0; j < joints; j++)
        {
            final int at = j * joints + j;
            pqq[at] += 0.25 * noiseV * dt * dt;
            pqv[at] += 0.5 * noiseV * dt;
            pvv[at] += noiseV;
        }
        System.arraycopy(q, 0, priorQ, 0, joints);
        System.arraycopy(v, 0, priorV, 0, joints);
        System.arraycopy(pqq, 0, priorQq, 0, pqq.length);
        System.arraycopy(pqv, 0, priorQv, 0, pqv.length);
        System.arraycopy(pvv, 0, priorVv, 0, pvv.length);
    }

    /** Goes back to the prior, to take the same sample in about a better position. */
    void again()
    {
        System.arraycopy(priorQ, 0, q, 0, joints);
        System.arraycopy(priorV, 0, v, 0, joints);
        System.arraycopy(priorQq, 0, pqq, 0, pqq.length);
        System.arraycopy(priorQv, 0, pqv, 0, pqv.length);
        System.arraycopy(priorVv, 0, pvv, 0, pvv.length);
    }

    /**
     * Takes one reading {@code y = h (q - about) + y(about) + noise} in.
     *
     * @param h        slope at each joint, from {@code hAt} on.
     * @param hAt      index of its first number.
     * @param about    position about which the reading was made linear, rad.
     * @param excess   {@code y - y(about)}: measured less expected there.
     * @param variance variance of the reading.
     */
    void row(final double[] h, final int hAt, final double[] about, final double excess, final double variance)
    {
        double innovation = excess;
        double spread = variance;
        for (int j = 0; j < joints; j++)
        {
            double sumQ = 0;
            double sumV = 0;
            for (int k = 0; k < joints; k++)
            {
                sumQ += pqq[j * joints + k] * h[hAt + k];
                sumV += pqv[k * joints + j] * h[hAt + k];
            }
            gainQ[j] = sumQ;
            gainV[j] = sumV;
            spread += h[hAt + j] * sumQ;
            innovation -= h[hAt + j] * (q[j] - about[j]);
        }
        correct(innovation, spread);
    }

    /**
     * Takes one joint's position in.
     *
     * @param joint    which joint of the group.
     * @param position what it was measured to be, rad.
     * @param variance rad².
     */
    void position(final int joint, final double position, final double variance)
    {
        for (int j = 0; j < joints; j++)
        {
            gainQ[j] = pqq[j * joints + joint];
            gainV[j] = pqv[joint * joints + j];
        }
        correct(position - q[joint], variance + pqq[joint * joints + joint]);
    }

    /** Stops a joint at an end that it cannot pass; what is not known of it stays as uncertain as it was. */
    void keepWithin(final int joint, final double lowerRad, final double upperRad)
    {
        final double inside = Math.min(Math.max(q[joint], lowerRad), upperRad);
        if (inside != q[joint])
        {
            q[joint] = inside;
            v[joint] = 0;
        }
    }

    /** With {@code P h} in the gains: {@code x += P h z/s}, {@code P -= P h (P h)^T / s}. */
    private void correct(final double innovation, final double spread)
    {
        final double part = 1 / spread;
        for (int j = 0; j < joints; j++)
        {
            q[j] += gainQ[j] * part * innovation;
            v[j] += gainV[j] * part * innovation;
        }
        for (int j = 0; j < joints; j++)
        {
            final double byQ = gainQ[j] * part;
            final double byV = gainV[j] * part;
            for (int k = 0; k < joints; k++)
            {
                pqv[j * joints + k] -= byQ * gainV[k];
            }
            for (int k = 0; k <= j; k++)
            {
                // Mirrored, so that rounding cannot make them lopsided in the long run.
                pqq[j * joints + k] -= byQ * gainQ[k];
                pqq[k * joints + j] = pqq[j * joints + k];
                pvv[j * joints + k] -= byV * gainV[k];
                pvv[k * joints + j] = pvv[j * joints + k];
            }
        }
    }

    /** @return distance of the newest position from another, the largest joint, rad. */
    double farthestFrom(final double[] other)
    {
        double most = 0;
        for (int j = 0; j < joints; j++)
        {
            most = Math.max(most, Math.abs(q[j] - other[j]));
        }
        return most;
    }
}
