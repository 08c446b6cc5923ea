package dev.sinew.sim.embedded;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;

/**
 * Inertial units and force-torque sensors, from what the recursion knows anyway. Orientation and turning rate are of
 * the end of the step; specific force and wrench are those that moved the robot over the step.
 */
final class EngineSensors
{
    private final TreeState state;
    private final int[] imuLink;
    private final double[] imuPlace;
    private final int[] wrenchLink;
    private final double[] worldWrench;
    private final double[] imu;
    private final double[] wrench;

    /**
     * @param robot robot with its sensors.
     * @param state what to read.
     */
    EngineSensors(final RobotDescription robot, final TreeState state)
    {
        this.state = state;
        final SensorDescriptions sensors = robot.sensors();
        imuLink = sensors.imus().stream().mapToInt(SensorDescriptions.Imu::link).toArray();
        imuPlace = new double[3 * imuLink.length];
        for (int i = 0; i < imuLink.length; i++)
        {
            imuPlace[3 * i] = sensors.imus().get(i).positionM().x();
            imuPlace[3 * i + 1] = sensors.imus().get(i).positionM().y();
            imuPlace[3 * i + 2] = sensors.imus().get(i).positionM().z();
        }
        wrenchLink = sensors.wrenches().stream().mapToInt(SensorDescriptions.Wrench::link).toArray();
        worldWrench = new double[StateBlock.WRENCH_STRIDE * wrenchLink.length];
        imu = new double[StateBlock.IMU_STRIDE * imuLink.length];
        wrench = new double[StateBlock.WRENCH_STRIDE * wrenchLink.length];
    }

    /**
     * @return ten numbers per inertial unit.
     */
    double[] imu()
    {
        return imu;
    }

    /**
     * @return six numbers per force-torque sensor.
     */
    double[] wrench()
    {
        return wrench;
    }

    /**
     * Keeps what links put on their parents. To be called while the articulated inertias of the solve are still there.
     */
    void captureWrenches()
    {
        for (int i = 0; i < wrenchLink.length; i++)
        {
            capture(StateBlock.WRENCH_STRIDE * i, wrenchLink[i]);
        }
    }

    private void capture(final int to, final int link)
    {
        final double[] in = state.inertia;
        final double[] bias = state.biasForce;
        final int o = TreeState.INERTIA_STRIDE * link;
        final int b = 6 * link;
        final double ax = state.alpha[3 * link];
        final double ay = state.alpha[3 * link + 1];
        final double az = state.alpha[3 * link + 2];
        final double bx = state.acceleration[3 * link];
        final double by = state.acceleration[3 * link + 1];
        final double bz = state.acceleration[3 * link + 2];
        final double[] out = worldWrench;
        out[to] = -(bias[b + 3] + in[o + 6] * ax + in[o + 9] * ay + in[o + 12] * az +
            in[o + 15] * bx + in[o + 16] * by + in[o + 17] * bz);
        out[to + 1] = -(bias[b + 4] + in[o + 7] * ax + in[o + 10] * ay + in[o + 13] * az +
            in[o + 16] * bx + in[o + 18] * by + in[o + 19] * bz);
        out[to + 2] = -(bias[b + 5] + in[o + 8] * ax + in[o + 11] * ay + in[o + 14] * az +
            in[o + 17] * bx + in[o + 19] * by + in[o + 20] * bz);
        out[to + 3] = -(bias[b] + in[o] * ax + in[o + 1] * ay + in[o + 2] * az +
            in[o + 6] * bx + in[o + 7] * by + in[o + 8] * bz);
        out[to + 4] = -(bias[b + 1] + in[o + 1] * ax + in[o + 3] * ay + in[o + 4] * az +
            in[o + 9] * bx + in[o + 10] * by + in[o + 11] * bz);
        out[to + 5] = -(bias[b + 2] + in[o + 2] * ax + in[o + 4] * ay + in[o + 5] * az +
            in[o + 12] * bx + in[o + 13] * by + in[o + 14] * bz);
    }

    /**
     * Fills all sensors from the kinematics of the end of the step.
     */
    void update()
    {
        for (int i = 0; i < wrenchLink.length; i++)
        {
            final int k = StateBlock.WRENCH_STRIDE * i;
            toLink(wrenchLink[i], worldWrench[k], worldWrench[k + 1], worldWrench[k + 2], wrench, k);
            toLink(wrenchLink[i], worldWrench[k + 3], worldWrench[k + 4], worldWrench[k + 5], wrench, k + 3);
        }
        for (int i = 0; i < imuLink.length; i++)
        {
            final int l = imuLink[i];
            final int k = StateBlock.IMU_STRIDE * i;
            Rotations.quaternion(state.rotation, 9 * l, imu, k);
            toLink(l, state.omega[3 * l], state.omega[3 * l + 1], state.omega[3 * l + 2], imu, k + 4);
            specificForce(i, l, k + 7);
        }
    }

    private void specificForce(final int i, final int link, final int to)
    {
        final double[] m = state.rotation;
        final int q = 9 * link;
        final int l = 3 * link;
        final double lx = imuPlace[3 * i];
        final double ly = imuPlace[3 * i + 1];
        final double lz = imuPlace[3 * i + 2];
        final double x = m[q] * lx + m[q + 1] * ly + m[q + 2] * lz;
        final double y = m[q + 3] * lx + m[q + 4] * ly + m[q + 5] * lz;
        final double z = m[q + 6] * lx + m[q + 7] * ly + m[q + 8] * lz;
        final double wx = state.omega[l];
        final double wy = state.omega[l + 1];
        final double wz = state.omega[l + 2];
        final double dot = wx * x + wy * y + wz * z;
        final double square = wx * wx + wy * wy + wz * wz;
        final double px = state.alpha[l];
        final double py = state.alpha[l + 1];
        final double pz = state.alpha[l + 2];
        toLink(link,
            state.acceleration[l] + (py * z - pz * y) + (wx * dot - x * square),
            state.acceleration[l + 1] + (pz * x - px * z) + (wy * dot - y * square),
            state.acceleration[l + 2] + (px * y - py * x) + (wz * dot - z * square),
            imu, to);
    }

    private void toLink(
        final int link, final double x, final double y, final double z, final double[] target, final int to)
    {
        final double[] m = state.rotation;
        final int q = 9 * link;
        target[to] = m[q] * x + m[q + 3] * y + m[q + 6] * z;
        target[to + 1] = m[q + 1] * x + m[q + 4] * y + m[q + 7] * z;
        target[to + 2] = m[q + 2] * x + m[q + 5] * y + m[q + 8] * z;
    }
}
