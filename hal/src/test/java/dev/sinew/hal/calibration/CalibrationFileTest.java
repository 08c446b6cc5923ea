package dev.sinew.hal.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CalibrationFileTest
{
    private final RobotDescription robot = SyntheticRobots.withJoints(4);
    @TempDir
    private Path directory;

    static Calibration calibration(final RobotDescription robot, final double offsetRad)
    {
        return new Calibration(robot.name(), robot.sha256(), RoutingHash.of(robot), "2026-11-26T00:47:11Z", "test 1",
            List.of(new GroupCalibration(robot.tendonGroups().get(0).name(), GroupCalibration.Outcome.DONE, "",
                robot.joints().stream().map(joint ->
                    new JointCalibration(joint.name(), offsetRad, 0.70123, 0.00123)).toList(),
                robot.motors().stream().map(motor ->
                    new MotorCalibration(motor.name(), -1.0 / 3.0, 1.5e-5, 0.987)).toList())));
    }

    private String text()
    {
        return CalibrationFile.text(calibration(robot, 0.25));
    }

    private String refusal(final String text)
    {
        return assertThrows(CalibrationFileException.class, () -> CalibrationFile.parse("c.yaml", text, robot))
            .getMessage();
    }

    @Test
    void shouldReadBackWhatItWroteBitForBit() throws IOException
    {
        final Path file = directory.resolve("c.yaml");
        final Calibration written = calibration(robot, 0.1 + 0.2);
        CalibrationFile.write(file, written);

        assertEquals(written, CalibrationFile.read(file, robot));
        assertEquals(CalibrationFile.text(written), Files.readString(file));
        try (Stream<Path> left = Files.list(directory))
        {
            assertEquals(List.of(file), left.toList(), "nothing else is left behind");
        }
    }

    @Test
    void shouldKeepWhatFailedWithItsReason()
    {
        final Calibration failed = new Calibration(robot.name(), robot.sha256(), RoutingHash.of(robot), "now", "x",
            List.of(new GroupCalibration("f0_abd", GroupCalibration.Outcome.FAILED,
                "motor \"f0_fl1\" does\nnot answer", List.of(), List.of())));
        final Calibration read = CalibrationFile.parse("c.yaml", CalibrationFile.text(failed), robot);

        assertEquals("motor \"f0_fl1\" does not answer", read.group("f0_abd").reason());
        assertEquals(List.of("f0_abd"), read.missing(robot));
    }

    @Test
    void shouldNotDriveByACalibrationThatLacksAGroup() throws IOException
    {
        final Path file = directory.resolve("c.yaml");
        CalibrationFile.write(file, calibration(robot, 0.1));
        assertEquals(calibration(robot, 0.1), CalibrationFile.readWhole(file, robot));

        CalibrationFile.write(file, new Calibration(robot.name(), robot.sha256(), RoutingHash.of(robot), "now", "x",
            List.of()));
        final String message = assertThrows(CalibrationFileException.class,
            () -> CalibrationFile.readWhole(file, robot)).getMessage();
        assertTrue(message.contains("groups: not calibrated: f0_abd; go on with sinew calibrate --resume"), message);
        assertEquals(List.of(), CalibrationFile.read(file, robot).groups(), "but it can be gone on with");
    }

    @Test
    void shouldRefuseTheFileOfAnotherRobotWithLineReasonAndRemedy()
    {
        final String message = refusal(text().replace("calibration: \"synthetic-4\"", "calibration: \"neo\""));

        assertEquals("c.yaml is not a usable calibration: 1 mistake\n  c.yaml:3: calibration: is a calibration of " +
            "robot neo, this is robot synthetic-4; give the file of this robot, or run sinew calibrate", message);
    }

    @Test
    void shouldRefuseAnOlderRoutingButNotAnotherGain()
    {
        final String yaml = SyntheticRobots.yaml(4);
        final RobotDescription gains = dev.sinew.hal.robot.RobotFile.parse("r", yaml.replace("kp_nm_rad: 0.5",
            "kp_nm_rad: 0.4")).robot();
        final RobotDescription spools = dev.sinew.hal.robot.RobotFile.parse("r", yaml.replace("spool_radius_m: 0.005",
            "spool_radius_m: 0.0051")).robot();

        assertNotEquals(robot.sha256(), gains.sha256());
        assertEquals(calibration(robot, 0.25), CalibrationFile.parse("c.yaml", text(), gains));
        final String message = assertThrows(CalibrationFileException.class,
            () -> CalibrationFile.parse("c.yaml", text(), spools)).getMessage();
        assertTrue(message.contains("c.yaml:5: routing_sha256: was made with another routing") &&
            message.contains("run sinew calibrate again"), message);
    }

    @Test
    void shouldRefuseDamagedFiles()
    {
        assertTrue(refusal("").contains("c.yaml:1"));
        assertTrue(refusal(text().replace("offset_rad: 0.25", "offset_rad: abc")).contains("offset_rad"));
        assertTrue(refusal(text().replace("name: \"f0_abd\"\n", "name: \"elsewhere\"\n"))
            .contains("no group of tendons of that name"));
        assertTrue(refusal(text().replace("outcome: done", "outcome: perhaps")).contains("should be done, failed"));
        assertTrue(refusal(text().replace("{name: \"f0_pip\"", "{name: \"f0_dip\"")).contains("should be f0_abd"));
        final String text = text();
        for (int cut = 0; cut < text.length() - 1; cut += 37)
        {
            final String part = text.substring(0, cut);
            assertThrows(CalibrationFileException.class, () -> CalibrationFile.parse("c.yaml", part, robot),
                "cut after " + cut);
        }
    }

    @Test
    void shouldLeaveTheOldFileWhenTheNewOneCannotBeWritten() throws Exception
    {
        final Path file = directory.resolve("c.yaml");
        CalibrationFile.write(file, calibration(robot, 0.1));
        Files.createDirectory(directory.resolve("c.yaml.part"));

        final IOException refused =
            assertThrows(IOException.class, () -> CalibrationFile.write(file, calibration(robot, 0.2)));

        assertTrue(refused.getMessage().startsWith("cannot write the calibration " + file), refused.getMessage());
        assertEquals(calibration(robot, 0.1), CalibrationFile.read(file, robot));
        assertThrows(IOException.class,
            () -> CalibrationFile.write(directory.resolve("no/such/place.yaml"), calibration(robot, 0.2)));
    }

    @Test
    void shouldLeaveTheOldFileWhenTheDiskIsFull() throws Exception
    {
        final Path file = directory.resolve("c.yaml");
        CalibrationFile.write(file, calibration(robot, 0.1));

        // No file may grow beyond one block: the kernel refuses as a full disk does.
        final Process process = child("ulimit -f 1; exec ", file, "once");
        final String said = new String(process.getInputStream().readAllBytes());

        assertEquals(1, process.waitFor(), said);
        assertTrue(said.contains("cannot write the calibration"), said);
        assertEquals(calibration(robot, 0.1), CalibrationFile.read(file, robot));
    }

    @Test
    void shouldSurviveBeingKilledWhileItWrites() throws Exception
    {
        final Path file = directory.resolve("c.yaml");
        CalibrationFile.write(file, calibration(robot, 0));
        for (int round = 0; round < 3; round++)
        {
            final Process process = child("exec ", file, "forever");
            assertTrue(process.getInputStream().read() >= 0, "it writes");
            Thread.sleep(60 + 37 * round);
            process.destroyForcibly().waitFor();
            final Calibration read = CalibrationFile.read(file, robot);
            assertEquals(1, read.groups().size());
        }
        assertFalse(CalibrationFile.read(file, robot).group("f0_abd").joints().get(0).offsetRad() == 0,
            "it did write");
    }

    private Process child(final String prefix, final Path file, final String how) throws IOException
    {
        final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder("bash", "-c", prefix + "\"$@\"", "child", java, "-Xmx48m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CalibrationWriterMain.class.getName(), file.toString(), how).redirectErrorStream(true).start();
    }
}
