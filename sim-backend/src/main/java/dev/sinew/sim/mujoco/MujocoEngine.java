package dev.sinew.sim.mujoco;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;

import dev.sinew.hal.driver.ChannelKind;
import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.sim.engine.PhysicsEngine;

/**
 * MuJoCo behind its shim. A step is one {@code send} and one {@code receive}. Positions, velocities, orientations and
 * turning rates belong to the end of the step; contact forces, wrenches and specific forces are those that acted during
 * it.
 */
public final class MujocoEngine implements PhysicsEngine
{
    /** Name by which users ask for it. */
    public static final String NAME = "mujoco";

    private static final int IMU_NUMBERS = 10;
    private static final int WRENCH_NUMBERS = 6;
    private static final long STATUS_UNSTABLE = 1;

    private final NativeDriver driver;
    private final UnsafeBuffer state;
    private final UnsafeBuffer command;
    private final int[] positionAt;
    private final int[] velocityAt;
    private final int[] effortAt;
    private final int[] forceAt;
    private final int[] contactAt;
    private final int[] imuAt;
    private final int[] wrenchAt;
    private final int[] poseAt;
    private final int[] baseVelocityAt;
    private final double[] jointEffort;
    private final double[] jointPosition;
    private final double[] jointVelocity;
    private final double[] basePose = new double[7];
    private final double[] baseVelocity = new double[6];
    private final double[] contactForce;
    private final double[] imu;
    private final double[] wrench;
    private boolean reset;
    private long steps;

    /**
     * @param robot robot.
     * @param shim  shim library, from {@link MujocoLibraries}.
     * @throws SystemException when the library or the model is refused.
     */
    public MujocoEngine(final RobotDescription robot, final Path shim) throws SystemException
    {
        driver = open(robot, shim);
        state = driver.state();
        command = driver.command();
        final List<String> joints = robot.jointNames();
        positionAt = offsets(ChannelKind.JOINT_POSITION, joints);
        velocityAt = offsets(ChannelKind.JOINT_VELOCITY, joints);
        effortAt = offsets(ChannelKind.CMD_JOINT_EFFORT, joints);
        final List<String> links = robot.links().stream().map(LinkDescription::name).toList();
        forceAt = offsets(ChannelKind.CMD_LINK_FORCE, links);
        poseAt = offsets(ChannelKind.BASE_POSE, links.subList(0, 1));
        baseVelocityAt = offsets(ChannelKind.BASE_VELOCITY, links.subList(0, 1));
        contactAt = offsets(ChannelKind.CONTACT_FORCE, robot.contacts().stream().map(ContactSphere::name).toList());
        imuAt = offsets(ChannelKind.IMU, robot.sensors().imus().stream().map(SensorDescriptions.Imu::name).toList());
        wrenchAt = offsets(ChannelKind.WRENCH,
            robot.sensors().wrenches().stream().map(SensorDescriptions.Wrench::name).toList());
        jointEffort = new double[joints.size()];
        jointPosition = new double[joints.size()];
        jointVelocity = new double[joints.size()];
        contactForce = new double[contactAt.length];
        imu = new double[imuAt.length * IMU_NUMBERS];
        wrench = new double[wrenchAt.length * WRENCH_NUMBERS];
        if (driver.activate() != ReturnCode.OK)
        {
            final String reason = driver.lastError();
            driver.close();
            throw new SystemException(reason);
        }
        reset(robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray(),
            robot.simulation().baseHeightM());
    }

    private static NativeDriver open(final RobotDescription robot, final Path shim) throws SystemException
    {
        Path model = null;
        try
        {
            model = Files.createTempFile("sinew-", ".xml");
            Files.writeString(model, MujocoModel.of(robot), StandardCharsets.UTF_8);
            return NativeDriver.open(shim, "model=" + model + "\nperiod_ns=" + robot.rates().periodNs());
        }
        catch (final IOException error)
        {
            throw new SystemException("cannot write the model for MuJoCo: directory=" +
                System.getProperty("java.io.tmpdir") + ", reason=" + error.getMessage() +
                "; free some space there, or name another directory with -Djava.io.tmpdir", error);
        }
        finally
        {
            delete(model);
        }
    }

    private static void delete(final Path file)
    {
        try
        {
            if (file != null)
            {
                Files.deleteIfExists(file);
            }
        }
        catch (final IOException leftBehind)
        {
            file.toFile().deleteOnExit();
        }
    }

