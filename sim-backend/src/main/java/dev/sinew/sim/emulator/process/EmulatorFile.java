package dev.sinew.sim.emulator.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedProtocol;

/**
 * Reads an emulator's configuration. The keys are explained in {@code docs/emulators.md}. Every mistake is reported at
 * once.
 */
public final class EmulatorFile
{
    /** Torque per current at the output shaft, instead of the model's own, N·m/A. */
    public static final String TORQUE_KEY = "torque_nm_a";
    /** Voltage of the supply, instead of the model's usual one, V. */
    public static final String VOLTS_KEY = "volts";

    private static final Pattern IDS = Pattern.compile("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*");
    private static final int BAUD_MIN = 9_600;
    private static final int BAUD_MAX = 10_500_000;

    private final YamlDocument document;
    private final Path directory;
    private final Set<Integer> takenMotors = new HashSet<>();
    private final Set<String> takenNames = new HashSet<>();
    private final Set<String> takenPorts = new HashSet<>();
    private RobotDescription robot;
    private int benchMotors;

    private EmulatorFile(final YamlDocument document, final Path directory)
    {
        this.document = document;
        this.directory = directory;
    }

    /**
     * @param name      name for messages.
     * @param text      configuration.
     * @param directory where relative paths in it begin.
     * @return the plan.
     * @throws dev.sinew.hal.yaml.FileMistakesException when it, or the robot that it names, has a mistake.
     */
    public static EmulatorPlan parse(final String name, final String text, final Path directory)
    {
        return new EmulatorFile(YamlDocument.of(name, text, new Mistakes()), directory).finish();
    }

    private EmulatorPlan finish()
    {
        final EmulatorPlan plan = document.root().map(this::read).orElse(null);
        if (plan == null || !document.mistakes().isEmpty())
        {
            throw new EmulatorFileException(document.file(), document.mistakes().list());
        }
        return plan;
    }

    private EmulatorPlan read(final YamlMap root)
    {
        final String name = root.string("emulator");
        final long seed = root.has("seed") ? root.integer("seed", 0, Integer.MAX_VALUE) : 0;
        final double sample = root.number("sample_s", new Range(0, 60, "s", "ms", 1e-3), 0);
        if (root.has("robot"))
        {
            robot = RobotFile.load(directory.resolve(root.string("robot")));
        }
        final boolean hangs = root.flag("hangs", false);
        if (hangs && robot == null)
        {
            root.mistake("hangs", "says that a robot hangs by its base, and there is none; add robot: FILE");
        }
        final List<BusSpec> buses = new ArrayList<>();
        final List<YamlMap> entries = root.maps("buses");
        entries.forEach(entry -> bus(entry).ifPresent(buses::add));
        if (entries.isEmpty() && root.has("buses"))
        {
            root.mistake("buses", "should hold at least one bus");
        }
        root.close();
        return new EmulatorPlan(name, seed, robot, hangs, Math.round(sample * 1e9), buses);
    }

    private Optional<BusSpec> bus(final YamlMap entry)
    {
        final String name = entry.string("name");
        if (!name.isEmpty() && !takenNames.add(name))
        {
            entry.mistake("name", "is the name of another bus; choose a different one");
        }
        final String word = entry.string("protocol");
        final Optional<EmulatedProtocol> protocol = Protocols.find(word);
        if (protocol.isEmpty())
        {
            if (!word.isEmpty())
            {
                final List<String> known = Protocols.all().stream().map(EmulatedProtocol::name).toList();
                entry.mistake("protocol", "no device here speaks '" + word + "'" + Suggestion.sentence(word, known));
            }
            return Optional.empty();
        }
        return Optional.of(bus(entry, name, protocol.get()));
    }

