package dev.sinew.tendon.tool;

import java.util.List;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.examine.GroupClosure;
import dev.sinew.tendon.routing.GroupArms;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@code ./sinew tendon eval}: lengths, moment arms, closure and distribution in given poses, so that anyone can
 * compare with a tool of their own. The numbers are those of the loop: the same routing, the same distribution.
 */
public final class EvalTool implements Tool
{
    private static final double ON_BOUND_N = 1e-9;

    @Override
    public String verb()
    {
        return "tendon eval";
    }

    @Override
    public String summary()
    {
        return "Evaluates a transmission in given poses: lengths, moment arms, closure, tensions for efforts.";
    }

    @Override
    public List<String> details()
    {
        return List.of(
            "A pose file is CSV (a header of joint names, angles in rad; columns effort.JOINT in N·m; a column pose",
            "with names), or JSON or YAML:",
            "    {\"poses\": [{\"name\": \"a\", \"q\": {\"JOINT\": 0.5}, \"effort\": {\"JOINT\": 0.1}}]}",
            "Joints that are not named stay where the robot stands, without effort.",
            "",
            "Signs: moment arm R = -dl/dq, joint effort = R^T tension (springs come on top). More, and how to compare",
            "with MuJoCo or NumPy: docs/tendons.md",
            "",
            "Try it: printf 'l_ff_mcp,effort.l_ff_mcp\\n0.2,0.3\\n0.9,0.3\\n' > /tmp/q.csv",
            "        ./sinew tendon eval --q /tmp/q.csv --joints l_ff --csv /tmp/eval");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(
            ToolOption.robot("Robot whose tendons are meant."),
            ToolOption.of(ToolOption.Kind.INPUT, "--q", "FILE", "Poses (default: the one in which the robot stands)."),
            ToolOption.of(ToolOption.Kind.INPUT, "--effort", "FILE",
                "CSV of efforts in N·m, columns named as joints: a row a pose, or one row for all."),
            ToolOption.of(ToolOption.Kind.NUMBER, "--co-contraction", "PART",
                "0 aims at the file's pretension, 1 at the middle of the bounds.").orElse(0),
            ToolOption.of(ToolOption.Kind.TEXT, "--joints", "TEXT",
                "Only groups with a joint whose name contains this."));
    }

    @Override
    public ToolReport run(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        try
        {
            final RobotDescription robot = RobotFile.load(arguments.path("--robot"));
            List<PoseFile.Pose> poses = arguments.has("--q") ? PoseFile.read(arguments.path("--q"), robot) :
                List.of(PoseFile.standing(robot));
            if (arguments.has("--effort"))
            {
                poses = PoseFile.withEfforts(arguments.path("--effort"), robot, poses);
            }
            final String part = arguments.has("--joints") ? arguments.text("--joints") : "";
            final List<TendonGroup> groups = robot.tendonGroups().stream().filter(group -> group.joints().stream()
                .anyMatch(joint -> robot.joints().get(joint).name().contains(part))).toList();
            if (groups.isEmpty())
            {
                throw new ToolException("--joints " + part + ": no joint has that in its name");
            }
            final double level = arguments.number("--co-contraction");
            if (!(level >= 0 && level <= 1))
            {
                throw new ToolException("--co-contraction should be from 0 to 1, is " + level);
            }
            return new Evaluation(robot, groups).of(poses, level, progress);
        }
        catch (final FileMistakesException | IllegalArgumentException ex)
        {
            throw new ToolException(ex.getMessage(), ex);
        }
    }

    /** One robot, some of its groups, any number of poses. */
    private static final class Evaluation
    {
        private final RobotDescription robot;
        private final List<TendonGroup> groups;
        private final TendonRouting routing;
        private final ReturnSprings springs;
        private final TendonTransmission transmission;
        private final Column position;
        private final Column wanted;
        private final Column made;
        private final Column tension;
        private final double[] lengthM;
        private final double[] wrapRad;
        private final double[] springNm;

