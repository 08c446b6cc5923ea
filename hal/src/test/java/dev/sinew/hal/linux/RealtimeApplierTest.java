package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RealtimeApplierTest
{
    private static final RealtimeSettings ONLY_CLASS_AND_CPU = new RealtimeSettings(
        RealtimeSettings.Wish.REQUIRE, SchedulingClass.FIFO, 33, 0, MemoryLock.OFF, 1, RealtimeSettings.NOT_ASKED);

    @TempDir
    private Path dir;

    @Test
    void shouldMakeEverySettingOfTheCallingThreadWhenPermitted()
    {
        Privilege.needRealtime();
        Privilege.onThread(() ->
        {
            final int cpu = ThreadScheduling.affinity(0).nextSetBit(0);
            try (RealtimeApplier applier = new RealtimeApplier())
            {
                final RealtimeReport report = applier.apply(ONLY_CLASS_AND_CPU.withCpu(cpu));
                assertTrue(report.isComplete(), report.text());
                assertEquals(3, report.outcomes().size());
                assertEquals("SCHED_FIFO 33", ThreadScheduling.read(0));
                assertEquals(cpu, ThreadScheduling.currentCpu());
                assertTrue(TimerSlack.readNs() <= 1);
                assertEquals(ThreadScheduling.threadId(), report.threadId());
            }
        });
    }

    @Test
    void shouldAskForNothingWhenOff()
    {
        Privilege.onThread(() ->
        {
            try (RealtimeApplier applier = new RealtimeApplier())
            {
                final RealtimeReport report = applier.apply(RealtimeSettings.off().withCpu(0));
                assertTrue(report.outcomes().isEmpty());
                assertEquals("real-time settings: off, none asked for", report.text());
            }
        });
    }

    @Test
    void shouldRefuseToStartWithOneMessageThatListsAllThatIsMissing()
    {
        Privilege.needRealtime();
        Privilege.onThread(() ->
        {
            try (RealtimeApplier applier = new RealtimeApplier())
            {
                final String message = assertThrows(RealtimeUnavailableException.class,
                    () -> applier.apply(ONLY_CLASS_AND_CPU.withCpu(1023))).getMessage();
                assertTrue(message.startsWith("real-time settings are required and 1 of 3 are missing:\n"), message);
                assertTrue(message.contains("\n  affinity: wanted cpu 1023, got cpu 0"), message);
            }
        });
    }

    @Test
    void shouldTellAnOrdinaryUserWhatIsMissingAndHowToGetIt() throws Exception
    {
        final String preferred = asOrdinaryUser("prefer");
        assertTrue(preferred.startsWith("real-time settings: 1 of 4 hold"), preferred);
        assertTrue(preferred.contains("ok       timer slack: 1 ns"), preferred);
        assertTrue(preferred.contains("MISSING  scheduling: wanted SCHED_FIFO 80, got SCHED_OTHER 0 (EPERM); " +
            "grant real-time priority"), preferred);
        assertTrue(preferred.contains("MISSING  memory lock: wanted touched, got 0 MiB locked (ENOMEM); " +
            "raise the limit"), preferred);
        assertTrue(preferred.contains("MISSING  cpu_dma_latency"), preferred);
        final String required = asOrdinaryUser("require");
        assertTrue(required.startsWith("real-time settings are required and 3 of 4 are missing:"), required);
        assertTrue(required.contains("say 'prefer' instead of 'require'"), required);
    }

    @Test
    void shouldNameEveryWrongValueAtOnce()
    {
        final String message = assertThrows(IllegalArgumentException.class, () -> new RealtimeSettings(
            null, SchedulingClass.IDLE, 100, -2, null, -1, -2)).getMessage();
        assertEquals(7, message.split("; ").length, message);
        assertTrue(message.contains("realtime.priority out of range: value=100, min=1, max=99"), message);
        assertDoesNotThrow(() -> RealtimeSettings.standard(RealtimeSettings.Wish.REQUIRE).withCpu(3));
    }

    private String asOrdinaryUser(final String wish) throws IOException, InterruptedException
    {
        Privilege.needLinux();
        final Path setpriv = Path.of("/usr/bin/setpriv");
        final Path prlimit = Path.of("/usr/bin/prlimit");
        Privilege.need(Files.isExecutable(setpriv) && Files.isExecutable(prlimit),
            "not run: setpriv and prlimit (util-linux) are not installed");
        final List<String> command = new ArrayList<>();
        command.addAll(List.of(prlimit.toString(), "--rtprio=0", "--memlock=65536", "--"));
        if ("root".equals(System.getProperty("user.name")))
        {
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
            command.addAll(List.of(setpriv.toString(), "--reuid=65534", "--regid=65534", "--clear-groups",
                "--bounding-set=-all", "--inh-caps=-all", "--"));
        }
        else
        {
            Privilege.need(!Files.isWritable(CpuDmaLatency.DEVICE), "not run: this user may write the device");
        }
        final Process child = ChildJvm.start(command, dir, wish);
        final String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        final boolean readable = !output.contains("Could not find or load main class") &&
            !output.contains("Permission denied") && !output.startsWith("setpriv:") && !output.startsWith("prlimit:");
        Privilege.need(readable, "not run: nobody may not read the JDK or the classes: " + output);
        return output;
    }
}
