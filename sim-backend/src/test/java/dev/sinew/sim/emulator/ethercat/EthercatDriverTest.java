package dev.sinew.sim.emulator.ethercat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;

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

/** The driver against emulated drives in another process, over a cable. */
@Timeout(300)
class EthercatDriverTest
{
    private static final String TWO = " motors=a:1,b:2 watchdog_ms=100 temperature=2030:0:16 temperature_scale=0.1";
    private static final int WATCHDOG_MS = 100;

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
        return open("");
    }

    private HostLoop open(final String more) throws SystemException
    {
        return new HostLoop(NativeDriver.open(HostLoop.library(), config(TWO + more)));
    }

    @Test
    void shouldKeepEveryRuleOfTheInterface() throws Exception
    {
        final ConformanceReport report = ConformanceKit.check(HostLoop.library(),
            new ConformanceOptions(config(TWO), 1.0, 120, 20, 2_500_000L));
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
        try (HostLoop host = open())
        {
            host.activate();
            host.run(300, 0.5);
            assertTrue(host.motor("a", HostLoop.VELOCITY) > 1, "it does not turn");
            assertEquals(0.5, host.motor("b", HostLoop.EFFORT), 0.05);
            assertEquals(25, host.motor("b", HostLoop.TEMPERATURE), 1);
            assertEquals(0, host.status());
            assertEquals(ReturnCode.OK, host.driver().deactivate());
            final double[] delays = new double[2];
            assertEquals(ReturnCode.OK, host.driver().request("clock_delays", delays));
            assertEquals(0.55e-6, delays[1], 0.06e-6);
        }
        assertTrue(drives.quit().contains("\"lrw\":"));
        assertTrue(drives.events("stopped").stream().allMatch(line -> line.contains("\"cause\":\"command\"")));
    }

    @Test
    void shouldTakeNothingOfSpoiledFramesAndGoOn() throws Exception
    {
        try (HostLoop host = open())
        {
            host.reviving(); // a machine that stood still stops the motors, which is not what is tested here
            host.activate();
            host.run(50, 0);
            drives.command("fault wrong_checksum share=0.2 for_s=0.4");
            host.run(500, 0.1);
            assertTrue(host.count(HostLoop.UNTAKEN) > 5, host::counts);
            assertEquals(0, host.count(HostLoop.BAD_VALUE), host::counts);
            drives.command("fault zero_data share=0.2 for_s=0.4");
            host.run(500, 0.1);
            assertTrue(host.count(HostLoop.BAD_VALUE) > 5, host::counts);
            drives.command("heal");
            drives.command("fault drop_reply share=0.1 for_s=0.4");
            host.run(800, 0.1);
            assertTrue(host.count(HostLoop.LOST) > 5, host::counts);
            final double good = host.count(HostLoop.GOOD);
            drives.command("heal");
            host.run(200, 0);
            assertTrue(host.count(HostLoop.GOOD) > good + 50, host::counts);
            assertTrue(host.positionsAreSmooth(), "a position jumped");
        }
    }

    @Test
    void shouldCountALateFrameAsLateAndNotAsLost() throws Exception
    {
        try (HostLoop host = open(" answer_ms=3"))
        {
            host.activate();
            host.run(50, 0);
            final double lost = host.count(HostLoop.LOST);
            drives.command("fault late_reply delay_s=0.02 share=0.05 for_s=0.4");
            host.run(900, 0);
            assertTrue(host.count(HostLoop.LATE) > 3);
            assertEquals(lost, host.count(HostLoop.LOST), "what comes late is not lost");
        }
    }

    @Test
    void shouldShowADrivesFaultAndResetItOnlyWhenAsked() throws Exception
    {
        try (HostLoop host = open())
        {
            host.activate();
            host.run(50, 0);
            drives.command("fault overheat id=2 celsius=130");
            host.runUntil(500, () -> host.status() != 0);
            assertEquals(2L << 32 | 0x4310, host.status());
            final String words = host.driver().lastError();
            assertTrue(words.contains("motor b (slave 2) reports a fault: error code 0x4310 (drive too hot)"), words);
            assertEquals(ReturnCode.OK, host.driver().deactivate());
            drives.command("heal");
            assertEquals(ReturnCode.ERROR, host.driver().activate(), "a fault is never reset by itself");
            assertTrue(host.driver().lastError().contains("has a fault"), host.driver().lastError());
            assertEquals(ReturnCode.OK, host.driver().request("reset_faults", new double[]{1}));
            host.activate();
            host.run(50, 0);
            assertEquals(0, host.status());
        }
    }

    @Test
    void shouldKeepASlaveThatRestartsInMotionLimpUntilItIsActivatedAgain() throws Exception
    {
        try (HostLoop host = open())
        {
            host.activate();
            host.run(200, 0.5);
            drives.command("fault reset id=2 for_s=0.001");
            host.run(400, 0.5);
            assertTrue(host.count(HostLoop.UNTAKEN) + host.count(HostLoop.LOST) > 0);
            assertTrue(host.count(HostLoop.WATCHDOG) >= 1, "nobody believed that commands arrive");
            assertEquals(ReturnCode.ERROR, host.send());
            final String last = drives.events("stopped").get(0);
            assertTrue(last.contains("\"id\":2") && last.contains("\"cause\":\"reset\""), last);
            host.driver().deactivate();
            host.activate();
            host.run(100, 0);
            assertEquals(0, host.status());
        }
    }

    @Test
    void shouldBeStoppedByTheDrivesThemselvesWhenTheCableIsCut() throws Exception
    {
        try (HostLoop host = open())
        {
            host.activate();
            host.run(200, 0.5);
            drives.command("fault bus_cut for_s=0.5");
            host.run(700, 0.5);
            final List<String> stops = drives.events("stopped").stream()
                .filter(line -> line.contains("\"cause\":\"watchdog\"")).toList();
            assertEquals(2, stops.size(), () -> stops.toString());
            for (final String stop : stops)
            {
                final double silenceMs = Double.parseDouble(stop.replaceAll(".*\"silence_ns\":(\\d+).*", "$1")) * 1e-6;
                assertTrue(silenceMs > WATCHDOG_MS && silenceMs <= WATCHDOG_MS + 10, stop);
            }
            host.driver().deactivate();
            host.activate();
            host.run(100, 0.1);
            assertEquals(0, host.status());
        }
    }

    @Test
    void shouldGoOnShowingAnEncoderThatRepeatsItself() throws Exception
    {
        try (HostLoop host = open())
        {
            host.activate();
            host.run(200, 0.5);
            drives.command("fault encoder_stuck id=1");
            host.run(50, 0.5);
            final double position = host.motor("a", HostLoop.POSITION);
            host.run(200, 0.5);
            assertEquals(position, host.motor("a", HostLoop.POSITION), 1e-9);
            assertEquals(0.5, host.motor("a", HostLoop.EFFORT), 0.05, "the drive goes on pulling");
        }
    }
}