        private final ToolReport report;
        private final ToolReport.Table groupTable;
        private final ToolReport.Table tendonTable;
        private final ToolReport.Table armTable;
        private final ToolReport.Table jointTable;

        Evaluation(final RobotDescription robot, final List<TendonGroup> groups)
        {
            this.robot = robot;
            this.groups = groups;
            routing = TendonRouting.of(robot);
            springs = new ReturnSprings(robot);
            transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
            position = column(robot.jointCount());
            wanted = column(robot.jointCount());
            made = column(robot.jointCount());
            tension = column(robot.tendonCount());
            lengthM = new double[robot.tendonCount()];
            wrapRad = new double[robot.tendonCount()];
            springNm = new double[robot.jointCount()];
            report = new ToolReport("evaluation of the tendons of " + robot.name());
            groupTable = report.table("groups", "pose", "group", "closed", "effort_scale", "missing");
            tendonTable = report.table("tendons", "pose", "tendon", "length_m", "wrap_rad", "tension_n", "bound",
                "least_n", "greatest_n");
            armTable = report.table("moment_arms", "pose", "tendon", "joint", "moment_arm_m");
            jointTable = report.table("joints", "pose", "joint", "position_rad", "wanted_nm", "made_nm",
                "springs_nm");
        }

        private static Column column(final int size)
        {
            return new Column("eval", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
        }

        ToolReport of(final List<PoseFile.Pose> poses, final double level, final ToolProgress progress)
        {
            for (int k = 0; k < poses.size(); k++)
            {
                progress.at(k / (double)poses.size(), "pose " + poses.get(k).name());
                evaluate(poses.get(k), level);
            }
            return report.fact("robot_sha256", robot.sha256()).fact("poses", poses.size())
                .fact("groups", groups.size()).fact("co_contraction", level)
                .note("Signs: moment arm R = -dl/dq, so pulling turns the joint its positive way; made = R^T tension")
                .note("+ springs. effort_scale is the part of the wanted effort that a group makes within its bounds.");
        }

        private void evaluate(final PoseFile.Pose pose, final double level)
        {
            final double[] q = pose.positionRad();
            position.setAll(q);
            wanted.setAll(pose.effortNm());
            routing.lengths(q, lengthM);
            routing.wrapAngles(q, wrapRad);
            springs.efforts(q, springNm);
            transmission.distribute(position, wanted, level, tension, made);
            for (final TendonGroup group : groups)
            {
                final GroupArms arms = new GroupArms(group, routing, springs);
                arms.moveTo(q, springNm);
                final String missing = new GroupClosure(robot, group, arms).gap()
                    .map(GroupClosure.Gap::text).orElse(null);
                groupTable.row(pose.name(), group.name(), missing == null,
                    transmission.scale(robot.tendonGroups().indexOf(group)), missing);
                group.tendons().forEach(index -> tendon(pose, robot.tendons().get(index)));
                for (final int joint : group.joints())
                {
                    jointTable.row(pose.name(), robot.joints().get(joint).name(), q[joint], pose.effortNm()[joint],
                        made.get(joint), springNm[joint]);
                }
            }
        }

        private void tendon(final PoseFile.Pose pose, final TendonDescription tendon)
        {
            final int i = tendon.index();
            final double least = tendon.tensionMinN();
            final double greatest = GroupClosure.tensionMax(robot, tendon);
            final double f = tension.get(i);
            tendonTable.row(pose.name(), tendon.name(), lengthM[i], wrapRad[i], f,
                f <= least + ON_BOUND_N ? "least" : f >= greatest - ON_BOUND_N ? "greatest" : "", least, greatest);
            for (int joint = 0; joint < robot.jointCount(); joint++)
            {
                if (routing.crosses(i, joint))
                {
                    armTable.row(pose.name(), tendon.name(), robot.joints().get(joint).name(),
                        routing.momentArm(pose.positionRad(), i, joint));
                }
            }
        }
    }
}
