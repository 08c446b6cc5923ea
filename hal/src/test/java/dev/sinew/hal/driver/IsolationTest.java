package dev.sinew.hal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.driver.conformance.ConformanceKit;
import dev.sinew.hal.driver.conformance.ConformanceOptions;
import dev.sinew.hal.driver.conformance.ConformanceReport;
import dev.sinew.hal.driver.conformance.RuleResult;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver in a process of its own: what it may do to the loop, and who stops the motors. */
class IsolationTest
{
    /** Of a call that goes to another process, on a machine that may be busy, ns. */
    private static final long CALL_BOUND_NS = 40_000_000L;
    private static final int SILENCE_MS = 100;
    /** Longer than a busy machine lets a loop stand still. */
    private static final int LONG_SILENCE_MS = 1000;
    private static final String CONFIG = "motors=a,b watchdog_ms=" + SILENCE_MS;
    private static final String PATIENT = "motors=a,b watchdog_ms=" + LONG_SILENCE_MS;
    private static final String AFTER_50 = "if (sends > 50) ";

    @TempDir
    private Path directory;

    @BeforeEach
    void needHost()
    {
        NativeParts.library("isolation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "process-spin"})
    void shouldKeepEveryRuleOfTheAbi(final String where) throws Exception
    {
        // Where others compete for the processors, a spinning process is the first to have to wait.
        final ConformanceReport report = ConformanceKit.check(NativeParts.library("loopback"),
            new ConformanceOptions(CONFIG, 0.01, 80, 100, CALL_BOUND_NS), Isolation.of(where));
        assertEquals(List.of(), report.broken(), report.render());
        assertEquals("loopback 1.0", report.driver());
        report.results().forEach(r -> assertEquals(RuleResult.Outcome.KEPT, r.outcome(), report.render()));
    }

    @Test
    void shouldBeTheWatchdogOfADeviceThatHasNone() throws Exception
    {
        final LoggingDriver unwatched = new LoggingDriver(directory, "");
        final ConformanceReport report = ConformanceKit.check(unwatched.library,
            new ConformanceOptions(CONFIG, 0.01, 80, 100, CALL_BOUND_NS), Isolation.PROCESS);
        assertEquals(List.of(), report.broken(), report.render());
        report.results().forEach(r -> assertEquals(RuleResult.Outcome.KEPT, r.outcome(), report.render()));
        final RobotDescription robot = SyntheticRobots.withJoints(1);
        final String motors = String.join(",", robot.motors().stream().map(motor -> motor.name()).toList());
        try (NativeSystem system = new NativeSystem(robot.withBuses(List.of(new BusDescription("arm",
            unwatched.library.toString(), "motors=" + motors, List.of(), BusDescription.PROCESS)))))
        {
            system.onConfigure();
            assertTrue(system.traits().deviceWatchdog());
            assertEquals("loopback 1.0", system.traits().version());
            system.shadow().onConfigure();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '#', value = {
        "*(volatile int *)16 = 1;|died in send of signal 11 (SIGSEGV",
        "abort();|died in send of signal 6 (SIGABRT",
        "_exit(7);|left its process with exit status 7 in send",
        "for (;;) pause();|hung in send with motors on and was killed"})
    void shouldBeALostBusWhenTheDriverDies(final String death, final String reason) throws Exception
    {
        final LoggingDriver deadly = new LoggingDriver(directory, AFTER_50 + death + "\n");
        try (NativeDriver driver = NativeDriver.open(deadly.library, PATIENT, Isolation.PROCESS))
        {
            assertEquals(ReturnCode.OK, driver.activate());
            ReturnCode received = ReturnCode.OK;
            int after = 0;
            for (int i = 0; after < 50 && i < 5000; i++)
            {
                received = driver.receive(System.nanoTime());
                driver.stamp(driver.sequence(), System.nanoTime(), true);
                final ReturnCode sent = driver.send(System.nanoTime());
                after += i > 51 && received == ReturnCode.LOST && sent == ReturnCode.LOST ? 1 : 0;
                Thread.sleep(1);
            }
            assertEquals(ReturnCode.LOST, received);
            final List<LoggingDriver.Stop> stops = deadly.awaitStop();
            assertEquals(-1, stops.get(0).afterSendNs(), "stopped by a fresh process: " + stops);
            String error = "";
            for (int i = 0; i < 2000 && !error.contains("stopped by a new process"); i++)
            {
                driver.receive(System.nanoTime());
                error = driver.lastError();
                Thread.sleep(5);
            }
            assertTrue(error.contains(reason) && error.contains("its motors were stopped by a new process"), error);
            assertEquals(ReturnCode.OK, driver.deactivate());
            assertEquals(ReturnCode.OK, driver.activate(), "starts it anew");
            assertEquals(ReturnCode.OK, awaitSample(driver));
        }
    }

    @Test
    void shouldComeBackWhenADriverWasOnlyLate() throws Exception
    {
        final LoggingDriver slow = new LoggingDriver(directory, "",
            "static int receives; if (receives++ == 20) nanosleep(&(struct timespec){0, 60000000}, NULL);\n");
        try (NativeDriver driver = NativeDriver.open(slow.library, "motors=a watchdog_ms=1000", Isolation.PROCESS))
        {
            driver.activate();
            int lost = 0;
            for (int i = 0; i < 200; i++)
            {
                lost += driver.receive(System.nanoTime()) == ReturnCode.LOST ? 1 : 0;
                driver.send(System.nanoTime());
                Thread.sleep(1);
            }
            assertTrue(lost >= 1 && lost < 150, "lost while it slept: " + lost);
            assertEquals(ReturnCode.OK, awaitSample(driver));
        }
    }

    /** On a busy machine the other process may be late some times; one that is gone is lost for ever. */
    private static ReturnCode awaitSample(final NativeDriver driver) throws InterruptedException
    {
        ReturnCode last = ReturnCode.LOST;
        for (int i = 0; i < 1000 && last != ReturnCode.OK; i++)
        {
            Thread.sleep(1);
            last = driver.receive(System.nanoTime());
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP"})
    void shouldStopTheMotorsWhenTheLoopIsKilledOrStopped(final String signal) throws Exception
    {
        final LoggingDriver unwatched = new LoggingDriver(directory, "");
        final Process loop = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"), IsolatedLoopMain.class.getName(), unwatched.library.toString(),
            PATIENT).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader printed = new BufferedReader(
            new InputStreamReader(loop.getInputStream(), StandardCharsets.UTF_8)))
        {
            assertEquals("running", printed.readLine());
            assertEquals(List.of(), unwatched.stops(), "not while the loop runs");
            assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(loop.pid())).start().waitFor());
            final List<LoggingDriver.Stop> stops = unwatched.awaitStop();
            assertTrue(!stops.isEmpty() && stops.get(0).afterSendNs() >= 0, "stopped by its own process: " + stops);
            System.out.printf("SIG%s: motors stopped %.2f ms after the last send (silence %d ms)%n", signal,
                stops.get(0).afterSendNs() / 1e6, LONG_SILENCE_MS);
            assertTrue("KILL".equals(signal) || stops.get(0).afterSendNs() >= LONG_SILENCE_MS * 1_000_000L,
                "not early");
        }
        finally
        {
            loop.destroyForcibly();
            assertTrue(loop.waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldAllocateNothingInACycle() throws SystemException
    {
        try (NativeDriver driver = NativeDriver.open(NativeParts.library("loopback"), "motors=a,b watchdog_ms=1000",
            Isolation.PROCESS))
        {
            driver.activate();
            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            final long id = Thread.currentThread().getId();
            long fewest = Long.MAX_VALUE;
            for (int window = 0; window < 20 && fewest != 0; window++)
            {
                final long before = threads.getThreadAllocatedBytes(id);
                for (int i = 0; i < 500; i++)
                {
                    driver.receive(System.nanoTime());
                    driver.send(System.nanoTime());
                }
                fewest = Math.min(fewest, threads.getThreadAllocatedBytes(id) - before);
            }
            assertEquals(0, fewest);
        }
    }
}
