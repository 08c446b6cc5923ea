package dev.sinew.sim.emulator.ethercat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.driver.conformance.ConformanceKit;
import dev.sinew.hal.driver.conformance.ConformanceOptions;
import dev.sinew.hal.driver.conformance.ConformanceReport;
import dev.sinew.hal.driver.conformance.Rule;
import dev.sinew.hal.driver.conformance.RuleResult;
import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.sim.emulator.process.EmulatorProcess;
import dev.sinew.sim.emulator.process.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver against emulated drives in another process, over a cable. */
@Timeout(300)
class EthercatDriverTest
{
    private static final String TWO = " motors=a:1,b:2 watchdog_ms=200 temperature=2030:0:16 temperature_scale=0.1";
    private static final int WATCHDOG_MS = 200;

    @TempDir
    private Path directory;
    private VethPair cable;
    private EmulatorProcess drives;

    @BeforeEach
    void plugIn() throws Exception
    {
        assumeTrue(LinuxSupport.available(), LinuxSupport.reason());
        cable = new VethPair();
        drives = new EmulatorProcess(cable, directory, "protocol: ethercat, ids: '1-2'");
    }

    @AfterEach
    void unplug() throws Exception
    {
        if (drives != null)
        {
            drives.close();
        }
        if (cable != null)
        {
            cable.close();
        }
    }

    private String config(final String more)
    {
        return "interface=" + cable.host() + more;
    }

    private HostLoop open() throws SystemException
    {
        return new HostLoop(NativeDriver.open(HostLoop.library(), config(TWO)));
    }

