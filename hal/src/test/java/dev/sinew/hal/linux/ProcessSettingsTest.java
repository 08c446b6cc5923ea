package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSettingsTest
{
    @TempDir
    private Path dir;

    @Test
    void shouldLockTouchedMemoryAndUnlockItWhenPermitted()
    {
        Privilege.needLinux();
        try
        {
            final Outcome locked = MemoryLock.TOUCHED.apply();
            Privilege.need(Errno.ENOMEM != locked.errno() && Errno.EPERM != locked.errno(),
                "not run: this user may not lock memory (run as root to test it)");
            assertTrue(locked.isDone(), locked.line());
            assertTrue(MemoryLock.lockedKib() > 1024, locked.got());
        }
        finally
        {
            assertTrue(MemoryLock.OFF.apply().isDone());
        }
        assertEquals(0, MemoryLock.lockedKib());
    }

    @Test
    void shouldSetTimerSlackAndReadItBack()
    {
        Privilege.needLinux();
        Privilege.onThread(() ->
        {
            assertEquals("1 ns", TimerSlack.set(1).got());
            assertEquals(1, TimerSlack.readNs());
            assertEquals("20000 ns", TimerSlack.set(20_000).got());
            assertEquals(20_000, TimerSlack.readNs());
        });
    }

    @Test
    void shouldHoldTheLatencyWishAsFourBytesUntilClosed() throws IOException
    {
        final Path device = Files.createFile(dir.resolve("cpu_dma_latency"));
        final CpuDmaLatency latency = new CpuDmaLatency();
        try (latency)
        {
            final Outcome outcome = latency.hold(device, 3);
            assertTrue(outcome.isDone(), outcome.line());
            assertTrue(latency.isHeld());
            assertEquals(3,
                ByteBuffer.wrap(Files.readAllBytes(device)).order(ByteOrder.nativeOrder()).getInt());
        }
        assertFalse(latency.isHeld());
    }

    @Test
    void shouldSayThatTheLatencyDeviceIsMissingAndNotCreateIt()
    {
        final Path device = dir.resolve("absent");
        try (CpuDmaLatency latency = new CpuDmaLatency())
        {
            final Outcome outcome = latency.hold(device, 0);
            assertEquals(Outcome.Status.UNSUPPORTED, outcome.status());
            assertTrue(outcome.remedy().contains("--device"), outcome.remedy());
            assertFalse(Files.exists(device));
            assertFalse(latency.isHeld());
        }
    }

    @Test
    void shouldHoldTheRealLatencyDeviceWhenPermitted()
    {
        Privilege.needLinux();
        Privilege.need(Files.isWritable(CpuDmaLatency.DEVICE), "not run: may not write " + CpuDmaLatency.DEVICE);
        try (CpuDmaLatency latency = new CpuDmaLatency())
        {
            final Outcome outcome = latency.hold(0);
            assertEquals("0 us, held", outcome.got(), outcome.line());
        }
    }
}
