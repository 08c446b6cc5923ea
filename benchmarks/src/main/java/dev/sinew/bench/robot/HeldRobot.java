package dev.sinew.bench.robot;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sinew.bench.faults.DeviceEvent;
import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.runtime.blackbox.BlackBoxReader;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.Verdict;

/**
 * neo on its emulated buses, driven by the daemon as the example is: armed, held, stopped.
 */
public final class HeldRobot
{
    private static final String PORTS = "/tmp/neo-";
    private static final long PATIENCE_MS = 120_000;
    private static final long PAUSE_MS = 100;
    private static final long PROGRESS_MS = 10_000;

    private final Path home;
    private final int priority;
    private final PrintStream out;
    private final Path directory;
    private final List<Process> started = new ArrayList<>();
    private int broken;

    /**
     * @param home     root of the project.
     * @param priority SCHED_FIFO priority of the emulator; 0 for none.
     * @param out      where progress and the table go.
     * @throws IOException when there is no room for a directory.
     */
    public HeldRobot(final Path home, final int priority, final PrintStream out) throws IOException
    {
        this.home = home.toAbsolutePath().normalize();
        this.priority = priority;
        this.out = out;
        directory = Files.createTempDirectory("sinew-robot");
    }

    /**
     * @return 1 when a promise was broken or the run did not come about.
     */
    public int broken()
    {
        return broken;
    }

    /**
     * @param seconds how long to hold it, s.
     * @return one row; none when the run did not come about.
     */
    public List<Map<String, Object>> run(final double seconds)
    {
        try
        {
            final HeldRow row = hold(seconds);
            out.print(row.table());
            if (row.problems().isEmpty())
            {
                delete();
            }
            else
            {
                broken++;
                out.println("# logs and black box: " + directory);
            }
            return List.of(row.values());
        }
        catch (final IOException ex)
        {
            broken++;
            out.println("# NOT RUN: " + ex.getMessage() + "; logs: " + directory);
            return List.of();
        }
        finally
        {
            started.forEach(Process::destroy);
        }
    }

    private void delete() throws IOException
    {
        final List<Path> files;
        try (Stream<Path> walk = Files.walk(directory))
        {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files)
        {
            Files.deleteIfExists(file);
        }
    }

    private HeldRow hold(final double seconds) throws IOException
    {
        final Path robotFile = home.resolve("hal/robots/neo/robot.yaml");
        final RobotDescription robot = RobotFile.load(robotFile);
        final Path devices = copy("sim-backend/emulators/neo.yaml", "../../hal/robots/neo/robot.yaml",
            robotFile.toString());
        final Path daemon = copy("runtime/examples/neo-buses.yaml", "metrics: {port: 9464}", "");
        final Path events = directory.resolve("events.jsonl");
        out.println("# neo: emulator and daemon start");
        final List<String> emulate = new ArrayList<>(List.of("emulate", "--config", devices.toString(), "--events",
            events.toString()));
        if (priority > 0)
        {
            emulate.addAll(List.of("--fifo", Integer.toString(priority)));
        }
        final Process emulator = start("emulator.log", emulate);
        await(emulator, "emulator.log", "ready\n");
        final Process run = start("daemon.log", List.of("run", daemon.toString()));
        await(run, "daemon.log", " mode: OFF");
        start("arm.log", List.of("arm"));
        await(run, "daemon.log", "-> ACTIVE");
        final PoseWatch watch = watch(run, robot, seconds);
        run.destroy();
        end(run, "the daemon");
        emulator.destroy();
        end(emulator, "the emulator");
        final Map<String, Boolean> last = lastOfEachDrive(events);
        final String said = Files.readString(directory.resolve("daemon.log"));
        final String troubles = said.substring(said.indexOf("-> ACTIVE")).lines()
            .filter(line -> line.contains(" fault: ") || line.contains(" instead of GOOD"))
            .map(line -> line.replaceAll(".*(fault|samples): |[;,(].*", "").strip()).distinct()
            .collect(Collectors.joining("; "));
        return watch.row(robot.name(), seconds, troubles, last.size(),
            (int)last.values().stream().filter(stopped -> stopped).count());
    }

