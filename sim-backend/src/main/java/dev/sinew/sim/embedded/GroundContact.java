package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SimulationDescription;

/**
 * Spheres on the plane z = 0. Normal force after Hunt and Crossley, {@code k d (1 + c ddot)}; friction by a spring and
 * a damper from an anchor that is dragged along once the force would leave Coulomb's cone. Both are linearly implicit:
 * what the force loses per acceleration is added to the link's inertia, so that the force of a step belongs to its end.
 */
final class GroundContact
{
    /** Damping of the friction spring as a multiple of its stiffness, s. */
    private static final double FRICTION_DAMPING_S = 0.002;
    /** Nothing falls this far within one period; a sphere above it is not looked at more closely, m. */
    private static final double REACH_M = 0.1;

    private final TreeState state;
    private final int count;
    private final int[] link;
    private final double[] centre;
    private final double[] radius;
    private final double stiffness;
    private final double damping;
    private final double friction;

    /** Normal force of each sphere, N, at least 0. */
    private final double[] normal;
    /** Stretch of each friction spring, m, two numbers a sphere. */
    private final double[] stretch;
    /** Acceleration of the touching point, m/s², three numbers a sphere; 0 while it does not touch. */
    private final double[] pointAcceleration;
    private final boolean[] touching;
    /** Touching point less the link's origin, m. */
    private final double[] arm;
    /** Force at zero acceleration, N. */
    private final double[] force;
    /** Force lost per acceleration, kg: along the plane, along its normal. */
    private final double[] yield;
    /** Velocity of the touching point, m/s. */
    private final double[] speed;
    /** Share of the friction spring's force that Coulomb's cone lets through, 0 to 1. */
    private final double[] share;

    /**
     * @param robot robot with its contact spheres.
     * @param state what to read and fill.
     */
    GroundContact(final RobotDescription robot, final TreeState state)
    {
        this.state = state;
        count = robot.contacts().size();
        link = new int[count];
        centre = new double[3 * count];
        radius = new double[count];
        for (int i = 0; i < count; i++)
        {
            final ContactSphere sphere = robot.contacts().get(i);
            link[i] = sphere.link();
            radius[i] = sphere.radiusM();
            centre[3 * i] = sphere.centreM().x();
            centre[3 * i + 1] = sphere.centreM().y();
            centre[3 * i + 2] = sphere.centreM().z();
        }
        final SimulationDescription simulation = robot.simulation();
        stiffness = simulation.contactStiffnessNM();
        damping = simulation.contactDampingSM();
        friction = simulation.friction();
        normal = new double[count];
        stretch = new double[2 * count];
        pointAcceleration = new double[3 * count];
        touching = new boolean[count];
        arm = new double[3 * count];
        force = new double[3 * count];
        yield = new double[2 * count];
        speed = new double[3 * count];
        share = new double[count];
    }

    /**
     * @return normal force of each sphere, N, at least 0; of the last {@link #settle}.
     */
    double[] normalForce()
    {
        return normal;
    }

    /**
     * Forgets all anchors and forces.
     */
    void reset()
    {
        for (int i = 0; i < count; i++)
        {
            release(i);
        }
    }

    /**
     * Adds the contact forces of all spheres to the inertias and bias forces of their links.
     *
     * @param periodS time over which forces are implicit, s; 0 for forces at this instant.
     */
    void apply(final double periodS)
    {
        for (int i = 0; i < count; i++)
        {
            final int l = link[i];
            final double[] m = state.rotation;
            final double z = m[9 * l + 6] * centre[3 * i] + m[9 * l + 7] * centre[3 * i + 1] +
                m[9 * l + 8] * centre[3 * i + 2] - radius[i];
            final double height = state.position[3 * l + 2] + z;
            if (height > REACH_M || !near(i, l, z, height, periodS))
            {
                release(i);
                continue;
            }
            touching[i] = true;
            press(i, height, periodS);
            grip(i, periodS);
            load(i, l);
        }
    }

    private boolean near(final int i, final int l, final double z, final double height, final double periodS)
    {
        locate(i, l, z);
        return height + Math.min(0, periodS * speed[3 * i + 2]) < 0;
    }

    private void release(final int i)
    {
        if (!touching[i])
        {
            return;
        }
        touching[i] = false;
        normal[i] = 0;
        stretch[2 * i] = 0;
        stretch[2 * i + 1] = 0;
        pointAcceleration[3 * i] = 0;
        pointAcceleration[3 * i + 1] = 0;
        pointAcceleration[3 * i + 2] = 0;
    }

    private void locate(final int i, final int l, final double z)
    {
        final double[] m = state.rotation;
        final int a = 3 * i;
        final int q = 9 * l;
        final double x = m[q] * centre[a] + m[q + 1] * centre[a + 1] + m[q + 2] * centre[a + 2];
        final double y = m[q + 3] * centre[a] + m[q + 4] * centre[a + 1] + m[q + 5] * centre[a + 2];
        arm[a] = x;
        arm[a + 1] = y;
        arm[a + 2] = z;
        final double wx = state.omega[3 * l];
        final double wy = state.omega[3 * l + 1];
        final double wz = state.omega[3 * l + 2];
        speed[a] = state.velocity[3 * l] + (wy * z - wz * y);
        speed[a + 1] = state.velocity[3 * l + 1] + (wz * x - wx * z);
        speed[a + 2] = state.velocity[3 * l + 2] + (wx * y - wy * x);
    }

