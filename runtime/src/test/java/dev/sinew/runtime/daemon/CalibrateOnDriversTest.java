package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.CalibrationFile;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sinew calibrate --backend native}: an arm whose two joints are served by a driver each, in real time. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class CalibrateOnDriversTest
{
    private static final double SHOULDER_RAD = 0.31;
    private static final double ELBOW_RAD = -0.27;

    @TempDir
    private Path directory;

    @BeforeEach
    void compile() throws Exception
    {
        Shelf.compile(directory, "hinge");
    }

    /** The arm on two drivers; {@code more} is added to the configuration of the elbow's. */
    private Path arm(final String more) throws IOException
    {
        final Path file = directory.resolve("robot.yaml");
        try (java.io.InputStream in = DaemonProcess.class.getResourceAsStream("/arm/robot.yaml"))
        {
            final String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Files.writeString(file, text.substring(0, text.indexOf("buses:")) + String.join("\n", "buses:",
                "  - {name: upper, library: hinge, motors: [shoulder_p_motor, shoulder_n_motor],",
                "     config: 'joint=shoulder motors=shoulder_p_motor,shoulder_n_motor tendons=shoulder_p,shoulder_n " +
                "imu=imu_base arm_m=0.025 lower_rad=-1 upper_rad=1 joint_rad=" + SHOULDER_RAD + " motors_rad=-3,7'}",
                "  - {name: lower, library: hinge, motors: [elbow_p_motor, elbow_n_motor],",
                "     config: 'joint=elbow motors=elbow_p_motor,elbow_n_motor tendons=elbow_p,elbow_n arm_m=0.02 " +
                "lower_rad=0 upper_rad=2 joint_rad=" + ELBOW_RAD + " motors_rad=11,-5 " + more + "'}",
                ""));
        }
        return file;
    }

    private Path file()
    {
        return directory.resolve("arm.yaml");
    }

    private DaemonProcess calibrate(final Path robot, final String... more) throws IOException
    {
        final List<String> arguments = new ArrayList<>(List.of("calibrate", "--robot", robot.toString(), "--backend",
            "native", "--out", file().toString(), "--speed", "2"));
        arguments.addAll(List.of(more));
        return DaemonProcess.start(directory, arguments.toArray(new String[0]));
    }

    private static void assertFound(final GroupCalibration group, final double joint, final double p, final double n)
    {
        assertEquals(GroupCalibration.Outcome.DONE, group.outcome(), group.reason());
        assertEquals(joint, group.joints().get(0).offsetRad(), 5e-3);
        assertEquals(p, group.motors().get(0).zeroRad(), 0.02);
        assertEquals(n, group.motors().get(1).zeroRad(), 0.02);
    }

    @Test
    void shouldFindWhereTheEncodersBehindDriversStandAndGoOnAfterSilence() throws Exception
    {
        try (DaemonProcess first = calibrate(arm("encoder_every=3 deaf_after_ms=3000")))
        {
            assertEquals(1, first.awaitExit(), first::log);
            assertTrue(first.log().contains("stopped     fault 1 SAMPLES_LOST"), first.log());
            assertTrue(first.log().contains("bus lower: hinge: motor elbow_p_motor does not answer"), first.log());
            assertTrue(first.log().contains("open        elbow\ngo on with  ./sinew calibrate --robot "), first.log());
        }
        final RobotDescription robot = RobotFile.load(arm(""));
        final Calibration part = CalibrationFile.read(file(), robot);
        assertFound(part.group("shoulder"), SHOULDER_RAD, -3, 7);
        assertEquals(List.of("elbow"), part.missing(robot));
        try (DaemonProcess second = calibrate(arm("encoder_every=3"), "--resume"))
        {
            assertEquals(0, second.awaitExit(), second::log);
        }
        final Calibration whole = CalibrationFile.readWhole(file(), robot);
        assertFound(whole.group("elbow"), ELBOW_RAD, 11, -5);
        assertEquals(part.group("shoulder"), whole.group("shoulder"));
        assertEquals("native hinge 1.0, hinge 1.0", whole.madeWith());
        shouldRunByIt();
    }

    /** A daemon that reads the same encoders through the calibration holds its arm where the robot's file says. */
    private void shouldRunByIt() throws Exception
    {
        arm("");
        final Path config = directory.resolve("run.yaml");
        Files.writeString(config, String.join("\n", "format: 1", "robot: robot.yaml", "backend: native",
            "calibration: arm.yaml", "realtime: {wish: \"off\"}",
            "loop: {warm_up_cycles: 200, late_policy: use_if_late}", "blackbox: {seconds: 1}", "arm: true", ""));
        try (DaemonProcess daemon = DaemonProcess.start(directory, "run", config.toString()))
        {
            daemon.await("-> ACTIVE");
            Thread.sleep(3000);
            assertTrue(daemon.isAlive() && !daemon.log().contains("fault"), daemon.log());
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
        }
        Files.writeString(file(), Files.readString(file()).replaceFirst("routing_sha256: \"....", "$0beef"));
        try (DaemonProcess refused = DaemonProcess.start(directory, "run", config.toString()))
        {
            assertEquals(2, refused.awaitExit(), refused::log);
            assertTrue(refused.log().contains("routing_sha256: was made with another routing"), refused.log());
        }
    }
}
