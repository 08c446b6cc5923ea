package dev.sinew.tendon.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.driver.conformance.ConformanceKit;
import dev.sinew.hal.driver.conformance.ConformanceOptions;
import dev.sinew.hal.driver.conformance.ConformanceReport;
import dev.sinew.hal.driver.conformance.Rule;
import dev.sinew.hal.driver.conformance.RuleResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built libraries in the conformance kit, each against well-behaved devices in a process of their own, behind a
 * pseudo-terminal.
 */
class BusDriverConformanceTest
{
    private static final double EFFORT_NM = 0.3;
    private static final int CYCLES = 120;
    private static final int OPENS = 100;
    // Other programs of the machine may stop the kit for longer than the devices' shortest watchdog.
    private static final String WATCHDOG = " watchdog_ms=100";
    private static final long CALL_BOUND_NS = 2_500_000L;
    // Where others compete for the processors, a call to another process has to wait for one.
    private static final long ISOLATED_CALL_BOUND_NS = 40_000_000L;

    @Test
    void shouldKeepEveryRuleWithDynamixelServos() throws Exception
    {
        final ConformanceReport report =
            check("dynamixel", "dynamixel/serve_dxl", "motors=a:1,b:2 effort_per_ampere=1.78", "1020");
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.WATCHDOG).outcome(), report.render());
    }

    @Test
    void shouldKeepEveryRuleWithFeetechServos() throws Exception
    {
        final ConformanceReport hls =
            check("feetech", "feetech/serve_fee", "motors=a:1,b:2 effort_per_ampere=1.1", "10");
        // These servos have none, and the driver does not pretend.
        assertEquals(RuleResult.Outcome.NOT_TESTED, hls.of(Rule.WATCHDOG).outcome(), hls.render());
        check("feetech", "feetech/serve_fee", "motors=a:1,b:2 effort_per_ampere=1.1 stall_nm=2.9 noload_rad_s=4.7",
            "9");
    }

    @Test
    void shouldKeepEveryRuleWithMoteusControllers() throws Exception
    {
        final ConformanceReport report = check("moteus", "moteus/serve_mot", "motors=a:1,b:2", "0");
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.WATCHDOG).outcome(), report.render());
    }

    @Test
    void shouldKeepEveryRuleWithDamiaoMotors() throws Exception
    {
        final ConformanceReport report = check("mit", "mit/serve_mit", "motors=a:1,b:2", "0");
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.WATCHDOG).outcome(), report.render());
        check("mit", "mit/serve_mit", "motors=a:1,b:2 link=slcan", "1");
    }

    @Test
    void shouldKeepEveryRuleWithRobstrideMotors() throws Exception
    {
        final ConformanceReport report = check("mit", "mit/serve_mit", "motors=a:1,b:2 model=rs-02", "2");
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.WATCHDOG).outcome(), report.render());
        final ConformanceReport gear =
            check("mit", "mit/serve_mit", "motors=a:1,b:2:cybergear model=rs-02 link=slcan", "3");
        assertEquals(RuleResult.Outcome.NOT_TESTED, gear.of(Rule.WATCHDOG).outcome(), gear.render());
    }

    /** All have a watchdog then: the process is one. */
    @ParameterizedTest
    @EnumSource(value = Isolation.class, names = {"PROCESS", "PROCESS_SPIN"})
    void shouldKeepEveryRuleInAProcessOfItsOwn(final Isolation isolation) throws Exception
    {
        final String[][] drivers = {
            {"dynamixel", "dynamixel/serve_dxl", "motors=a:1,b:2 effort_per_ampere=1.78", "1020"},
            {"feetech", "feetech/serve_fee", "motors=a:1,b:2 effort_per_ampere=1.1", "10"},
            {"moteus", "moteus/serve_mot", "motors=a:1,b:2", "0"},
            {"mit", "mit/serve_mit", "motors=a:1,b:2", "0"},
            {"mit", "mit/serve_mit", "motors=a:1:cybergear,b:2:cybergear link=slcan", "3"}};
        for (final String[] driver : drivers)
        {
            final ConformanceReport report = check(driver[0], driver[1], driver[2], driver[3], isolation);
            assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.WATCHDOG).outcome(), report.render());
        }
    }

    private static ConformanceReport check(
        final String driver,
        final String peer,
        final String config,
        final String model) throws Exception
    {
        return check(driver, peer, config, model, Isolation.NONE);
    }

    private static ConformanceReport check(
        final String driver,
        final String peer,
        final String config,
        final String model,
        final Isolation isolation) throws Exception
    {
        final Path program = Path.of(NativePrograms.run("--build", peer).strip().lines().reduce((a, b) -> b).get());
        final Process devices = new ProcessBuilder(program.toString(), "2", model).start();
        try (BufferedReader printed = new BufferedReader(
            new InputStreamReader(devices.getInputStream(), StandardCharsets.UTF_8)))
        {
            final String port = printed.readLine();
            final ConformanceReport report = ConformanceKit.check(library(driver),
                new ConformanceOptions("port=" + port + ' ' + config + WATCHDOG, EFFORT_NM, CYCLES, OPENS,
                    isolation == Isolation.NONE ? CALL_BOUND_NS : ISOLATED_CALL_BOUND_NS), isolation);
            assertEquals(List.of(), report.broken(), report.render());
            assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.DEACTIVATED_STOPS).outcome(), report.render());
            return report;
        }
        finally
        {
            devices.destroy();
        }
    }

    private static Path library(final String name) throws IOException
    {
        return NativePrograms.root().resolve("tendon-drivers/target/native/libsinew_" + name + ".so");
    }
}
