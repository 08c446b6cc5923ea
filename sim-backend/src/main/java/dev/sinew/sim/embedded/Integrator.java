package dev.sinew.sim.embedded;

/**
 * Semi-implicit Euler: velocities from accelerations, then coordinates from the new velocities.
 */
final class Integrator
{
    /** Acceleration of free fall, m/s². */
    static final double GRAVITY_M_S2 = 9.81;

    private final TreeState state;

    /**
     * @param state what to advance.
     */
    Integrator(final TreeState state)
    {
        this.state = state;
    }

    /**
     * @param periodS length of the step, s.
     * @return false when a coordinate or velocity is no longer finite.
     */
    boolean advance(final double periodS)
    {
        final double[] position = state.jointPosition;
        final double[] velocity = state.jointVelocity;
        final double[] acceleration = state.jointAcceleration;
        double check = 0;
        for (int j = 0; j < position.length; j++)
        {
            velocity[j] += periodS * acceleration[j];
            position[j] += periodS * velocity[j];
            check += position[j] * 0.0;
        }
        return advanceBase(periodS) && check == 0;
    }

    private boolean advanceBase(final double periodS)
    {
        final double[] pose = state.basePose;
        final double[] velocity = state.baseVelocity;
        double check = 0;
        for (int k = 0; k < 3; k++)
        {
            final double proper = state.acceleration[k];
            velocity[k] += periodS * (k == 2 ? proper - GRAVITY_M_S2 : proper);
            pose[k] += periodS * velocity[k];
            check += pose[k] * 0.0;
        }
        final double wx = state.omega[0] + periodS * state.alpha[0];
        final double wy = state.omega[1] + periodS * state.alpha[1];
        final double wz = state.omega[2] + periodS * state.alpha[2];
        turn(pose, wx * periodS, wy * periodS, wz * periodS);
        toBase(pose, velocity, wx, wy, wz);
        return check + (wx + wy + wz) * 0.0 == 0;
    }

    /** Turns a pose's orientation by a small rotation vector in the world. */
    private static void turn(final double[] pose, final double x, final double y, final double z)
    {
        final double s = (x * x + y * y + z * z) / 4;
        final double cos = 1 - s * (0.5 - s * (1.0 / 24 - s * (1.0 / 720 - s / 40_320)));
        final double half = 0.5 * (1 - s * (1.0 / 6 - s * (1.0 / 120 - s * (1.0 / 5_040 - s / 362_880))));
        final double dx = half * x;
        final double dy = half * y;
        final double dz = half * z;
        final double w = pose[3];
        final double a = pose[4];
        final double b = pose[5];
        final double c = pose[6];
        final double nw = cos * w - dx * a - dy * b - dz * c;
        final double na = cos * a + dx * w + dy * c - dz * b;
        final double nb = cos * b + dy * w + dz * a - dx * c;
        final double nc = cos * c + dz * w + dx * b - dy * a;
        final double scale = 1 / Math.sqrt(nw * nw + na * na + nb * nb + nc * nc);
        pose[3] = nw * scale;
        pose[4] = na * scale;
        pose[5] = nb * scale;
        pose[6] = nc * scale;
    }

    /** Stores a world's angular velocity in the base frame: v + 2 w (v x u) + 2 u x (u x v) with u = -(x, y, z). */
    private static void toBase(
        final double[] pose, final double[] velocity, final double wx, final double wy, final double wz)
    {
        final double w = pose[3];
        final double x = -pose[4];
        final double y = -pose[5];
        final double z = -pose[6];
        final double tx = 2 * (y * wz - z * wy);
        final double ty = 2 * (z * wx - x * wz);
        final double tz = 2 * (x * wy - y * wx);
        velocity[3] = wx + w * tx + (y * tz - z * ty);
        velocity[4] = wy + w * ty + (z * tx - x * tz);
        velocity[5] = wz + w * tz + (x * ty - y * tx);
    }
}
