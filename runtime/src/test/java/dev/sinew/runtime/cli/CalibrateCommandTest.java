package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.CalibrationFile;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.calibration.JointCalibration;
import dev.sinew.hal.calibration.ShiftedSystem;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sinew calibrate} as a user meets it, on a finger whose encoders stand anywhere. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CalibrateCommandTest
{
    private static final String ROBOT = "finger-pairs";
    private static final List<String> GROUPS = List.of("mcp", "pip", "dip");
    private static final Path ROBOT_FILE = TestRuns.HOME.resolve("hal/robots/finger-pairs/robot.yaml");

    @TempDir
    private Path directory;

    private final RobotDescription robot = RobotFile.load(ROBOT_FILE);
    private String out;
    private String err;

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private Path file()
    {
        return directory.resolve("finger.yaml");
    }

    private int sinew(final String... args)
    {
        final PrintStream oldOut = System.out;
        final PrintStream oldErr = System.err;
        final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try
        {
            return Main.execute(args);
        }
        finally
        {
            System.setOut(oldOut);
            System.setErr(oldErr);
            out = outBytes.toString(StandardCharsets.UTF_8);
            err = errBytes.toString(StandardCharsets.UTF_8);
        }
    }

    private int calibrate(final String... more)
    {
        final List<String> all = new ArrayList<>(List.of("calibrate", "--robot", ROBOT, "--out", file().toString()));
        all.addAll(List.of(more));
        return sinew(all.toArray(new String[0]));
    }

    private String[] scenario(final String events) throws Exception
    {
        final Path path = directory.resolve("mishap.yaml");
        Files.writeString(path, "scenario: mishap\nevents:\n" + events.lines().map(line -> "  - " + line + "\n")
            .reduce("", String::concat));
        return new String[] {"--scenario", path.toString()};
    }

    private void assertFound(final GroupCalibration group, final long seed)
    {
        final double[] unknown = ShiftedSystem.unknownJoints(robot, seed);
        assertEquals(GroupCalibration.Outcome.DONE, group.outcome(), group.reason());
        for (final JointCalibration joint : group.joints())
        {
            assertEquals(unknown[robot.jointIndex(joint.name())], joint.offsetRad(), 3e-3, joint.name());
        }
    }

    @Test
    void shouldFindUnknownOffsetsAndRunByThem() throws Exception
    {
        assertEquals(0, calibrate("--seed", "4", "--plant", "9"), err);
        final Calibration found = CalibrationFile.readWhole(file(), robot);
        found.groups().forEach(group -> assertFound(group, 4));
        assertEquals(ROBOT, found.robot());
        assertEquals(RoutingHash.of(robot), found.routingSha256());
        assertTrue(found.madeUtc().matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), found.madeUtc());
        assertTrue(out.contains("done        3 of 3 groups, the robot was READY, the motors are limp"), out);

        final String[] run = {"sim", "--robot", ROBOT, "--policy", "none", "--mode", "lockstep", "--duration", "1",
            "--warm-up", "0", "--seed", "4", "--unknown-offsets", "--calibration", file().toString()};
        assertEquals(0, sinew(run), err);
        assertTrue(out.contains("ended       ACTIVE") && !out.contains("ENCODER_OUT"), out);

        assertEquals(0, sinew("calibrate", "--robot", ROBOT, "--check", file().toString()), err);
        assertTrue(out.contains("joint pip") && out.contains("every group is calibrated"), out);
    }

    @Test
    void shouldKeepTheOthersAndGoOnWhereAMotorWasStuck() throws Exception
    {
        assertEquals(1, calibrate(scenario("{kind: motor_stuck, at_s: 0, motor: pip_motor}")), err);
        assertTrue(out.contains("pip: failed, motor pip_motor has not moved at all"), out);
        assertTrue(out.contains("open        pip\n") && out.contains("go on with  ./sinew calibrate --robot " + ROBOT +
            " --backend embedded --out " + file() + " --resume"), out);
        final Calibration part = CalibrationFile.read(file(), robot);
        assertFound(part.group("mcp"), 1);
        assertFound(part.group("dip"), 1);
        assertEquals(List.of("pip"), part.missing(robot));

        assertEquals(1, sinew("sim", "--robot", ROBOT, "--policy", "none", "--mode", "lockstep", "--duration", "1",
            "--calibration", file().toString()));
        assertTrue(err.contains("groups: not calibrated: pip; go on with sinew calibrate --resume"), err);

        assertEquals(0, calibrate("--resume"), err);
        final Calibration whole = CalibrationFile.readWhole(file(), robot);
        assertFound(whole.group("pip"), 1);
        assertEquals(part.group("mcp"), whole.group("mcp"), "what was done is not done again");
        assertEquals(0, calibrate("--resume"), err);
        assertTrue(out.contains("every group is calibrated already"), out);
    }

    @Test
    void shouldCalibrateAnAnkleThatItsTendonsTurnWhenTheyPullAsTheFileSays()
    {
        assertEquals(0, sinew("calibrate", "--robot", "neo", "--out", file().toString(), "--seed", "2", "--plant", "3",
            "--groups", "r_ankle_pitch"), () -> out + err);
        assertTrue(out.contains("r_ankle_pitch: done"), out);
    }

    @Test
    void shouldStopOneFingerWhoseMotorFallsSilentAndGoOnWithIt() throws Exception
    {
        final StringBuilder events = new StringBuilder();
        for (final String column : List.of("motor_position_rad", "motor_velocity_rad_s", "motor_effort_nm",
            "motor_temperature_c"))
        {
            events.append("{kind: sensor_freeze, at_s: 12, column: ").append(column).append(", sensor: pip_motor}\n");
        }
        assertEquals(1, calibrate(scenario(events.toString())), err);
        assertTrue(out.contains("pip: failed, motor pip_motor does not answer"), out);
        assertTrue(out.contains("open        pip\n") && out.contains(" --resume"), out);
        final Calibration part = CalibrationFile.read(file(), robot);
        assertFound(part.group("mcp"), 1);
        assertFound(part.group("dip"), 1);
        assertTrue(part.group("pip").joints().isEmpty() && part.group("pip").motors().isEmpty(),
            "nothing of what was not answered is kept");

        assertEquals(0, calibrate("--resume"), err);
        assertFound(CalibrationFile.readWhole(file(), robot).group("pip"), 1);
    }

    @Test
    void shouldSayHowFarASimulatedRobotIsFromWhatWasDrawn()
    {
        assertEquals(0, calibrate("--seed", "4"), err);
        assertTrue(out.matches("(?s).*truth       encoders within [012]\\.\\d\\d mrad of where they stand " +
            "\\(\\w+ the farthest\\), cables travel (0\\.99|1\\.00)\\d to 1\\.00\\d of the file's way\n.*"), out);
        assertTrue(out.matches("(?s).*took        0\\.[2-9] min of the robot's time\n.*"), out);
        final String other = CalibrationTruth.line(robot, 5, CalibrationFile.readWhole(file(), robot), GROUPS);
        assertTrue(other.matches("encoders within \\d{3}\\.\\d\\d mrad.*"), "other offsets are far off: " + other);
        assertEquals("", CalibrationTruth.line(robot, 4, CalibrationFile.readWhole(file(), robot), List.of()));

        assertEquals(0, calibrate("--known-offsets", "--replace", "--groups", "dip"), err);
        assertFalse(out.contains("truth"), out);
    }

    @Test
    void shouldStopAtACutTendonAndAtASensorThatIsDead() throws Exception
    {
        assertEquals(1, calibrate(scenario("""
            {kind: tendon_cut, at_s: 4, tendon: flexor_mcp}
            {kind: sensor_freeze, at_s: 0, column: joint_position_rad, sensor: pip}
            {kind: sensor_nan, at_s: 0, column: joint_position_rad, sensor: dip}""")), err);
        assertTrue(out.contains("mcp: failed, tendon flexor_mcp"), out);
        assertTrue(out.contains("pip: failed, the encoder of joint pip stands still"), out);
        assertTrue(out.contains("dip: failed, the encoder of joint dip gives no value"), out);
        assertEquals(3, CalibrationFile.read(file(), robot).missing(robot).size());
    }

    @Test
    void shouldFindTheSameThoughSamplesAreLost() throws Exception
    {
        final StringBuilder events = new StringBuilder();
        for (int i = 0; i < 400; i++)
        {
            events.append("{kind: sample_drop, at_s: ").append(0.1 + 0.1 * i).append(", for_s: 0.01}\n");
        }
        assertEquals(0, calibrate(scenario(events.toString())), err + out);
        CalibrationFile.readWhole(file(), robot).groups().forEach(group -> assertFound(group, 1));
    }

    @Test
    void shouldEndLimpAndKeepWhatIsDoneWhenNoSampleComesAnyMore() throws Exception
    {
        assertEquals(1, calibrate(scenario("{kind: sample_drop, at_s: 20}")), err);
        assertTrue(out.contains("stopped     fault 1 SAMPLES_LOST"), out);
        final Calibration part = CalibrationFile.read(file(), robot);
        assertFound(part.group("mcp"), 1);
        assertFalse(part.missing(robot).isEmpty());
    }

    @Test
    void shouldRefuseFilesThatAreNotThisRobots() throws Exception
    {
        assertEquals(0, calibrate("--groups", "dip"), err);
        assertEquals(2, calibrate());
        assertTrue(err.contains(" exists already (--resume goes on with it, --replace begins anew)"), err);
        assertEquals(2, calibrate("--resume", "--replace"));
        assertEquals(2, calibrate("--replace", "--groups", "thumb"));
        assertTrue(err.contains("no group fits thumb (groups: mcp, pip, dip)"), err);

        final String text = Files.readString(file());
        Files.writeString(file(), text.replace("calibration: \"finger-pairs\"", "calibration: \"other\""));
        assertEquals(1, calibrate("--resume"));
        assertTrue(err.contains("finger.yaml:3: calibration: is a calibration of robot other, this is robot " +
            "finger-pairs") && !err.contains("\tat "), err);
        Files.writeString(file(), text.replaceFirst("routing_sha256: \"....", "routing_sha256: \"beef"));
        assertEquals(1, sinew("sim", "--robot", ROBOT, "--calibration", file().toString()));
        assertTrue(err.contains("finger.yaml:5: routing_sha256: was made with another routing"), err);
        assertEquals(2, sinew("calibrate", "--robot", ROBOT, "--out", directory.resolve("none.yaml").toString(),
            "--resume"));
        assertTrue(err.contains("nothing to resume"), err);
    }

    @Test
    void shouldOnlyWindCablesWhereNothingElseIsAskedFor()
    {
        assertEquals(0, calibrate("--tension-only"), err);
        assertTrue(out.contains("pip: tensioned"), out);
        assertFalse(Files.exists(file()), "and writes no file");
    }

    /** Starts a slow calibration in a process of its own, sends it a signal once a group is in the file, and waits. */
    private String signalled(final String signal) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "-Xmx128m", "-XX:+UseSerialGC", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-Dsinew.home=" +
            TestRuns.HOME, "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.sinew.runtime.cli.Main", "calibrate", "--robot", ROBOT, "--speed", "2", "--out", file().toString()));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("SINEW_RUN_DIR", directory.toString());
        final Process process = builder.start();
        try
        {
            while (process.isAlive() && !Files.exists(file()))
            {
                Thread.sleep(2);
            }
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
            process.waitFor(60, TimeUnit.SECONDS);
        }
        finally
        {
            process.destroyForcibly().waitFor();
        }
        return Files.readString(directory.resolve("log"));
    }

    @Test
    void shouldLeaveAWholeFileWhenKilledAndGoOnFromIt() throws Exception
    {
        signalled("KILL");
        final Calibration part = CalibrationFile.read(file(), robot);
        assertFound(part.group("mcp"), 1);

        assertEquals(0, calibrate("--resume"), err);
        final Calibration whole = CalibrationFile.readWhole(file(), robot);
        assertEquals(part.group("mcp"), whole.group("mcp"));
        whole.groups().forEach(group -> assertFound(group, 1));
    }

    @Test
    void shouldTellHowToGoOnWhenInterrupted() throws Exception
    {
        final String log = signalled("INT");
        assertTrue(log.contains("of 3 groups, the motors are limp"), log);
        assertTrue(log.contains("go on with  ./sinew calibrate --robot " + ROBOT) && log.contains("--resume"), log);
        assertFound(CalibrationFile.read(file(), robot).group("mcp"), 1);
    }
}
