package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RoutingHash;
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
    void shouldControlByTendonsAsTheyWereIdentified() throws Exception
    {
        final RobotDescription neo = TestRuns.neo();
        final Path file = directory.resolve("neo.identified.yaml");
        IdentificationFile.write(file, new Identification("neo", "", RoutingHash.of(neo), "2026-05-04T03:02:01Z",
            "a.csv", List.of(new IdentifiedTendon("l_ff_fl1", new Measured(0.0052, 1e-5), null, Map.of(), null, null, 1,
            null, null, null, 0, Map.of()))));
        final String described = state();
        final String identified = state("--identified", file.toString());
        final String drawn = state("--plant", "3");

        assertTrue(out.contains("policy neo-balance"), out);
        assertNotEquals(described, identified, "the loop knows another spool");
        assertNotEquals(described, drawn, "the plant has other tendons");
        assertEquals(described, state());
        assertRefused("no such file", "sim", "--identified", "no-such.yaml");
    }

    private String state(final String... more) throws Exception
    {
        final Path report = directory.resolve("state.json");
        final List<String> args = new ArrayList<>(List.of("sim", "--mode", "lockstep", "--duration", "0.3", "--warm-up",
            "0", "--report", report.toString()));
        args.addAll(List.of(more));
        assertEquals(0, sinew(args.toArray(String[]::new)), err);
        assertEquals(more.length > 0 && more[0].equals("--identified"), out.contains("1 of 118 tendons as identified"),
            out);
        return Files.readAllLines(report).stream().filter(line -> line.contains("\"state_sha256\"")).findFirst()
            .orElseThrow();
    }

    @Test
    void shouldSayInOneLineWhatIsWrong()
    {
        assertRefused("no-such-robot", "sim", "--robot", "no-such-robot.yaml");
        assertRefused("no-such-policy", "sim", "--policy", "no-such-policy");
        assertRefused("no-such-scenario", "sim", "--scenario", "no-such-scenario.yaml");
        assertRefused("leaves garbage and cannot run inline", "sim", "--mode", "lockstep", "--engine", "onnxruntime",
            "--placement", "inline");
        assertRefused("no directory for the black box", "sim", "--blackbox", "/no/such/place/x.blackbox");
        assertRefused("no such black box", "blackbox", "/no/such/file");
        assertRefused("did you mean 'sts3215'?", "emulate", "feetech", "--ids", "1", "--model", "sts3216");
        assertRefused("like 1-22", "emulate", "feetech", "--ids", "one");
        assertRefused("no-such-config", "emulate", "--config", "no-such-config.yaml");
        assertRefused("did you mean 'turnaround_us'?", "emulate", "feetech", "--ids", "1", "--set", "turnaround=1");
        assertRefused("no such file", "emulate", "feetech", "--ids", "1", "--faults", "no-such-plan.yaml");
        assertRefused("no running loop of that name: nobody", "stop", "--run", "nobody");
    }

    @Test
    void shouldRefuseAConfigurationOfADaemonWithEveryMistake() throws Exception
    {
        final Path file = directory.resolve("run.yaml");
        Files.writeString(file, "format: 1\nrobot: nobody\nbackend: moon\n");
        assertEquals(2, sinew("run", file.toString()));
        assertTrue(err.contains("2 mistakes") && err.contains("run.yaml:3: backend: there is no backend 'moon'"), err);
        assertFalse(err.contains("\tat "), err);
    }

    private void assertWrongUse(final String reason, final String... args)
    {
        assertEquals(2, sinew(args), err);
        assertTrue(err.startsWith("sinew: ") && err.lines().findFirst().orElse("").contains(reason), err);
        assertTrue(err.lines().count() <= 3 && err.contains("--help"), "a page where two lines would do: " + err);
        assertEquals("", out, "something had begun already");
    }

    @Test
    void shouldExitWithTwoOnWrongUse()
    {
        assertWrongUse("--no-such-option", "sim", "--no-such-option");
        assertWrongUse("juggle", "juggle");
        assertWrongUse("juggle", "juggle", "--help");
        assertWrongUse("Missing required parameter: 'CONFIG'", "run");
        assertWrongUse("--oops", "bench", "--oops");
        assertWrongUse("no neighbour of that name: noisy", "bench", "--neighbour", "noisy");
        assertWrongUse("sideways", "mode", "sideways");
        assertWrongUse("needs one of: check, export", "robot");
        assertWrongUse("needs one of: check", "policy");
        assertWrongUse("needs one of: check", "driver");
        assertWrongUse("needs one of: ", "tendon");
        assertWrongUse("needs one of: ", "tendon", "bench");
        assertWrongUse("name a protocol (dynamixel, ", "emulate");
        assertWrongUse("no protocol of that name: morse", "emulate", "morse", "--ids", "1");
        assertWrongUse("--ids says which devices there are", "emulate", "feetech");
        assertWrongUse("not both", "emulate", "feetech", "--config", "x.yaml");
        assertWrongUse("--robot needs --motors", "emulate", "feetech", "--ids", "1", "--robot", "neo");
        assertWrongUse("--fifo must be from 1 to 99", "emulate", "feetech", "--ids", "1", "--fifo", "100");
        assertWrongUse("no directory that can be written to", "emulate", "feetech", "--ids", "1", "--events",
            "/no/such/place/events");
        assertWrongUse("no backend of that name: bullet (embedded", "sim", "--backend", "bullet");
        assertWrongUse("no clock of that name: sundial", "sim", "--mode", "sundial");
        assertWrongUse("no topology of that name: ring", "sim", "--topology", "ring");
        assertWrongUse("no policy engine of that name: abacus", "sim", "--engine", "abacus");
        assertWrongUse("no policy placement of that name: above", "sim", "--placement", "above");
        assertWrongUse("--duration must be a positive number", "sim", "--duration", "-3");
        assertWrongUse("--late-cycles must be at least 1", "sim", "--late-cycles", "0");
        assertWrongUse("--keep-awake needs", "sim", "--keep-awake");
        assertWrongUse("in real time only", "sim", "--mode", "lockstep", "--realtime", "require");
        assertWrongUse("in real time only", "sim", "--mode", "lockstep", "--cpu", "0");
        assertWrongUse("--name must be", "sim", "--name", "../elsewhere");
        assertWrongUse("no directory that can be written to", "sim", "--report", "/no/such/place/run.json");
        assertWrongUse("is a directory", "sim", "--plot", directory.toString());
    }

    @Test
    void shouldTeachInItsHelp()
    {
        for (final String verb : new String[] {"sim", "run", "top", "blackbox", "arm", "stop", "rearm", "mode",
            "doctor", "policy", "bench", "tendon", "tendon bench"})
        {
            assertEquals(0, sinew((verb + " --help").split(" ")));
            assertTrue(out.startsWith("Usage: sinew " + verb), out);
        }
    }

    @Test
    void shouldCheckTheShippedPolicy()
    {
        assertEquals(0, sinew("policy", "check", "neo-balance", "--runs", "1000"), out + err);
    }
}
