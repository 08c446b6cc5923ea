package dev.sinew.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.linux.MemoryLock;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.runtime.cli.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

class LatencyHarnessTest
{
    @AfterEach
    void after()
    {
        MemoryLock.OFF.apply();         // the contender locks the memory of the whole process
    }

    @Test
    @Timeout(60)
    void shouldCountEveryWakeUpOfTheLoop() throws Exception
    {
        assumeTrue(LinuxSupport.available(), LinuxSupport.reason());
        final int cpu = ThreadScheduling.affinity(0).length() - 1;
        final RunResult result = new LoopContender("sinew", 50_000, RealtimeSettings.Wish.PREFER)
            .run(new LatencyPlan(500_000, 40, cpu, 400));
        assertEquals(400, result.latenessNs().getTotalCount());
        assertTrue(result.latenessNs().getMinValue() >= 0);
        assertTrue(result.cpuPercent() > 0 && result.cpuPercent() <= 101, "cpu share " + result.cpuPercent());
        assertTrue(result.schedulingClass().startsWith("SCHED_"), result.schedulingClass());
    }

    @Test
    void shouldNameEveryWrongOptionAtOnceAndExitWithTwo()
    {
        final StringWriter complaint = new StringWriter();
        final CommandLine line = LatencyHarness.commandLine().setErr(new PrintWriter(complaint));
        assertEquals(2, line.execute("--alternations", "0", "--spin-us", "950", "--priority", "100"));
        assertTrue(complaint.toString().contains("--alternations must be at least 1: value=0"), complaint.toString());
        assertTrue(complaint.toString().contains("--spin-us out of range: value=950, min=0, max=900"),
            complaint.toString());
        assertTrue(complaint.toString().contains("--priority out of range: value=100"), complaint.toString());
    }

    @Test
    void shouldExplainItself()
    {
        final StringWriter help = new StringWriter();
        assertEquals(0, LatencyHarness.commandLine().setOut(new PrintWriter(help)).execute("--help"));
        assertTrue(help.toString().contains("--neighbour"), help.toString());
    }

    @Test
    void shouldHaveTheOptionsThatTheCommandLineTells()
    {
        assertEquals(options(new CommandLine(new BenchCommand())), options(LatencyHarness.commandLine()));
    }

    private static TreeSet<String> options(final CommandLine line)
    {
        final TreeSet<String> names = new TreeSet<>();
        line.getCommandSpec().options().forEach(option -> names.add(option.longestName()));
        names.remove("--version");
        return names;
    }
}
