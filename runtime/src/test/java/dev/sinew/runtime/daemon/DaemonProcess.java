package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import dev.sinew.runtime.wiring.TestRuns;

/** {@code sinew run} in a process of its own, driven as an operator and a service manager would. */
final class DaemonProcess implements AutoCloseable
{
    private static final long PATIENCE_NS = 150_000_000_000L;

    private final Path directory;
    private final Path log;
    private final Process process;

    private DaemonProcess(final Path directory, final Path log, final Process process)
    {
        this.directory = directory;
        this.log = log;
        this.process = process;
    }

    /**
     * @param directory run directory; logs go there too.
     * @param variables further environment.
     * @param flags     further flags of the JVM.
     * @param arguments what stands behind {@code sinew}.
     */
    static DaemonProcess start(
        final Path directory,
        final Map<String, String> variables,
        final List<String> flags,
        final String... arguments) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "-Xmx128m", "-XX:+UseSerialGC", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-Dsinew.home=" +
            TestRuns.HOME, "-Dsinew.native.dir=" + directory));
        command.addAll(flags);
        command.addAll(List.of("-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.sinew.runtime.cli.Main"));
        command.addAll(List.of(arguments));
        final Path log = directory.resolve("log-" + System.nanoTime() + ".txt");
        final ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(new TreeMap<>(variables));
        builder.environment().put("SINEW_RUN_DIR", directory.toString());
        return new DaemonProcess(directory, log, builder.start());
    }

    static DaemonProcess start(final Path directory, final String... arguments) throws IOException
    {
        return start(directory, Map.of(), List.of(), arguments);
    }

    String log()
    {
        return Shelf.text(log);
    }

    long pid()
    {
        return process.pid();
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    /** Waits for something to appear in the log. */
    DaemonProcess await(final String text) throws InterruptedException
    {
        await(() -> log().contains(text), text);
        return this;
    }

    void await(final BooleanSupplier condition, final String what) throws InterruptedException
    {
        final long beginNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            assertTrue(process.isAlive() || condition.getAsBoolean(), () -> "ended before: " + what + "\n" + log());
            assertTrue(System.nanoTime() - beginNs < PATIENCE_NS, () -> "no " + what + " in time\n" + log());
            Thread.sleep(10);
        }
    }

    /** Waits until the loop cycles. */
    DaemonProcess awaitLoop() throws InterruptedException
    {
        return await(" mode: ");
    }

    /** Asks for a command through the control page of a run. */
    OperatorOutcome ask(final String name, final OperatorCommand command) throws IOException, InterruptedException
    {
        try (ControlPage page = ControlPage.open(directory.resolve(name + ".control")))
        {
            final long number = page.request(command);
            await(() -> page.outcomeOf(number) != 0 || !process.isAlive(), "answer to " + command);
            return OperatorOutcome.ofOrdinal(page.outcomeOf(number));
        }
    }

    /** Mode after the last command that was answered. */
    Mode modeAfter(final String name) throws IOException
    {
        try (ControlPage page = ControlPage.open(directory.resolve(name + ".control")))
        {
            return Mode.ofOrdinal(page.modeAfter());
        }
    }

    void signal(final String name) throws IOException, InterruptedException
    {
        assertTrue(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() == 0 ||
            !process.isAlive(), "kill -" + name);
    }

    int awaitExit() throws InterruptedException
    {
        assertTrue(process.waitFor(150, TimeUnit.SECONDS), () -> "does not end\n" + log());
        return process.exitValue();
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
        try
        {
            process.waitFor(10, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes a configuration of the arm on the shelf. */
    static Path armOnShelf(final Path directory, final Shelf upper, final Shelf lower, final String more)
        throws IOException
    {
        final Path robot = directory.resolve("robot.yaml");
        try (java.io.InputStream in = DaemonProcess.class.getResourceAsStream("/arm/robot.yaml"))
        {
            Files.write(robot, in.readAllBytes());
        }
        final Path file = directory.resolve("run-" + System.nanoTime() + ".yaml");
        Files.writeString(file, String.join("\n", "format: 1", "robot: robot.yaml", "backend: native",
            "realtime: {wish: \"off\"}", "loop: {warm_up_cycles: 200, late_policy: use_if_late}",
            "blackbox: {seconds: 1}", "buses:",
            "  - {name: upper, config: 'file=" + upper.file() + " motors=shoulder_p_motor,shoulder_n_motor " +
            "tendons=shoulder_p,shoulder_n joints=shoulder imus=imu_base watchdog_ms=200'}",
            "  - {name: lower, config: 'file=" + lower.file() + " motors=elbow_p_motor,elbow_n_motor " +
            "tendons=elbow_p,elbow_n joints=elbow watchdog_ms=200'}", more, ""));
        return file;
    }
}
