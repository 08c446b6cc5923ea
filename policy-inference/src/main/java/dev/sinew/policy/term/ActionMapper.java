package dev.sinew.policy.term;

import dev.sinew.policy.bundle.PolicyManifest;

import java.util.List;

/**
 * Turns a raw action into joint targets of the whole robot: {@code target = default + action * scale}, then the
 * manifest's clip, in the robot's joint order and with the policy's gains. Joints that the policy does not drive hold
 * the robot's default position with the robot's own gains. Any thread at set-up, then the one that steps the policy;
 * allocates nothing per call.
 */
public final class ActionMapper
{
    private final int[] joints;
    private final double[] offset;
    private final double[] scale;
    private final double[] low;
    private final double[] high;
    private final double[] positionBase;
    private final double[] kp;
    private final double[] kd;

    /**
     * @param manifest       of a checked bundle.
     * @param robotJoints    names of the robot's joints.
     * @param robotPositions default position per joint of the robot, rad.
     * @param robotKp        default gain per joint of the robot, N m/rad.
     * @param robotKd        default gain per joint of the robot, N m s/rad.
     * @throws IllegalArgumentException when the manifest names a joint that the robot lacks.
     */
    public ActionMapper(
        final PolicyManifest manifest, final List<String> robotJoints, final double[] robotPositions,
        final double[] robotKp, final double[] robotKd)
    {
        joints = JointOrder.indices(manifest.jointNames(), robotJoints);
        offset = manifest.defaultJointPos().clone();
        scale = manifest.actionScale().clone();
        low = manifest.actionLow().clone();
        high = manifest.actionHigh().clone();
        positionBase = robotPositions.clone();
        for (int i = 0; i < joints.length; i++)
        {
            positionBase[joints[i]] = offset[i];
        }
        kp = robotKp.clone();
        kd = robotKd.clone();
        for (int i = 0; i < joints.length; i++)
        {
            kp[joints[i]] = manifest.jointStiffness()[i];
            kd[joints[i]] = manifest.jointDamping()[i];
        }
    }

    /** @return how many numbers a raw action has. */
    public int actionSize()
    {
        return joints.length;
    }

    /** @return gain of a joint of the robot while the policy runs, N m/rad. */
    public double kp(final int joint)
    {
        return kp[joint];
    }

    /** @return gain of a joint of the robot while the policy runs, N m s/rad. */
    public double kd(final int joint)
    {
        return kd[joint];
    }

    /**
     * Writes the pose around which the policy acts: what to hold before its first action.
     *
     * @param positionRad target per joint of the robot, overwritten.
     */
    public void mapDefault(final double[] positionRad)
    {
        System.arraycopy(positionBase, 0, positionRad, 0, positionBase.length);
    }

    /**
     * @param action      raw, at least {@link #actionSize()} numbers.
     * @param positionRad target per joint of the robot, overwritten; untouched when the action is refused.
     * @return false when the action holds a number that is not finite.
     */
    public boolean map(final float[] action, final double[] positionRad)
    {
        for (int i = 0; i < joints.length; i++)
        {
            if (!Float.isFinite(action[i]))
            {
                return false;
            }
        }
        System.arraycopy(positionBase, 0, positionRad, 0, positionBase.length);
        for (int i = 0; i < joints.length; i++)
        {
            final double target = offset[i] + action[i] * scale[i];
            positionRad[joints[i]] = Math.max(low[i], Math.min(high[i], target));
        }
        return true;
    }
}