    private Path copy(final String file, final String from, final String to) throws IOException
    {
        final Path source = home.resolve(file);
        return Files.writeString(directory.resolve(source.getFileName()),
            Files.readString(source).replace(PORTS, directory + "/").replace(from, to));
    }

    private Process start(final String log, final List<String> arguments) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of(home.resolve("sinew").toString()));
        command.addAll(arguments);
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(directory.resolve(log).toFile());
        builder.environment().put("SINEW_RUN_DIR", directory.toString());
        final Process process = builder.start();
        started.add(process);
        return process;
    }

    private void await(final Process process, final String log, final String text) throws IOException
    {
        final Path file = directory.resolve(log);
        for (long waited = 0; !Files.readString(file).contains(text); waited += PAUSE_MS)
        {
            if (!process.isAlive() || waited > PATIENCE_MS)
            {
                throw new IOException("'" + text.strip() + "' did not come: " + Files.readString(file).strip());
            }
            pause(PAUSE_MS);
        }
    }

    /**
     * Holds the robot, then reads what is in its black box, some seconds. Not meanwhile: whoever reads tens of
     * megabytes takes the processors from the kernel's threads that carry the bytes of the emulated buses.
     */
    private PoseWatch watch(final Process run, final RobotDescription robot, final double seconds) throws IOException
    {
        final Path box;
        try (Stream<Path> files = Files.list(directory))
        {
            box = files.filter(file -> file.toString().endsWith(".blackbox")).findFirst()
                .orElseThrow(() -> new IOException("the daemon has no black box"));
        }
        final long wholeMs = Math.round(seconds * 1000);
        for (long held = 0; held < wholeMs && run.isAlive(); held += PROGRESS_MS)
        {
            out.printf("#   neo: %d of %.0f s%n", held / 1000, seconds);
            pause(Math.min(PROGRESS_MS, wholeMs - held));
        }
        try (BlackBoxReader reader = BlackBoxReader.open(box))
        {
            final BlockLayout.Entry position = reader.header().column("estimate_position_rad");
            final BlockLayout.Entry age = reader.header().column("bus_age_s");
            final PoseWatch watch = new PoseWatch(robot.joints(), age.size());
            final double[] q = new double[position.size()];
            final double[] ages = new double[age.size()];
            while (reader.next())
            {
                for (int j = 0; j < q.length; j++)
                {
                    q[j] = reader.get(position, j);
                }
                for (int bus = 0; bus < ages.length; bus++)
                {
                    ages[bus] = 1e3 * reader.get(age, bus);
                }
                final long verdict = reader.get(FrameField.VERDICT);
                watch.see(reader.get(FrameField.RELEASE_NS), reader.get(FrameField.MODE) == Mode.ACTIVE.ordinal() &&
                    (verdict == Verdict.GOOD.ordinal() || verdict == Verdict.LATE.ordinal()), q, ages);
            }
            return watch;
        }
    }

    private static void end(final Process process, final String who) throws IOException
    {
        try
        {
            if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS))
            {
                process.destroyForcibly();
                throw new IOException(who + " did not end");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
    }

    private static void pause(final long ms) throws IOException
    {
        try
        {
            Thread.sleep(ms);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ex);
        }
    }

    /** By bus and number: true when it stopped last, false when it had torque. */
    private static Map<String, Boolean> lastOfEachDrive(final Path events) throws IOException
    {
        final Map<String, Boolean> last = new TreeMap<>();
        for (final String line : Files.readAllLines(events))
        {
            final DeviceEvent event = DeviceEvent.of(line);
            final boolean stopped = "stopped".equals(event.kind());
            if (stopped || "torque_on".equals(event.kind()))
            {
                last.put(event.text("bus") + " " + event.id(), stopped);
            }
        }
        return last;
    }
}
