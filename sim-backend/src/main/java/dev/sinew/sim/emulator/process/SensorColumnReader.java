package dev.sinew.sim.emulator.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlMap;
import dev.sinew.sim.emulator.BusSpec;

/**
 * Reads which of a robot's joints, tendons and sensors a board measures.
 */
final class SensorColumnReader
{
    private final RobotDescription robot;
    private final Mistakes mistakes;

    /**
     * @param robot    robot; null when there is none.
     * @param mistakes takes what is wrong.
     */
    SensorColumnReader(final RobotDescription robot, final Mistakes mistakes)
    {
        this.robot = robot;
        this.mistakes = mistakes;
    }

    /**
     * @param entry a bus.
     * @return its columns, one a kind; empty after a mistake.
     */
    List<BusSpec.SensorColumn> read(final YamlMap entry)
    {
        if (robot == null)
        {
            entry.mistake("protocol", "measures a robot, and there is none; add robot: FILE at the top");
            return List.of();
        }
        final List<BusSpec.SensorColumn> columns = new ArrayList<>();
        int count = 0;
        for (final BusSpec.SensorKind kind : BusSpec.SensorKind.values())
        {
            columns.add(column(entry, kind, known(kind)));
            count += columns.get(columns.size() - 1).index().size();
        }
        if (count == 0)
        {
            entry.mistake("protocol", "has nothing to measure; add joints:, tendons:, imus: or wrenches:");
        }
        return columns;
    }

    private List<String> known(final BusSpec.SensorKind kind)
    {
        return switch (kind)
        {
            case JOINTS -> robot.joints().stream().map(JointDescription::name).toList();
            case TENDONS -> robot.tendons().stream().map(TendonDescription::name).toList();
            case IMUS -> robot.sensors().imus().stream().map(SensorDescriptions.Imu::name).toList();
            case WRENCHES -> robot.sensors().wrenches().stream().map(SensorDescriptions.Wrench::name).toList();
        };
    }

    private BusSpec.SensorColumn column(
        final YamlMap entry,
        final BusSpec.SensorKind kind,
        final List<String> known)
    {
        final List<Integer> index = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        for (final YamlMap.Word word : entry.has(kind.word()) ? entry.words(kind.word()) : List.<YamlMap.Word>of())
        {
            final Pattern pattern = EmulatorFile.pattern(word.text());
            final int before = index.size();
            for (int i = 0; i < known.size(); i++)
            {
                if (pattern.matcher(known.get(i)).matches() && !index.contains(i))
                {
                    index.add(i);
                    names.add(known.get(i));
                }
            }
            if (index.size() == before)
            {
                mistakes.add(word.line(), entry.path() + "." + kind.word(), "robot '" + robot.name() +
                    "' has no further '" + word.text() + "' among its " + kind.word() +
                    Suggestion.sentence(word.text(), known));
            }
        }
        return new BusSpec.SensorColumn(kind, index, names);
    }
}
