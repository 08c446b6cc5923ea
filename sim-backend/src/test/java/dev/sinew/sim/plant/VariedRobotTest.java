package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.PlantVariation;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.hal.system.SystemRequest;
import org.junit.jupiter.api.Test;

class VariedRobotTest
{
    private static final RobotDescription NEO = PlantRobot.with(
        RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml")), new TendonLosses(0.1, 0.5, 0, 0.1, 20));

    @Test
    void shouldLeaveTheRobotAsDescribedWithoutASeed()
    {
        assertSame(NEO, VariedRobot.draw(NEO, SystemRequest.AS_DESCRIBED));
    }

    @Test
    void shouldDrawTheSameRobotFromTheSameSeedAndAnotherFromAnother()
    {
        assertEquals(VariedRobot.draw(NEO, 7), VariedRobot.draw(NEO, 7));
        assertNotEquals(VariedRobot.draw(NEO, 7).tendons(), VariedRobot.draw(NEO, 8).tendons());
    }

    @Test
    void shouldUseTheWholeOfEachRangeAndNoMore()
    {
        final PlantVariation most = NEO.simulation().plantVariation();
        final RobotDescription drawn = VariedRobot.draw(NEO, 3);
        final List<Double> arms = new ArrayList<>();
        final List<Double> stiffness = new ArrayList<>();
        final List<Double> friction = new ArrayList<>();
        final List<Double> spools = new ArrayList<>();
        final List<Double> inertias = new ArrayList<>();
        for (final TendonDescription tendon : NEO.tendons())
        {
            final TendonDescription other = drawn.tendons().get(tendon.index());
            stiffness.add(other.stiffnessNM() / tendon.stiffnessNM());
            friction.add(other.losses().frictionCoefficient() / tendon.losses().frictionCoefficient());
            spools.add(drawn.spoolRadiusM(other) / NEO.spoolRadiusM(tendon));
            for (int k = 0; k < tendon.momentArms().size(); k++)
            {
                arms.add(other.momentArms().get(k).momentArmM() / tendon.momentArms().get(k).momentArmM());
            }
            assertEquals(tendon.losses().creepRatio(), other.losses().creepRatio());
        }
        NEO.motors().forEach(motor -> inertias.add(
            drawn.motors().get(motor.index()).rotorInertiaKgM2() / motor.rotorInertiaKgM2()));
        covers(arms, most.momentArm());
        covers(stiffness, most.stiffness());
        covers(friction, most.friction());
        covers(spools, most.spoolRadius());
        covers(inertias, most.rotorInertia());
    }

    private static void covers(final List<Double> ratios, final double most)
    {
        final double least = ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        final double greatest = ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        final double mean = ratios.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertTrue(least >= 1 - most && least < 1 - 0.9 * most, "least " + least);
        assertTrue(greatest <= 1 + most && greatest > 1 + 0.9 * most, "greatest " + greatest);
        assertEquals(1, mean, 0.2 * most);
        assertEquals(ratios.size(), ratios.stream().distinct().count(), "a draw of its own each");
    }
}
