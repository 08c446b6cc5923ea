package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.linux.MemoryLock;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigFileTest
{
    private static final String SIMULATED = "format: 1\nrobot: neo\nbackend: embedded\n";
    private static final String ARM = "format: 1\nrobot: robot.yaml\nbackend: native\n";

    @TempDir
    private Path directory;

    @BeforeEach
    void home() throws Exception
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
        try (InputStream in = getClass().getResourceAsStream("/arm/robot.yaml"))
        {
            Files.write(directory.resolve("robot.yaml"), in.readAllBytes());
        }
    }

    private RunConfig load(final String text) throws Exception
    {
        final Path file = directory.resolve("run.yaml");
        Files.writeString(file, text);
        return RunConfigFile.load(file);
    }

    private List<String> mistakes(final String text)
    {
        final RunConfigException wrong = assertThrows(RunConfigException.class, () -> load(text));
        return wrong.mistakes().stream().map(mistake -> mistake.line() + " " + mistake.path() + ": " + mistake.text())
            .toList();
    }

    private void assertMistake(final String expected, final String text)
    {
        final List<String> found = mistakes(text);
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.get(0).startsWith(expected), found.get(0));
    }

    @Test
    void shouldNeedThreeKeysAndHaveCautiousDefaults() throws Exception
    {
        final RunConfig config = load(SIMULATED);
        assertEquals("neo", config.name());
        assertEquals("neo-balance", config.bundle().manifest().name());
        assertFalse(config.options().arm());
        assertEquals(0, config.metricsPort());
        assertEquals(RealtimeSettings.Wish.PREFER, config.options().realtime().wish());
        assertEquals(CommandSource.Hands.OPEN, config.options().hands());
        assertEquals(Double.POSITIVE_INFINITY, config.options().durationS());
        assertEquals(3_000_000_000L, config.lifetime().stop().dampNs());
        assertTrue(config.lifetime().exclusiveName());
        assertFalse(config.lifetime().endsWhenOff());

        final RunConfig arm = load(ARM);
        assertNull(arm.bundle(), "no policy is shipped for it");
        assertEquals(RealtimeSettings.Wish.REQUIRE, arm.options().realtime().wish(), "on hardware");
        assertEquals(List.of("upper", "lower"), arm.robot().buses().stream().map(BusDescription::name).toList());
        assertEquals(64, arm.sha256().length());
    }

    @Test
    void shouldReadEveryKey() throws Exception
    {
        final RunConfig config = load(SIMULATED + String.join("\n", "name: lab.neo-1", "policy: none", "hands: wave",
            "engine: scalar", "placement: inline", "arm: true",
            "loop: {clock: wall, base_hz: 500, topology: pipelined, late_policy: safe_stop_after_n, late_cycles: 7, " +
            "spin_us: 0, warm_up_cycles: 12}",
            "realtime: {wish: require, cpu: 0, priority: 42, lock_memory: all, keep_awake: true}",
            "blackbox: {seconds: 12.5, keep: 9}", "stop: {damp_s: 1.5, rest_rad_s: 0.1}", "metrics: {port: 9464}",
            "simulation: {seed: 77, noise: false, scenario: " +
            TestRuns.HOME.resolve("sim-backend/scenarios/push-front.yaml") + "}", ""));
        assertEquals("lab.neo-1", config.name());
        assertNull(config.bundle());
        assertEquals(CommandSource.Hands.WAVE, config.options().hands());
        assertEquals("scalar", config.options().engine());
        assertEquals("inline", config.options().placement());
        assertTrue(config.options().arm());
        assertEquals(500, config.robot().rates().baseHz());
        assertEquals("pipelined", config.options().topology());
        assertEquals(LatePolicy.SAFE_STOP_AFTER_N, config.options().latePolicy());
        assertEquals(7, config.options().lateCyclesMax());
        assertEquals(0, config.options().spinNs());
        assertEquals(12, config.options().warmUpCycles());
        assertEquals(42, config.options().realtime().priority());
        assertEquals(0, config.options().realtime().cpu());
        assertEquals(MemoryLock.ALL, config.options().realtime().memoryLock());
        assertTrue(config.options().keepAwake());
        assertEquals(12.5, config.options().blackBoxSeconds());
        assertEquals(9, config.lifetime().boxesKept());
        assertEquals(0.1, config.lifetime().stop().restRadS());
        assertEquals(9464, config.metricsPort());
        assertEquals(77, config.options().seed());
        assertFalse(config.options().noise());
        assertFalse(config.scenario().events().isEmpty());
    }

    @Test
    void shouldLayItsBusesOverThoseOfTheRobot() throws Exception
    {
        final RunConfig config = load(ARM + String.join("\n", "buses:",
            "  - {name: lower, config: 'port=7', isolation: process}",
            "  - {name: imu, library: ./libimu.so, rate_hz: 200}", ""));
        final List<BusDescription> buses = config.robot().buses();
        assertEquals(3, buses.size());
        assertEquals(new BusDescription("upper", "shelf", "", List.of(0, 1)), buses.get(0));
        assertEquals(new BusDescription("lower", "shelf", "port=7", List.of(2, 3), "process"), buses.get(1));
        assertEquals(new BusDescription("imu", "./libimu.so", "", List.of(), "none", 200), buses.get(2));
    }

    @Test
    void shouldReportEveryMistakeAtOnceWithItsLine()
    {
        final List<String> found = mistakes(String.join("\n",
            "format: 1",
            "robot: robot.yaml",
            "backend: natvie",
            "name: ../x",
            "policy: nowhere",
            "hands: clap",
            "arm: perhaps",
            "loop: {clock: lockstep, base_hz: 50, spin_us: 5000, speed: 1}",
            "realtime: {wish: please, keep_awake: true}",
            "blackbox: {seconds: 0.01}",
            "stop: {damp_s: 3000}",
            "metrics: {port: 70000}",
            "colour: red", ""));
        assertEquals(List.of("3 backend", "4 name", "5 policy", "6 hands", "7 arm", "8 loop.clock", "8 loop.base_hz",
            "8 loop.spin_us", "8 loop.speed", "9 realtime.wish", "9 realtime.keep_awake", "10 blackbox.seconds",
            "11 stop.damp_s", "12 metrics.port", "13 colour").stream().sorted().toList(),
            found.stream().map(line -> line.substring(0, line.indexOf(':'))).distinct().sorted().toList(),
            found::toString);
        assertTrue(found.contains("3 backend: there is no backend 'natvie'; did you mean 'native'?"), found::toString);
        assertTrue(found.stream().anyMatch(line -> line.contains("did you mean ms? 3000 ms is 3")), found::toString);
    }

    @Test
    void shouldPassOnTheMistakesOfTheFilesThatItNames() throws Exception
    {
        Files.writeString(directory.resolve("bad.yaml"),
            Files.readString(directory.resolve("robot.yaml")).replace("mass_kg: 5", "mass_kg: -5")
            .replace("motor: elbow_p_motor", "motor: elbow_q_motor"));
        final List<String> found = mistakes(ARM.replace("robot.yaml", "bad.yaml"));
        assertTrue(found.size() >= 2, found::toString);
        assertTrue(found.stream().allMatch(line -> line.startsWith("2 robot: ")), found::toString);
        assertTrue(found.stream().anyMatch(line -> line.contains("bad.yaml:") && line.contains("elbow_q_motor")),
            found::toString);
        assertMistake("2 robot: " + directory.resolve("gone.yaml") + ": no such file",
            ARM.replace("robot.yaml", "gone.yaml"));
        assertMistake("4 policy: ", SIMULATED + "policy: nowhere\n");
        assertMistake("0 : no such file", new String(new char[0]), directory.resolve("none.yaml"));
    }

    private void assertMistake(final String expected, final String unused, final Path file)
    {
        final RunConfigException wrong = assertThrows(RunConfigException.class, () -> RunConfigFile.load(file));
        final String found = wrong.mistakes().get(0).line() + " : " + wrong.mistakes().get(0).text();
        assertTrue(found.startsWith(expected), found);
    }

    @Test
    void shouldRefuseWhatDoesNotFitTogether()
    {
        assertMistake("3 backend: robot 'neo' has no buses; add buses:", SIMULATED.replace("embedded", "native"));
        assertMistake("4 buses: a simulator has no buses", SIMULATED + "buses: [{name: a, library: b}]\n");
        assertMistake("4 simulation: a robot has no simulation settings", ARM + "simulation: {seed: 1}\n");
        assertMistake("4 buses.lower.name: the bus 'lower' is named already on line 4",
            ARM + "buses: [{name: lower, config: a}, {name: lower, config: b}]\n");
        assertMistake("4 buses.lower.motors: motor 'shoulder_p_motor' is on bus 'upper' and on bus 'lower'",
            ARM + "buses: [{name: lower, motors: [shoulder_p_motor]}]\n");
        assertMistake("4 buses.lower.motors: robot 'arm' has no motor 'elbow_m_motor'; did you mean 'elbow_",
            ARM + "buses: [{name: lower, motors: [elbow_m_motor]}]\n");
        assertMistake("4 buses.new: lacks the key 'library'", ARM + "buses: [{name: new}]\n");
        assertMistake("4 buses.lower.speed: unknown key", ARM + "buses: [{name: lower, speed: 1}]\n");
    }

    @Test
    void shouldKnowTendonsAsTheyWereIdentifiedAndRefuseThoseOfAnotherRobot() throws Exception
    {
        final RobotDescription neo = TestRuns.neo();
        final Identification found = new Identification("neo", "", RoutingHash.of(neo), "2026-05-04T03:02:01Z", "a.csv",
            List.of(new IdentifiedTendon("l_ff_fl1", null, null, Map.of(), new Measured(17_000, 100), null, 1, null,
            null, null, 0, Map.of())));
        final Path file = directory.resolve("neo.identified.yaml");
        IdentificationFile.write(file, found);
        final RunConfig config = load(SIMULATED + "identified: neo.identified.yaml\n");
        final int tendon = neo.tendonIndex("l_ff_fl1");

        assertEquals(17_000, config.known().tendons().get(tendon).stiffnessNM());
        assertEquals(20_000, config.robot().tendons().get(tendon).stiffnessNM());
        final RunConfig plain = load(SIMULATED);
        assertSame(plain.robot(), plain.known());
        Files.writeString(file, IdentificationFile.text(found).replace("\"neo\"", "\"leo\""));
        assertMistake("4 identified: " + file + ":4: identification: is one of robot leo, this is robot neo",
            SIMULATED + "identified: neo.identified.yaml\n");
    }

    @Test
    void shouldReadTheConfigurationOfTheDocumentation() throws Exception
    {
        final String page = Files.readString(TestRuns.HOME.resolve("docs/running-a-robot.md"));
        final int begin = page.indexOf("```yaml\n") + 8;
        final RunConfig config = load(page.substring(begin, page.indexOf("```", begin)));
        final RunConfig plain = load(SIMULATED);
        assertEquals(plain.lifetime(), config.lifetime(), "the defaults that it tells");
        assertEquals(plain.options().spinNs(), config.options().spinNs());
        assertEquals(plain.options().warmUpCycles(), config.options().warmUpCycles());
        assertEquals(plain.options().latePolicy(), config.options().latePolicy());
        assertEquals(plain.options().blackBoxSeconds(), config.options().blackBoxSeconds());
        assertEquals(plain.options().hands(), config.options().hands());
        assertEquals(plain.options().realtime().priority(), config.options().realtime().priority());
        assertEquals(plain.options().realtime().memoryLock(), config.options().realtime().memoryLock());
        assertEquals("loopback", config.robot().buses().get(0).library());
    }
}
