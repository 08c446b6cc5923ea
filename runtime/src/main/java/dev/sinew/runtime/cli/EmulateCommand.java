package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.sinew.hal.emulation.EmulatorRequest;
import dev.sinew.hal.emulation.EmulatorService;
import dev.sinew.hal.emulation.EmulatorService.ProtocolFacts;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew emulate}: plays the devices at the other end of a driver's cable, in a process of its own.
 */
@Command(
    name = "emulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Plays the devices at the other end of a driver's cable: wire times, registers, motors, faults.",
    footer = {"", "Prints where the host plugs in, then 'ready'; reads commands from standard input: fault, heal, " +
        "stats, quit.", "Try it: ./sinew emulate dynamixel --ids 1-22 --baud 3000000 --port /tmp/hand",
        "More in docs/emulators.md; ./sinew emulate --list shows protocols and models."})
public final class EmulateCommand implements Callable<Integer>
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PROTOCOL", description = "Protocol of the devices on one bus.")
    private String protocol;

    @Option(names = "--config", paramLabel = "FILE", description = "Several buses from a file instead.")
    private Path config;

    @Option(names = "--list", description = "Shows protocols and models, and ends.")
    private boolean list;

    @Option(names = "--ids", paramLabel = "LIST", description = "Numbers of the devices: 1-22 or 1,2,5-7.")
    private String ids;

    @Option(names = "--model", paramLabel = "NAME", description = "Model of the devices (default: the usual one).")
    private String model;

    @Option(names = "--baud", paramLabel = "BIT/S", description = "Speed of the wire (default: the model's).")
    private Integer baud;

    @Option(names = {"--port", "--link"}, paramLabel = "PATH",
        description = "Link to make to the terminal, or interface of a network (default: no link).")
    private String port;

    @Option(names = "--robot", paramLabel = "FILE",
        description = "Robot whose tendons are behind the motors: robot.yaml, or name of a shipped robot.")
    private String robot;

    @Option(names = "--motors", paramLabel = "NAMES", split = ",",
        description = "Motors of the robot, one an id; * stands for any text.")
    private List<String> motors = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=NUMBER", description = "Changes the model: torque_nm_a, volts, ...")
    private Map<String, Double> settings = new LinkedHashMap<>();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of what is left to chance.")
    private int seed;

    @Option(names = "--faults", paramLabel = "FILE", description = "Plan of what goes wrong.")
    private Path faults;

    @Option(names = "--events", paramLabel = "FILE", description = "Writes what the devices did, a line of JSON each.")
    private Path events;

    @Option(names = "--sample", paramLabel = "S",
        description = "Writes every motor's state into the events this often.")
    private Double sampleS;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the counts at the end as JSON.")
    private Path report;

    @Option(names = "--capture", paramLabel = "FILE",
        description = "Writes every frame of a network, for Wireshark and the like (pcap).")
    private Path capture;

    @Option(names = "--duration", paramLabel = "S", description = "Ends after this time (default: on quit).")
    private double seconds = Double.POSITIVE_INFINITY;

    @Option(names = "--fifo", paramLabel = "N", defaultValue = "0",
        description = "Priority in SCHED_FIFO, so that answers come in time on a busy machine (default: none).")
    private int fifo;

    @Override
    public Integer call()
    {
        final EmulatorService service = Services.emulator();
        if (list)
        {
            service.protocols().forEach(EmulateCommand::show);
            return 0;
        }
        check(service);
        try
        {
            final boolean file = config != null;
            final Path directory = file ? config.toAbsolutePath().getParent() : Path.of("").toAbsolutePath();
            service.run(new EmulatorRequest(file ? config.toString() : "command line",
                file ? Files.readString(config) : text(), directory, faults, events, report, seconds, fifo, System.in,
                System.out, capture));
            return 0;
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot read " + config + ": " + ex.getMessage(), ex);
        }
        catch (final SystemException | FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private void check(final EmulatorService service)
    {
        final WrongUse wrong = new WrongUse(spec.commandLine());
        final List<String> known = service.protocols().stream().map(ProtocolFacts::name).toList();
        wrong.unless(protocol != null || config != null,
            "name a protocol (" + String.join(", ", known) + ") or a configuration (--config FILE)");
        wrong.unless(protocol == null || config == null, "name a protocol or --config FILE, not both");
        if (protocol != null)
        {
            wrong.unlessOneOf("protocol", protocol, known);
            wrong.unless(ids != null, "--ids says which devices there are: --ids 1-22");
            wrong.unless(robot == null || !motors.isEmpty(), "--robot needs --motors, one an id: --motors 'l_*'");
            wrong.unless(robot != null || motors.isEmpty(), "--motors needs the --robot that has them");
        }
        wrong.unless(seconds > 0, "--duration must be a positive number of seconds");
        wrong.unless(fifo >= 0 && fifo <= 99, "--fifo must be from 1 to 99");
        wrong.unlessWritable("--events", events);
        wrong.unlessWritable("--report", report);
        wrong.unlessWritable("--capture", capture);
    }

    private static void show(final ProtocolFacts facts)
    {
        System.out.println(facts.name() + ": " + facts.summary());
        System.out.println("  models    " + String.join(", ", facts.models()));
        System.out.println("  settings  torque_nm_a, volts" +
            (facts.settings().isEmpty() ? "" : ", " + String.join(", ", facts.settings())));
    }

    /** The options as a configuration, so that they are read and checked in one place. */
    private String text()
    {
        final StringBuilder text = new StringBuilder();
        text.append("emulator: command-line\nseed: ").append(seed).append('\n');
        if (sampleS != null)
        {
            text.append("sample_s: ").append(sampleS).append('\n');
        }
        if (robot != null)
        {
            final Path file = RunArguments.robotFile(robot).toAbsolutePath();
            text.append("robot: ").append(quoted(file.toString())).append('\n');
        }
        text.append("buses:\n  - name: bus\n    protocol: ").append(quoted(protocol)).append('\n');
        line(text, "ids", quoted(ids));
        line(text, "model", model == null ? null : quoted(model));
        line(text, "baud", baud);
        line(text, "port", port == null ? null : quoted(port));
        if (!motors.isEmpty())
        {
            line(text, "motors", "[" + String.join(", ", motors.stream().map(EmulateCommand::quoted).toList()) + "]");
        }
        settings.forEach((key, value) -> line(text, quoted(key), value));
        return text.toString();
    }

    private static void line(final StringBuilder text, final String key, final Object value)
    {
        if (value != null)
        {
            text.append("    ").append(key).append(": ").append(value).append('\n');
        }
    }

    private static String quoted(final String value)
    {
        return "'" + value.replace("'", "''") + "'";
    }
}
