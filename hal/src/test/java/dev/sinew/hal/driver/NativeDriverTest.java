package dev.sinew.hal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeDriverTest
{
    private static final long MS = 1_000_000L;

    private Path loopback;

    @BeforeEach
    void find()
    {
        loopback = NativeParts.library("loopback");
    }

    @Test
    void shouldSpinALoopbackMotorAndReportItsState() throws SystemException
    {
        try (NativeDriver driver = NativeDriver.open(loopback, "motors=a,b clock=caller"))
        {
            assertEquals("loopback", driver.name());
            assertTrue(driver.can(NativeDriver.CAP_DEVICE_WATCHDOG));
            driver.receive(0);
            assertEquals(ReturnCode.OK, driver.activate());
            long nowNs = 0;
            for (int i = 0; i < 2000; i++)
            {
                nowNs += MS;
                assertEquals(ReturnCode.OK, driver.receive(nowNs));
                driver.command().putDouble(offset(driver, ChannelKind.CMD_MOTOR_EFFORT, "b"), 0.01);
                driver.stamp(driver.sequence(), nowNs, true);
                assertEquals(ReturnCode.OK, driver.send(nowNs));
            }
            assertEquals(2000, driver.sequence());
            assertEquals(nowNs, driver.deviceTimeNs());
            assertEquals(0.0, driver.state().getDouble(offset(driver, ChannelKind.MOTOR_VELOCITY, "a")));
            // Settled: torque over friction.
            assertEquals(10.0, driver.state().getDouble(offset(driver, ChannelKind.MOTOR_VELOCITY, "b")), 1e-6);
        }
    }

    @Test
    void shouldRefuseCommandsUnlessActive() throws SystemException
    {
        final NativeDriver driver = NativeDriver.open(loopback, "motors=a");
        assertEquals(ReturnCode.NOT_ACTIVE, driver.send(0));
        assertEquals(ReturnCode.OK, driver.activate());
        assertEquals(ReturnCode.OK, driver.send(0));
        assertEquals(ReturnCode.OK, driver.deactivate());
        assertEquals(ReturnCode.NOT_ACTIVE, driver.send(0));
        driver.close();
        driver.close();
        assertEquals(ReturnCode.NOT_ACTIVE, driver.receive(0));
    }

    @Test
    void shouldStopTheMotorsWhenTheHostFallsSilent() throws SystemException
    {
        try (NativeDriver driver = NativeDriver.open(loopback, "motors=a clock=caller watchdog_ms=5"))
        {
            driver.receive(0);
            driver.activate();
            driver.command().putDouble(offset(driver, ChannelKind.CMD_MOTOR_EFFORT, "a"), 0.01);
            driver.stamp(1, 0, true);
            driver.send(0);
            driver.receive(5 * MS);
            assertEquals(0, driver.status());
            assertEquals(0.01, driver.state().getDouble(offset(driver, ChannelKind.MOTOR_EFFORT, "a")));
            driver.receive(6 * MS);
            assertEquals(NativeDriver.STATUS_WATCHDOG, driver.status());
            assertEquals(0.0, driver.state().getDouble(offset(driver, ChannelKind.MOTOR_EFFORT, "a")));
            assertEquals(ReturnCode.ERROR, driver.send(6 * MS));
            assertTrue(driver.lastError().contains("watchdog"), driver.lastError());
        }
    }

    @Test
    void shouldRefuseWhatItCannotUseInOneLineWithARemedy()
    {
        assertRefused("", "motors=NAME");
        assertRefused("motors=a colour=red", "known: motors");
        assertRefused("motors=a watchdog_ms=never", "watchdog_ms=never");
        assertRefused("motors=a,a", "remove one");
        assertRefused("hello", "write key=value");
    }

    private void assertRefused(final String config, final String part)
    {
        final SystemException refused = assertThrows(SystemException.class, () -> NativeDriver.open(loopback, config));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void shouldKeepWhatItHadWhenACommandIsNotANumber() throws SystemException
    {
        try (NativeDriver driver = NativeDriver.open(loopback, "motors=a,b clock=caller"))
        {
            driver.activate();
            driver.command().putDouble(offset(driver, ChannelKind.CMD_MOTOR_EFFORT, "a"), 0.02);
            driver.stamp(1, 0, true);
            assertEquals(ReturnCode.OK, driver.send(0));
            driver.command().putDouble(offset(driver, ChannelKind.CMD_MOTOR_EFFORT, "a"), 0.5);
            driver.command().putDouble(offset(driver, ChannelKind.CMD_MOTOR_EFFORT, "b"), Double.NaN);
            assertEquals(ReturnCode.ERROR, driver.send(MS));
            driver.receive(2 * MS);
            assertEquals(0.02, driver.state().getDouble(offset(driver, ChannelKind.MOTOR_EFFORT, "a")));
        }
    }

    @Test
    void shouldAllocateNothingInACycle() throws SystemException
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (NativeDriver driver = NativeDriver.open(loopback, "motors=a,b clock=caller"))
        {
            driver.activate();
            long nowNs = 0;
            long fewest = Long.MAX_VALUE;
            for (int window = 0; window < 40 && fewest > 0; window++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 20_000; i++)
                {
                    nowNs += MS;
                    driver.receive(nowNs);
                    driver.stamp(i, nowNs, true);
                    driver.send(nowNs);
                }
                fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, fewest);
        }
    }

    static int offset(final NativeDriver driver, final ChannelKind kind, final String name)
    {
        return driver.layout().channels().stream()
            .filter(channel -> channel.kind() == kind && channel.name().equals(name))
            .findFirst().orElseThrow().offset();
    }
}