    /** Active, and active again after a machine that stood still stopped the motors: that is not what is tested. */
    private HostLoop active() throws SystemException
    {
        final HostLoop host = open();
        host.reviving();
        host.activate();
        host.run(20, 0);
        return host;
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void shouldKeepEveryRuleOfTheInterface(final Isolation isolation) throws Exception
    {
        final long callBoundNs = isolation == Isolation.NONE ? 2_500_000L : 40_000_000L;
        final ConformanceReport report = ConformanceKit.check(HostLoop.library(),
            new ConformanceOptions(config(TWO), 1.0, 120, 20, callBoundNs), isolation);
        assertEquals(List.of(), report.broken(), report.render());
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.WATCHDOG).outcome(), report.render());
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.DEACTIVATED_STOPS).outcome(), report.render());
    }

    @Test
    void shouldRefuseWhatIsNotThere()
    {
        refuse("interface=nowhere motors=a:1", "no such interface: interface=nowhere");
        refuse("interface=lo motors=a:1", "wrong number of slaves: found=0, expected=1"); // it hears itself
        refuse(config(" motors=a:1"), "wrong number of slaves: found=2, expected=1");
        refuse(config(" motors=a:1,b:2 product=7"), "is another device: vendor=0x00000e55, product=0x04020004");
    }

    private static void refuse(final String config, final String part)
    {
        final String message = assertThrows(SystemException.class,
            () -> NativeDriver.open(HostLoop.library(), config).close()).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void shouldHaveOneMasterALine() throws Exception
    {
        try (HostLoop host = open())
        {
            host.run(10, 0);
            refuse(config(TWO), "another master uses the interface");
        }
    }

    @Test
    void shouldTurnMotorsAndStopThem() throws Exception
    {
        try (HostLoop host = active())
        {
            host.runUntil(0.5, () -> host.motor("a", HostLoop.VELOCITY) > 1);
            host.runUntil(0.5, () -> Math.abs(host.motor("b", HostLoop.EFFORT) - 0.5) < 0.05);
            assertEquals(25, host.motor("b", HostLoop.TEMPERATURE), 1);
            assertEquals(ReturnCode.OK, host.driver().deactivate(), host::counts);
            final double[] delays = new double[2];
            assertEquals(ReturnCode.OK, host.driver().request("clock_delays", delays));
            assertEquals(0.55e-6, delays[1], 0.06e-6);
        }
        assertTrue(drives.quit().contains("\"lrw\":"));
        final List<String> stops = drives.events("stopped");
        assertTrue(stops.get(stops.size() - 1).contains("\"how\":\"limp\",\"cause\":\"command\""), stops::toString);
    }

    @Test
    void shouldTakeNothingOfSpoiledFramesAndGoOn() throws Exception
    {
        try (HostLoop host = active())
        {
            drives.command("fault wrong_checksum share=0.1");
            host.runUntil(0.1, () -> host.count(HostLoop.UNTAKEN) > 5);
            assertEquals(0, host.count(HostLoop.BAD_VALUE), host::counts);
            drives.command("heal");
            drives.command("fault zero_data share=0.1");
            host.runUntil(0.1, () -> host.count(HostLoop.BAD_VALUE) > 5);
            drives.command("heal");
            final double lost = host.count(HostLoop.LOST);
            drives.command("fault drop_reply share=0.1");
            host.runUntil(0.1, () -> host.count(HostLoop.LOST) > lost + 5);
            drives.command("heal");
            final double good = host.count(HostLoop.GOOD);
            host.runUntil(0, () -> host.count(HostLoop.GOOD) > good + 100);
            assertTrue(host.positionsAreSmooth(), "a position jumped");
        }
    }

    @Test
    void shouldCountALateFrameAsLateAndNotAsLost() throws Exception
    {
        try (HostLoop host = new HostLoop(NativeDriver.open(HostLoop.library(), config(TWO + " answer_ms=3"))))
        {
            host.reviving();
            host.activate();
            final double late = host.count(HostLoop.LATE);
            final double lost = host.count(HostLoop.LOST);
            drives.command("fault late_reply delay_s=0.02 share=0.05");
            host.runUntil(0, () -> host.count(HostLoop.LATE) > late + 10);
            // A machine that stands still for 200 ms loses one; the fault alone would not.
            assertTrue(host.count(HostLoop.LOST) - lost < 5, host::counts);
        }
    }

    @Test
    void shouldShowADrivesFaultAndResetItOnlyWhenAsked() throws Exception
    {
        try (HostLoop host = active())
        {
            drives.command("fault overheat id=2 celsius=130");
            host.runUntil(0, () -> (host.status() & ~NativeDriver.STATUS_WATCHDOG) == (2L << 32 | 0x4310));
            host.driver().deactivate();
            drives.command("heal");
            host.driver().lastError(); // what was reported until here
            assertEquals(ReturnCode.ERROR, host.driver().activate(), "a fault is never reset by itself");
            final String words = host.driver().lastError();
            assertTrue(words.contains("motor b (slave 2) has a fault: error code 0x4310 (drive too hot)"), words);
            assertEquals(ReturnCode.OK, host.driver().request("reset_faults", new double[]{1}), host::counts);
            host.activate();
            host.runUntil(0, () -> host.status() == 0);
        }
    }

    @Test
    void shouldKeepASlaveThatRestartsInMotionLimpUntilItIsActivatedAgain() throws Exception
    {
        try (HostLoop host = open())
        {
            host.activate();
            host.run(100, 0.5);
            drives.command("fault reset id=2 for_s=0.001");
            host.runUntil(0.5, () -> host.count(HostLoop.WATCHDOG) >= 1); // nobody believed that commands arrive
            assertTrue(host.count(HostLoop.UNTAKEN) + host.count(HostLoop.LOST) > 0, host::counts);
            assertEquals(ReturnCode.ERROR, host.send());
            assertTrue(drives.events("stopped").stream().anyMatch(line -> line.contains("\"id\":2") &&
                line.contains("\"cause\":\"reset\"")));
            assertEquals(1, drives.events("torque_on").stream().filter(line -> line.contains("\"id\":2")).count());
            host.reviving();
            host.runUntil(0, () -> host.status() == 0 && drives.count("torque_on") >= 4);
        }
    }

    @Test
    void shouldBeStoppedByTheDrivesThemselvesWhenTheCableIsCut() throws Exception
    {
        try (HostLoop host = active())
        {
            host.runUntil(0.5, () -> host.motor("a", HostLoop.VELOCITY) > 1);
            drives.command("fault bus_cut for_s=1");
            host.runUntil(0.5, () -> drives.count("\"cause\":\"watchdog\"") >= 2);
            for (final String stop : drives.events("stopped"))
            {
                if (stop.contains("\"cause\":\"watchdog\""))
                {
                    final double silenceMs =
                        Double.parseDouble(stop.replaceAll(".*\"silence_ns\":(\\d+).*", "$1")) * 1e-6;
                    assertTrue(silenceMs > WATCHDOG_MS && silenceMs <= WATCHDOG_MS + 10, stop);
                }
            }
            final double good = host.count(HostLoop.GOOD);
            host.runUntil(0.1, () -> host.count(HostLoop.GOOD) > good + 100 && host.status() == 0);
        }
    }

    @Test
    void shouldGoOnShowingAnEncoderThatRepeatsItself() throws Exception
    {
        try (HostLoop host = active())
        {
            host.run(100, 0.5);
            drives.command("fault encoder_stuck id=1");
            host.run(50, 0.5);
            final double position = host.motor("a", HostLoop.POSITION);
            host.run(200, 0.5);
            assertEquals(position, host.motor("a", HostLoop.POSITION), 1e-9);
            host.runUntil(0.5, () -> Math.abs(host.motor("a", HostLoop.EFFORT) - 0.5) < 0.05);
        }
    }
}
