package dev.sinew.hal.layout;

import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A simulator's truth about the base, recorded beside the samples for evaluation only. Nothing that estimates, decides
 * or
 * gates may hold one.
 */
public final class TruthBlock extends Block
{
    /** Position of the base frame in the world, m, then its orientation (world from base) w x y z. */
    public final Column basePose;
    /** Linear velocity of the base frame in the world, m/s, then angular velocity in the base frame, rad/s. */
    public final Column baseVelocity;

    /**
     * @param layout layout made by {@link #truthLayout()}.
     * @param buffer memory.
     */
    public TruthBlock(final BlockLayout layout, final UnsafeBuffer buffer)
    {
        super(layout, buffer);
        basePose = column("truth_base_pose");
        baseVelocity = column("truth_base_velocity");
    }

    /**
     * @return a block with memory of its own.
     */
    public static TruthBlock create()
    {
        final BlockLayout layout = truthLayout();
        return new TruthBlock(layout, allocate(layout));
    }

    /**
     * @return the layout, the same for every robot.
     */
    public static BlockLayout truthLayout()
    {
        return new BlockLayout.Builder()
            .column("truth_base_pose", List.of("x_m", "y_m", "z_m", "qw", "qx", "qy", "qz"))
            .column("truth_base_velocity", List.of("vx_m_s", "vy_m_s", "vz_m_s", "wx_rad_s", "wy_rad_s", "wz_rad_s"))
            .build();
    }
}
