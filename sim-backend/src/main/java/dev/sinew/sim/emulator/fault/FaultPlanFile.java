package dev.sinew.sim.emulator.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;
import dev.sinew.sim.emulator.BusSpec.SensorKind;

/**
 * Reads fault plans, and single faults from a line of text. The keys are explained in {@code docs/emulators.md}. Every
 * mistake is reported at once.
 */
public final class FaultPlanFile
{
    private static final Range BEGIN_S = new Range(0, 1e6, "s", "ms", 1e-3);
    private static final Range LENGTH_S = new Range(1e-4, 1e6, "s", "ms", 1e-3);
    private static final Range SHARE = new Range(0, 1, "(1 is every answer)", "percent", 0.01);
    private static final int ID_MAX = 1 << 16;

    private FaultPlanFile()
    {
    }

    /**
     * @param path plan.
     * @return the plan.
     * @throws FaultPlanException when it cannot be read or has a mistake; it holds all of them.
     */
    public static FaultPlan load(final Path path)
    {
        return finish(YamlDocument.read(path, new Mistakes()));
    }

    /**
     * @param name name for messages.
     * @param text text of a plan.
     * @return the plan.
     * @throws FaultPlanException when it has a mistake; it holds all of them.
     */
    public static FaultPlan parse(final String name, final String text)
    {
        return finish(YamlDocument.of(name, text, new Mistakes()));
    }

    /**
     * Reads one fault in short: its kind, then {@code key=value} in any order: {@code drop_reply id=3 for_s=2}.
     *
     * @param line text.
     * @return the fault.
     * @throws FaultPlanException when it has a mistake.
     */
    public static FaultEvent line(final String line)
    {
        final String[] words = line.trim().split("\\s+");
        final StringBuilder text = new StringBuilder("faults: line\nevents: [{kind: ").append(words[0]);
        for (int i = 1; i < words.length; i++)
        {
            text.append(", ").append(words[i].replaceFirst("=", ": "));
        }
        return parse("the line '" + line.trim() + "'", text.append("}]\n").toString()).events().get(0);
    }

    private static FaultPlan finish(final YamlDocument document)
    {
        final Optional<YamlMap> root = document.root();
        final List<FaultEvent> events = new ArrayList<>();
        String name = "";
        long seed = 0;
        if (root.isPresent())
        {
            name = root.get().string("faults");
            seed = root.get().has("seed") ? root.get().integer("seed", 0, Integer.MAX_VALUE) : 0;
            for (final YamlMap entry : root.get().maps("events"))
            {
                event(entry).ifPresent(events::add);
            }
            root.get().close();
        }
        if (!document.mistakes().isEmpty())
        {
            throw new FaultPlanException(document.file(), document.mistakes().list());
        }
        return new FaultPlan(name, seed, events);
    }

    private static Optional<FaultEvent> event(final YamlMap entry)
    {
        final String word = entry.string("kind");
        final Optional<FaultKind> kind = Stream.of(FaultKind.values()).filter(k -> k.word().equals(word)).findFirst();
        if (kind.isEmpty())
        {
            if (!word.isEmpty())
            {
                entry.mistake("kind", "nothing of the kind '" + word + "' can go wrong" + Suggestion.sentence(word,
                    Stream.of(FaultKind.values()).map(FaultKind::word).toList()));
            }
            return Optional.empty();
        }
        final FaultKind.Scope scope = kind.get().scope();
        final double begin = entry.number("at_s", BEGIN_S, 0);
        final double length = entry.number("for_s", LENGTH_S, -1);
        final String bus = entry.has("bus") ? entry.string("bus") : "";
        final int device = scope != FaultKind.Scope.BUS && entry.has("id") ? entry.integer("id", 0, ID_MAX) : -1;
        final double share = scope == FaultKind.Scope.REPLY ? entry.number("share", SHARE, 1) : 1;
        final double value = value(entry, kind.get());
        entry.close();
        final long duration = length < 0 ? Long.MAX_VALUE : Math.round(length * 1e9);
        return Optional.of(new FaultEvent(kind.get(), Math.round(begin * 1e9), duration, bus, device, share, value));
    }

    private static double value(final YamlMap entry, final FaultKind kind)
    {
        switch (kind)
        {
            case LATE_REPLY:
                return entry.number("delay_s", new Range(0, 10, "s", "ms", 1e-3));
            case WRONG_ID:
                return entry.integer("other_id", 0, ID_MAX);
            case TRUNCATED_REPLY:
            case NOISE:
                return entry.integer("bytes", 1, 200);
            case OVERHEAT:
                return entry.number("celsius", Range.of(-40, 300, "°C"));
            case BROWNOUT:
                return entry.number("volts", Range.of(0, 100, "V"));
            case SENSOR_FAILED:
                return sensor(entry);
            default:
                return 0;
        }
    }

    private static double sensor(final YamlMap entry)
    {
        final String word = entry.string("sensor");
        final Optional<SensorKind> kind = Stream.of(SensorKind.values()).filter(k -> k.word().equals(word)).findFirst();
        if (kind.isEmpty() && !word.isEmpty())
        {
            entry.mistake("sensor", "no board has sensors of the kind '" + word + "'" + Suggestion.sentence(word,
                Stream.of(SensorKind.values()).map(SensorKind::word).toList()));
        }
        return kind.map(SensorKind::ordinal).orElse(0);
    }
}
