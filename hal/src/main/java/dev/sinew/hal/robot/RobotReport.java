package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.yaml.Mistake;
import dev.sinew.hal.yaml.Range;

/**
 * What a checked robot description says, as text for a person: counts, joints, and per tendon group its tendons,
 * whether they move every joint both ways, and how much effort they give. Set-up only; the same robot gives the same
 * text.
 */
public final class RobotReport
{
    private final String file;
    private final RobotDescription robot;
    private final List<Mistake> warnings;
    private final TendonExamination examination;
    private final StringBuilder text = new StringBuilder();

    private RobotReport(final String file, final RobotFile.Result result)
    {
        this.file = file;
        robot = result.robot();
        warnings = result.warnings();
        examination = result.examination();
    }

    /**
     * @param file   name of the file that the robot came from.
     * @param result the checked robot.
     * @return the report, lines ended by line feeds.
     */
    public static String render(final String file, final RobotFile.Result result)
    {
        final RobotReport report = new RobotReport(file, result);
        report.head();
        report.joints();
        report.groups();
        report.foot();
        return report.text.toString();
    }

    private void groups()
    {
        if (examination.groups().isEmpty())
        {
            line("Tendon groups were not examined: no tendon module is on the class path.");
            return;
        }
        line("Tendon groups: the smallest sets of joints and tendons that are solved together. Reach is the " +
            "effort that the");
        line("tendons give a joint between their tension bounds while the others of the group get none.");
        examination.groups().forEach(this::group);
    }

    private void head()
    {
        final SensorDescriptions sensors = robot.sensors();
        line("Robot '%s' from %s", robot.name(), file);
        line("  %d links, %d joints (%d of hands), %d tendons, %d motors, %d contact spheres", robot.links().size(),
            robot.jointCount(), robot.joints().stream().filter(JointDescription::hand).count(), robot.tendonCount(),
            robot.motorCount(), robot.contacts().size());
        line("  %d inertial units, %d force-torque sensors, %d touch cells, %d buses", sensors.imus().size(),
            sensors.wrenches().size(), sensors.touches().size(), robot.buses().size());
        line("  mass %.3f kg, base rate %d Hz, sha256 %s", robot.massKg(), robot.rates().baseHz(), robot.sha256());
        line("");
    }

    private void joints()
    {
        line("%-16s %19s %9s %9s %9s %8s %8s %9s", "joint", "limits rad", "default", "rad/s max", "N·m max", "kp",
            "kd", "kg·m²");
        for (final JointDescription joint : robot.joints())
        {
            line("%-16s %19s %9s %9s %9s %8s %8s %9s", joint.name(),
                Range.show(joint.lowerRad()) + " .. " + Range.show(joint.upperRad()),
                Range.show(joint.defaultPositionRad()), Range.show(joint.velocityMaxRadS()),
                Range.show(joint.effortMaxNm()), Range.show(joint.kpNmRad()), Range.show(joint.kdNmsRad()),
                Range.show(joint.armatureKgM2()));
        }
        line("");
    }

    private void group(final TendonExamination.Group found)
    {
        final TendonGroup group = found.group();
        line("");
        line("%s: %d %s, %d tendons, %s, conditioning %.2f", group.name(), group.joints().size(),
            group.joints().size() == 1 ? "joint" : "joints", group.tendons().size(), closure(found),
            found.conditioning());
        if (found.followsPose())
        {
            line("  moment arms follow the pose: %d poses looked at, worst conditioning %.2f at %s", found.poses(),
                found.worstConditioning(), pose(group, found.worst()));
        }
        for (final int index : group.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(index);
            line("  %-16s %5s .. %-5s N, rest %5s N, %8s N/m, motor %-18s %s", tendon.name(),
                Range.show(tendon.tensionMinN()), Range.show(tendon.tensionMaxN()), Range.show(tendon.pretensionN()),
                Range.show(tendon.stiffnessNM()), robot.motors().get(tendon.motor()).name(), arms(found, index));
        }
        for (final SpringDescription spring : robot.springs())
        {
            if (spring.route().joints().stream().anyMatch(group.joints()::contains))
            {
                line("  %-16s return spring, %s N/m from %s mm on", spring.name(), Range.show(spring.stiffnessNM()),
                    Range.show(spring.freeLengthM() * 1000));
            }
        }
        found.reach().forEach(reach -> reach(found, reach));
    }

    private static String closure(final TendonExamination.Group found)
    {
        if (found.openPoses() > 0)
        {
            return "open by design in " + found.openPoses() + " of " + found.poses() +
                (found.poses() == 1 ? " pose" : " poses");
        }
        return String.format(Locale.ROOT, found.balance() > 0 ? "closed (balance %.2f)" : "closed by springs",
            found.balance());
    }

    private String pose(final TendonGroup group, final TendonExamination.Pose pose)
    {
        final List<String> parts = new ArrayList<>();
        for (int j = 0; j < group.joints().size(); j++)
        {
            parts.add(robot.joints().get(group.joints().get(j)).name() + " " +
                String.format(Locale.ROOT, "%.2f", pose.positionRad().get(j)));
        }
        return String.join(", ", parts) + " rad";
    }

    private void reach(final TendonExamination.Group found, final TendonExamination.Reach reach)
    {
        final JointDescription joint = robot.joints().get(reach.joint());
        final boolean enough = Math.min(-reach.leastLowestNm(), reach.leastHighestNm()) >=
            joint.effortMaxNm() * (1 - 1e-6);
        final String anywhere = found.followsPose() ? String.format(Locale.ROOT, " (%.3g .. %.3g in every pose)",
            reach.leastLowestNm(), reach.leastHighestNm()) : "";
        line("  %-16s reach %.3g .. %.3g N·m%s, limit %s%s", joint.name(), reach.lowestNm(), reach.highestNm(),
            anywhere, Range.show(joint.effortMaxNm()), enough ? "" : "  <- the tendons give less than the limit");
    }

    private String arms(final TendonExamination.Group found, final int tendon)
    {
        final List<String> arms = new ArrayList<>();
        for (final TendonExamination.ArmRange arm : found.arms())
        {
            if (arm.tendon() == tendon)
            {
                final boolean constant = arm.leastM() == arm.greatestM();
                arms.add(robot.joints().get(arm.joint()).name() + (arm.leastM() > 0 ? " +" : " ") +
                    millimetres(arm.leastM(), !constant) +
                    (constant ? "" : " .. " + millimetres(arm.greatestM(), true)) + " mm");
            }
        }
        return String.join(", ", arms);
    }

    private static String millimetres(final double metres, final boolean rounded)
    {
        return rounded ? String.format(Locale.ROOT, "%.2f", metres * 1000) : Range.show(metres * 1000);
    }

    private void foot()
    {
        line("");
        line(warnings.isEmpty() ? "No mistakes, no warnings." : "No mistakes, warnings: " + warnings.size());
        warnings.forEach(warning -> text.append("  ").append(warning.render(file)).append('\n'));
    }

    private void line(final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
