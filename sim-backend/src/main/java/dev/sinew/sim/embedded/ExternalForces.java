package dev.sinew.sim.embedded;

import java.util.Arrays;

/**
 * One force on each link, in the world, at a point of the link's frame.
 */
final class ExternalForces
{
    private final TreeState state;
    private final double[] force;
    private final double[] point;
    private final boolean[] pushed;

    /**
     * @param links number of links.
     * @param state what to read and fill.
     */
    ExternalForces(final int links, final TreeState state)
    {
        this.state = state;
        force = new double[3 * links];
        point = new double[3 * links];
        pushed = new boolean[links];
    }

    /**
     * Takes all forces away.
     */
    void reset()
    {
        Arrays.fill(pushed, false);
    }

    /**
     * Sets the force on a link.
     *
     * @param link index of the link.
     * @param fx   force in the world, N.
     * @param fy   force in the world, N.
     * @param fz   force in the world, N.
     * @param px   point in the link's frame, m.
     * @param py   point in the link's frame, m.
     * @param pz   point in the link's frame, m.
     */
    void set(
        final int link,
        final double fx,
        final double fy,
        final double fz,
        final double px,
        final double py,
        final double pz)
    {
        force[3 * link] = fx;
        force[3 * link + 1] = fy;
        force[3 * link + 2] = fz;
        point[3 * link] = px;
        point[3 * link + 1] = py;
        point[3 * link + 2] = pz;
        pushed[link] = fx != 0 || fy != 0 || fz != 0;
    }

    /**
     * Adds all forces to the bias forces of their links.
     */
    void apply()
    {
        for (int link = 0; link < pushed.length; link++)
        {
            if (pushed[link])
            {
                push(link);
            }
        }
    }

    private void push(final int link)
    {
        final int l = 3 * link;
        final int q = 9 * link;
        final double[] m = state.rotation;
        final double x = m[q] * point[l] + m[q + 1] * point[l + 1] + m[q + 2] * point[l + 2];
        final double y = m[q + 3] * point[l] + m[q + 4] * point[l + 1] + m[q + 5] * point[l + 2];
        final double z = m[q + 6] * point[l] + m[q + 7] * point[l + 1] + m[q + 8] * point[l + 2];
        final double[] bias = state.biasForce;
        final int b = 6 * link;
        bias[b] -= y * force[l + 2] - z * force[l + 1];
        bias[b + 1] -= z * force[l] - x * force[l + 2];
        bias[b + 2] -= x * force[l + 1] - y * force[l];
        bias[b + 3] -= force[l];
        bias[b + 4] -= force[l + 1];
        bias[b + 5] -= force[l + 2];
    }
}
