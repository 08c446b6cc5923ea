package dev.sinew.hal.layout;

import java.util.List;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Everything that one cycle's {@code write} sends to a system. Written by the loop, read by the system inside
 * {@code write}; one thread at a time.
 */
public final class CommandBlock extends Block
{
    private static final int SEQUENCE = 0;
    private static final int CYCLE_TIME_NS = 8;
    private static final int ENABLED = 16;

    /** Torque of each motor, N·m; positive shortens its tendon. */
    public final Column motorEffort;
    /**
     * Tension that the drives shall hold by themselves, N; 0 for none. Only systems whose drives can do that look at it
     * ({@code SystemTraits.tensionLoopHz}); for them {@link #motorEffort} is the feed-forward.
     */
    public final Column tendonTension;
    /** Viscous damping that the motor's own drive adds, N·m·s/rad, at least 0: torque = effort - damping x velocity. */
    public final Column motorDamping;

    /**
     * @param layout layout made by {@link #layoutOf(RobotDescription)}.
     * @param buffer memory.
     */
    public CommandBlock(final BlockLayout layout, final UnsafeBuffer buffer)
    {
        super(layout, buffer);
        motorEffort = column("motor_effort_nm");
        motorDamping = column("motor_damping_nms_rad");
        tendonTension = column("tendon_tension_set_n");
    }

    /**
     * @param robot robot to make room for.
     * @return a block with memory of its own.
     */
    public static CommandBlock of(final RobotDescription robot)
    {
        final BlockLayout layout = layoutOf(robot);
        return new CommandBlock(layout, allocate(layout));
    }

    /**
     * @param robot robot to make room for.
     * @return layout of its commands.
     */
    public static BlockLayout layoutOf(final RobotDescription robot)
    {
        final List<String> motors = robot.motors().stream().map(MotorDescription::name).toList();
        return new BlockLayout.Builder()
            .column("motor_effort_nm", motors)
            .column("motor_damping_nms_rad", motors)
            .column("tendon_tension_set_n", robot.tendons().stream().map(TendonDescription::name).toList())
            .build();
    }

    /**
     * @return number of the sample that these commands answer.
     */
    public long sequence()
    {
        return header(SEQUENCE);
    }

    /**
     * @return time of the cycle that made the commands, ns of the loop's clock.
     */
    public long cycleTimeNs()
    {
        return header(CYCLE_TIME_NS);
    }

    /**
     * @return true when the drives shall be powered; false makes every motor limp.
     */
    public boolean enabled()
    {
        return header(ENABLED) != 0;
    }

    /**
     * Stamps the commands of one cycle. Loop's side.
     *
     * @param sequence    number of the sample that they answer.
     * @param cycleTimeNs time of the cycle, ns.
     * @param enabled     false makes every motor limp.
     */
    public void stamp(final long sequence, final long cycleTimeNs, final boolean enabled)
    {
        header(SEQUENCE, sequence);
        header(CYCLE_TIME_NS, cycleTimeNs);
        header(ENABLED, enabled ? 1 : 0);
    }
}
