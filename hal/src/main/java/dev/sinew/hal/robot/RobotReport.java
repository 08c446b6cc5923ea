package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.Arrays;
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
    private final EffortRange range;
    private final StringBuilder text = new StringBuilder();

    private RobotReport(final String file, final RobotFile.Result result)
    {
        this.file = file;
        robot = result.robot();
        warnings = result.warnings();
        range = new EffortRange(robot);
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
        line("Tendon groups: the smallest sets of joints and tendons that are solved together. Reach is the " +
            "effort that the");
        line("tendons give a joint between their tension bounds while the others of the group get none.");
        robot.tendonGroups().forEach(this::group);
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

    private void group(final TendonGroup group)
    {
        final double[] vector = new WrenchClosure(group, robot.tendons()).nullVector(robot.tendons());
        line("");
        line("%s: %d %s, %d tendons, %s, conditioning %.2f", group.name(), group.joints().size(),
            group.joints().size() == 1 ? "joint" : "joints", group.tendons().size(),
            vector.length == 0 ? "NOT closed" : String.format(Locale.ROOT, "closed (balance %.2f)",
            Arrays.stream(vector).min().orElse(0)), conditioning(group));
        for (final int index : group.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(index);
            line("  %-16s %5s .. %-5s N, rest %5s N, %8s N/m, motor %-18s %s", tendon.name(),
                Range.show(tendon.tensionMinN()), Range.show(tendon.tensionMaxN()), Range.show(tendon.pretensionN()),
                Range.show(tendon.stiffnessNM()), robot.motors().get(tendon.motor()).name(), arms(tendon));
        }
        for (final int index : group.joints())
        {
            final EffortRange.Reach reach = range.of(index);
            final JointDescription joint = robot.joints().get(index);
            final boolean enough = Math.min(-reach.lowestNm(), reach.highestNm()) >=
                joint.effortMaxNm() * (1 - 1e-6);
            line("  %-16s reach %.3g .. %.3g N·m, limit %s%s", joint.name(), reach.lowestNm(), reach.highestNm(),
                Range.show(joint.effortMaxNm()), enough ? "" : "  <- the tendons give less than the limit");
        }
    }

    private String arms(final TendonDescription tendon)
    {
        final List<String> arms = new ArrayList<>();
        for (final TendonDescription.MomentArm arm : tendon.momentArms())
        {
            arms.add(robot.joints().get(arm.joint()).name() + (arm.momentArmM() > 0 ? " +" : " ") +
                Range.show(arm.momentArmM() * 1000) + " mm");
        }
        return String.join(", ", arms);
    }

    /** Smallest over greatest singular value of the moment arms: 1 is best, near 0 a joint is hard to move alone. */
    private double conditioning(final TendonGroup group)
    {
        final int n = group.joints().size();
        final double[][] gram = new double[n][n];
        for (final int index : group.tendons())
        {
            final double[] row = new double[n];
            for (final TendonDescription.MomentArm arm : robot.tendons().get(index).momentArms())
            {
                row[group.joints().indexOf(arm.joint())] = arm.momentArmM();
            }
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    gram[i][j] += row[i] * row[j];
                }
            }
        }
        final double[] values = LinearSystem.eigenvalues(gram);
        return Math.sqrt(Math.max(0, values[0]) / values[n - 1]);
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
