package dev.sinew.sim.embedded;

/**
 * Energies of a tree from its kinematics.
 */
final class MechanicalEnergy
{
    private MechanicalEnergy()
    {
    }

    /**
     * @param model tree.
     * @param state state with kinematics up to date.
     * @return kinetic energy of the links, J.
     */
    static double kineticJ(final ArticulatedModel model, final TreeState state)
    {
        double sum = 0;
        for (int link = 0; link < model.links; link++)
        {
            final double[] m = state.rotation;
            final double[] w = state.omega;
            final int l = 3 * link;
            double linear = 0;
            for (int k = 0; k < 3; k++)
            {
                final int next = (k + 1) % 3;
                final int last = (k + 2) % 3;
                final double speed = state.velocity[l + k] +
                    (w[l + next] * centre(model, m, link, last) - w[l + last] * centre(model, m, link, next));
                linear += speed * speed;
                final double local = m[9 * link + k] * w[l] + m[9 * link + 3 + k] * w[l + 1] +
                    m[9 * link + 6 + k] * w[l + 2];
                sum += 0.5 * model.inertia[l + k] * local * local;
            }
            sum += 0.5 * model.mass[link] * linear;
        }
        return sum;
    }

    /**
     * @param model tree.
     * @param state state with kinematics up to date.
     * @return potential energy of the links above the plane z = 0, J.
     */
    static double potentialJ(final ArticulatedModel model, final TreeState state)
    {
        double sum = 0;
        for (int link = 0; link < model.links; link++)
        {
            sum += model.mass[link] * Integrator.GRAVITY_M_S2 *
                (state.position[3 * link + 2] + centre(model, state.rotation, link, 2));
        }
        return sum;
    }

    /** One component of a link's centre of mass less its origin, in the world's axes. */
    private static double centre(final ArticulatedModel model, final double[] m, final int link, final int component)
    {
        final int q = 9 * link + 3 * component;
        return m[q] * model.centre[3 * link] + m[q + 1] * model.centre[3 * link + 1] +
            m[q + 2] * model.centre[3 * link + 2];
    }
}
