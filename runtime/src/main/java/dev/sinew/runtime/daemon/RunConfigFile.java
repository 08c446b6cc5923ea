package dev.sinew.runtime.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.sinew.hal.calibration.CalibrationFile;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.linux.MemoryLock;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.robot.LoopRates;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioFile;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.safety.StopLadder;
import dev.sinew.runtime.wiring.EncoderSetup;
import dev.sinew.runtime.wiring.Lifetime;
import dev.sinew.runtime.wiring.RunOptions;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.Shipped;

/**
 * Reads the configuration of a daemon and loads what it names; every mistake is reported at once, those of the robot's
 * file, the policy and the scenario included. The keys are explained in {@code docs/running-a-robot.md}.
 */
public final class RunConfigFile
{
    private static final int FORMAT = 1;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final Path file;
    private final Path base;
    private final Mistakes mistakes;
    private Path robotFile;
    private Path policyPath;

    private RunConfigFile(final Path file, final Mistakes mistakes)
    {
        this.file = file;
        this.base = file.toAbsolutePath().getParent();
        this.mistakes = mistakes;
    }

    /**
     * @param file run configuration.
     * @return what it says, and everything that it names.
     * @throws RunConfigException when the file cannot be read or has a mistake; it holds all of them.
     */
    public static RunConfig load(final Path file)
    {
        final Mistakes mistakes = new Mistakes();
        final YamlDocument document = YamlDocument.read(file, mistakes);
        final Optional<YamlMap> root = document.root();
        final RunConfig config =
            root.map(map -> new RunConfigFile(file, mistakes).read(map, document.sha256())).orElse(null);
        if (config == null || !mistakes.isEmpty())
        {
            throw new RunConfigException(document.file(), mistakes.list());
        }
        return config;
    }

    private RunConfig read(final YamlMap root, final String sha256)
    {
        root.integer("format", FORMAT, FORMAT);
        final String backend = choice(root, "backend", null,
            Services.systems().stream().map(SystemFactory::name).toList());
        final boolean real = RunConfig.NATIVE.equals(backend);
        final LoopSection loop = LoopSection.read(section(root, "loop"), this);
        final RobotDescription robot = buses(root, rated(robot(root), loop.baseHz()), real);
        final PolicyBundle bundle = robot == null ? null : policy(root, robot);
        if (robot == null)
        {
            root.has("policy");
            root.has("buses");
        }
        final RobotDescription known = identified(root, robot);
        final String name = name(root, robot);
        final Simulated simulated = simulated(root, robot, real);
        final RealtimeSettings realtime = realtime(section(root, "realtime"), real);
        final boolean keepAwake = section(root, "realtime").map(map -> map.flag("keep_awake", false)).orElse(false);
        if (keepAwake && (realtime.cpu() < 0 || realtime.wish() == RealtimeSettings.Wish.OFF))
        {
            mistakes.add(root.line("realtime"), "realtime.keep_awake", "needs the loop's processor; add cpu: N, and " +
                "not wish: off");
        }
        final double[] box = blackBox(root);
        final StopLadder.Settings stop = stop(root);
        final CommandSource.Hands hands = CommandSource.Hands.valueOf(
            choice(root, "hands", "open", List.of("wave", "open", "closed")).toUpperCase(Locale.ROOT));
        final String engine = choice(root, "engine", "auto", EngineSelector.NAMES);
        final String placement = choice(root, "placement", "auto", List.of("auto", "inline", "beside"));
        final boolean arm = root.flag("arm", false);
        final EncoderSetup encoders = encoders(root, robot);
        final int port = section(root, "metrics").map(RunConfigFile::port).orElse(0);
        root.close();
        if (!mistakes.isEmpty())
        {
            return null;
        }
        final RunOptions options = new RunOptions(robotFile, policyPath, simulated.file(), backend, "wall",
            loop.topology(), placement, engine, 0, hands, Double.POSITIVE_INFINITY, simulated.seed(),
            simulated.noise(), name, null, box[0], realtime, loop.spinNs(), keepAwake, loop.latePolicy(),
            loop.lateCycles(), loop.warmUpCycles(), arm, encoders);
        return new RunConfig(file, sha256, name, robot, known, bundle, simulated.scenario(), options,
            Lifetime.daemon(stop, (int)box[1]), port);
    }