    private BusSpec bus(final YamlMap entry, final String name, final EmulatedProtocol protocol)
    {
        String model = entry.has("model") ? entry.string("model") : protocol.models().get(0);
        if (!protocol.models().contains(model))
        {
            entry.mistake("model", "no model of protocol " + protocol.name() + " is called '" + model + "'" +
                Suggestion.sentence(model, protocol.models()));
            model = protocol.models().get(0);
        }
        int baud = protocol.baud(model);
        if (baud > 0 && entry.has("baud"))
        {
            baud = entry.integer("baud", BAUD_MIN, BAUD_MAX);
        }
        final String port = entry.has("port") ? entry.string("port") : "";
        if (!port.isEmpty() && !takenPorts.add(port))
        {
            entry.mistake("port", "is the port of another bus; choose a different one");
        }
        final List<BusSpec.SensorColumn> sensors = protocol.hasSensors() ?
            new SensorColumnReader(robot, document.mistakes()).read(entry) : List.of();
        final List<BusSpec.DeviceSpec> devices = protocol.hasSensors() ? List.of() :
            devices(entry, ids(entry, protocol.idMax(), entry.flag("duplicate_ids", false)));
        final Map<String, Double> settings = new TreeMap<>();
        if (!protocol.hasSensors())
        {
            setting(entry, TORQUE_KEY, Range.of(1e-4, 1e3, "N·m/A"), settings);
            setting(entry, VOLTS_KEY, Range.of(1, 100, "V"), settings);
        }
        for (final String key : protocol.settings())
        {
            setting(entry, key, Range.of(-1e9, 1e9, "(see the protocol's settings)"), settings);
        }
        entry.close();
        return new BusSpec(name, protocol.name(), model, baud, port, devices, settings, sensors);
    }

    private static void setting(
        final YamlMap entry,
        final String key,
        final Range range,
        final Map<String, Double> settings)
    {
        if (entry.has(key))
        {
            settings.put(key, entry.number(key, range));
        }
    }

    private static List<Integer> ids(final YamlMap entry, final int most, final boolean doubles)
    {
        final String text = entry.string("ids").replace(" ", "");
        final List<Integer> ids = new ArrayList<>();
        if (text.isEmpty())
        {
            return ids;
        }
        if (!IDS.matcher(text).matches())
        {
            entry.mistake("ids", "should be numbers and ranges, like 1-22 or 1,2,5-7, is '" + text + "'");
            return ids;
        }
        for (final String part : text.split(","))
        {
            final String[] ends = part.split("-");
            final int first = Integer.parseInt(ends[0]);
            final int last = Integer.parseInt(ends[ends.length - 1]);
            if (last < first || last > most)
            {
                entry.mistake("ids", part + " should be from 0 to " + most + ", the lesser one first");
                return ids;
            }
            for (int id = first; id <= last; id++)
            {
                if (ids.contains(id) && !doubles)
                {
                    entry.mistake("ids", "names " + id + " twice; if two devices shall talk at once, set " +
                        "duplicate_ids: true");
                    return ids;
                }
                ids.add(id);
            }
        }
        return ids;
    }

    private List<BusSpec.DeviceSpec> devices(final YamlMap entry, final List<Integer> ids)
    {
        final List<BusSpec.DeviceSpec> devices = new ArrayList<>();
        if (robot == null)
        {
            ids.forEach(id -> devices.add(new BusSpec.DeviceSpec(id, benchMotors++, "")));
            return devices;
        }
        final List<MotorDescription> motors = new ArrayList<>();
        for (final YamlMap.Word word : entry.words("motors"))
        {
            final Pattern pattern = pattern(word.text());
            final int before = motors.size();
            robot.motors().stream().filter(motor -> pattern.matcher(motor.name()).matches()).forEach(motors::add);
            if (motors.size() == before)
            {
                document.mistakes().add(word.line(), entry.path() + ".motors", "robot '" + robot.name() +
                    "' has no motor '" + word.text() + "'" + Suggestion.sentence(word.text(),
                    robot.motors().stream().map(MotorDescription::name).toList()));
            }
        }
        if (!motors.isEmpty() && motors.size() != ids.size())
        {
            entry.mistake("motors", "names " + motors.size() + " motors for " + ids.size() + " ids; one each");
            return devices;
        }
        for (int i = 0; i < motors.size(); i++)
        {
            final MotorDescription motor = motors.get(i);
            if (!takenMotors.add(motor.index()))
            {
                entry.mistake("motors", "names " + motor.name() + " a second time; each motor has one drive");
            }
            devices.add(new BusSpec.DeviceSpec(ids.get(i), motor.index(), motor.name()));
        }
        return devices;
    }

    /**
     * @param text a name, or one in which * stands for any text.
     * @return what matches it.
     */
    static Pattern pattern(final String text)
    {
        return Pattern.compile(("\\Q" + text + "\\E").replace("*", "\\E.*\\Q"));
    }
}
