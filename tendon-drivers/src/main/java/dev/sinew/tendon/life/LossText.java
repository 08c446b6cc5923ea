package dev.sinew.tendon.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonLoss;

/**
 * A plan in the words and numbers of the robot. Set-up only.
 */
final class LossText
{
    private LossText()
    {
    }

    static TendonLoss describe(
        final RobotDescription robot,
        final TendonGroup group,
        final int groupIndex,
        final int tendon,
        final LossPlan plan)
    {
        final List<TendonLoss.Joint> joints = new ArrayList<>();
        for (int row = 0; row < group.joints().size(); row++)
        {
            joints.add(new TendonLoss.Joint(group.joints().get(row), plan.negative()[row], plan.positive()[row],
                plan.parked(row)));
        }
        final LifeState after = plan.kind() == LossPlan.Kind.NOTHING ? LifeState.SAFE : LifeState.DEGRADED;
        return new TendonLoss(tendon, groupIndex, after, joints, "without " + robot.tendons().get(tendon).name() +
            ": " + sentence(robot, joints, plan));
    }

    private static String sentence(
        final RobotDescription robot,
        final List<TendonLoss.Joint> joints,
        final LossPlan plan)
    {
        if (plan.kind() == LossPlan.Kind.NOTHING)
        {
            return names(robot, joints) + " go safe: their tendons pull on nothing, their drives damp";
        }
        if (plan.kind() == LossPlan.Kind.ONE_SIDED)
        {
            final TendonLoss.Joint joint = joints.get(0);
            return String.format(Locale.ROOT, "%s is pulled in its %s direction alone, with %.0f %% of its effort",
                names(robot, joints), plan.toward() > 0 ? "positive" : "negative",
                100 * Math.max(joint.negativeRatio(), joint.positiveRatio()));
        }
        final List<TendonLoss.Joint> kept = joints.stream().filter(TendonLoss.Joint::kept).toList();
        final StringBuilder text = new StringBuilder("keeps ").append(names(robot, kept)).append(" both ways");
        text.append(String.format(Locale.ROOT, ", with at least %.0f %% of the effort", 100 * plan.weakest()));
        for (final TendonLoss.Joint joint : joints)
        {
            if (joint.parked() != 0)
            {
                final JointDescription described = robot.joints().get(joint.joint());
                text.append(String.format(Locale.ROOT, "; %s rests at its %s stop (%.2f rad)", described.name(),
                    joint.parked() > 0 ? "upper" : "lower",
                    joint.parked() > 0 ? described.upperRad() : described.lowerRad()));
            }
        }
        return text.toString();
    }

    private static String names(final RobotDescription robot, final List<TendonLoss.Joint> joints)
    {
        return String.join(", ", joints.stream().map(joint -> robot.joints().get(joint.joint()).name()).toList());
    }
}