    static Optional<YamlMap> section(final YamlMap root, final String key)
    {
        return root.has(key) ? root.map(key) : Optional.empty();
    }

    /** @return one of the known words; the first of them after a mistake. */
    String choice(final YamlMap map, final String key, final String otherwise, final List<String> known)
    {
        if (otherwise != null && !map.has(key))
        {
            return otherwise;
        }
        final String word = map.string(key).toLowerCase(Locale.ROOT);
        if (!word.isEmpty() && !known.contains(word))
        {
            map.mistake(key, "there is no " + key.replace('_', ' ') + " '" + word + "'" +
                Suggestion.sentence(word, known));
        }
        return known.contains(word) ? word : known.get(0);
    }

    private RobotDescription robot(final YamlMap root)
    {
        final String wish = root.string("robot");
        if (wish.isEmpty())
        {
            return null;
        }
        robotFile = Shipped.robotFile(wish, base);
        try
        {
            return RobotFile.load(robotFile);
        }
        catch (final FileMistakesException ex)
        {
            take(root, "robot", ex);
            return null;
        }
    }

    private void take(final YamlMap root, final String key, final FileMistakesException wrong)
    {
        for (final Mistake mistake : wrong.mistakes())
        {
            root.mistake(key, mistake.render(wrong.file()));
        }
    }

    private static RobotDescription rated(final RobotDescription robot, final int baseHz)
    {
        return robot == null || baseHz == 0 ? robot : robot.withRates(new LoopRates(baseHz));
    }

    private RobotDescription buses(final YamlMap root, final RobotDescription robot, final boolean real)
    {
        if (robot == null)
        {
            return null;
        }
        if (!real)
        {
            if (root.has("buses"))
            {
                root.mistake("buses", "a simulator has no buses; remove the key, or write backend: native");
            }
            return robot.withBuses(List.of());
        }
        final RobotDescription changed = root.has("buses") ?
            robot.withBuses(new BusOverlay(robot).read(root.maps("buses"))) : robot;
        if (changed.buses().isEmpty())
        {
            root.mistake("backend", "robot '" + robot.name() + "' has no buses; add buses: here or in its file, or " +
                "choose a simulator");
        }
        return changed;
    }

    private PolicyBundle policy(final YamlMap root, final RobotDescription robot)
    {
        policyPath = Shipped.policy(root.has("policy") ? root.string("policy") : null, robot.name(), base);
        if (policyPath == null)
        {
            return null;
        }
        try
        {
            return PolicyBundle.load(policyPath, RobotFit.of(robot));
        }
        catch (final PolicyRefusedException ex)
        {
            final List<String> lines = ex.getMessage().lines().map(String::strip).toList();
            // The first of several only says that more follow.
            lines.subList(lines.size() > 1 ? 1 : 0, lines.size()).forEach(line -> root.mistake("policy", line));
            return null;
        }
    }

    private RobotDescription identified(final YamlMap root, final RobotDescription robot)
    {
        if (!root.has("identified") || robot == null)
        {
            return robot;
        }
        try
        {
            return IdentificationFile.read(base.resolve(root.string("identified")), robot).applyTo(robot);
        }
        catch (final FileMistakesException ex)
        {
            take(root, "identified", ex);
            return robot;
        }
    }

    private EncoderSetup encoders(final YamlMap root, final RobotDescription robot)
    {
        if (!root.has("calibration") || robot == null)
        {
            return EncoderSetup.AS_THEY_ARE;
        }
        try
        {
            return new EncoderSetup(CalibrationFile.readWhole(base.resolve(root.string("calibration")), robot), false);
        }
        catch (final FileMistakesException ex)
        {
            take(root, "calibration", ex);
            return EncoderSetup.AS_THEY_ARE;
        }
    }

