package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon on two buses whose devices can be looked at from outside, also after it has died. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DaemonOnShelfTest
{
    private static final String STOP = "stop: {damp_s: 0.5}";

    @TempDir
    private Path directory;

    private Shelf upper;
    private Shelf lower;

    @BeforeEach
    void open() throws Exception
    {
        Shelf.compile(directory);
        upper = new Shelf(directory.resolve("upper.device"));
        lower = new Shelf(directory.resolve("lower.device"));
    }

    @AfterEach
    void close()
    {
        upper.close();
        lower.close();
    }

    private DaemonProcess start(final String more) throws Exception
    {
        return DaemonProcess.start(directory, "run",
            DaemonProcess.armOnShelf(directory, upper, lower, more).toString());
    }

    private void arm(final DaemonProcess daemon) throws Exception
    {
        assertEquals(OperatorOutcome.OBEYED, daemon.ask("arm", OperatorCommand.ARM));
        daemon.await("-> ACTIVE");
        daemon.await(() -> upper.isEnergised() && lower.isEnergised(), "torque on both buses");
    }

    private void assertAtRest(final String when) throws Exception
    {
        assertFalse(upper.isEnergised() || lower.isEnergised(), "torque is on " + when);
        Thread.sleep(1000);
        assertFalse(upper.isEnergised() || lower.isEnergised(), "torque came back " + when);
        assertTrue(upper.speedRadS() < 0.1 && lower.speedRadS() < 0.1, "a motor turns " + when + ": " +
            upper.speedRadS() + ", " + lower.speedRadS() + " rad/s");
    }

    @Test
    void shouldWaitDisarmedThenFollowTheOperatorAndEndDownTheLadder() throws Exception
    {
        try (DaemonProcess daemon = start(STOP))
        {
            daemon.awaitLoop();
            Thread.sleep(200);
            assertEquals(0, upper.activations() + lower.activations(), "nobody has armed it");
            assertEquals(0, upper.sends());
            arm(daemon);
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("arm", OperatorCommand.STOP));
            daemon.await("ACTIVE -> FREEZE");
            assertEquals(OperatorOutcome.MODE_REFUSES, daemon.ask("arm", OperatorCommand.ARM));
            daemon.await("arm: refused, mode FREEZE does not allow it");
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("arm", OperatorCommand.REARM));
            daemon.await("CALIBRATE -> READY");
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            assertAtRest("after a controlled stop");
            final String log = daemon.log();
            assertTrue(log.indexOf("READY -> DAMP") < log.indexOf("DAMP -> LIMP") &&
                log.indexOf("DAMP -> LIMP") < log.indexOf("LIMP -> OFF") && log.contains("READY -> DAMP"), log);
            assertTrue(log.contains("run: ended in mode OFF"), log);
            assertFalse(Files.exists(directory.resolve("arm.control")), "an orderly end takes its control page away");
        }
    }

    @Test
    void shouldLetGoAtOnceWhenAskedTwice() throws Exception
    {
        try (DaemonProcess daemon = start("stop: {damp_s: 60}"))
        {
            arm(daemon.awaitLoop());
            daemon.signal("TERM");
            daemon.await("-> DAMP");
            assertTrue(upper.isEnergised(), "damping holds the tendons at rest tension");
            assertEquals(OperatorOutcome.STOPPING, daemon.ask("arm", OperatorCommand.REARM));
            daemon.signal("INT");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            assertAtRest("after two signals");
            assertTrue(daemon.log().contains("SIGINT again: letting go at once"), daemon.log());
        }
    }

    @Test
    void shouldLeaveMotorsAtRestAndABlackBoxWhenKilledAndStartDisarmedAfterwards() throws Exception
    {
        try (DaemonProcess daemon = start("arm: true\n" + STOP))
        {
            daemon.await("-> ACTIVE");
            daemon.await(() -> upper.isEnergised(), "torque");
            daemon.signal("KILL");
            daemon.awaitExit();
            Thread.sleep(220); // the device's own watchdog
            assertAtRest("after kill -9");
        }
        try (Stream<Path> files = Files.list(directory))
        {
            assertEquals(1, files.filter(file -> file.toString().endsWith(".blackbox")).count(), "the black box stays");
        }
        assertTrue(Files.exists(directory.resolve("arm.control")), "and so does the control page, stale");
        final long activations = upper.activations();
        try (DaemonProcess daemon = start("arm: true\n" + STOP))
        {
            daemon.await("did not come to its end").awaitLoop();
            assertTrue(daemon.log().contains("starting disarmed in spite of arm: true"), daemon.log());
            Thread.sleep(500);
            assertEquals(activations, upper.activations(), "it armed itself after a crash");
            arm(daemon);
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            assertAtRest("after the second run");
        }
        try (DaemonProcess daemon = start("arm: true\n" + STOP))
        {
            daemon.await("-> ACTIVE"); // the run before came to its end
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
        }
    }

    @Test
    void shouldTellWhichBusIsLostAndWhyAndComeBackAfterARearm() throws Exception
    {
        try (DaemonProcess daemon = start(STOP))
        {
            arm(daemon.awaitLoop());
            lower.silent(true);
            daemon.await("bus: lower lost (LOST)").await("shelf: no answer; look after its cable");
            daemon.await("fault: fault 1 SAMPLES_LOST").await("ACTIVE -> DAMP");
            assertTrue(daemon.log().contains("remedy: check cable, power and driver, then rearm"), daemon.log());
            daemon.await("LOST instead of GOOD");
            Thread.sleep(300);
            lower.silent(false);
            daemon.await("bus: lower back after").await("GOOD again after");
            daemon.await("-> FAULT"); // the device's watchdog had fired meanwhile
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("arm", OperatorCommand.REARM));
            daemon.await("CALIBRATE -> READY");
            arm(daemon);
            daemon.signal("HUP");
            daemon.await("SIGHUP: the configuration is read at the start only");
            assertTrue(upper.isEnergised() && lower.isEnergised());
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            assertAtRest("after a bus came and went");
        }
    }

    @Test
    void shouldStopWithABrokenDeviceAndWithOneThatDoesNotActivate() throws Exception
    {
        try (DaemonProcess daemon = start(STOP))
        {
            daemon.awaitLoop();
            lower.silent(true);
            daemon.ask("arm", OperatorCommand.ARM);
            daemon.await("fault 2 SYSTEM_ERROR").await("bus: lower, last error: shelf: no answer to activate");
            assertFalse(upper.isEnergised(), "half a robot is energised");
            lower.silent(false);
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("arm", OperatorCommand.REARM));
            daemon.await("CALIBRATE -> READY");
            arm(daemon);
            upper.broken(true);
            daemon.await("bus: upper lost (ERROR)").await("shelf: the device is broken");
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            upper.broken(false);
            assertAtRest("after a broken device");
        }
    }

    @Test
    void shouldRefuseASecondRunOfTheSameNameAndSayWhoHasIt() throws Exception
    {
        try (DaemonProcess first = start(STOP))
        {
            arm(first.awaitLoop());
            final long activations = upper.activations();
            try (DaemonProcess second = start(STOP))
            {
                assertEquals(1, second.awaitExit());
                assertTrue(second.log().contains("a run named arm is there already: process " + first.pid()),
                    second.log());
                assertEquals(1, second.log().lines().filter(line -> line.contains("sinew:")).count(), second.log());
            }
            assertTrue(first.isAlive() && upper.isEnergised(), "the first did not notice");
            assertEquals(activations, upper.activations());
            try (DaemonProcess other = DaemonProcess.start(directory, "run", "--check",
                DaemonProcess.armOnShelf(directory, upper, lower, STOP).toString()))
            {
                assertEquals(1, other.awaitExit());
                assertTrue(other.log().contains("FAIL  name           arm is run by process " + first.pid()),
                    other.log());
                assertTrue(other.log().contains("not opened: the run that is there has them"), other.log());
            }
            assertTrue(upper.isEnergised(), "a check disturbed it");
            first.signal("TERM");
            assertEquals(0, first.awaitExit(), first::log);
        }
    }

    @Test
    void shouldOnlyWatchARobotWhoseBusesLackSensors() throws Exception
    {
        final Path loopback = TestRuns.HOME.resolve("hal/target/native/libsinew_loopback.so");
        Assumptions.assumeTrue(Files.exists(loopback), "SKIPPED: the loopback driver was not built");
        final Path config = DaemonProcess.armOnShelf(directory, upper, lower, "arm: true\n" + STOP);
        Files.writeString(config, Files.readString(config).replaceAll("\\{name: lower, config: '[^']*'",
            "{name: lower, library: " + loopback + ", config: 'motors=elbow_p_motor,elbow_n_motor'"));
        try (DaemonProcess check = DaemonProcess.start(directory, "run", "--check", config.toString()))
        {
            assertEquals(0, check.awaitExit(), check::log);
            assertTrue(check.log().contains("no bus delivers JOINT_POSITION of 1 of 2 (elbow)"), check.log());
        }
        try (DaemonProcess daemon = DaemonProcess.start(directory, "run", config.toString()))
        {
            daemon.awaitLoop();
            assertTrue(daemon.log().contains("no bus delivers TENDON_TENSION of 2 of 4 (elbow_p, elbow_n)"),
                daemon.log());
            assertTrue(daemon.log().contains("the robot can be watched but not armed"), daemon.log());
            assertEquals(OperatorOutcome.WATCH_ONLY, daemon.ask("arm", OperatorCommand.ARM));
            daemon.await("arm: refused, no bus delivers the sensors that control needs");
            assertEquals(0, upper.activations());
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
        }
    }

    @Test
    void shouldArmARobotThatHasNoInertialUnit() throws Exception
    {
        final Path config = DaemonProcess.armOnShelf(directory, upper, lower, STOP);
        Files.writeString(config, Files.readString(config).replace(" imus=imu_base", ""));
        final Path robot = directory.resolve("robot.yaml");
        Files.writeString(robot, Files.readString(robot).replaceAll("sensors:\\n.*\\n.*imu_base.*\\n", ""));
        assertFalse(Files.readString(robot).contains("imus"));
        try (DaemonProcess daemon = DaemonProcess.start(directory, "run", config.toString()))
        {
            arm(daemon.awaitLoop());
            Thread.sleep(500);
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("arm", OperatorCommand.STOP));
            daemon.await("ACTIVE -> FREEZE");
            Thread.sleep(200);
            assertFalse(daemon.log().contains("fault:"), daemon.log());
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            assertAtRest("after a controlled stop");
        }
    }

    @Test
    void shouldCheckEverythingWithoutMovingAnything() throws Exception
    {
        try (DaemonProcess check = DaemonProcess.start(directory, "run", "--check",
            DaemonProcess.armOnShelf(directory, upper, lower, STOP).toString()))
        {
            assertEquals(0, check.awaitExit(), check::log);
            assertTrue(check.log().contains("the buses upper, lower deliver everything that control needs"),
                check.log());
            assertEquals(0, upper.activations() + lower.activations() + upper.sends());
        }
    }
}
