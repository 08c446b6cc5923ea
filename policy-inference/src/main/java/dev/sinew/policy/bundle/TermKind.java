package dev.sinew.policy.bundle;

import java.util.ArrayList;
import java.util.List;

/** What an observation term measures, and how many numbers one step of it has. */
public enum TermKind
{
    /** Angular velocity of the pelvis in its own frame, rad/s. */
    BASE_ANG_VEL("base_ang_vel", 3),
    /** Direction of gravity in the frame of the pelvis, a unit vector; (0, 0, -1) when upright. */
    PROJECTED_GRAVITY("projected_gravity", 3),
    /** Joint position minus the policy's default position, rad. */
    JOINT_POS_REL("joint_pos_rel", TermKind.PER_JOINT),
    /** Joint velocity, rad/s (the default velocity is zero). */
    JOINT_VEL_REL("joint_vel_rel", TermKind.PER_JOINT),
    /** Joint position, rad. */
    JOINT_POS("joint_pos", TermKind.PER_JOINT),
    /** Joint velocity, rad/s. */
    JOINT_VEL("joint_vel", TermKind.PER_JOINT),
    /** Standard deviation of the joint position by the robot's own estimate, rad; grows where an encoder is out. */
    JOINT_POS_STD("joint_pos_std", TermKind.PER_JOINT),
    /** The last raw action, before scale and offset; zero at reset. */
    LAST_ACTION("last_action", TermKind.PER_ACTION),
    /** Force (N) and torque (N m) of the left foot, then of the right. */
    FOOT_WRENCH("foot_wrench", 12),
    /** Sine and cosine of the phase of a clock that starts at reset; needs params.period_s. */
    GAIT_PHASE("gait_phase", 2),
    /** A command from outside, by its name. */
    COMMAND("command:<name>", TermKind.PER_COMMAND);

    private static final int PER_JOINT = -1;
    private static final int PER_ACTION = -2;
    private static final int PER_COMMAND = -3;

    private final String id;
    private final int width;

    TermKind(final String id, final int width)
    {
        this.id = id;
        this.width = width;
    }

    /** @return the name that a manifest uses. */
    public String id()
    {
        return id;
    }

    /** @return true for terms that list joints. */
    public boolean isPerJoint()
    {
        return width == PER_JOINT;
    }

    /** @return numbers per step for the given counts of listed joints, driven joints and command numbers. */
    int width(final int joints, final int actions, final int command)
    {
        return switch (width)
        {
            case PER_JOINT -> joints;
            case PER_ACTION -> actions;
            case PER_COMMAND -> command;
            default -> width;
        };
    }

    /** @return the kind of that name, or null; commands are resolved by the caller. */
    static TermKind byId(final String id)
    {
        for (final TermKind kind : values())
        {
            if (kind.id.equals(id) && kind != COMMAND)
            {
                return kind;
            }
        }
        return null;
    }

    static List<String> ids()
    {
        final List<String> ids = new ArrayList<>();
        for (final TermKind kind : values())
        {
            ids.add(kind.id);
        }
        return ids;
    }
}
