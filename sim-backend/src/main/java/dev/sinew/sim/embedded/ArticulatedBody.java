package dev.sinew.sim.embedded;

/**
 * The articulated-body recursion: from net joint efforts, inertias and bias forces to all accelerations. The inward
 * pass turns the rigid inertias in place into articulated ones.
 */
final class ArticulatedBody
{
    private static final int WORK = 27;

    private final ArticulatedModel model;
    private final TreeState state;
    private final BaseSolver base = new BaseSolver();
    /** Force on the joint's axis per acceleration of the link, six numbers a link. */
    private final double[] projection;
    private final double[] inverse;
    private final double[] drive;
    /** Inertia and bias force of one link as its parent meets them. */
    private final double[] work = new double[WORK];

    /**
     * @param model tree.
     * @param state what to read and fill.
     */
    ArticulatedBody(final ArticulatedModel model, final TreeState state)
    {
        this.model = model;
        this.state = state;
        projection = new double[6 * model.links];
        inverse = new double[model.links];
        drive = new double[model.links];
    }

    /**
     * Fills the accelerations of joints and links. Needs kinematics, inertias, bias forces, net efforts and added
     * inertias; overwrites inertias and bias forces.
     */
    void solve()
    {
        for (int link = model.links - 1; link > 0; link--)
        {
            project(link);
            reduceInertia(link);
            reduceForce(link);
            handToParent(link);
        }
        base.solve(state);
        for (int link = 1; link < model.links; link++)
        {
            accelerate(link);
        }
    }

    /**
     * @param joint index of a joint.
     * @return inertia that the joint's effort met in the last solve, added inertia included, kg·m².
     */
    double inertiaAt(final int joint)
    {
        return 1 / inverse[joint + 1];
    }

    private void project(final int link)
    {
        final double[] in = state.inertia;
        final int o = TreeState.INERTIA_STRIDE * link;
        final int l = 3 * link;
        final int u = 6 * link;
        final double ax = state.axis[l];
        final double ay = state.axis[l + 1];
        final double az = state.axis[l + 2];
        final double nx = in[o] * ax + in[o + 1] * ay + in[o + 2] * az;
        final double ny = in[o + 1] * ax + in[o + 3] * ay + in[o + 4] * az;
        final double nz = in[o + 2] * ax + in[o + 4] * ay + in[o + 5] * az;
        final double[] to = projection;
        to[u] = nx;
        to[u + 1] = ny;
        to[u + 2] = nz;
        to[u + 3] = in[o + 6] * ax + in[o + 9] * ay + in[o + 12] * az;
        to[u + 4] = in[o + 7] * ax + in[o + 10] * ay + in[o + 13] * az;
        to[u + 5] = in[o + 8] * ax + in[o + 11] * ay + in[o + 14] * az;
        final double[] force = state.biasForce;
        final int joint = link - 1;
        inverse[link] = 1 / (ax * nx + ay * ny + az * nz + state.addedInertia[joint]);
        drive[link] = state.netEffort[joint] - (ax * force[u] + ay * force[u + 1] + az * force[u + 2]);
    }

    private void reduceInertia(final int link)
    {
        final double[] in = state.inertia;
        final double[] to = work;
        final double[] from = projection;
        final int o = TreeState.INERTIA_STRIDE * link;
        final int u = 6 * link;
        final double d = inverse[link];
        final double nx = from[u];
        final double ny = from[u + 1];
        final double nz = from[u + 2];
        final double fx = from[u + 3];
        final double fy = from[u + 4];
        final double fz = from[u + 5];
        final double dx = nx * d;
        final double dy = ny * d;
        final double dz = nz * d;
        to[0] = in[o] - dx * nx;
        to[1] = in[o + 1] - dx * ny;
        to[2] = in[o + 2] - dx * nz;
        to[3] = in[o + 3] - dy * ny;
        to[4] = in[o + 4] - dy * nz;
        to[5] = in[o + 5] - dz * nz;
        to[6] = in[o + 6] - dx * fx;
        to[7] = in[o + 7] - dx * fy;
        to[8] = in[o + 8] - dx * fz;
        to[9] = in[o + 9] - dy * fx;
        to[10] = in[o + 10] - dy * fy;
        to[11] = in[o + 11] - dy * fz;
        to[12] = in[o + 12] - dz * fx;
        to[13] = in[o + 13] - dz * fy;
        to[14] = in[o + 14] - dz * fz;
        final double ex = fx * d;
        final double ey = fy * d;
        final double ez = fz * d;
        to[15] = in[o + 15] - ex * fx;
        to[16] = in[o + 16] - ex * fy;
        to[17] = in[o + 17] - ex * fz;
        to[18] = in[o + 18] - ey * fy;
        to[19] = in[o + 19] - ey * fz;
        to[20] = in[o + 20] - ez * fz;
    }

