package dev.sinew.tendon.calibration;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.CalibrationStep;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.life.TendonMonitor;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Calibrates one group after the other. The one at work is driven as its routine says; those that are over and well
 * hold on at rest tension; all others are limp and damped by their drives.
 */
final class TendonCalibration implements CalibrationRoutine
{
    private static final VarHandle DONE;

    static
    {
        try
        {
            DONE = MethodHandles.lookup().findVarHandle(TendonCalibration.class, "done", int.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private static final int STEP_PERIODS = 3;
    private static final long PERIOD_NS = 1_000_000L;

    private final RobotDescription robot;
    private final TendonTransmission transmission;
    private final TendonMonitor monitor;
    private final GroupParts[] parts;
    private final GroupRecord[] records;
    private final GroupRoutine[] routines;
    private final double[][] asked;
    private final boolean[] holds;
    private final double[] brake;
    private final Column position;
    private final Column effort;
    private final Column achieved;
    private final Column tension;
    /** A gap between good samples counts as this much time at most, ns. */
    private final long stepNsMax;
    private boolean begun;
    private long lastNs;
    /** Time that good samples have covered, ns. */
    private long goodNs;
    @SuppressWarnings("unused") // through DONE
    private int done;
    private int current;
    /** Opaque copies for other threads. */
    private volatile int shownGroup;
    private volatile int shownStep;

    TendonCalibration(final RobotDescription robot, final CalibrationRequest request)
    {
        this.robot = robot;
        final TendonRouting routing = TendonRouting.of(robot);
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        monitor = new TendonMonitor(robot, routing,
            robot.tendons().stream().mapToDouble(TendonDescription::tensionMaxN).toArray());
        final List<TendonGroup> known = robot.tendonGroups();
        final int count = request.groups().size();
        parts = new GroupParts[count];
        records = new GroupRecord[count];
        routines = new GroupRoutine[count];
        asked = new double[count][];
        for (int g = 0; g < count; g++)
        {
            final String name = request.groups().get(g);
            final TendonGroup group = known.stream().filter(some -> some.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("no group of tendons of that name: " + name));
            parts[g] = new GroupParts(robot, group, routing, request);
            records[g] = new GroupRecord(robot, parts[g], routing);
            routines[g] = new GroupRoutine(parts[g], records[g], monitor, transmission.restTensions(),
                request.tensionOnly());
            asked[g] = new double[parts[g].motor.length];
        }
        stepNsMax = STEP_PERIODS * (robot.rates() == null ? PERIOD_NS : robot.rates().periodNs());
        holds = new boolean[robot.tendonCount()];
        brake = robot.motors().stream().mapToDouble(MotorDescription::brakeNmsRad).toArray();
        position = column(robot.jointCount());
        effort = column(robot.jointCount());
        achieved = column(robot.jointCount());
        tension = column(robot.tendonCount());
    }

    private static Column column(final int size)
    {
        return new Column("values", new UnsafeBuffer(new byte[size * Double.BYTES]), 0, size);
    }

    @Override
    public boolean step(final StateBlock state, final CommandBlock command, final long nowNs)
    {
        goodNs += begun ? Math.min(nowNs - lastNs, stepNsMax) : 0;
        begun = true;
        lastNs = nowNs;
        see(state.jointPosition);
        effort.fill(0);
        if (current < routines.length)
        {
            work(state, command);
        }
        transmission.distribute(position, effort, 0, tension, achieved);
        shape();
        transmission.command(tension, state, command);
        for (int m = 0; m < brake.length; m++)
        {
            command.motorDamping.set(m, brake[m]);
        }
        if (current < routines.length && !routines[current].damped())
        {
            for (final int m : parts[current].motor)
            {
                command.motorDamping.set(m, 0);
            }
        }
        return current < routines.length;
    }

    /** What an encoder does not tell stays as it was. */
    private void see(final Column encoders)
    {
        for (int j = 0; j < position.size(); j++)
        {
            final double read = encoders.get(j);
            position.set(j, read * 0.0 == 0 ? read : position.get(j));
        }
    }

    private void work(final StateBlock state, final CommandBlock command)
    {
        final GroupRoutine routine = routines[current];
        final GroupParts group = parts[current];
        for (int m = 0; m < group.motor.length; m++)
        {
            asked[current][m] = command.motorEffort.get(group.motor[m]);
        }
        for (int row = 0; row < group.joint.length; row++)
        {
            position.set(group.joint[row], routine.pose(row));
        }
        monitor.look(state, position, command);
        final boolean more = routine.step(state, asked[current], goodNs);
        for (int row = 0; row < group.joint.length; row++)
        {
            effort.set(group.joint[row], routine.drive().kind() == GroupDrive.Kind.EFFORT ?
                routine.drive().effort(row) : 0);
        }
        shownStep = routine.step().ordinal();
        if (!more)
        {
            final boolean well = records[current].outcome() != GroupCalibration.Outcome.FAILED;
            for (final int t : group.tendon)
            {
                holds[t] = well;
            }
            monitor.reset();
            current++;
            shownGroup = current;
            DONE.setRelease(this, current);
        }
    }

    /** From what the distribution says to what each group may have. */
    private void shape()
    {
        for (int t = 0; t < holds.length; t++)
        {
            if (!holds[t])
            {
                final boolean atWork = current < parts.length && isOf(t, parts[current]);
                final GroupDrive.Kind kind = atWork ? routines[current].drive().kind() : GroupDrive.Kind.LIMP;
                final double scale = switch (kind)
                {
                    case LIMP -> 0;
                    case LEVEL -> routines[current].drive().level();
                    case EFFORT -> 1;
                };
                tension.set(t, scale * tension.get(t));
            }
        }
    }

    private static boolean isOf(final int tendon, final GroupParts group)
    {
        for (final int t : group.tendon)
        {
            if (t == tendon)
            {
                return true;
            }
        }
        return false;
    }

    @Override
    public int doneAcquire()
    {
        return (int)DONE.getAcquire(this);
    }

    @Override
    public int groupCount()
    {
        return routines.length;
    }

    @Override
    public GroupCalibration result(final int place)
    {
        if (place < 0 || place >= doneAcquire())
        {
            throw new IndexOutOfBoundsException("group is not over yet: place=" + place + ", done=" + doneAcquire());
        }
        return records[place].toCalibration(robot);
    }

    @Override
    public int currentGroup()
    {
        return Math.min(shownGroup, Math.max(0, routines.length - 1));
    }

    @Override
    public CalibrationStep currentStep()
    {
        return CalibrationStep.ofOrdinal(shownStep);
    }
}
