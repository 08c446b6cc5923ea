package dev.sinew.runtime.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlMap;

/**
 * The buses of a run: those of the robot's file, changed key by key where the configuration names the same bus, and
 * those that the configuration adds.
 */
final class BusOverlay
{
    private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]{0,62}";

    private final RobotDescription robot;
    private final List<String> motorNames;

    BusOverlay(final RobotDescription robot)
    {
        this.robot = robot;
        this.motorNames = robot.motors().stream().map(MotorDescription::name).toList();
    }

    /**
     * @param entries list {@code buses:} of the configuration.
     * @return the buses of the run, those of the robot's file first.
     */
    List<BusDescription> read(final List<YamlMap> entries)
    {
        final Map<String, BusDescription> buses = new LinkedHashMap<>();
        robot.buses().forEach(bus -> buses.put(bus.name(), bus));
        final Map<String, YamlMap> places = new LinkedHashMap<>();
        for (final YamlMap entry : entries)
        {
            final String name = entry.string("name");
            final YamlMap before = places.putIfAbsent(name, entry);
            if (before != null && !name.isEmpty())
            {
                entry.mistake("name", "the bus '" + name + "' is named already on line " + before.line("name") +
                    "; remove one of the two");
            }
            else if (!name.isEmpty() && !name.matches(NAME))
            {
                entry.mistake("name", "'" + name + "' should begin with a letter and hold only letters, digits, " +
                    "'_', '-' and '.', at most 63");
            }
            buses.put(name, bus(entry, name, buses.get(name)));
            entry.close();
        }
        refuseMotorsOnTwoBuses(buses, places);
        return new ArrayList<>(buses.values());
    }

    private BusDescription bus(final YamlMap entry, final String name, final BusDescription inherited)
    {
        final boolean known = inherited != null;
        final String library = !known || entry.has("library") ? entry.string("library") : inherited.library();
        final String config = entry.has("config") ? entry.string("config") : known ? inherited.config() : "";
        final List<Integer> motors = !known || entry.has("motors") ? motors(entry) : inherited.motors();
        final String isolation = entry.has("isolation") ? BusDescription.isolation(entry) :
            known ? inherited.isolation() : BusDescription.IN_PROCESS;
        final double rateHz = known && !entry.has("rate_hz") ? inherited.rateHz() : BusDescription.rate(entry);
        return new BusDescription(name, library, config, motors, isolation, rateHz);
    }

    private List<Integer> motors(final YamlMap entry)
    {
        final List<Integer> motors = new ArrayList<>();
        if (!entry.has("motors"))
        {
            return motors;
        }
        for (final YamlMap.Word word : entry.words("motors"))
        {
            final int index = motorNames.indexOf(word.text());
            if (index < 0)
            {
                entry.mistake("motors", "robot '" + robot.name() + "' has no motor '" + word.text() + "'" +
                    Suggestion.sentence(word.text(), motorNames));
            }
            else
            {
                motors.add(index);
            }
        }
        return motors;
    }

    private void refuseMotorsOnTwoBuses(final Map<String, BusDescription> buses, final Map<String, YamlMap> places)
    {
        final String[] owner = new String[motorNames.size()];
        for (final BusDescription bus : buses.values())
        {
            for (final int motor : bus.motors())
            {
                if (owner[motor] != null)
                {
                    final YamlMap place = places.getOrDefault(bus.name(), places.get(owner[motor]));
                    place.mistake(place.has("motors") ? "motors" : "name", "motor '" + motorNames.get(motor) +
                        "' is on bus '" + owner[motor] + "' and on bus '" + bus.name() + "'; a motor is on one bus");
                }
                owner[motor] = bus.name();
            }
        }
    }
}
