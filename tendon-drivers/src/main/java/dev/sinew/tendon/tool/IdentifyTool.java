package dev.sinew.tendon.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.recording.Recordings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.tendon.identification.TendonIdentifier;

/**
 * {@code ./sinew tendon identify}: what the tendons of a robot are really like, from a recording. Looks at the robot
 * file and at the recorded sensors, and at nothing else.
 */
public final class IdentifyTool implements Tool
{
    private static final String RECORDING = "--recording";
    private static final String OUT = "--out";
    private static final String UNIT = "--unit";
    /** Time that a row of the recording stands for: noise goes down, slow motion stays. */
    private static final double ROW_S = 0.01;
    private static final int NAMES_MAX = 3;

    /** Found by the service loader. */
    public IdentifyTool()
    {
    }

    @Override
    public String verb()
    {
        return "tendon identify";
    }

    @Override
    public String summary()
    {
        return "Finds what tendons, their spools and their rotors are really like from a recording.";
    }

    @Override
    public List<String> details()
    {
        return List.of("Looks at joint encoders, motor positions, motor torques and tensions alone. Each number comes",
            "with a bound: radii, inertias, moment arms, stiffness, friction, backlash, creep. What the recording did",
            "not excite is left out, with what to do about it.",
            "  ./sinew tendon excite -o neo.csv                         a recording from which all can be told",
            "  ./sinew tendon identify --recording neo.csv -o neo.identified.yaml",
            "  ./sinew sim --identified neo.identified.yaml             the loop knows it from here on",
            "The equations, the bounds and the file are explained in docs/tendons.md.");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(ToolOption.robot("Robot that was recorded."),
            ToolOption.of(ToolOption.Kind.INPUT, RECORDING, "FILE",
                "Black box, its CSV, or what ./sinew tendon excite wrote.").required(),
            ToolOption.of(ToolOption.Kind.OUTPUT, OUT, "FILE", "Where the identification goes (default nowhere)."),
            ToolOption.of(ToolOption.Kind.TEXT, UNIT, "NAME", "Which one of its kind the robot is.").orElse(""));
    }

    @Override
    public ToolReport run(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        try
        {
            final RobotDescription robot = RobotFile.load(arguments.path("--robot"));
            final Path path = arguments.path(RECORDING);
            progress.at(0, "reading " + path);
            final TendonIdentifier identifier = new TendonIdentifier();
            final Recording recording = Recordings.read(path, identifier::uses, ROW_S);
            refuseStrangers(robot, recording, path);
            final List<IdentifiedTendon> found = identifier.identify(robot, recording, progress::at);
            if (found.isEmpty())
            {
                throw new ToolException(path + " has no group of tendons of " + robot.name() + " with all its " +
                    "columns, first missing " + identifier.firstMissing(robot, recording));
            }
            final Identification identification = new Identification(robot.name(), arguments.text(UNIT),
                RoutingHash.of(robot), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), recording.origin(),
                found);
            if (arguments.has(OUT))
            {
                IdentificationFile.write(arguments.path(OUT), identification);
            }
            return tell(robot, recording, identification, arguments);
        }
        catch (final FileMistakesException | IOException ex)
        {
            throw new ToolException(ex.getMessage(), ex);
        }
    }

    private static void refuseStrangers(final RobotDescription robot, final Recording recording, final Path path)
        throws ToolException
    {
        if (!recording.robotSha256().isEmpty() && !recording.robotSha256().equals(robot.sha256()))
        {
            throw new ToolException(path + " was recorded with another version of the robot's file (" +
                recording.robotSha256().substring(0, 8) + ", this one is " + robot.sha256().substring(0, 8) +
                "): give that file with --robot, or record again");
        }
        if (recording.rows() < 100)
        {
            throw new ToolException(path + " is too short: " + recording.rows() + " rows of " + ROW_S +
                " s; record a minute or more of motion");
        }
    }

    private static ToolReport tell(
        final RobotDescription robot,
        final Recording recording,
        final Identification identification,
        final ToolArguments arguments)
    {
        final double[] time = recording.column(Recording.TIME_S);
        final ToolReport report = new ToolReport("tendons of " + robot.name() + ", identified")
            .fact("recording", recording.origin()).fact("duration_s", time[time.length - 1] - time[0])
            .fact("rows", recording.rows()).fact("tendons", identification.tendons().size());
        final ToolReport.Table table = report.table("found", "tendon", "parameter", "in_file", "found", "bound",
            "off_file_percent", "bound_percent");
        final ToolReport.Table residuals = report.table("residuals", "tendon", "motor_rms_rad", "cable_rms_m");
        final Map<List<String>, List<String>> left = new LinkedHashMap<>();
        for (final IdentifiedTendon one : identification.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(robot.tendonIndex(one.tendon()));
            final TendonLosses losses = tendon.losses();
            final double radius = Math.abs(robot.spoolRadiusM(tendon));
            row(table, one, "spool_radius_m", radius, one.spoolRadiusM());
            row(table, one, "rotor_inertia_kgm2", robot.motors().get(tendon.motor()).rotorInertiaKgM2(),
                one.rotorInertiaKgM2());
            for (final Map.Entry<String, Measured> scale : one.armScale().entrySet())
            {
                row(table, one, "arm_scale." + scale.getKey(), 1, scale.getValue());
            }
            row(table, one, "stiffness_n_m", tendon.stiffnessNM(), one.stiffnessNM());
            row(table, one, "friction_coefficient", losses.frictionCoefficient(), one.frictionCoefficient());
            row(table, one, "backlash_m", losses.backlashM(), one.backlashM());
            row(table, one, "creep_ratio", losses.creepRatio(), one.creepRatio());
            row(table, one, "creep_time_constant_s", losses.creepTimeConstantS(), one.creepTimeConstantS());
            residuals.row(one.tendon(), one.residualRad(),
                one.residualRad() * (one.spoolRadiusM() == null ? radius : one.spoolRadiusM().value()));
            one.missing().forEach((parameter, reason) ->
                left.computeIfAbsent(List.of(parameter, reason), key -> new ArrayList<>()).add(one.tendon()));
        }
        report.fact("numbers_found", table.rows().size());
        final ToolReport.Table missing = report.table("left_out", "parameter", "tendons", "which", "reason");
        left.forEach((key, tendons) -> missing.row(key.get(0), tendons.size(), tendons.size() <= NAMES_MAX ?
            String.join(" ", tendons) : tendons.get(0) + " ... " + tendons.get(tendons.size() - 1), key.get(1)));
        return arguments.has(OUT) ? report.note("Written to " + arguments.path(OUT) + ". Use it: ./sinew sim " +
            "--identified " + arguments.path(OUT)) : report;
    }

    private static void row(
        final ToolReport.Table table,
        final IdentifiedTendon tendon,
        final String parameter,
        final double described,
        final Measured found)
    {
        if (found != null)
        {
            table.row(tendon.tendon(), parameter, described, found.value(), found.bound(),
                described == 0 ? null : 100 * (found.value() / described - 1),
                found.value() == 0 ? null : 100 * found.bound() / Math.abs(found.value()));
        }
    }
}
