package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ToolCommandTest
{
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private int spring(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        final String[] all = new String[3 + arguments.length];
        System.arraycopy(new String[] {"tendon", "bench", "spring"}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return line.execute(all);
    }

    @Test
    void shouldPrintWhatAToolFound()
    {
        assertEquals(0, spring("--stiffness", "120"), err.toString());
        final String text = out.toString();
        assertTrue(text.contains("hal/robots/neo/robot.yaml"), text);
        assertTrue(text.contains("stretch_m  force_n  what"), text);
        assertTrue(text.contains("      0.5       60  a \"long\", slow pull"), text);
        assertTrue(text.contains("force_n       120  <=           150  yes"), text);
        assertTrue(text.contains("A note."), text);
    }

    @Test
    void shouldWriteJsonAndCsv() throws Exception
    {
        final Path json = folder.resolve("spring.json");
        assertEquals(0, spring("--stiffness", "120", "--steps", "2", "--side", "PUSH", "--report", json.toString(),
            "--csv", folder.resolve("tables").toString()), err.toString());
        final String text = Files.readString(json);
        assertTrue(text.contains("\"tool\" : \"tendon bench spring\"") && text.contains("\"side\" : \"push\""), text);
        assertTrue(text.contains("\"force_n\" : 60.0"), text);
        assertTrue(text.contains("\"passed\" : true") && text.contains("\"machine\""), text);
        assertEquals("stretch_m,force_n,what\n0.0,0.0,\"a \"\"long\"\", slow pull\"\n" +
            "0.5,60.0,\"a \"\"long\"\", slow pull\"\n", Files.readString(folder.resolve("tables/forces.csv")));
    }

    @Test
    void shouldExitWithOneWhereTheVerdictIsBad()
    {
        assertEquals(1, spring("--stiffness", "1", "--rusty"));
        assertTrue(out.toString().contains("NOT AS IT HAS TO BE: it broke"), out.toString());
        assertEquals(1, spring("--stiffness", "-1"));
        assertEquals("sinew: --stiffness -1: a spring resists; write a number above 0" + System.lineSeparator(),
            err.toString());
    }

    @Test
    void shouldRefuseWhatATotalStrangerWouldWrite()
    {
        for (final Map.Entry<String, String[]> wrong : Map.of(
            "--stiffness", new String[] {},
            "--stiffness should be a number, is soft", new String[] {"--stiffness", "soft"},
            "--steps should be a whole number, is 1.5", new String[] {"--stiffness", "1", "--steps", "1.5"},
            "--side should be one of pull, push, is up", new String[] {"--stiffness", "1", "--side", "up"},
            "no directory that can be written to", new String[] {"--stiffness", "1", "--report", "/no/such/x.json"})
            .entrySet())
        {
            assertEquals(2, spring(wrong.getValue()), wrong.getKey());
            assertTrue(err.toString().contains(wrong.getKey()), err.toString());
            assertEquals("", out.toString());
        }
    }

    @Test
    void shouldTeachInItsHelp()
    {
        assertEquals(0, spring("--help"));
        final String text = out.toString();
        assertTrue(text.contains("up to 100 % of what it bears"), text);
        assertTrue(text.contains("--steps=N") && text.contains("(default 3)"), text);
        assertTrue(text.contains("Try it: ./sinew tendon bench spring"), text);
        assertTrue(text.contains("--csv=DIR"), text);
    }
}
