package dev.sinew.runtime.loop;

import java.util.Arrays;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.grasp.GripControl;
import dev.sinew.runtime.grasp.GripSettings;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.Mode;

/**
 * A position, velocity, two gains and an effort for every joint, and a co-contraction for every group, in every mode. A
 * change of mode starts from the measured pose, or from the last targets when it freezes, so that nothing jumps. Loop's
 * thread.
 */
public final class TargetSource
{
    private final JointDescription[] joints;
    private final PolicyRunner policy;
    private final long blendNs;
    private final double[] held;
    private final double[] coContraction;
    private final double[] wishedCoContraction;
    private final GripControl grip;
    private final double[] wishedGrip;
    private long activeSinceNs;

    /**
     * @param robot   joints.
     * @param policy  targets of ACTIVE; its gains hold in every mode.
     * @param blendNs time over which ACTIVE goes from the measured pose to the policy's targets, ns.
     */
    public TargetSource(final RobotDescription robot, final PolicyRunner policy, final long blendNs)
    {
        this.joints = robot.joints().toArray(new JointDescription[0]);
        this.policy = policy;
        this.blendNs = blendNs;
        this.held = new double[joints.length];
        this.coContraction = robot.tendonGroups().stream().mapToDouble(group -> group.joints().stream()
            .mapToDouble(j -> joints[j].coContraction()).max().orElse(0)).toArray();
        this.wishedCoContraction = new double[coContraction.length];
        Arrays.fill(wishedCoContraction, Double.NaN);
        this.grip = new GripControl(robot, GripSettings.DEFAULT);
        this.wishedGrip = new double[grip.names().size()];
    }

    /**
     * Takes what the operator wishes beside modes; it holds until another wish.
     *
     * @param control the operator's page.
     */
    public void takeWishes(final ControlPage control)
    {
        for (int g = 0; g < wishedCoContraction.length && g < ControlPage.GRIP_WISHES; g++)
        {
            wishedCoContraction[g] = control.wish(g);
        }
        for (int f = 0; f < wishedGrip.length && ControlPage.GRIP_WISHES + f < ControlPage.WISH_COUNT; f++)
        {
            final double wish = control.wish(ControlPage.GRIP_WISHES + f);
            wishedGrip[f] = wish > 0 ? wish : 0; // none is not a number
        }
    }

    /**
     * Notes where a mode starts from.
     *
     * @param mode  new mode.
     * @param from  mode before.
     * @param frame estimates and the last targets.
     * @param nowNs time of the cycle, ns.
     */
    public void enter(final Mode mode, final Mode from, final CycleFrame frame, final long nowNs)
    {
        final boolean keepsPose = (mode == Mode.READY || mode == Mode.ACTIVE) &&
            (from == Mode.CALIBRATE || from == Mode.READY);
        if (mode == Mode.FREEZE && from == Mode.ACTIVE)
        {
            frame.targetPosition.copyTo(held);
        }
        else if (!keepsPose)
        {
            frame.estimatePosition.copyTo(held);
        }
        activeSinceNs = nowNs;
    }

    /**
     * @param mode  mode of this cycle.
     * @param frame targets out.
     * @param nowNs time of the cycle, ns.
     */
    public void fill(final Mode mode, final CycleFrame frame, final long nowNs)
    {
        frame.targetCoContraction.setAll(coContraction);
        frame.targetGrip.setAll(wishedGrip);
        policy.targets(frame);
        for (int g = 0; g < wishedCoContraction.length; g++)
        {
            final double wished = wishedCoContraction[g];
            if (!Double.isNaN(wished))
            {
                frame.targetCoContraction.set(g, wished);
            }
        }
        if (mode == Mode.ACTIVE)
        {
            final double share = Math.min(1.0, (double)(nowNs - activeSinceNs) / blendNs);
            if (share < 1.0)
            {
                for (int j = 0; j < joints.length; j++)
                {
                    frame.targetPosition.set(j, held[j] + share * (frame.targetPosition.get(j) - held[j]));
                }
            }
            grip.run(frame);
            return;
        }
        grip.reset();
        frame.gripForce.fill(0);
        frame.gripState.fill(0);
        for (int j = 0; j < joints.length; j++)
        {
            frame.targetPosition.set(j, held[j]);
            frame.targetVelocity.set(j, 0);
            frame.targetEffort.set(j, 0);
            if (!mode.controls())
            {
                frame.targetKp.set(j, 0);
                frame.targetKd.set(j, 0);
            }
        }
    }
}
