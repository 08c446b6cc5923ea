package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.CalibrationFile;
import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.runtime.wiring.CalibrateSession;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./sinew calibrate}: tensions and calibrates a robot, group by group, and keeps the result in a file.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {"Winds cables, finds the joints' stops, and writes where every encoder stands.%n",
        "Hang the robot up or put the hand on its stand, and keep clear: every joint moves from stop to stop with " +
            "limited effort. Ctrl-C leaves the motors limp and every finished finger in the file.%n"},
    footer = {"", "In simulation:   ./sinew calibrate --robot neo",
        "One finger:      ./sinew calibrate --robot neo --groups l_ff_abd",
        "On a robot:      ./sinew calibrate --robot robot.yaml --backend native",
        "After a failure: ./sinew calibrate --robot robot.yaml --backend native --resume",
        "Use it:          ./sinew sim --calibration neo.calibration.yaml --unknown-offsets",
        "The whole story: docs/calibration.md"})
public final class CalibrateCommand implements Callable<Integer>
{
    @Mixin
    private SimulatedRobot robot;

    @Option(names = "--backend", paramLabel = "NAME", defaultValue = "embedded",
        description = "What answers: native for the drivers of the robot file, embedded or mujoco for a simulation " +
            "(default ${DEFAULT-VALUE}).")
    private String backend;

    @Option(names = "--out", paramLabel = "FILE", description = "Calibration file (default ROBOT.calibration.yaml).")
    private Path out;

    @Option(names = "--groups", paramLabel = "NAME,...", split = ",",
        description = "Groups to work on, by the name of their first joint; * and ? stand for any letters " +
            "(default all).")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--resume", description = "Goes on with an existing file: keeps what is done, does the rest.")
    private boolean resume;

    @Option(names = "--replace", description = "Begins anew although the file exists.")
    private boolean replace;

    @Option(names = "--tension-only", description = "Winds cables until they are taut, and no more; writes no file.")
    private boolean tensionOnly;

    @Option(names = "--effort", paramLabel = "PART", defaultValue = "0.3",
        description = "Effort at the stops, as a part of each joint's greatest (default ${DEFAULT-VALUE}).")
    private double effort;

    @Option(names = "--speed", paramLabel = "FACTOR", defaultValue = "1",
        description = "Speed; 1 takes two seconds from stop to stop (default ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--known-offsets", description = "A simulated robot whose encoders already read right.")
    private boolean knownOffsets;

    @Option(names = "--standing", description = "A simulated robot that stands instead of hanging.")
    private boolean standing;

    @Option(names = "--check", paramLabel = "FILE",
        description = "Only checks a calibration file against the robot, and shows it.")
    private Path check;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
    {
        final WrongUse wrong = new WrongUse(spec.commandLine());
        wrong.unless(effort > 0 && effort <= 1, "--effort must be above 0 and at most 1: " + effort);
        wrong.unless(speed >= 0.05 && speed <= 5, "--speed must be between 0.05 and 5: " + speed);
        wrong.unless(!(resume && replace), "--resume keeps what is there and --replace does not: give one of them");
        wrong.unlessOneOf("backend", backend, Services.systems().stream().map(SystemFactory::name).toList());
        final RobotDescription description = robot.load();
        if (check != null)
        {
            return CalibrationTable.show(check, description, System.out);
        }
        final Path file = out == null ? Path.of(description.name() + ".calibration.yaml") : out;
        final Calibration before = tensionOnly ? fresh(description) : begin(file, description, wrong);
        final List<String> wanted = wanted(description, before);
        if (wanted.isEmpty())
        {
            System.out.println("sinew: every group is calibrated already in " + file);
            return 0;
        }
        return calibrate(description, file, before, wanted);
    }

    private Calibration fresh(final RobotDescription description)
    {
        return new Calibration(description.name(), description.sha256(), RoutingHash.of(description),
            now(), backend, List.of());
    }