    private void press(final int i, final double height, final double periodS)
    {
        final double approach = -speed[3 * i + 2];
        final double depth = Math.max(0, periodS * approach - height);
        final double factor = Math.max(0, 1 + damping * approach);
        force[3 * i + 2] = stiffness * depth * factor;
        yield[2 * i + 1] = periodS * stiffness * (periodS * factor + depth * damping);
    }

    private void grip(final int i, final double periodS)
    {
        final int a = 3 * i;
        final double spring = stiffness;
        final double damper = stiffness * FRICTION_DAMPING_S;
        final double lost = periodS * (periodS * spring + damper);
        final double fx = -(spring * (stretch[2 * i] + periodS * speed[a]) + damper * speed[a]);
        final double fy = -(spring * (stretch[2 * i + 1] + periodS * speed[a + 1]) + damper * speed[a + 1]);
        final double expectedX = fx - lost * pointAcceleration[a];
        final double expectedY = fy - lost * pointAcceleration[a + 1];
        final double expectedNormal = Math.max(0, force[a + 2] - yield[2 * i + 1] * pointAcceleration[a + 2]);
        final double size = Math.sqrt(expectedX * expectedX + expectedY * expectedY);
        final double bound = friction * expectedNormal;
        final double through = size <= bound ? 1 : bound / size;
        share[i] = through;
        force[a] = through * fx;
        force[a + 1] = through * fy;
        yield[2 * i] = through * lost;
    }

    private void load(final int i, final int l)
    {
        final int a = 3 * i;
        final double x = arm[a];
        final double y = arm[a + 1];
        final double z = arm[a + 2];
        final double g = yield[2 * i];
        final double n = yield[2 * i + 1];
        final double fx = force[a] - g * centripetal(l, x, y, z, 0);
        final double fy = force[a + 1] - g * centripetal(l, x, y, z, 1);
        final double fz = force[a + 2] - n * (centripetal(l, x, y, z, 2) - Integrator.GRAVITY_M_S2);
        final double[] bias = state.biasForce;
        final int b = 6 * l;
        bias[b] -= y * fz - z * fy;
        bias[b + 1] -= z * fx - x * fz;
        bias[b + 2] -= x * fy - y * fx;
        bias[b + 3] -= fx;
        bias[b + 4] -= fy;
        bias[b + 5] -= fz;
        final double[] in = state.inertia;
        final int o = TreeState.INERTIA_STRIDE * l;
        in[o] += z * z * g + y * y * n;
        in[o + 1] -= x * y * n;
        in[o + 2] -= x * z * g;
        in[o + 3] += z * z * g + x * x * n;
        in[o + 4] -= y * z * g;
        in[o + 5] += (x * x + y * y) * g;
        in[o + 7] -= z * g;
        in[o + 8] += y * n;
        in[o + 9] += z * g;
        in[o + 11] -= x * n;
        in[o + 12] -= y * g;
        in[o + 13] += x * g;
        in[o + 15] += g;
        in[o + 18] += g;
        in[o + 20] += n;
    }

    /** One component of the acceleration that a point of a link has by the link's turning alone. */
    private double centripetal(final int l, final double x, final double y, final double z, final int component)
    {
        final double[] w = state.omega;
        final double dot = w[3 * l] * x + w[3 * l + 1] * y + w[3 * l + 2] * z;
        final double square = w[3 * l] * w[3 * l] + w[3 * l + 1] * w[3 * l + 1] + w[3 * l + 2] * w[3 * l + 2];
        final double r = component == 0 ? x : component == 1 ? y : z;
        return w[3 * l + component] * dot - r * square;
    }

    /**
     * Takes the forces that the solved accelerations left, and drags the anchors.
     *
     * @param periodS the same as of the last {@link #apply}.
     */
    void settle(final double periodS)
    {
        for (int i = 0; i < count; i++)
        {
            if (touching[i])
            {
                settleOne(i, link[i], periodS);
            }
        }
    }

    private void settleOne(final int i, final int l, final double periodS)
    {
        final int a = 3 * i;
        final double x = arm[a];
        final double y = arm[a + 1];
        final double z = arm[a + 2];
        final double px = state.alpha[3 * l];
        final double py = state.alpha[3 * l + 1];
        final double pz = state.alpha[3 * l + 2];
        final double ax = state.acceleration[3 * l] + (py * z - pz * y) + centripetal(l, x, y, z, 0);
        final double ay = state.acceleration[3 * l + 1] + (pz * x - px * z) + centripetal(l, x, y, z, 1);
        final double az = state.acceleration[3 * l + 2] + (px * y - py * x) + centripetal(l, x, y, z, 2) -
            Integrator.GRAVITY_M_S2;
        pointAcceleration[a] = ax;
        pointAcceleration[a + 1] = ay;
        pointAcceleration[a + 2] = az;
        normal[i] = Math.max(0, force[a + 2] - yield[2 * i + 1] * az);
        stretch[2 * i] = share[i] * (stretch[2 * i] + periodS * (speed[a] + periodS * ax));
        stretch[2 * i + 1] = share[i] * (stretch[2 * i + 1] + periodS * (speed[a + 1] + periodS * ay));
    }
}
