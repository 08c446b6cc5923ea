package dev.sinew.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.driver.conformance.ConformanceKit;
import dev.sinew.hal.driver.conformance.ConformanceOptions;
import dev.sinew.hal.driver.conformance.ConformanceReport;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.export.MjcfExporter;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.sim.testrobot.RandomState;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shim as a driver: the conformance kit, the versions that it refuses, the models that it takes. */
class MujocoShimTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldKeepTheRulesForDrivers(final String version) throws Exception
    {
        final Path model = model(MujocoModel.of(TestRobots.humanoid()));
        final ConformanceOptions options = new ConformanceOptions("model=" + model, 0, 50, 20, 1_000_000L);
        final ConformanceReport report = ConformanceKit.check(Shims.of(version), options);
        assertEquals(List.of(), report.broken(), report.render());
        assertTrue(report.of(dev.sinew.hal.driver.conformance.Rule.NO_ALLOCATION).detail().startsWith("watched "),
            report.render());
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldRefuseALibraryThatIsNotItsHeaders(final String version) throws Exception
    {
        // Near enough to compile.
        final boolean old = version.startsWith("2.");
        final Path shim = compile(version, old ? "229" : "3099000");
        final String claimed = old ? "2.2.9" : "3.99.0";
        final SystemException refused = assertThrows(SystemException.class, () -> NativeDriver.open(shim, "model=x"));
        assertEquals("mujoco: library is " + version + " but this shim was built for " + claimed +
            "; build Sinew again (./sinew --rebuild), or put MuJoCo " + claimed + " back", refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldNotEvenCompileAgainstTheVersionThatComputesWrongFactors(final String version) throws Exception
    {
        final AssertionError refused = assertThrows(AssertionError.class, () -> compile(version, "4000000"));
        assertTrue(refused.getMessage().contains("MuJoCo 4.0.0 computes wrong factors and is refused; install 4.0.1"),
            refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldMoveTheExportedModelLikeItsOwn(final String version) throws Exception
    {
        final RobotDescription robot = TestRobots.humanoid();
        final String own = MujocoModel.of(robot);
        final String exported = MjcfExporter.export(robot, MjcfExporter.Rotors.IN_PLANT);
        for (int seed = 0; seed < 5; seed++)
        {
            assertArrayEquals(accelerations(version, own, robot, seed), accelerations(version, exported, robot, seed),
                1e-9, "seed=" + seed);
        }
    }

    private double[] accelerations(
        final String version,
        final String mjcf,
        final RobotDescription robot,
        final long seed) throws Exception
    {
        final int joints = robot.jointCount();
        final RandomState state = new RandomState(robot, seed);
        final double[] values = new double[13 + 3 * joints];
        System.arraycopy(state.basePose, 0, values, 0, 7);
        values[2] = 5;
        System.arraycopy(state.baseVelocity, 0, values, 7, 6);
        System.arraycopy(state.position, 0, values, 13, joints);
        System.arraycopy(state.velocity, 0, values, 13 + joints, joints);
        System.arraycopy(state.effort, 0, values, 13 + 2 * joints, joints);
        try (NativeDriver driver = NativeDriver.open(Shims.of(version), "model=" + model(mjcf)))
        {
            assertEquals(ReturnCode.OK, driver.request("acceleration", values), driver.lastError());
        }
        return java.util.Arrays.copyOf(values, 6 + joints);
    }

    private Path model(final String mjcf) throws IOException
    {
        final Path file = Files.createTempFile(directory, "model", ".xml");
        Files.writeString(file, mjcf);
        return file;
    }

    /** Compiles the shim against headers that claim another version than the library has. */
    private Path compile(final String version, final String claimed) throws Exception
    {
        final Path home = Path.of("").toAbsolutePath().resolveSibling("hal").getParent();
        final Path from = Shims.of(version).resolveSibling("libsinew_mujoco-" + version + ".from");
        final Path place = Path.of(Files.readString(from).trim());
        final Path include = directory.resolve("include/mujoco");
        Files.createDirectories(include);
        try (Stream<Path> headers = Files.walk(place.resolve("include/mujoco")))
        {
            for (final Path header : headers.filter(Files::isRegularFile).toList())
            {
                final Path copy = include.resolve(place.resolve("include/mujoco").relativize(header).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(header).replaceFirst("(#define mjVERSION_HEADER\\s+)\\d+",
                    "$1" + claimed));
            }
        }
        final Path shim = directory.resolve("libclaims-" + claimed + ".so");
        final List<String> command = new ArrayList<>(List.of("cc", "-std=c11", "-O1", "-fPIC", "-shared",
            "-fvisibility=hidden", "-I" + home.resolve("hal/src/main/native/include"), "-I" + include.getParent(),
            "-o", shim.toString()));
        try (Stream<Path> sources = Files.list(home.resolve("sim-backend/src/main/native")))
        {
            sources.map(Path::toString).filter(file -> file.endsWith(".c")).sorted().forEach(command::add);
        }
        command.addAll(List.of(library(place).toString(), "-Wl,-rpath," + library(place).getParent(), "-lm"));
        final Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), output);
        return shim;
    }

    private static Path library(final Path place) throws IOException
    {
        for (final Path folder : List.of(place, place.resolve("lib")))
        {
            try (Stream<Path> files = Files.walk(folder, folder.equals(place) ? 1 : 2))
            {
                final Path found = files.filter(file -> file.getFileName().toString().matches("libmujoco\\.so.*"))
                    .sorted().findFirst().orElse(null);
                if (found != null)
                {
                    return found;
                }
            }
        }
        throw new IOException("no libmujoco below " + place);
    }
}
