package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNotifierTest
{
    @TempDir
    private Path directory;

    @BeforeEach
    void needLinux()
    {
        Assumptions.assumeTrue(LinuxSupport.available(), LinuxSupport::reason);
    }

    @Test
    void shouldTellAManagerThatListensAtAPath()
    {
        final Path path = directory.resolve("notify");
        try (DatagramSink manager = DatagramSink.at(path); ServiceNotifier notifier =
            ServiceNotifier.to(path.toString()))
        {
            assertTrue(notifier.active(), notifier.problem());
            assertTrue(notifier.send("READY=1", "STATUS=mode OFF\nnot a line of its own"));
            assertEquals("READY=1\nSTATUS=mode OFF not a line of its own\n", manager.next());
            assertTrue(notifier.send("WATCHDOG=1"));
            assertEquals("WATCHDOG=1\n", manager.next());
            assertEquals(2, notifier.sent());
        }
    }

    @Test
    void shouldTellAManagerWithAnAbstractName()
    {
        final String name = "@sinew-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (DatagramSink manager = new DatagramSink(name); ServiceNotifier notifier = ServiceNotifier.to(name))
        {
            assertTrue(notifier.send("STOPPING=1"));
            assertEquals("STOPPING=1\n", manager.next());
        }
    }

    @Test
    void shouldNeverWaitForAManagerThatDoesNotRead()
    {
        final Path path = directory.resolve("deaf");
        try (DatagramSink manager = DatagramSink.at(path); ServiceNotifier notifier =
            ServiceNotifier.to(path.toString()))
        {
            for (int i = 0; i < 100_000 && notifier.failed() == 0; i++)
            {
                notifier.send("WATCHDOG=1");
            }
            assertTrue(notifier.failed() > 0, "the queue of a socket has an end");
            assertEquals("WATCHDOG=1\n", manager.next());
        }
    }

    @Test
    void shouldCountWhatNobodyTookAndDoNothingWithoutAManager()
    {
        try (ServiceNotifier nobody = ServiceNotifier.to(directory.resolve("nobody").toString()))
        {
            assertFalse(nobody.send("READY=1"));
            assertEquals(1, nobody.failed());
        }
        for (final String wrong : new String[] {null, "", "relative/path", "@", "/" + "x".repeat(120), "vsock:2:1"})
        {
            try (ServiceNotifier none = ServiceNotifier.to(wrong))
            {
                assertFalse(none.active());
                assertFalse(none.problem().isEmpty());
                assertFalse(none.send("READY=1"));
            }
        }
        final ServiceNotifier closed = ServiceNotifier.to("@closed");
        closed.close();
        closed.close();
        assertFalse(closed.send("READY=1"));
    }

    @Test
    void shouldKnowWhetherItIsWatched()
    {
        assertEquals(0, ServiceNotifier.watchdogNs(Map.of(), 7));
        assertEquals(2_000_000_000L, ServiceNotifier.watchdogNs(Map.of("WATCHDOG_USEC", "2000000"), 7));
        assertEquals(2_000_000_000L,
            ServiceNotifier.watchdogNs(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "7"), 7));
        assertEquals(0, ServiceNotifier.watchdogNs(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "8"), 7));
        assertEquals(0, ServiceNotifier.watchdogNs(Map.of("WATCHDOG_USEC", "soon"), 7));
    }
}
