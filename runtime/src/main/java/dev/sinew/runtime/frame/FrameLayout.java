package dev.sinew.runtime.frame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * Where everything of one cycle lies in a frame, derived once from the robot and its policy. Immutable.
 *
 * <pre>
 *   fields | state | estimate | target | control | policy | command | truth | end
 * </pre>
 */
public final class FrameLayout
{
    private static final int CACHE_LINE_BYTES = 64;
    /** In the order of {@link StateBlock#stamp}. */
    private static final List<String> STATE_STAMPS = List.of("state_sequence", "state_device_time_ns",
        "state_arrival_ns", "state_valid_groups", "state_device_status");
    /** In the order of {@link CommandBlock#stamp}. */
    private static final List<String> COMMAND_STAMPS = List.of("command_sequence", "command_cycle_time_ns",
        "command_enabled");

    private final BlockLayout state;
    private final BlockLayout estimate;
    private final BlockLayout target;
    private final BlockLayout control;
    private final BlockLayout policy;
    private final BlockLayout command;
    private final BlockLayout truth;

    /**
     * @param robot             the robot.
     * @param observationLabels name of each number of the observation; empty without a policy.
     * @param actionLabels      name of each number of the action; empty without a policy.
     */
    public FrameLayout(
        final RobotDescription robot,
        final List<String> observationLabels,
        final List<String> actionLabels)
    {
        final List<String> joints = robot.jointNames();
        final List<String> tendons = robot.tendons().stream().map(TendonDescription::name).toList();
        final List<String> buses = robot.buses().stream().map(BusDescription::name).toList();
        final List<String> motors = robot.motors().stream().map(MotorDescription::name).toList();
        final List<String> fingers = GripFingers.of(robot);
        final List<String> groups = robot.tendonGroups().stream().map(TendonGroup::name).toList();
        state = StateBlock.layoutOf(robot);
        estimate = new BlockLayout.Builder()
            .column("estimate_position_rad", joints)
            .column("estimate_velocity_rad_s", joints)
            .column("estimate_effort_nm", joints)
            .column("estimate_variance_rad2", joints)
            .column("estimate_source", joints)
            .column("base_gravity", List.of("x", "y", "z"))
            .column("base_gyro_rad_s", List.of("x", "y", "z"))
            .column("bus_age_s", buses)
            .column("bus_code", buses)
            .build();
        target = new BlockLayout.Builder()
            .column("target_position_rad", joints)
            .column("target_velocity_rad_s", joints)
            .column("target_kp_nm_rad", joints)
            .column("target_kd_nms_rad", joints)
            .column("target_effort_nm", joints)
            .column("target_co_contraction", groups)
            .column("target_grip_n", fingers)
            .build();
        control = new BlockLayout.Builder()
            .column("effort_wanted_nm", joints)
            .column("effort_gated_nm", joints)
            .column("effort_achieved_nm", joints)
            .column("tension_wanted_n", tendons)
            .column("tension_gated_n", tendons)
            .column("co_contraction", groups)
            .column("cable_stiffness_nm_rad", joints)
            .column("grip_force_n", fingers)
            .column("grip_state", fingers)
            .column("tendon_life", tendons)
            .column("tendon_findings", tendons)
            .column("group_life", groups)
            .column("motor_winding_c", motors)
            .column("motor_to_limit_s", motors)
            .build();
        policy = new BlockLayout.Builder()
            .column("observation", observationLabels)
            .column("action", actionLabels)
            .build();
        command = CommandBlock.layoutOf(robot);
        truth = TruthBlock.truthLayout();
    }

    /**
     * @return layout of the state block.
     */
    public BlockLayout state()
    {
        return state;
    }

    /**
     * @return layout of the estimate block.
     */
    public BlockLayout estimate()
    {
        return estimate;
    }

    /**
     * @return layout of the target block.
     */
    public BlockLayout target()
    {
        return target;
    }

    /**
     * @return layout of the block of efforts and tensions.
     */
    public BlockLayout control()
    {
        return control;
    }

    /**
     * @return layout of the policy block.
     */
    public BlockLayout policy()
    {
        return policy;
    }

    /**
     * @return layout of the command block.
     */
    public BlockLayout command()
    {
        return command;
    }

    /**
     * @return layout of the truth block.
     */
    public BlockLayout truth()
    {
        return truth;
    }

    /**
     * @return offset of the state block in the frame, bytes; the other blocks follow it without gaps.
     */
    public int stateOffset()
    {
        return FrameField.TOTAL_BYTES;
    }

    /**
     * @return blocks in the order in which they lie in the frame.
     */
    public List<BlockLayout> blocks()
    {
        return List.of(state, estimate, target, control, policy, command, truth);
    }

    /**
     * @return offset of the closing number of the frame, bytes.
     */
    public int endOffset()
    {
        int offset = stateOffset();
        for (final BlockLayout block : blocks())
        {
            offset += block.sizeBytes();
        }
        return offset;
    }

    /**
     * @return size of a frame, bytes; a multiple of the cache line.
     */
    public int sizeBytes()
    {
        return endOffset() + CACHE_LINE_BYTES;
    }

    /**
     * @return every column with its offset from the frame's begin. Columns of the command block are called
     *     {@code command_...}, because state and command both have a {@code motor_effort_nm}.
     */
    public List<BlockLayout.Entry> columns()
    {
        final List<BlockLayout.Entry> columns = new ArrayList<>();
        int base = stateOffset();
        for (final BlockLayout block : blocks())
        {
            final String prefix = block == command ? "command_" : "";
            for (final BlockLayout.Entry entry : block.entries())
            {
                columns.add(new BlockLayout.Entry(prefix + entry.name(), base + entry.offset(), entry.size(),
                    entry.labels()));
            }
            base += block.sizeBytes();
        }
        return columns;
    }

    /**
     * @return whole numbers of the frame by name: those of {@link FrameField}, then the stamps of the state and command
     *     blocks; offsets from the frame's begin.
     */
    public Map<String, Integer> fields()
    {
        final Map<String, Integer> fields = new LinkedHashMap<>();
        for (final FrameField field : FrameField.values())
        {
            fields.put(field.name().toLowerCase(Locale.ROOT), field.offset());
        }
        int commandOffset = endOffset() - truth.sizeBytes() - command.sizeBytes();
        for (final String name : COMMAND_STAMPS)
        {
            fields.put(name, commandOffset);
            commandOffset += Long.BYTES;
        }
        int stateOffset = stateOffset();
        for (final String name : STATE_STAMPS)
        {
            fields.put(name, stateOffset);
            stateOffset += Long.BYTES;
        }
        return fields;
    }
}
