package dev.sinew.sim.embedded;

/**
 * The rigid inertia of every link about its origin, turned into the world's axes, and the force that its velocity
 * needs. Block order of an inertia: rotational xx xy xz yy yz zz, coupling row by row (torque from acceleration), mass
 * xx xy xz yy yz zz.
 */
final class LinkInertia
{
    private final ArticulatedModel model;
    private final TreeState state;

    /**
     * @param model tree.
     * @param state what to read and fill.
     */
    LinkInertia(final ArticulatedModel model, final TreeState state)
    {
        this.model = model;
        this.state = state;
    }

    /**
     * Fills inertia and bias force of all links from the kinematics.
     */
    void update()
    {
        for (int link = 0; link < model.links; link++)
        {
            fill(link);
        }
    }

    private void fill(final int link)
    {
        final int l = 3 * link;
        final int q = 9 * link;
        final double[] m = state.rotation;
        final double[] local = model.centre;
        final double mass = model.mass[link];
        final double cx = m[q] * local[l] + m[q + 1] * local[l + 1] + m[q + 2] * local[l + 2];
        final double cy = m[q + 3] * local[l] + m[q + 4] * local[l + 1] + m[q + 5] * local[l + 2];
        final double cz = m[q + 6] * local[l] + m[q + 7] * local[l + 1] + m[q + 8] * local[l + 2];
        final double[] out = state.inertia;
        final int o = TreeState.INERTIA_STRIDE * link;
        rotate(link, out, o);
        out[o] += mass * (cy * cy + cz * cz);
        out[o + 1] -= mass * cx * cy;
        out[o + 2] -= mass * cx * cz;
        out[o + 3] += mass * (cx * cx + cz * cz);
        out[o + 4] -= mass * cy * cz;
        out[o + 5] += mass * (cx * cx + cy * cy);
        out[o + 6] = 0;
        out[o + 7] = -mass * cz;
        out[o + 8] = mass * cy;
        out[o + 9] = mass * cz;
        out[o + 10] = 0;
        out[o + 11] = -mass * cx;
        out[o + 12] = -mass * cy;
        out[o + 13] = mass * cx;
        out[o + 14] = 0;
        out[o + 15] = mass;
        out[o + 16] = 0;
        out[o + 17] = 0;
        out[o + 18] = mass;
        out[o + 19] = 0;
        out[o + 20] = mass;
        bias(link, mass, cx, cy, cz);
    }

    private void rotate(final int link, final double[] out, final int o)
    {
        final int q = 9 * link;
        final double[] m = state.rotation;
        final double ix = model.inertia[3 * link];
        final double iy = model.inertia[3 * link + 1];
        final double iz = model.inertia[3 * link + 2];
        final double r0 = m[q];
        final double r1 = m[q + 1];
        final double r2 = m[q + 2];
        final double r3 = m[q + 3];
        final double r4 = m[q + 4];
        final double r5 = m[q + 5];
        final double r6 = m[q + 6];
        final double r7 = m[q + 7];
        final double r8 = m[q + 8];
        out[o] = r0 * r0 * ix + r1 * r1 * iy + r2 * r2 * iz;
        out[o + 1] = r0 * r3 * ix + r1 * r4 * iy + r2 * r5 * iz;
        out[o + 2] = r0 * r6 * ix + r1 * r7 * iy + r2 * r8 * iz;
        out[o + 3] = r3 * r3 * ix + r4 * r4 * iy + r5 * r5 * iz;
        out[o + 4] = r3 * r6 * ix + r4 * r7 * iy + r5 * r8 * iz;
        out[o + 5] = r6 * r6 * ix + r7 * r7 * iy + r8 * r8 * iz;
    }

    private void bias(final int link, final double mass, final double cx, final double cy, final double cz)
    {
        final int l = 3 * link;
        final int o = TreeState.INERTIA_STRIDE * link;
        final double[] in = state.inertia;
        final double wx = state.omega[l];
        final double wy = state.omega[l + 1];
        final double wz = state.omega[l + 2];
        final double hx = in[o] * wx + in[o + 1] * wy + in[o + 2] * wz;
        final double hy = in[o + 1] * wx + in[o + 3] * wy + in[o + 4] * wz;
        final double hz = in[o + 2] * wx + in[o + 4] * wy + in[o + 5] * wz;
        final double dot = wx * cx + wy * cy + wz * cz;
        final double square = wx * wx + wy * wy + wz * wz;
        final double[] out = state.biasForce;
        final int b = 6 * link;
        out[b] = wy * hz - wz * hy;
        out[b + 1] = wz * hx - wx * hz;
        out[b + 2] = wx * hy - wy * hx;
        out[b + 3] = mass * (wx * dot - cx * square);
        out[b + 4] = mass * (wy * dot - cy * square);
        out[b + 5] = mass * (wz * dot - cz * square);
    }
}
