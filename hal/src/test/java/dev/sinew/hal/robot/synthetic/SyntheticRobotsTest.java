package dev.sinew.hal.robot.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticRobotsTest
{
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 22, 75, 150, 600})
    void shouldMakeAValidRobotWithThatManyJoints(final int jointCount)
    {
        final RobotFile.Result result = RobotFile.parse("synthetic", SyntheticRobots.yaml(jointCount));
        final RobotDescription robot = result.robot();
        assertEquals(jointCount, robot.jointCount());
        assertEquals(jointCount / 4 * 5 + jointCount % 4 * 2, robot.tendonCount());
        assertEquals(jointCount / 4 + jointCount % 4, robot.tendonGroups().size());
        assertEquals(List.of(), result.warnings());
    }

    @Test
    void shouldRefuseARobotWithoutJoints()
    {
        assertThrows(IllegalArgumentException.class, () -> SyntheticRobots.withJoints(0));
    }
}
