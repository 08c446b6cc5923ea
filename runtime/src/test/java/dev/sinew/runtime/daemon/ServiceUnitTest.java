package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit: systemd itself has nothing to say against it, and it promises what the documentation says. */
class ServiceUnitTest
{
    private static final Path UNIT = TestRuns.HOME.resolve("packaging/sinew@.service");

    @TempDir
    private Path directory;

    private String verify(final String unit) throws Exception
    {
        final Path file = directory.resolve("sinew@arm.service");
        Files.writeString(file, unit.replace("/opt/sinew/sinew", TestRuns.HOME.resolve("sinew").toString()));
        final Process process;
        try
        {
            process = new ProcessBuilder(List.of("systemd-analyze", "verify", file.toString()))
                .redirectErrorStream(true).start();
        }
        catch (final IOException absent)
        {
            Assumptions.abort("SKIPPED: needs systemd-analyze; apt-get install systemd");
            throw absent;
        }
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "systemd-analyze hangs");
        return process.exitValue() + " " + output.strip();
    }

    @Test
    void shouldPassSystemdsOwnCheck() throws Exception
    {
        final String unit = Files.readString(UNIT);
        assertEquals("0", verify(unit).strip());
        assertTrue(verify(unit.replace("WatchdogSec=2", "WatchdogSec=soon")).contains("Failed to parse"),
            "the check bites");
    }

    @Test
    void shouldGiveTheLoopItsLimitsAndAControlledStopItsTime() throws Exception
    {
        final List<String> lines = Files.readAllLines(UNIT);
        for (final String needed : List.of("Type=notify", "NotifyAccess=main", "LimitRTPRIO=90",
            "LimitMEMLOCK=infinity", "WatchdogSec=2", "KillSignal=SIGTERM", "Restart=on-failure",
            "RestartPreventExitStatus=2", "RuntimeDirectoryPreserve=yes", "Environment=SINEW_NO_BUILD=1"))
        {
            assertTrue(lines.contains(needed), needed);
        }
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("ExecStartPost") || line.contains("sinew arm")),
            "nothing arms the robot");
        final int stopS = lines.stream().filter(line -> line.startsWith("TimeoutStopSec="))
            .mapToInt(line -> Integer.parseInt(line.substring(15))).findFirst().orElse(0);
        assertTrue(stopS >= 3 + 10, "the default of stop.damp_s, and the daemon's own patience");
    }
}
