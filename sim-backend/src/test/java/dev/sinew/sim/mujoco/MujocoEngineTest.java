package dev.sinew.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LoopRates;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the MuJoCo engine promises beyond the engines' contract. */
class MujocoEngineTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldSayItsVersion(final String version) throws SystemException
    {
        try (MujocoEngine engine = new MujocoEngine(TestRobots.humanoid(), Shims.of(version)))
        {
            assertEquals(version, engine.version());
            assertEquals("mujoco", engine.name());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldStepTheSameTimeAtEveryLoopRate(final String version) throws SystemException
    {
        for (final int hz : new int[] {100, 250, 1000, 4000})
        {
            try (MujocoEngine engine = new MujocoEngine(at(hz), Shims.of(version)))
            {
                engine.reset(new double[75], 5);
                for (int i = 0; i < hz / 5; i++)
                {
                    assertTrue(engine.step());
                }
                assertEquals(-9.81 * 0.2, engine.baseVelocity()[2], 1e-9, "hz=" + hz);
                assertEquals(200_000_000L, engine.driver().deviceTimeNs());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldMakeAFaultOfAnErrorInsideMujocoAndGoOnAfterAReset(final String version) throws SystemException
    {
        try (MujocoEngine engine = new MujocoEngine(TestRobots.humanoid(), Shims.of(version)))
        {
            // Makes MuJoCo itself call its error handler, whose default ends the process.
            assertEquals(ReturnCode.ERROR, engine.driver().request("provoke_error", new double[0]));
            assertTrue(engine.lastError().startsWith("mujoco: "), engine.lastError());
            assertFalse(engine.step(), "broken until it is reset");
            engine.reset(new double[75], 5);
            assertTrue(engine.step());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldRefuseAModelThatMujocoRunsOutOfMemoryOn(final String version) throws Exception
    {
        final Path model = directory.resolve("small.xml");
        final String size = version.startsWith("2.") ? "nstack=\"1\"" : "memory=\"64\"";
        Files.writeString(model, "<mujoco><size " + size + "/><worldbody><geom type=\"plane\" size=\"1 1 1\"/>" +
            "<body name=\"b\"><freejoint/><geom name=\"g\" type=\"sphere\" size=\"0.1\"/></body></worldbody></mujoco>");
        assertRefused(Shims.of(version), "model=" + model, "mujoco: ");
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldNotDependOnTheOrderOfTheLinks(final String version) throws SystemException
    {
        // Breadth first in the description, depth first in MuJoCo: a random tree has both orders mixed.
        final RobotDescription tree = TestRobots.randomTree(7, 12);
        try (MujocoEngine engine = new MujocoEngine(tree, Shims.of(version)))
        {
            final double[] pose = new double[12];
            for (int j = 0; j < pose.length; j++)
            {
                pose[j] = 0.01 * (j + 1);
            }
            engine.reset(pose, 3);
            assertArrayEquals(pose, engine.jointPosition());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldRefuseAModelThatItCannotRun(final String version) throws Exception
    {
        final Path shim = Shims.of(version);
        assertRefused(shim, "", "no model");
        assertRefused(shim, "model=" + directory.resolve("absent.xml"), "cannot load the model");
        assertRefused(shim, "colour=red", "known: model=PATH");
        final Path still = directory.resolve("still.xml");
        Files.writeString(still, "<mujoco><worldbody><body name=\"b\"><geom size=\"0.1\"/></body>" +
            "</worldbody></mujoco>");
        assertRefused(shim, "model=" + still, "free joint");
    }

    private static void assertRefused(final Path shim, final String config, final String part)
    {
        final SystemException refused = assertThrows(SystemException.class, () -> NativeDriver.open(shim, config));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldMeasureABareLoopWithoutDisturbingTheRun(final String version) throws SystemException
    {
        try (MujocoEngine engine = new MujocoEngine(TestRobots.humanoid(), Shims.of(version));
            MujocoEngine undisturbed = new MujocoEngine(TestRobots.humanoid(), Shims.of(version)))
        {
            final int joints = engine.jointEffort().length;
            for (int i = 0; i < 20; i++)
            {
                assertEquals(ReturnCode.OK, engine.driver().request("mark", new double[1]));
                final double[] values = new double[2 + 3 * joints];
                values[0] = 3;
                for (int step = 0; step < 3; step++)
                {
                    // The same effort at every joint: the order of the joints is then the same here and there.
                    Arrays.fill(values, 2 + step * joints, 2 + (step + 1) * joints, 1e-3 * (i + step));
                    Arrays.fill(engine.jointEffort(), 1e-3 * (i + step));
                    Arrays.fill(undisturbed.jointEffort(), 1e-3 * (i + step));
                    assertTrue(engine.step() && undisturbed.step());
                }
                assertEquals(ReturnCode.OK, engine.driver().request("bare_steps", values));
                assertTrue(values[0] > 1000, "ns=" + values[0]);
                assertEquals(0, values[1], "the bare loop ends where the engine is");
                assertArrayEquals(undisturbed.jointVelocity(), engine.jointVelocity());
                assertTrue(engine.step() && undisturbed.step());
            }
        }
    }

    @Test
    void shouldNameTheVersionsThatItHasWhenAskedForAnother()
    {
        Shims.newest();
        final SystemException refused = assertThrows(SystemException.class, () -> MujocoLibraries.choose("9.9.9"));
        assertTrue(refused.getMessage().contains(MujocoLibraries.versions().toString()), refused.getMessage());
    }

    private static RobotDescription at(final int hz)
    {
        final RobotDescription robot = TestRobots.humanoid();
        for (final JointDescription joint : robot.joints())
        {
            assertTrue(joint.lowerRad() <= 0 && joint.upperRad() >= 0, joint.name());
        }
        return new RobotDescription(robot.name(), robot.sha256(), robot.links(), robot.joints(), robot.motors(),
            robot.tendons(), robot.contacts(), robot.shapes(), robot.sensors(), new LoopRates(hz), robot.safety(),
            robot.simulation(), robot.buses());
    }
}
