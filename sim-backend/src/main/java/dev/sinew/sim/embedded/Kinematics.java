package dev.sinew.sim.embedded;

import dev.sinew.hal.numeric.Trigonometry;

/**
 * Outward pass: where every link is and how it moves, from joint and base coordinates.
 */
final class Kinematics
{
    private final ArticulatedModel model;
    private final TreeState state;
    /** Sine, then cosine of each joint's position. */
    private final double[] sinCos;

    /**
     * @param model tree.
     * @param state what to read and fill.
     */
    Kinematics(final ArticulatedModel model, final TreeState state)
    {
        this.model = model;
        this.state = state;
        sinCos = new double[2 * model.joints];
    }

    /**
     * Fills rotation, position, offset, axis, velocities and velocity-born accelerations of all links.
     */
    void update()
    {
        placeBase();
        for (int joint = 0; joint < model.joints; joint++)
        {
            Trigonometry.sinCos(state.jointPosition[joint], sinCos, 2 * joint);
        }
        for (int link = 1; link < model.links; link++)
        {
            place(link);
            orient(link);
            move(link);
        }
    }

    private void placeBase()
    {
        final double[] pose = state.basePose;
        final double[] m = state.rotation;
        final double w = pose[3];
        final double x = pose[4];
        final double y = pose[5];
        final double z = pose[6];
        m[0] = 1 - 2 * (y * y + z * z);
        m[1] = 2 * (x * y - w * z);
        m[2] = 2 * (x * z + w * y);
        m[3] = 2 * (x * y + w * z);
        m[4] = 1 - 2 * (x * x + z * z);
        m[5] = 2 * (y * z - w * x);
        m[6] = 2 * (x * z - w * y);
        m[7] = 2 * (y * z + w * x);
        m[8] = 1 - 2 * (x * x + y * y);
        final double[] v = state.baseVelocity;
        for (int k = 0; k < 3; k++)
        {
            state.position[k] = pose[k];
            state.velocity[k] = v[k];
            state.omega[k] = m[3 * k] * v[3] + m[3 * k + 1] * v[4] + m[3 * k + 2] * v[5];
        }
    }

    private void place(final int link)
    {
        final int l = 3 * link;
        final int p = 3 * model.parent[link];
        final int q = 3 * p;
        final double[] m = state.rotation;
        final double[] origin = model.origin;
        final double[] hinge = model.axis;
        final double ox = origin[l];
        final double oy = origin[l + 1];
        final double oz = origin[l + 2];
        final double ax = hinge[l];
        final double ay = hinge[l + 1];
        final double az = hinge[l + 2];
        final double rx = m[q] * ox + m[q + 1] * oy + m[q + 2] * oz;
        final double ry = m[q + 3] * ox + m[q + 4] * oy + m[q + 5] * oz;
        final double rz = m[q + 6] * ox + m[q + 7] * oy + m[q + 8] * oz;
        final double[] offset = state.offset;
        offset[l] = rx;
        offset[l + 1] = ry;
        offset[l + 2] = rz;
        final double[] position = state.position;
        position[l] = position[p] + rx;
        position[l + 1] = position[p + 1] + ry;
        position[l + 2] = position[p + 2] + rz;
        final double[] axis = state.axis;
        axis[l] = m[q] * ax + m[q + 1] * ay + m[q + 2] * az;
        axis[l + 1] = m[q + 3] * ax + m[q + 4] * ay + m[q + 5] * az;
        axis[l + 2] = m[q + 6] * ax + m[q + 7] * ay + m[q + 8] * az;
    }

    private void orient(final int link)
    {
        final double s = sinCos[2 * link - 2];
        final double c = sinCos[2 * link - 1];
        final int l = 3 * link;
        final double[] hinge = model.axis;
        final double ax = hinge[l];
        final double ay = hinge[l + 1];
        final double az = hinge[l + 2];
        final double tx = (1 - c) * ax;
        final double ty = (1 - c) * ay;
        final double tz = (1 - c) * az;
        final double h0 = tx * ax + c;
        final double h1 = tx * ay - s * az;
        final double h2 = tx * az + s * ay;
        final double h3 = tx * ay + s * az;
        final double h4 = ty * ay + c;
        final double h5 = ty * az - s * ax;
        final double h6 = tx * az - s * ay;
        final double h7 = ty * az + s * ax;
        final double h8 = tz * az + c;
        final double[] m = state.rotation;
        int from = 9 * model.parent[link];
        int to = 9 * link;
        for (int row = 0; row < 3; row++)
        {
            final double x = m[from];
            final double y = m[from + 1];
            final double z = m[from + 2];
            m[to] = x * h0 + y * h3 + z * h6;
            m[to + 1] = x * h1 + y * h4 + z * h7;
            m[to + 2] = x * h2 + y * h5 + z * h8;
            from += 3;
            to += 3;
        }
    }

    private void move(final int link)
    {
        final int l = 3 * link;
        final int p = 3 * model.parent[link];
        final double rate = state.jointVelocity[link - 1];
        final double[] omega = state.omega;
        final double wx = omega[p];
        final double wy = omega[p + 1];
        final double wz = omega[p + 2];
        final double jx = state.axis[l] * rate;
        final double jy = state.axis[l + 1] * rate;
        final double jz = state.axis[l + 2] * rate;
        omega[l] = wx + jx;
        omega[l + 1] = wy + jy;
        omega[l + 2] = wz + jz;
        final double rx = state.offset[l];
        final double ry = state.offset[l + 1];
        final double rz = state.offset[l + 2];
        final double sx = wy * rz - wz * ry;
        final double sy = wz * rx - wx * rz;
        final double sz = wx * ry - wy * rx;
        final double[] velocity = state.velocity;
        velocity[l] = velocity[p] + sx;
        velocity[l + 1] = velocity[p + 1] + sy;
        velocity[l + 2] = velocity[p + 2] + sz;
        final double[] angular = state.biasAngular;
        angular[l] = wy * jz - wz * jy;
        angular[l + 1] = wz * jx - wx * jz;
        angular[l + 2] = wx * jy - wy * jx;
        final double[] linear = state.biasLinear;
        linear[l] = wy * sz - wz * sy;
        linear[l + 1] = wz * sx - wx * sz;
        linear[l + 2] = wx * sy - wy * sx;
    }
}
