package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeepAwakeNeighbourTest
{
    @TempDir
    private Path dir;
    private int cpu;

    @BeforeEach
    void before()
    {
        Privilege.needLinux();
        cpu = ThreadScheduling.affinity(0).nextSetBit(0);
    }

    @Test
    void shouldBeBusyInTheIdleClassOnItsProcessorUntilClosed()
    {
        final ProcessHandle busy;
        try (KeepAwakeNeighbour neighbour = KeepAwakeNeighbour.start(cpu))
        {
            assertTrue(neighbour.outcome().isDone(), neighbour.outcome().line());
            busy = busyChildOf(neighbour.pid());
            final int busyId = (int)busy.pid();
            assertEquals(SchedulingClass.IDLE, ThreadScheduling.schedulingClass(busyId));
            assertEquals(String.valueOf(cpu), ThreadScheduling.list(ThreadScheduling.affinity(busyId)));
            await(() -> busy.info().totalCpuDuration().orElseThrow().toMillis() > 50, "the neighbour is not busy");
        }
        await(() -> !busy.isAlive(), "the busy process outlives its close");
    }

    @Test
    void shouldEndWhenItsParentIsKilled() throws Exception
    {
        final Process parent = ChildJvm.start(List.of(), dir, "neighbour", String.valueOf(cpu));
        final long watcherId = Long.parseLong(new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII)).readLine());
        final ProcessHandle watcher = ProcessHandle.of(watcherId).orElseThrow();
        final ProcessHandle busy = busyChildOf(watcherId);
        parent.destroyForcibly().waitFor();
        await(() -> !busy.isAlive(), "the busy process outlives its parent");
        await(() -> !watcher.isAlive(), "the watcher outlives its parent");
    }

    @Test
    void shouldEndWhenItsWatcherIsKilled()
    {
        try (KeepAwakeNeighbour neighbour = KeepAwakeNeighbour.start(cpu))
        {
            final ProcessHandle busy = busyChildOf(neighbour.pid());
            ProcessHandle.of(neighbour.pid()).orElseThrow().destroyForcibly();
            await(() -> !busy.isAlive(), "the busy process outlives its watcher");
            await(() -> !neighbour.isRunning(), "the neighbour says that it still runs");
        }
    }

    @Test
    void shouldReportAProcessorThatDoesNotExist()
    {
        try (KeepAwakeNeighbour neighbour = KeepAwakeNeighbour.start(1023))
        {
            assertFalse(neighbour.outcome().isDone());
            assertFalse(neighbour.isRunning());
            assertEquals(-1, neighbour.pid());
            assertTrue(neighbour.outcome().line().contains("choose a CPU"), neighbour.outcome().line());
        }
    }

    private static ProcessHandle busyChildOf(final long watcherId)
    {
        final ProcessHandle watcher = ProcessHandle.of(watcherId).orElseThrow();
        await(() -> watcher.children().findAny().isPresent(), "the watcher has no child");
        return watcher.children().findAny().orElseThrow();
    }

    private static void await(final BooleanSupplier condition, final String complaint)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(20), complaint);
            try
            {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            catch (final InterruptedException e)
            {
                throw new IllegalStateException(e);
            }
        }
    }
}