    private void reduceForce(final int link)
    {
        final double[] w = work;
        final double[] force = state.biasForce;
        final double[] from = projection;
        final int l = 3 * link;
        final int u = 6 * link;
        final double s = drive[link] * inverse[link];
        final double ax = state.biasAngular[l];
        final double ay = state.biasAngular[l + 1];
        final double az = state.biasAngular[l + 2];
        final double bx = state.biasLinear[l];
        final double by = state.biasLinear[l + 1];
        final double bz = state.biasLinear[l + 2];
        w[21] = force[u] + from[u] * s +
            (w[0] * ax + w[1] * ay + w[2] * az) + (w[6] * bx + w[7] * by + w[8] * bz);
        w[22] = force[u + 1] + from[u + 1] * s +
            (w[1] * ax + w[3] * ay + w[4] * az) + (w[9] * bx + w[10] * by + w[11] * bz);
        w[23] = force[u + 2] + from[u + 2] * s +
            (w[2] * ax + w[4] * ay + w[5] * az) + (w[12] * bx + w[13] * by + w[14] * bz);
        w[24] = force[u + 3] + from[u + 3] * s +
            (w[6] * ax + w[9] * ay + w[12] * az) + (w[15] * bx + w[16] * by + w[17] * bz);
        w[25] = force[u + 4] + from[u + 4] * s +
            (w[7] * ax + w[10] * ay + w[13] * az) + (w[16] * bx + w[18] * by + w[19] * bz);
        w[26] = force[u + 5] + from[u + 5] * s +
            (w[8] * ax + w[11] * ay + w[14] * az) + (w[17] * bx + w[19] * by + w[20] * bz);
    }

    private void handToParent(final int link)
    {
        final int l = 3 * link;
        final double x = state.offset[l];
        final double y = state.offset[l + 1];
        final double z = state.offset[l + 2];
        final int parent = model.parent[link];
        final double[] w = work;
        final double[] force = state.biasForce;
        final int b = 6 * parent;
        force[b] += w[21] + y * w[26] - z * w[25];
        force[b + 1] += w[22] + z * w[24] - x * w[26];
        force[b + 2] += w[23] + x * w[25] - y * w[24];
        force[b + 3] += w[24];
        force[b + 4] += w[25];
        force[b + 5] += w[26];
        final double[] in = state.inertia;
        final int o = TreeState.INERTIA_STRIDE * parent;
        final double b0 = w[6] + (y * w[17] - z * w[16]);
        final double b1 = w[7] + (y * w[19] - z * w[18]);
        final double b2 = w[8] + (y * w[20] - z * w[19]);
        final double b3 = w[9] + (z * w[15] - x * w[17]);
        final double b4 = w[10] + (z * w[16] - x * w[19]);
        final double b5 = w[11] + (z * w[17] - x * w[20]);
        final double b6 = w[12] + (x * w[16] - y * w[15]);
        final double b7 = w[13] + (x * w[18] - y * w[16]);
        final double b8 = w[14] + (x * w[19] - y * w[17]);
        in[o] += w[0] - (w[7] * z - w[8] * y) + (y * b2 - z * b1);
        in[o + 1] += w[1] - (w[8] * x - w[6] * z) + (y * b5 - z * b4);
        in[o + 2] += w[2] - (w[6] * y - w[7] * x) + (y * b8 - z * b7);
        in[o + 3] += w[3] - (w[11] * x - w[9] * z) + (z * b3 - x * b5);
        in[o + 4] += w[4] - (w[9] * y - w[10] * x) + (z * b6 - x * b8);
        in[o + 5] += w[5] - (w[12] * y - w[13] * x) + (x * b7 - y * b6);
        in[o + 6] += b0;
        in[o + 7] += b1;
        in[o + 8] += b2;
        in[o + 9] += b3;
        in[o + 10] += b4;
        in[o + 11] += b5;
        in[o + 12] += b6;
        in[o + 13] += b7;
        in[o + 14] += b8;
        addMass(in, o + 15, w);
    }

    private static void addMass(final double[] in, final int o, final double[] w)
    {
        in[o] += w[15];
        in[o + 1] += w[16];
        in[o + 2] += w[17];
        in[o + 3] += w[18];
        in[o + 4] += w[19];
        in[o + 5] += w[20];
    }

    private void accelerate(final int link)
    {
        final int l = 3 * link;
        final int p = 3 * model.parent[link];
        final int u = 6 * link;
        final double[] alpha = state.alpha;
        final double[] linear = state.acceleration;
        final double px = alpha[p];
        final double py = alpha[p + 1];
        final double pz = alpha[p + 2];
        final double rx = state.offset[l];
        final double ry = state.offset[l + 1];
        final double rz = state.offset[l + 2];
        final double ax = px + state.biasAngular[l];
        final double ay = py + state.biasAngular[l + 1];
        final double az = pz + state.biasAngular[l + 2];
        final double bx = linear[p] + (py * rz - pz * ry) + state.biasLinear[l];
        final double by = linear[p + 1] + (pz * rx - px * rz) + state.biasLinear[l + 1];
        final double bz = linear[p + 2] + (px * ry - py * rx) + state.biasLinear[l + 2];
        final double[] from = projection;
        final double met = from[u] * ax + from[u + 1] * ay + from[u + 2] * az +
            (from[u + 3] * bx + from[u + 4] * by + from[u + 5] * bz);
        final double rate = (drive[link] - met) * inverse[link];
        state.jointAcceleration[link - 1] = rate;
        alpha[l] = ax + state.axis[l] * rate;
        alpha[l + 1] = ay + state.axis[l + 1] * rate;
        alpha[l + 2] = az + state.axis[l + 2] * rate;
        linear[l] = bx;
        linear[l + 1] = by;
        linear[l + 2] = bz;
    }
}