    private String name(final YamlMap root, final RobotDescription robot)
    {
        if (!root.has("name"))
        {
            return robot == null ? "" : robot.name();
        }
        final String name = root.string("name");
        if (!name.isEmpty() && !name.matches(NAME))
        {
            root.mistake("name", "should be up to 64 letters, digits, '.', '_' and '-', and begin with a letter or " +
                "digit, is '" + name + "'");
        }
        return name;
    }

    /** What only a simulator has. */
    private record Simulated(Path file, Scenario scenario, long seed, boolean noise)
    {
    }

    private Simulated simulated(final YamlMap root, final RobotDescription robot, final boolean real)
    {
        final Optional<YamlMap> section = section(root, "simulation");
        if (section.isEmpty())
        {
            return new Simulated(null, Scenario.NONE, 1, true);
        }
        if (real)
        {
            root.mistake("simulation", "a robot has no simulation settings; remove the key, or choose a simulator");
        }
        final YamlMap map = section.get();
        final long seed = map.has("seed") ? map.integer("seed", 0, Integer.MAX_VALUE) : 1;
        final boolean noise = map.flag("noise", true);
        Path events = null;
        Scenario scenario = Scenario.NONE;
        if (map.has("scenario") && robot != null)
        {
            events = base.resolve(map.string("scenario"));
            try
            {
                scenario = ScenarioFile.load(events, robot);
            }
            catch (final FileMistakesException ex)
            {
                take(map, "scenario", ex);
            }
        }
        map.close();
        return new Simulated(events, scenario, seed, noise);
    }

    private RealtimeSettings realtime(final Optional<YamlMap> section, final boolean real)
    {
        // On hardware a missing right is a reason not to start; in simulation it is worth a line.
        final String otherwise = real ? "require" : "prefer";
        if (section.isEmpty())
        {
            return RealtimeSettings.standard(RealtimeSettings.Wish.valueOf(otherwise.toUpperCase(Locale.ROOT)));
        }
        final YamlMap map = section.get();
        final RealtimeSettings.Wish wish = RealtimeSettings.Wish.valueOf(
            choice(map, "wish", otherwise, List.of("require", "prefer", "off")).toUpperCase(Locale.ROOT));
        final int cpu = map.has("cpu") ? map.integer("cpu", 0, 1023) : RealtimeSettings.ANY_CPU;
        final int priority = map.has("priority") ? map.integer("priority", 1, 99) : 80;
        final MemoryLock lock = MemoryLock.valueOf(
            choice(map, "lock_memory", "touched", List.of("off", "touched", "all")).toUpperCase(Locale.ROOT));
        map.has("keep_awake");
        map.close();
        return RealtimeSettings.standard(wish).withCpu(cpu).withMemoryLock(lock)
            .withScheduling(SchedulingClass.FIFO, priority);
    }

    private double[] blackBox(final YamlMap root)
    {
        final double[] settings = {4, 3};
        section(root, "blackbox").ifPresent(map ->
        {
            settings[0] = map.number("seconds", new Range(1, 3600, "s", "ms", 1e-3), settings[0]);
            settings[1] = map.has("keep") ? map.integer("keep", 1, 100) : settings[1];
            map.close();
        });
        return settings;
    }

    private StopLadder.Settings stop(final YamlMap root)
    {
        final double[] settings = {3, 0.5};
        section(root, "stop").ifPresent(map ->
        {
            settings[0] = map.number("damp_s", new Range(0, 60, "s", "ms", 1e-3), settings[0]);
            settings[1] = map.number("rest_rad_s", Range.of(1e-3, 100, "rad/s"), settings[1]);
            map.close();
        });
        return new StopLadder.Settings(Math.round(settings[0] * 1e9), settings[1]);
    }

    private static int port(final YamlMap map)
    {
        final int port = map.has("port") ? map.integer("port", 0, 65_535) : 0;
        map.close();
        return port;
    }
}
