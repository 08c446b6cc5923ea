package dev.sinew.hal.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.ScenarioEvent.Kind;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Reads scenarios: YAML lists of events that name links, tendons, motors and sensor values of a robot. The keys are
 * explained in {@code docs/scenarios.md}. Every mistake is reported at once.
 */
public final class ScenarioFile
{
    private static final Range BEGIN_S = new Range(0, 1e6, "s", "ms", 1e-3);
    private static final Range LENGTH_S = new Range(1e-4, 1e6, "s", "ms", 1e-3);
    private static final Range FORCE_N = Range.of(-1e5, 1e5, "N");
    private static final Range POINT_M = Range.metres(-5, 5);

    private final RobotDescription robot;
    private final List<BlockLayout.Entry> columns;

    private ScenarioFile(final RobotDescription robot)
    {
        this.robot = robot;
        columns = StateBlock.layoutOf(robot).entries();
    }

    /**
     * @param path  scenario.
     * @param robot robot that it is for.
     * @return the events.
     * @throws ScenarioFileException when the file cannot be read, has a mistake or names what the robot does not have;
     *                               it holds all mistakes.
     */
    public static Scenario load(final Path path, final RobotDescription robot)
    {
        return new ScenarioFile(robot).finish(YamlDocument.read(path, new Mistakes()));
    }

    /**
     * @param name  name for messages.
     * @param text  text of a scenario.
     * @param robot robot that it is for.
     * @return the events.
     * @throws ScenarioFileException when the text has a mistake; it holds all of them.
     */
    public static Scenario parse(final String name, final String text, final RobotDescription robot)
    {
        return new ScenarioFile(robot).finish(YamlDocument.of(name, text, new Mistakes()));
    }

    private Scenario finish(final YamlDocument document)
    {
        final Optional<YamlMap> root = document.root();
        final List<ScenarioEvent> events = new ArrayList<>();
        final String name = root.map(map -> read(map, events)).orElse("");
        if (!document.mistakes().isEmpty())
        {
            throw new ScenarioFileException(document.file(), document.mistakes().list());
        }
        events.sort(Comparator.comparingLong(ScenarioEvent::beginNs));
        return new Scenario(name, events);
    }

    private String read(final YamlMap root, final List<ScenarioEvent> events)
    {
        final String name = root.string("scenario");
        for (final YamlMap entry : root.maps("events"))
        {
            event(entry).ifPresent(events::add);
        }
        root.close();
        return name;
    }

    private Optional<ScenarioEvent> event(final YamlMap entry)
    {
        final String word = entry.string("kind");
        final List<String> known = new ArrayList<>();
        Kind kind = null;
        for (final Kind candidate : Kind.values())
        {
            known.add(candidate.name().toLowerCase(Locale.ROOT));
            kind = known.get(known.size() - 1).equals(word) ? candidate : kind;
        }
        if (kind == null)
        {
            if (!word.isEmpty())
            {
                entry.mistake("kind", "nothing of the kind '" + word + "' can happen" +
                    Suggestion.sentence(word, known));
            }
            return Optional.empty();
        }
        final long begin = nanoseconds(entry.number("at_s", BEGIN_S));
        final double length = kind == Kind.PUSH || entry.has("for_s") ? entry.number("for_s", LENGTH_S) : -1;
        if (kind == Kind.TENDON_CUT && length >= 0)
        {
            entry.mistake("for_s", "a cut tendon does not heal; remove the key, or use tendon_slack");
        }
        final ScenarioEvent event = event(entry, kind, begin, length);
        entry.close();
        return Optional.of(event);
    }

    private ScenarioEvent event(final YamlMap entry, final Kind kind, final long begin, final double length)
    {
        final long duration = length < 0 ? Long.MAX_VALUE : nanoseconds(length);
        String channel = "";
        int target = -1;
        double value = 0;
        Vector3 force = Vector3.ZERO;
        Vector3 point = Vector3.ZERO;
        switch (kind)
        {
            case PUSH:
                target = find(entry, "link", robot.links().stream().map(LinkDescription::name).toList());
                force = force(entry, length);
                point = entry.has("point_m") ? vector(entry.numbers("point_m", 3, POINT_M)) : Vector3.ZERO;
                break;
            case TENDON_CUT:
                target = tendon(entry);
                break;
            case TENDON_SLACK:
                target = tendon(entry);
                value = entry.number("longer_m", Range.metres(1e-6, 1));
                break;
            case MOTOR_WEAK:
                target = motor(entry);
                value = entry.number("torque_share", new Range(0, 1, "(1 is the whole torque)", "percent", 0.01));
                break;
            case MOTOR_STUCK:
                target = motor(entry);
                break;
            case SENSOR_BIAS:
                channel = column(entry);
                target = sensor(entry, channel);
                value = entry.number("bias", Range.of(-1e6, 1e6, "(the column's unit)"));
                break;
            case SENSOR_FREEZE:
            case SENSOR_NAN:
                channel = column(entry);
                target = sensor(entry, channel);
                break;
            case POLICY_LATE:
                value = entry.integer("cycles", 1, 100_000);
                break;
            case SAMPLE_DROP:
            case OBSERVATION_FREEZE:
            default:
                break;
        }
        return new ScenarioEvent(kind, begin, duration, channel, target, value, force, point);
    }

    private static Vector3 force(final YamlMap entry, final double length)
    {
        if (!entry.has("impulse_ns"))
        {
            return vector(entry.numbers("force_n", 3, FORCE_N));
        }
        if (entry.has("force_n"))
        {
            entry.mistake("force_n", "gives the push twice; keep force_n, or impulse_ns with direction");
        }
        final double impulse = entry.number("impulse_ns", Range.of(1e-3, 1e4, "N·s"));
        final double[] direction = entry.numbers("direction", 3, Range.of(-1e3, 1e3, "(a direction)"));
        final double norm = Math.sqrt(direction[0] * direction[0] + direction[1] * direction[1] +
            direction[2] * direction[2]);
        if (norm < 1e-6)
        {
            entry.mistake("direction", "has no direction; write one such as [1, 0, 0]");
        }
        final double scale = impulse / length / norm;
        return new Vector3(direction[0] * scale, direction[1] * scale, direction[2] * scale);
    }

    private int tendon(final YamlMap entry)
    {
        return find(entry, "tendon", robot.tendons().stream().map(TendonDescription::name).toList());
    }

    private int motor(final YamlMap entry)
    {
        return find(entry, "motor", robot.motors().stream().map(MotorDescription::name).toList());
    }

    private String column(final YamlMap entry)
    {
        final List<String> names = columns.stream().map(BlockLayout.Entry::name).toList();
        return find(entry, "column", names) < 0 ? "" : entry.string("column");
    }

    private int sensor(final YamlMap entry, final String column)
    {
        if (!entry.has("sensor") || column.isEmpty())
        {
            return -1;
        }
        for (final BlockLayout.Entry candidate : columns)
        {
            if (candidate.name().equals(column))
            {
                return find(entry, "sensor", candidate.labels());
            }
        }
        return -1;
    }

    private int find(final YamlMap entry, final String key, final List<String> names)
    {
        final String name = entry.string(key);
        final int index = names.indexOf(name);
        if (index < 0 && !name.isEmpty())
        {
            entry.mistake(key, "robot '" + robot.name() + "' has no " + key + " '" + name + "'" +
                Suggestion.sentence(name, names));
        }
        return index;
    }

    private static Vector3 vector(final double[] values)
    {
        return new Vector3(values[0], values[1], values[2]);
    }

    private static long nanoseconds(final double seconds)
    {
        return Math.round(seconds * 1e9);
    }
}
