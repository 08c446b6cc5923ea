package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest
{
    @TempDir
    private Path directory;

    private String out;
    private String err;

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private int sinew(final String... args)
    {
        final PrintStream oldOut = System.out;
        final PrintStream oldErr = System.err;
        final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try
        {
            return Main.execute(args);
        }
        finally
        {
            System.setOut(oldOut);
            System.setErr(oldErr);
            out = outBytes.toString(StandardCharsets.UTF_8);
            err = errBytes.toString(StandardCharsets.UTF_8);
        }
    }

    private void assertRefused(final String reason, final String... args)
    {
        assertEquals(1, sinew(args), err);
        assertTrue(err.contains(reason), err);
        assertFalse(err.contains("\tat "), "a stack trace for a user's mistake: " + err);
    }

    @Test
    void shouldRunTheMainJobAndWriteItsReportAndPicture() throws Exception
    {
        final Path report = directory.resolve("run.json");
        final Path plot = directory.resolve("run.svg");
        final Path box = directory.resolve("run.blackbox");

        assertEquals(0, sinew("sim", "--mode", "lockstep", "--duration", "1", "--warm-up", "200", "--report",
            report.toString(), "--plot", plot.toString(), "--blackbox", box.toString()), err);
        assertTrue(out.contains("1000 cycles"), out);
        assertTrue(Files.readString(report).contains("\"state_sha256\""));
        assertTrue(Files.readString(plot).startsWith("<svg") || Files.readString(plot).startsWith("<?xml"));

        final Path csv = directory.resolve("run.csv");
        assertEquals(0, sinew("blackbox", box.toString(), "--csv", csv.toString(), "--columns", "truth_base_pose.*",
            "--last", "0.1"), err);
        final int lines = Files.readAllLines(csv).size();
        assertTrue(lines >= 101 && lines <= 103, "lines: " + lines);
        assertRefused("is never overwritten", "sim", "--mode", "lockstep", "--duration", "1", "--blackbox",
            box.toString());
    }

    @Test
    void shouldSayInOneLineWhatIsWrong()
    {
        assertRefused("no backend of that name: bullet (known: embedded", "sim", "--backend", "bullet");
        assertRefused("no-such-robot", "sim", "--robot", "no-such-robot.yaml");
        assertRefused("no-such-policy", "sim", "--policy", "no-such-policy");
        assertRefused("no-such-scenario", "sim", "--scenario", "no-such-scenario.yaml");
        assertRefused("no clock of that name: sundial", "sim", "--mode", "sundial");
        assertRefused("no topology of that name: ring", "sim", "--mode", "lockstep", "--topology", "ring");
        assertRefused("--duration must be a positive number", "sim", "--duration", "-3");
        assertRefused("leaves garbage and cannot run inline", "sim", "--mode", "lockstep", "--engine", "onnxruntime",
            "--placement", "inline");
        assertRefused("policy engine 'abacus' is unknown", "sim", "--mode", "lockstep", "--engine", "abacus");
        assertRefused("no directory for the black box", "sim", "--blackbox", "/no/such/place/x.blackbox");
        assertRefused("no such black box", "blackbox", "/no/such/file");
        assertRefused("no running loop of that name: nobody", "stop", "--run", "nobody");
    }

    @Test
    void shouldExitWithTwoOnWrongUse()
    {
        assertEquals(2, sinew("sim", "--no-such-option"));
        assertEquals(2, sinew("juggle"));
        assertEquals(2, sinew("mode", "sideways"));
    }

    @Test
    void shouldTeachInItsHelp()
    {
        for (final String verb : new String[] {"sim", "top", "blackbox", "arm", "stop", "rearm", "mode", "doctor",
            "policy"})
        {
            assertEquals(0, sinew(verb, "--help"));
            assertTrue(out.startsWith("Usage: sinew " + verb), out);
        }
    }

    @Test
    void shouldCheckTheShippedPolicy()
    {
        assertEquals(0, sinew("policy", "check", "neo-balance", "--runs", "1000"), out + err);
    }
}
