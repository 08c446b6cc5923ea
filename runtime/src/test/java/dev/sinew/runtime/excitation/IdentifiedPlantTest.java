package dev.sinew.runtime.excitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.robot.synthetic.RubbingCables;
import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.wiring.TestRuns;
import dev.sinew.sim.plant.VariedRobot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Excites and identifies by the commands that a user has, and then opens the simulator's envelope: every number has to
 * lie within its bound of the one that was drawn, and every bound has to be of use.
 */
class IdentifiedPlantTest
{
    private static final double FRICTION = 0.05;

    @TempDir
    private Path folder;

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private static ToolReport run(final String verb, final String... written) throws ToolException
    {
        final Tool tool = ServiceLoader.load(Tool.class).stream().map(ServiceLoader.Provider::get)
            .filter(one -> one.verb().equals(verb)).findFirst().orElseThrow();
        final Map<String, String> options = new HashMap<>();
        for (int k = 0; k < written.length; k += 2)
        {
            options.put(written[k], written[k + 1]);
        }
        return tool.run(new ToolArguments(tool.options(), options), ToolProgress.NONE);
    }

    private static Path file(final String robot)
    {
        return TestRuns.HOME.resolve("hal/robots").resolve(robot).resolve("robot.yaml");
    }

    private Identification identify(final String robot, final long plant, final String... more) throws ToolException
    {
        final Path recording = folder.resolve(robot + ".csv");
        final Path found = folder.resolve(robot + ".identified.yaml");
        final List<String> excite = new ArrayList<>(List.of("--robot", file(robot).toString(), "--plant",
            String.valueOf(plant), "--seed", String.valueOf(100 + plant), "--friction",
            String.valueOf(FRICTION), "--out", recording.toString()));
        excite.addAll(List.of(more));
        assertEquals(List.of(), run("tendon excite", excite.toArray(String[]::new)).failures());
        run("tendon identify", "--robot", file(robot).toString(), "--recording", recording.toString(), "--out",
            found.toString());
        return IdentificationFile.read(found, RobotFile.load(file(robot)));
    }

    /** Compares with what the simulator drew. */
    private static final class Envelope
    {
        private final RobotDescription described;
        private final RobotDescription real;
        private final List<String> misses = new ArrayList<>();
        private int numbers;

        Envelope(final String robot, final long plant)
        {
            described = RobotFile.load(file(robot));
            real = VariedRobot.draw(RubbingCables.of(described, FRICTION), plant);
        }

        void compare(final IdentifiedTendon found)
        {
            final int i = described.tendonIndex(found.tendon());
            final TendonDescription before = described.tendons().get(i);
            final TendonDescription drawn = real.tendons().get(i);
            number(found, "radius", found.spoolRadiusM(), Math.abs(real.spoolRadiusM(drawn)), 0.005);
            number(found, "inertia", found.rotorInertiaKgM2(), real.motors().get(drawn.motor()).rotorInertiaKgM2(),
                0.15);
            found.armScale().forEach((joint, scale) -> number(found, "arm of " + joint, scale,
                arm(drawn.route(), described.jointIndex(joint)) / arm(before.route(), described.jointIndex(joint)),
                0.01));
            assertEquals(before.route().joints().size(), found.armScale().size(), found.tendon() + found.missing());
            number(found, "stiffness", found.stiffnessNM(), drawn.stiffnessNM(), 0.04);
            number(found, "friction", new Measured(found.frictionCoefficient().value() * found.wrapRad(),
                found.frictionCoefficient().bound() * found.wrapRad()), drawn.losses().frictionCoefficient() *
                drawn.losses().wrapRad(), 0.2);
        }

        private static double arm(final TendonRoute route, final int joint)
        {
            return route instanceof TendonRoute.Pulleys pulleys ? pulleys.arms().stream()
                .filter(arm -> arm.joint() == joint).findFirst().orElseThrow().momentArmM() :
                ((TendonRoute.Polynomial)route).arms().stream().filter(arm -> arm.joint() == joint).findFirst()
                .orElseThrow().coefficientsM().get(0);
        }

        private void number(
            final IdentifiedTendon of, final String what, final Measured found, final double truth, final double most)
        {
            numbers++;
            if (found == null || !found.holds(truth) || found.bound() > most * truth)
            {
                misses.add(of.tendon() + " " + what + ": " + found + ", is " + truth + ", bound may be " +
                    most * truth);
            }
        }
    }

    private void recovers(final String robot, final long plant, final String... more) throws ToolException
    {
        final Identification found = identify(robot, plant, more);
        final Envelope envelope = new Envelope(robot, plant);
        found.tendons().forEach(envelope::compare);
        assertTrue(envelope.numbers >= 5 * found.tendons().size() && envelope.numbers > 0);
        assertEquals(List.of(), envelope.misses);
    }

    @Test
    void shouldFindWhatWasDrawnOfACoupledFinger() throws ToolException
    {
        recovers("finger-coupled", 7);
        recovers("finger-coupled", 8);
    }

    @Test
    void shouldFindWhatWasDrawnOfAFingerWhoseArmsFollowThePose() throws ToolException
    {
        recovers("finger-polynomial", 3);
    }

    @Test
    void shouldFindWhatWasDrawnOfAFingerOfNeo() throws ToolException
    {
        recovers("neo", 5, "--joints", "l_ff");
    }
}
