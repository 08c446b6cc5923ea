package dev.sinew.runtime.daemon;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;
import dev.sinew.runtime.safety.LatePolicy;

/**
 * Section {@code loop:} of a run configuration.
 *
 * @param baseHz       control cycles a second, 0 for the robot's own.
 * @param topology     {@code fused} or {@code pipelined}.
 * @param latePolicy   what a cycle does that begins a whole period late.
 * @param lateCycles   late cycles in a row that {@link LatePolicy#SAFE_STOP_AFTER_N} bears.
 * @param spinNs       stretch before a release that is spun instead of slept, ns.
 * @param warmUpCycles cycles against the shadow before the first real one.
 */
record LoopSection(int baseHz, String topology, LatePolicy latePolicy, int lateCycles, long spinNs, int warmUpCycles)
{
    private static final LoopSection DEFAULT =
        new LoopSection(0, "fused", LatePolicy.USE_IF_LATE, 10, 100_000, 6000);

    static LoopSection read(final Optional<YamlMap> section, final RunConfigFile reader)
    {
        if (section.isEmpty())
        {
            return DEFAULT;
        }
        final YamlMap map = section.get();
        reader.choice(map, "clock", "wall", List.of("wall"));
        final LoopSection loop = new LoopSection(
            map.has("base_hz") ? map.integer("base_hz", 100, 4000) : 0,
            reader.choice(map, "topology", "fused", List.of("fused", "pipelined")),
            LatePolicy.valueOf(reader.choice(map, "late_policy", "use_if_late",
                List.of("use_if_late", "skip", "safe_stop_after_n")).toUpperCase(Locale.ROOT)),
            map.has("late_cycles") ? map.integer("late_cycles", 1, 10_000) : DEFAULT.lateCycles,
            Math.round(map.number("spin_us", Range.of(0, 1000, "us"), DEFAULT.spinNs / 1000.0) * 1000),
            map.has("warm_up_cycles") ? map.integer("warm_up_cycles", 0, 1_000_000) : DEFAULT.warmUpCycles);
        map.close();
        return loop;
    }
}
