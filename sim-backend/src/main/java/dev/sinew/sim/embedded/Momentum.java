package dev.sinew.sim.embedded;

/**
 * Momentum of a tree from its kinematics.
 */
final class Momentum
{
    private Momentum()
    {
    }

    /**
     * @param model tree.
     * @param state state with kinematics up to date.
     * @return linear momentum, N·s, then angular momentum about the centre of mass, N·m·s, in the world.
     */
    static double[] of(final ArticulatedModel model, final TreeState state)
    {
        final double[] sum = new double[6];
        final double[] middle = new double[3];
        double mass = 0;
        for (int link = 0; link < model.links; link++)
        {
            final double[] centre = turned(state.rotation, 9 * link, model.centre, 3 * link);
            final double[] omega = { state.omega[3 * link], state.omega[3 * link + 1], state.omega[3 * link + 2] };
            final double[] speed = cross(omega, centre);
            final double[] spin = spin(model, state, link, omega);
            for (int k = 0; k < 3; k++)
            {
                centre[k] += state.position[3 * link + k];
                speed[k] = model.mass[link] * (speed[k] + state.velocity[3 * link + k]);
                sum[k] += speed[k];
                middle[k] += model.mass[link] * centre[k];
            }
            final double[] orbit = cross(centre, speed);
            for (int k = 0; k < 3; k++)
            {
                sum[3 + k] += spin[k] + orbit[k];
            }
            mass += model.mass[link];
        }
        for (int k = 0; k < 3; k++)
        {
            middle[k] /= mass;
        }
        final double[] whole = cross(middle, sum);
        for (int k = 0; k < 3; k++)
        {
            sum[3 + k] -= whole[k];
        }
        return sum;
    }

    /** Angular momentum of a link about its own centre of mass. */
    private static double[] spin(
        final ArticulatedModel model, final TreeState state, final int link, final double[] omega)
    {
        final double[] m = state.rotation;
        final double[] local = new double[3];
        for (int k = 0; k < 3; k++)
        {
            local[k] = model.inertia[3 * link + k] *
                (m[9 * link + k] * omega[0] + m[9 * link + 3 + k] * omega[1] + m[9 * link + 6 + k] * omega[2]);
        }
        return turned(m, 9 * link, local, 0);
    }

    private static double[] turned(final double[] m, final int q, final double[] v, final int at)
    {
        final double[] result = new double[3];
        for (int row = 0; row < 3; row++)
        {
            result[row] = m[q + 3 * row] * v[at] + m[q + 3 * row + 1] * v[at + 1] + m[q + 3 * row + 2] * v[at + 2];
        }
        return result;
    }

    private static double[] cross(final double[] a, final double[] b)
    {
        return new double[] { a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0] };
    }
}
