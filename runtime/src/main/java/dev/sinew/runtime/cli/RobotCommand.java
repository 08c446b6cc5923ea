package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.RobotReport;
import dev.sinew.hal.robot.export.MjcfExporter;
import dev.sinew.hal.robot.export.UrdfExporter;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew robot}: work on a robot description.
 */
@Command(name = "robot", mixinStandardHelpOptions = true, description = "Works on robot descriptions.")
final class RobotCommand extends VerbGroup
{
    /** Formats of other programs. */
    enum Format
    {
        /** MuJoCo. */
        MJCF,
        /** Unified Robot Description Format. */
        URDF
    }

    @Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Reads a robot description, lists every mistake at once, or reports what it says.",
        footer = {"", "Exits with 0 when the robot can be used, 1 when it is refused.",
            "Try it: ./sinew robot check finger-path --svg /tmp/finger.svg"})
    int check(
        @Parameters(paramLabel = "FILE", description = "robot.yaml, or name of a shipped robot.")
        final String robot,
        @Option(names = "--svg", paramLabel = "DIR|FILE.svg",
            description = "Draws each tendon group: a picture a group in a directory, or one group in a file.")
        final Path svg,
        @Option(names = "--joints", defaultValue = "", paramLabel = "TEXT",
            description = "Draws only groups with a joint whose name contains this.")
        final String joints)
    {
        final Path file = RunArguments.robotFile(robot);
        try
        {
            final RobotFile.Result result = RobotFile.read(file);
            print(RobotReport.render(file.toString(), result));
            if (svg != null)
            {
                print(TendonPictures.write(result, svg, joints));
            }
            return 0;
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    @Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes a robot in the format of another program.",
        footer = {"", "MJCF loads in MuJoCo 2.2.2 and 3.x. Its actuators pull tendons: control = minus tension in N."})
    int export(
        @Parameters(paramLabel = "FILE", description = "robot.yaml, or name of a shipped robot.")
        final String robot,
        @Option(names = "--format", required = true, paramLabel = "mjcf|urdf",
            description = "MuJoCo's format, or the Unified Robot Description Format.")
        final Format format,
        @Option(names = "--rotors", defaultValue = "reflected", paramLabel = "reflected|in_plant",
            description = "MJCF: where the rotors' inertia is (default ${DEFAULT-VALUE}: added to the joints; " +
                "in_plant is what our engines load).")
        final MjcfExporter.Rotors rotors,
        @Option(names = "--output", paramLabel = "OUT", description = "File to write (default: standard output).")
        final Path output)
    {
        final RobotDescription description = RunArguments.robot(RunArguments.robotFile(robot));
        final String text = format == Format.MJCF ? MjcfExporter.export(description, rotors) :
            UrdfExporter.export(description);
        if (output == null)
        {
            print(text);
            return 0;
        }
        try
        {
            Files.writeString(output, text);
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot write " + output + ": " + ex + "; name a file in a directory that exists " +
                "and that you may write to", ex);
        }
        print("wrote " + output + System.lineSeparator());
        return 0;
    }
}
