package dev.sinew.runtime.frame;

import dev.sinew.hal.layout.Block;
import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Everything of one cycle, in one piece of off-heap memory. The loop computes in one hot frame that stays in cache; the
 * ring's slots and readers' copies have the same layout. Not thread-safe.
 */
public final class CycleFrame
{
    private final FrameLayout layout;
    private final UnsafeBuffer buffer;

    /** What the system reported. */
    public final StateBlock state;
    /** Estimated joint positions, rad. */
    public final Column estimatePosition;
    /** Estimated joint velocities, rad/s. */
    public final Column estimateVelocity;
    /** Efforts that the measured tensions put on the joints, N·m. */
    public final Column estimateEffort;
    /** Variances of the estimated joint positions, rad². */
    public final Column estimateVariance;
    /** Where each joint position comes from: 0 its encoder, 1 motors and tendons, 2 nothing fresh. */
    public final Column estimateSource;
    /** Direction of gravity in the base frame, unit vector. */
    public final Column baseGravity;
    /** Angular velocity of the base in the base frame, rad/s. */
    public final Column baseGyro;
    /** Age of the newest sample of each bus, s; -1 before its first, and for systems without buses. */
    public final Column busAge;
    /** Ordinal of the {@code ReturnCode} of each bus's last read. */
    public final Column busCode;
    /** Joint targets: position, rad. */
    public final Column targetPosition;
    /** Joint targets: velocity, rad/s. */
    public final Column targetVelocity;
    /** Joint targets: proportional gain, N·m/rad. */
    public final Column targetKp;
    /** Joint targets: derivative gain, N·m·s/rad. */
    public final Column targetKd;
    /** Joint targets: feed-forward effort, N·m. */
    public final Column targetEffort;
    /** Wanted co-contraction of each tendon group, 0 to 1. */
    public final Column targetCoContraction;
    /** Wanted force of each finger, N; 0 for none. */
    public final Column targetGrip;
    /** Joint efforts before the gate, N·m. */
    public final Column effortWanted;
    /** Joint efforts after the gate, N·m. */
    public final Column effortGated;
    /** Joint efforts that the distribution reached, N·m. */
    public final Column effortAchieved;
    /** Tensions before the gate, N. */
    public final Column tensionWanted;
    /** Tensions after the gate, N. */
    public final Column tensionGated;
    /** Co-contraction of each tendon group in force, 0 to 1. */
    public final Column coContraction;
    /** Stiffness that cables under these tensions give each joint while motors stand still, N·m/rad. */
    public final Column cableStiffness;
    /** Force that each finger feels while it grips, N. */
    public final Column gripForce;
    /** What each finger does: ordinal of {@code GripState}. */
    public final Column gripState;
    /** {@code LifeState} of each tendon, its ordinal. */
    public final Column tendonLife;
    /** Bits of {@code TendonFinding} of each tendon. */
    public final Column tendonFindings;
    /** {@code LifeState} of each group of tendons, its ordinal. */
    public final Column groupLife;
    /** Temperatures of the motors' windings as far as known, °C. */
    public final Column motorWinding;
    /** Time until each motor's winding comes to its limit, s. */
    public final Column motorToLimit;
    /** Newest observation that went to the policy. */
    public final Column observation;
    /** Newest raw action that came from it. */
    public final Column action;
    /** What is sent. */
    public final CommandBlock command;
    /** A simulator's truth; zero on hardware. */
    public final TruthBlock truth;

    /**
     * @param layout where everything lies.
     * @param buffer memory, at least {@link FrameLayout#sizeBytes()} long.
     */
    public CycleFrame(final FrameLayout layout, final UnsafeBuffer buffer)
    {
        this.layout = layout;
        this.buffer = buffer;
        int offset = layout.stateOffset();
        state = new StateBlock(layout.state(), slice(offset, layout.state()));
        offset += layout.state().sizeBytes();
        final Block estimate = new GenericBlock(layout.estimate(), slice(offset, layout.estimate()));
        offset += layout.estimate().sizeBytes();
        final Block target = new GenericBlock(layout.target(), slice(offset, layout.target()));
        offset += layout.target().sizeBytes();
        final Block control = new GenericBlock(layout.control(), slice(offset, layout.control()));
        offset += layout.control().sizeBytes();
        final Block policy = new GenericBlock(layout.policy(), slice(offset, layout.policy()));
        offset += layout.policy().sizeBytes();
        command = new CommandBlock(layout.command(), slice(offset, layout.command()));
        offset += layout.command().sizeBytes();
        truth = new TruthBlock(layout.truth(), slice(offset, layout.truth()));

        estimatePosition = estimate.column("estimate_position_rad");
        estimateVelocity = estimate.column("estimate_velocity_rad_s");
        estimateEffort = estimate.column("estimate_effort_nm");
        estimateVariance = estimate.column("estimate_variance_rad2");
        estimateSource = estimate.column("estimate_source");
        baseGravity = estimate.column("base_gravity");
        baseGyro = estimate.column("base_gyro_rad_s");
        busAge = estimate.column("bus_age_s");
        busCode = estimate.column("bus_code");
        targetPosition = target.column("target_position_rad");
        targetVelocity = target.column("target_velocity_rad_s");
        targetKp = target.column("target_kp_nm_rad");
        targetKd = target.column("target_kd_nms_rad");
        targetEffort = target.column("target_effort_nm");
        targetCoContraction = target.column("target_co_contraction");
        targetGrip = target.column("target_grip_n");
        effortWanted = control.column("effort_wanted_nm");
        effortGated = control.column("effort_gated_nm");
        effortAchieved = control.column("effort_achieved_nm");
        tensionWanted = control.column("tension_wanted_n");
        tensionGated = control.column("tension_gated_n");
        coContraction = control.column("co_contraction");
        cableStiffness = control.column("cable_stiffness_nm_rad");
        gripForce = control.column("grip_force_n");
        gripState = control.column("grip_state");
        tendonLife = control.column("tendon_life");
        tendonFindings = control.column("tendon_findings");
        groupLife = control.column("group_life");
        motorWinding = control.column("motor_winding_c");
        motorToLimit = control.column("motor_to_limit_s");
        observation = policy.column("observation");
        action = policy.column("action");
    }

    private UnsafeBuffer slice(final int offset, final BlockLayout block)
    {
        return new UnsafeBuffer(buffer, offset, block.sizeBytes());
    }

    /**
     * @param layout where everything lies.
     * @return a frame with memory of its own.
     */
    public static CycleFrame allocate(final FrameLayout layout)
    {
        return new CycleFrame(layout, new UnsafeBuffer(BufferUtil.allocateDirectAligned(layout.sizeBytes(), 64)));
    }

    /**
     * @return where everything lies.
     */
    public FrameLayout layout()
    {
        return layout;
    }

    /**
     * @return the memory.
     */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * @param field which number.
     * @return its value.
     */
    public long get(final FrameField field)
    {
        return buffer.getLong(field.offset());
    }

    /**
     * @param field which number.
     * @param value what to store.
     */
    public void set(final FrameField field, final long value)
    {
        buffer.putLong(field.offset(), value);
    }

    /**
     * @param field  which number.
     * @param amount what to add to it.
     */
    public void add(final FrameField field, final long amount)
    {
        set(field, get(field) + amount);
    }
}