    private int[] offsets(final ChannelKind kind, final List<String> names) throws SystemException
    {
        final int[] offsets = new int[names.size()];
        for (int i = 0; i < offsets.length; i++)
        {
            offsets[i] = offset(kind, names.get(i));
        }
        return offsets;
    }

    private int offset(final ChannelKind kind, final String name) throws SystemException
    {
        for (final DriverChannel channel : driver.layout().channels())
        {
            if (channel.kind() == kind && channel.name().equals(name))
            {
                return channel.offset();
            }
        }
        driver.close();
        throw new SystemException("the MuJoCo model lacks " + kind + " of '" + name +
            "'; the shim and this release do not fit, build Sinew again");
    }

    @Override
    public String name()
    {
        return NAME;
    }

    @Override
    public String version()
    {
        return driver.version();
    }

    /**
     * @return the shim's own view, for tests and benchmarks: its requests are {@code acceleration}, {@code mark} and
     *         {@code bare_steps}.
     */
    public NativeDriver driver()
    {
        return driver;
    }

    @Override
    public void reset(final double[] position, final double baseHeightM)
    {
        final double[] values = new double[1 + position.length];
        values[0] = baseHeightM;
        System.arraycopy(position, 0, values, 1, position.length);
        // The shim counts joints in the order of its bodies, the robot in its own.
        for (int i = 0; i < position.length; i++)
        {
            values[1 + (positionAt[i] - firstPosition()) / Double.BYTES] = position[i];
        }
        java.util.Arrays.fill(jointEffort, 0);
        command.setMemory(0, command.capacity(), (byte)0);
        final ReturnCode code = driver.request("reset", values);
        if (code != ReturnCode.OK || driver.receive(0) != ReturnCode.OK)
        {
            throw new IllegalStateException(driver.lastError());
        }
        reset = true;
        collect();
    }

    private int firstPosition()
    {
        int first = Integer.MAX_VALUE;
        for (final int at : positionAt)
        {
            first = Math.min(first, at);
        }
        return first;
    }

    @Override
    public double[] jointEffort()
    {
        return jointEffort;
    }

    @Override
    public void externalForce(
        final int link,
        final double fx,
        final double fy,
        final double fz,
        final double px,
        final double py,
        final double pz)
    {
        final int at = forceAt[link];
        command.putDouble(at, fx);
        command.putDouble(at + 8, fy);
        command.putDouble(at + 16, fz);
        command.putDouble(at + 24, px);
        command.putDouble(at + 32, py);
        command.putDouble(at + 40, pz);
    }

    @Override
    public boolean step()
    {
        for (int j = 0; j < effortAt.length; j++)
        {
            command.putDouble(effortAt[j], jointEffort[j]);
        }
        steps++;
        driver.stamp(steps, 0, true);
        if (!reset || driver.send(0) != ReturnCode.OK || driver.receive(0) != ReturnCode.OK)
        {
            return false;
        }
        collect();
        return (driver.status() & STATUS_UNSTABLE) == 0;
    }

    /**
     * @return why {@link #step()} failed. Allocates.
     */
    public String lastError()
    {
        return driver.lastError();
    }

    private void collect()
    {
        gather(positionAt, 1, jointPosition);
        gather(velocityAt, 1, jointVelocity);
        gather(poseAt, basePose.length, basePose);
        gather(baseVelocityAt, baseVelocity.length, baseVelocity);
        gather(contactAt, 1, contactForce);
        gather(imuAt, IMU_NUMBERS, imu);
        gather(wrenchAt, WRENCH_NUMBERS, wrench);
    }

    private void gather(final int[] offsets, final int count, final double[] target)
    {
        for (int i = 0; i < offsets.length; i++)
        {
            for (int k = 0; k < count; k++)
            {
                target[i * count + k] = state.getDouble(offsets[i] + (k << 3));
            }
        }
    }

    @Override
    public double[] jointPosition()
    {
        return jointPosition;
    }

    @Override
    public double[] jointVelocity()
    {
        return jointVelocity;
    }

    @Override
    public double[] basePose()
    {
        return basePose;
    }

    @Override
    public double[] baseVelocity()
    {
        return baseVelocity;
    }

    @Override
    public double[] contactForce()
    {
        return contactForce;
    }

    @Override
    public double[] imu()
    {
        return imu;
    }

    @Override
    public double[] wrench()
    {
        return wrench;
    }

    @Override
    public void close()
    {
        driver.close();
    }
}
