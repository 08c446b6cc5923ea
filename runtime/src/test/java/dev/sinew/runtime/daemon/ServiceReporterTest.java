package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.linux.ServiceNotifier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceReporterTest
{
    private static final long WATCHDOG_NS = 2_000_000_000L;

    @TempDir
    private Path directory;

    private final AtomicLong published = new AtomicLong(-1);

    @BeforeEach
    void needLinux()
    {
        Assumptions.assumeTrue(LinuxSupport.available(), LinuxSupport::reason);
    }

    @Test
    void shouldVouchForTheLoopOnlyWhileItCycles()
    {
        final Path path = directory.resolve("notify");
        final String[] status = {"warming up"};
        try (NotifySink manager = new NotifySink(path); ServiceReporter reporter = new ServiceReporter(
            ServiceNotifier.to(path.toString()), WATCHDOG_NS, published::get, () -> status[0]))
        {
            reporter.step(10 * WATCHDOG_NS);
            assertEquals(List.of("STATUS=warming up"), all(manager), "not ready, and nothing to vouch for");
            published.set(0);
            status[0] = "OFF";
            reporter.step(11 * WATCHDOG_NS);
            assertEquals(List.of("READY=1", "STATUS=OFF", "WATCHDOG=1"), all(manager));
            reporter.step(12 * WATCHDOG_NS);
            reporter.step(13 * WATCHDOG_NS);
            assertEquals(List.of(), all(manager), "the loop hangs");
            published.set(500);
            reporter.step(14 * WATCHDOG_NS);
            assertEquals(List.of("WATCHDOG=1"), all(manager));
            published.set(501);
            reporter.step(14 * WATCHDOG_NS + 1);
            assertEquals(List.of(), all(manager), "often enough already");
            reporter.stopping();
            reporter.step(14 * WATCHDOG_NS + 2);
            reporter.step(14 * WATCHDOG_NS + 3);
            assertEquals(List.of("STOPPING=1"), all(manager));
        }
    }

    @Test
    void shouldBeReadyLaterWhenTheManagerDidNotListen()
    {
        final Path path = directory.resolve("late");
        published.set(3);
        try (ServiceReporter reporter = new ServiceReporter(ServiceNotifier.to(path.toString()), 0, published::get,
            () -> "OFF"))
        {
            reporter.step(0);
            try (NotifySink manager = new NotifySink(path))
            {
                reporter.step(1);
                assertEquals(List.of("READY=1", "STATUS=OFF"), all(manager));
            }
        }
    }

    private static List<String> all(final NotifySink manager)
    {
        final List<String> lines = new ArrayList<>();
        for (String datagram = manager.poll(); datagram != null; datagram = manager.poll())
        {
            assertTrue(datagram.endsWith("\n"), datagram);
            lines.addAll(datagram.lines().toList());
        }
        return lines;
    }
}
