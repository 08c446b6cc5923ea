package dev.sinew.hal.calibration;

import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemTraits;

/**
 * A system whose joint and motor positions read a constant more or less than the one inside: with a calibration they
 * mean what the robot file says; in simulation they can be off by unknown amounts, as those of a robot that was just
 * put together. Everything else passes as it is. Loop's thread; no allocation after construction.
 */
public class ShiftedSystem implements SystemInterface
{
    /** Greatest offset that is drawn for a joint's encoder, rad. */
    public static final double ENCODER_OFFSET_MAX_RAD = 0.5;
    /** Greatest offset that is drawn for a motor's encoder, rad: where it stood when power came on. */
    public static final double MOTOR_OFFSET_MAX_RAD = 20;

    private final SystemInterface inside;
    /** As the system inside reads it: what has nothing new keeps its last reading, which must not be shifted twice. */
    private final StateBlock raw;
    private final double[] jointRad;
    private final double[] motorRad;

    private ShiftedSystem(
        final SystemInterface inside,
        final RobotDescription robot,
        final double[] jointRad,
        final double[] motorRad)
    {
        this.inside = inside;
        this.raw = StateBlock.of(robot);
        this.jointRad = jointRad.clone();
        this.motorRad = motorRad.clone();
    }

    /**
     * @param inside   what is read; closed with the result.
     * @param robot    robot that it is.
     * @param jointRad what each joint position reads more, rad.
     * @param motorRad what each motor position reads more, rad.
     * @return the same kind of system: a {@link SimulatedSystem} or a {@link BusMonitor} where the one inside is one.
     */
    public static SystemInterface of(
        final SystemInterface inside,
        final RobotDescription robot,
        final double[] jointRad,
        final double[] motorRad)
    {
        if (inside instanceof SimulatedSystem simulated)
        {
            return new Simulated(simulated, robot, jointRad, motorRad);
        }
        return inside instanceof BusMonitor monitor ? new Monitored(inside, monitor, robot, jointRad, motorRad) :
            new ShiftedSystem(inside, robot, jointRad, motorRad);
    }

    /**
     * @param inside a simulated robot.
     * @param robot  the same.
     * @param seed   seed of the offsets.
     * @return it with encoders that stand anywhere.
     */
    public static SystemInterface withUnknownOffsets(
        final SystemInterface inside,
        final RobotDescription robot,
        final long seed)
    {
        return of(inside, robot, unknownJoints(robot, seed), unknownMotors(robot, seed));
    }

    /**
     * @param robot a robot.
     * @param seed  seed.
     * @return offsets of its joint encoders that {@link #withUnknownOffsets} draws, rad; 0 where there is none.
     */
    public static double[] unknownJoints(final RobotDescription robot, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed ^ 0x5EED_0FF5_E701L);
        return robot.joints().stream().mapToDouble(joint ->
        {
            final double drawn = ENCODER_OFFSET_MAX_RAD * (2 * random.nextDouble() - 1);
            return joint.encoder() ? drawn : 0;
        }).toArray();
    }

    /**
     * @param robot a robot.
     * @param seed  seed.
     * @return offsets of its motor encoders that {@link #withUnknownOffsets} draws, rad.
     */
    public static double[] unknownMotors(final RobotDescription robot, final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed ^ 0x5EED_0FF5_E702L);
        return robot.motors().stream().mapToDouble(motor -> MOTOR_OFFSET_MAX_RAD * (2 * random.nextDouble() - 1))
            .toArray();
    }

    /**
     * @param inside      what is read; closed with the result.
     * @param robot       robot.
     * @param calibration its calibration; groups that are not calibrated read as they do.
     * @param standingRad position of each motor in the default pose with tendons at rest, counted from where its first
     *                    tendon is taut without tension at joint positions 0, rad: there a calibrated motor reads 0.
     * @return the system, calibrated.
     */
    public static SystemInterface calibrated(
        final SystemInterface inside,
        final RobotDescription robot,
        final Calibration calibration,
        final double[] standingRad)
    {
        final double[] joints = new double[robot.jointCount()];
        final double[] motors = new double[robot.motorCount()];
        for (final GroupCalibration group : calibration.groups())
        {
            for (final JointCalibration joint : group.joints())
            {
                final int index = robot.jointIndex(joint.name());
                final JointDescription description = robot.joints().get(index);
                joints[index] = description.encoder() ? -joint.offsetRad() : 0;
            }
            for (final MotorCalibration motor : group.motors())
            {
                robot.motors().stream().filter(some -> some.name().equals(motor.name())).forEach(some ->
                    motors[some.index()] = -motor.zeroRad() - standingRad[some.index()]);
            }
        }
        return of(inside, robot, joints, motors);
    }

    @Override
    public SystemTraits traits()
    {
        return inside.traits();
    }

    @Override
    public void onConfigure() throws SystemException
    {
        inside.onConfigure();
    }

    @Override
    public ReturnCode onActivate(final long nowNs)
    {
        return inside.onActivate(nowNs);
    }

    @Override
    public ReturnCode read(final StateBlock state, final long nowNs)
    {
        final ReturnCode code = inside.read(raw, nowNs);
        if (code == ReturnCode.OK)
        {
            state.copyFrom(raw);
            shift(state.jointPosition, jointRad);
            shift(state.motorPosition, motorRad);
        }
        return code;
    }

    private static void shift(final Column column, final double[] by)
    {
        for (int i = 0; i < by.length; i++)
        {
            column.set(i, column.get(i) + by[i]);
        }
    }

    @Override
    public ReturnCode write(final CommandBlock command, final long nowNs)
    {
        return inside.write(command, nowNs);
    }

    @Override
    public void onDeactivate()
    {
        inside.onDeactivate();
    }

    @Override
    public void close()
    {
        inside.close();
    }

    private static final class Simulated extends ShiftedSystem implements SimulatedSystem
    {
        private final SimulatedSystem simulated;

        private Simulated(
            final SimulatedSystem simulated,
            final RobotDescription robot,
            final double[] jointRad,
            final double[] motorRad)
        {
            super(simulated, robot, jointRad, motorRad);
            this.simulated = simulated;
        }

        @Override
        public ReturnCode advance()
        {
            return simulated.advance();
        }

        @Override
        public long simTimeNs()
        {
            return simulated.simTimeNs();
        }

        @Override
        public void truth(final TruthBlock truth)
        {
            simulated.truth(truth);
        }
    }

    private static final class Monitored extends ShiftedSystem implements BusMonitor
    {
        private final BusMonitor monitor;

        private Monitored(
            final SystemInterface inside,
            final BusMonitor monitor,
            final RobotDescription robot,
            final double[] jointRad,
            final double[] motorRad)
        {
            super(inside, robot, jointRad, motorRad);
            this.monitor = monitor;
        }

        @Override
        public List<String> busNames()
        {
            return monitor.busNames();
        }

        @Override
        public void busHealth(final Column ageS, final Column code, final long nowNs)
        {
            monitor.busHealth(ageS, code, nowNs);
        }

        @Override
        public String busError(final int bus)
        {
            return monitor.busError(bus);
        }

        @Override
        public int busOf(final ChannelGroup group, final int index)
        {
            return monitor.busOf(group, index);
        }

        @Override
        public List<String> unserved(final long groups)
        {
            return monitor.unserved(groups);
        }
    }
}