    /** @return the date of what is written now. */
    static String now()
    {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Calibration begin(final Path file, final RobotDescription description, final WrongUse wrong)
    {
        wrong.unlessWritable("--out", file);
        if (!Files.exists(file))
        {
            wrong.unless(!resume, "nothing to resume: there is no " + file);
            return fresh(description);
        }
        wrong.unless(resume || replace, file + " exists already (--resume goes on with it, --replace begins anew)");
        return resume ? read(file, description) : fresh(description);
    }

    private static Calibration read(final Path file, final RobotDescription description)
    {
        try
        {
            return CalibrationFile.read(file, description);
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private List<String> wanted(final RobotDescription description, final Calibration before)
    {
        final List<String> all = description.tendonGroups().stream().map(TendonGroup::name).toList();
        final List<String> missing = resume ? before.missing(description) : all;
        if (groups.isEmpty())
        {
            return missing;
        }
        final List<String> chosen = new ArrayList<>();
        for (final String pattern : groups)
        {
            final String regex = ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            final List<String> fitting = all.stream().filter(name -> name.matches(regex)).toList();
            new WrongUse(spec.commandLine()).unless(!fitting.isEmpty(),
                "no group fits " + pattern + " (groups: " + String.join(", ", all) + ")");
            fitting.stream().filter(missing::contains).filter(name -> !chosen.contains(name)).forEach(chosen::add);
        }
        return chosen;
    }

    private int calibrate(
        final RobotDescription description,
        final Path file,
        final Calibration before,
        final List<String> wanted)
    {
        final boolean simulated = isSimulated();
        final CalibrateSession.Place place = new CalibrateSession.Place(backend.toLowerCase(Locale.ROOT), simulated,
            simulated && !standing, simulated && !knownOffsets, robot.seed(),
            simulated ? robot.plantSeed() : SystemRequest.AS_DESCRIBED);
        final CountDownLatch over = new CountDownLatch(1);
        try (CalibrateSession session = new CalibrateSession(description, robot.events(description), place,
            new CalibrationRequest(wanted, effort, speed, tensionOnly)))
        {
            session.prepare();
            System.out.printf(Locale.ROOT, "sinew: %s %d of %d groups of %s, %s%s%n",
                tensionOnly ? "tensioning" : "calibrating", wanted.size(), description.tendonGroups().size(),
                description.name(), backend, simulated && !standing ? ", hanging" : "");
            final CalibrationWatch watch = new CalibrationWatch(session, wanted, System.out, entry ->
                keep(description, file, entry), before, over);
            final FaultCode fault = watch.run();
            return tell(description, file, watch, fault, session.complaints(), wanted);
        }
        finally
        {
            over.countDown();
        }
    }

    private boolean isSimulated()
    {
        return !"native".equals(backend.toLowerCase(Locale.ROOT));
    }

    /** Each finished group goes into the file at once: what is done is done, whatever happens next. */
    private void keep(final RobotDescription description, final Path file, final Calibration now)
    {
        if (tensionOnly)
        {
            return;
        }
        try
        {
            CalibrationFile.write(file, now);
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage() + "; " + description.name() + " is limp", ex);
        }
    }

    private int tell(
        final RobotDescription description,
        final Path file,
        final CalibrationWatch watch,
        final FaultCode fault,
        final List<String> complaints,
        final List<String> wanted)
    {
        final List<String> open = new ArrayList<>();
        for (final String name : wanted)
        {
            final GroupCalibration entry = watch.calibration().group(name);
            if (entry == null || entry.outcome() == GroupCalibration.Outcome.FAILED)
            {
                open.add(name);
            }
        }
        if (fault != FaultCode.NONE)
        {
            System.out.println("stopped     fault " + fault.number() + " " + fault + ": " + fault.cause() + "; " +
                fault.remedy());
            complaints.forEach(line -> System.out.println("            " + line));
        }
        System.out.printf(Locale.ROOT, "done        %d of %d groups%s, the motors are limp%n",
            wanted.size() - open.size(), wanted.size(), watch.ready() ? ", the robot was READY" : "");
        System.out.printf(Locale.ROOT, "took        %.1f min of the robot's time%n", watch.robotNs() / 60e9);
        final String truth = isSimulated() && !knownOffsets ?
            CalibrationTruth.line(description, robot.seed(), watch.calibration(), wanted) : "";
        if (!truth.isEmpty())
        {
            System.out.println("truth       " + truth);
        }
        if (!tensionOnly && !watch.calibration().groups().isEmpty())
        {
            System.out.println("file        " + file);
        }
        if (open.isEmpty())
        {
            return 0;
        }
        System.out.println("open        " + String.join(", ", open));
        System.out.println("go on with  ./sinew calibrate --robot " +
            (robot.written() == null ? description.name() : robot.written()) + " --backend " + backend +
            (tensionOnly ? " --tension-only --groups " + String.join(",", open) :
            " --out " + file + (watch.calibration().groups().isEmpty() ? "" : " --resume")));
        return 1;
    }
}
