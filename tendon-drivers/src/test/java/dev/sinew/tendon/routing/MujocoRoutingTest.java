package dev.sinew.tendon.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.robot.export.MjcfExporter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own robots, exported: MuJoCo's lengths and Jacobians of their tendons and springs are ours. */
class MujocoRoutingTest
{
    private static final int POSES = 400;
    private static final String PYTHON = System.getenv().getOrDefault("SINEW_PYTHON", "python3");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void needPython() throws Exception
    {
        final boolean found = run(PYTHON, "-c", "import mujoco, numpy") == 0;
        if (!found && "true".equals(System.getenv("SINEW_REQUIRE_NATIVE")))
        {
            throw new AssertionError("no Python with the packages mujoco and numpy; name one in SINEW_PYTHON");
        }
        Assumptions.assumeTrue(found, "SKIPPED: no Python with the packages 'mujoco' and 'numpy' (name one in " +
            "SINEW_PYTHON); routes were not compared with MuJoCo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"finger-path", "finger-springs", "finger-coupled", "finger-pairs", "neo"})
    void shouldAgreeOnTheRobotsOfThisProject(final String name) throws Exception
    {
        compare(RobotFile.load(Path.of("../hal/robots", name, "robot.yaml")), 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void shouldAgreeOnHandsWithAxesAtRandom(final long seed) throws Exception
    {
        compare(RoutedRobot.hand(seed).build(), seed);
    }

    @Test
    void shouldAgreeOnACableThatHangsBehindItsCylinder() throws Exception
    {
        compare(new RoutedRobot().joint("tip", "base", "[0, 0, 0]", "[0, 1, 0]", "[-0.5, 2.6]")
            .tendon("path: [{link: base, at_m: [-0.02, 0.004, 0.008]}, {cylinder: {link: base, centre_m: [0, 0, 0], " +
                "axis: [0.0995037190, 0.9950371902, 0], radius_m: 0.006, side_m: [0.01, 0, 0.01]}}, " +
                "{link: tip, at_m: [0.02, -0.003, 0.007]}]").build(), 7);
    }

    private static void compare(final RobotDescription robot, final long seed) throws Exception
    {
        final Path model = folder.resolve("model.xml");
        final Path table = folder.resolve("table.txt");
        Files.writeString(model, MjcfExporter.export(robot, MjcfExporter.Rotors.IN_PLANT));
        Files.writeString(table, table(robot, new SplittableRandom(seed)));
        assertEquals(0, run(PYTHON, "src/test/python/compare_tendons.py", model.toString(), table.toString()),
            "see the lines above");
    }

    /** Tendons, then springs; a fixed tendon of MuJoCo has no rest length, and polynomials are not in its words. */
    private static String table(final RobotDescription robot, final SplittableRandom random)
    {
        final TendonRouting routing = TendonRouting.of(robot);
        final TendonRouting springs = TendonRouting.ofSprings(robot);
        final int tendons = robot.tendonCount();
        final int all = tendons + robot.springs().size();
        final StringJoiner names = new StringJoiner(" ");
        robot.tendons().forEach(tendon -> names.add(tendon.name()));
        robot.springs().forEach(spring -> names.add(spring.name()));
        final StringBuilder text = new StringBuilder(String.join(" ", robot.jointNames())).append('\n')
            .append(names).append('\n');
        final double[] length = new double[tendons];
        final double[] springLength = new double[all - tendons];
        for (int pose = 0; pose < POSES; pose++)
        {
            final double[] q = robot.joints().stream().mapToDouble(joint -> joint.lowerRad() +
                (joint.upperRad() - joint.lowerRad()) * random.nextDouble()).toArray();
            routing.lengths(q, length);
            springs.lengths(q, springLength);
            final StringJoiner row = new StringJoiner(" ");
            for (final double x : q)
            {
                row.add(Double.toString(x));
            }
            for (int i = 0; i < all; i++)
            {
                final TendonRoute route = i < tendons ? robot.tendons().get(i).route() :
                    robot.springs().get(i - tendons).route();
                final boolean fixedSpring = i >= tendons && route instanceof TendonRoute.Pulleys;
                row.add(route instanceof TendonRoute.Polynomial || fixedSpring ? "0" : "1");
            }
            for (int i = 0; i < all; i++)
            {
                row.add(Double.toString(i < tendons ? length[i] - robot.tendons().get(i).restLengthM() :
                    springLength[i - tendons] - robot.springs().get(i - tendons).restLengthM()));
            }
            for (int i = 0; i < all; i++)
            {
                for (int j = 0; j < q.length; j++)
                {
                    row.add(Double.toString(i < tendons ? routing.momentArm(q, i, j) :
                        springs.momentArm(q, i - tendons, j)));
                }
            }
            text.append(row).append('\n');
        }
        return text.toString();
    }

    private static int run(final String... command) throws Exception
    {
        final Path log = folder.resolve("python.log");
        final Process process;
        try
        {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        }
        catch (final IOException e)
        {
            return 127;
        }
        if (!process.waitFor(120, TimeUnit.SECONDS))
        {
            process.destroyForcibly();
            return 124;
        }
        System.out.print(Files.readString(log));
        return process.exitValue();
    }
}
