package dev.sinew.runtime.plot;

import java.util.List;
import java.util.function.Predicate;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * What of a robot is drawn: one joint of a leg and one of a finger, each with the tendons that cross it.
 *
 * @param legJoint      name of a joint, empty for none.
 * @param legTendons    names of its tendons.
 * @param fingerJoint   name of a joint of a hand, empty for none.
 * @param fingerTendons names of its tendons.
 */
public record PlotSelection(
    String legJoint,
    List<String> legTendons,
    String fingerJoint,
    List<String> fingerTendons)
{
    private static final int TENDONS_MAX = 6;

    /**
     * Freezes.
     */
    public PlotSelection
    {
        legTendons = List.copyOf(legTendons);
        fingerTendons = List.copyOf(fingerTendons);
    }

    /**
     * Takes the first knee, else the first joint that is not in a hand; the first finger joint that most tendons cross.
     *
     * @param robot a robot.
     * @return what to draw of it.
     */
    public static PlotSelection of(final RobotDescription robot)
    {
        String leg = first(robot, joint -> !joint.hand() && joint.name().contains("knee"));
        if (leg.isEmpty())
        {
            leg = first(robot, joint -> !joint.hand());
        }
        String finger = "";
        int most = 0;
        for (final JointDescription joint : robot.joints())
        {
            final int crossing = joint.hand() ? tendonsOf(robot, joint.name()).size() : 0;
            if (crossing > most)
            {
                most = crossing;
                finger = joint.name();
            }
        }
        return new PlotSelection(leg, tendonsOf(robot, leg), finger, tendonsOf(robot, finger));
    }

    private static String first(final RobotDescription robot, final Predicate<JointDescription> wanted)
    {
        return robot.joints().stream().filter(wanted).map(JointDescription::name).findFirst().orElse("");
    }

    private static List<String> tendonsOf(final RobotDescription robot, final String joint)
    {
        final int index = robot.jointIndex(joint);
        return robot.tendons().stream()
            .filter(tendon -> tendon.route().joints().contains(index))
            .map(TendonDescription::name).limit(TENDONS_MAX).toList();
    }
}
