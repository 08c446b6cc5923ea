package dev.sinew.hal.robot.synthetic;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;

/**
 * A robot whose cables rub where its file says nothing of losses, so that no simulated plant of a trial is ideal.
 * Set-up only.
 */
public final class RubbingCables
{
    /** Wrap angle over which they rub, rad. */
    public static final double WRAP_RAD = Math.PI;

    private RubbingCables()
    {
    }

    /**
     * @param robot a robot.
     * @param loss  part of its tension that a cable without losses in the file loses while it slides, at least 0 and
     *              below 1.
     * @return the same one with cables that rub.
     */
    public static RobotDescription of(final RobotDescription robot, final double loss)
    {
        if (loss == 0)
        {
            return robot;
        }
        final TendonLosses losses = new TendonLosses(-StrictMath.log(1 - loss) / WRAP_RAD, WRAP_RAD, 0, 0, 1);
        final List<TendonDescription> tendons = new ArrayList<>();
        for (final TendonDescription tendon : robot.tendons())
        {
            tendons.add(tendon.losses().equals(TendonLosses.NONE) ? new TendonDescription(tendon.name(),
                tendon.index(), tendon.motor(), tendon.winding(), tendon.route(), tendon.restLengthM(),
                tendon.tensionMinN(), tendon.tensionMaxN(), tendon.pretensionN(), tendon.stiffnessNM(),
                tendon.dampingNsM(), losses) : tendon);
        }
        return robot.withActuation(robot.motors(), tendons);
    }
}
