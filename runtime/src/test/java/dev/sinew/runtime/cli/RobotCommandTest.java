package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sinew.runtime.wiring.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RobotCommandTest
{
    private static final String NEO = "../hal/robots/neo/robot.yaml";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private Exception failure;

    @Test
    void shouldReportAGoodRobot()
    {
        assertEquals(0, run("check", NEO));
        assertTrue(out.toString().contains("76 links, 75 joints (44 of hands), 118 tendons"), out.toString());
    }

    @Test
    void shouldRefuseABadRobotInWordsForItsAuthor() throws Exception
    {
        final Path file = folder.resolve("bad.yaml");
        Files.writeString(file, Files.readString(Path.of(NEO)).replace("base_hz: 1000", "base_hz: 10"));
        assertEquals(1, run("check", file.toString()));
        assertEquals(UserException.class, failure.getClass());
        assertTrue(failure.getMessage().contains("rates.base_hz: should be a whole number from 100 to 4000, is 10"),
            failure.getMessage());
    }

    @Test
    void shouldDrawOneGroupInAFileAndManyInADirectory() throws Exception
    {
        final Path file = folder.resolve("finger.svg");
        assertEquals(0, run("check", "../hal/robots/finger-path/robot.yaml", "--svg", file.toString()));
        assertTrue(Files.readString(file).startsWith("<svg"));

        final Path pictures = folder.resolve("pictures");
        assertEquals(0, run("check", NEO, "--joints", "l_ankle", "--svg", pictures.toString()));
        try (var list = Files.list(pictures))
        {
            assertEquals(1, list.count());
        }

        assertEquals(1, run("check", NEO, "--svg", file.toString()));
        assertTrue(failure.getMessage().contains("is one file and there are 39 groups"), failure.getMessage());
        assertEquals(1, run("check", NEO, "--joints", "l_tail", "--svg", pictures.toString()));
        assertTrue(failure.getMessage().contains("no joint has that in its name"), failure.getMessage());
    }

    @Test
    void shouldExportBothFormats() throws Exception
    {
        final Path file = folder.resolve("neo.xml");
        assertEquals(0, run("export", "--format", "mjcf", "--output", file.toString(), NEO));
        assertTrue(Files.readString(file).contains("<freejoint name=\"root\"/>"));
        assertEquals(0, run("export", "--format", "urdf", NEO));
        assertTrue(out.toString().contains("<joint name=\"l_knee\" type=\"revolute\">"));
        assertEquals(1, run("export", "--format", "urdf", "--output", folder.resolve("none/x").toString(), NEO));
        assertEquals(UserException.class, failure.getClass());
    }

    private int run(final String... args)
    {
        final CommandLine line = new CommandLine(new RobotCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(out));
        line.setExecutionExceptionHandler((exception, command, parsed) ->
        {
            failure = exception;
            return 1;
        });
        failure = null;
        return line.execute(args);
    }
}
