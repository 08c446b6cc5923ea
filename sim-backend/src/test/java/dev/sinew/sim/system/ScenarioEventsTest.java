package dev.sinew.sim.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;

class ScenarioEventsTest
{
    private static final long MS = 1_000_000L;

    private final RobotDescription robot = TestRobots.humanoid();
    private final CommandBlock command = CommandBlock.of(robot);

    ScenarioEventsTest()
    {
        command.motorEffort.fill(0.1);
        command.stamp(0, 0, true);
    }

    @Test
    void shouldAddABiasToOneEncoderAndNothingElse()
    {
        final SimRun plain = run();
        final SimRun biased =
            run(SimRun.ofSensor(ScenarioEvent.Kind.SENSOR_BIAS, "joint_position_rad", 3, 0.1, 5 * MS));
        for (int cycle = 0; cycle < 10; cycle++)
        {
            plain.hold(command, 1);
            biased.hold(command, 1);
            for (int j = 0; j < robot.jointCount(); j++)
            {
                final double expected = j == 3 && cycle >= 5 ? 0.1 : 0;
                assertEquals(expected, biased.state.jointPosition.get(j) - plain.state.jointPosition.get(j), 1e-12,
                    "cycle=" + cycle + ", joint=" + j);
            }
            for (int k = 0; k < plain.state.imu.size(); k++)
            {
                assertEquals(plain.state.imu.get(k), biased.state.imu.get(k));
            }
        }
    }

    @Test
    void shouldFreezeAReading()
    {
        final SimRun run = run(SimRun.ofSensor(ScenarioEvent.Kind.SENSOR_FREEZE, "motor_position_rad", 2, 0, 5 * MS));
        run.hold(command, 5);
        final double last = run.state.motorPosition.get(2);
        final double other = run.state.motorPosition.get(4);
        run.hold(command, 20);
        assertEquals(last, run.state.motorPosition.get(2));
        assertNotEquals(other, run.state.motorPosition.get(4));
    }

    @Test
    void shouldReadNaN()
    {
        final SimRun run = run(SimRun.ofSensor(ScenarioEvent.Kind.SENSOR_NAN, "tendon_tension_n", -1, 0, 0));
        run.hold(command, 1);
        for (int i = 0; i < robot.tendonCount(); i++)
        {
            assertTrue(Double.isNaN(run.state.tendonTension.get(i)));
        }
        assertTrue(run.state.tendonLength.isFinite());
    }

    @Test
    void shouldDropSamplesForAWhile()
    {
        final SimRun run = run(SimRun.of(ScenarioEvent.Kind.SAMPLE_DROP, -1, 0, 3 * MS, 2 * MS));
        final ReturnCode[] codes = new ReturnCode[7];
        for (int cycle = 0; cycle < codes.length; cycle++)
        {
            final long before = run.state.sequence();
            run.hold(command, 1);
            codes[cycle] = run.lastRead;
            assertEquals(before + (run.lastRead == ReturnCode.OK ? 1 : 0), run.state.sequence());
        }
        for (int cycle = 0; cycle < codes.length; cycle++)
        {
            assertEquals(cycle == 3 || cycle == 4 ? ReturnCode.LOST : ReturnCode.OK, codes[cycle], "cycle=" + cycle);
        }
    }

    @Test
    void shouldDropOneGroup()
    {
        final SimRun run = run(SimRun.ofSensor(ScenarioEvent.Kind.SAMPLE_DROP, "imu", -1, 0, 2 * MS));
        run.hold(command, 2);
        assertEquals(ChannelGroup.ALL, run.state.validGroups());
        run.hold(command, 1);
        assertEquals(ReturnCode.OK, run.lastRead);
        assertEquals(ChannelGroup.ALL & ~ChannelGroup.IMUS.mask(), run.state.validGroups());
    }

    @Test
    void shouldPushForAWhile()
    {
        final ScenarioEvent push = new ScenarioEvent(ScenarioEvent.Kind.PUSH, 2 * MS, 10 * MS, "", 0, 0,
            new Vector3(0, 500, 0), Vector3.ZERO);
        final SimRun plain = run();
        final SimRun pushed = run(push);
        double last = 0;
        for (int cycle = 0; cycle < 14; cycle++)
        {
            plain.hold(command, 1);
            pushed.hold(command, 1);
            plain.system.truth(plain.truth);
            pushed.system.truth(pushed.truth);
            final double gained = pushed.truth.baseVelocity.get(1) - plain.truth.baseVelocity.get(1);
            if (cycle < 2)
            {
                assertEquals(0, gained, "before the push");
            }
            else if (cycle < 5)
            {
                assertTrue(gained > last, "during the push, cycle=" + cycle);
            }
            else if (cycle > 12)
            {
                assertTrue(gained < last, "after the push, cycle=" + cycle);
            }
            last = gained;
        }
    }

    @Test
    void shouldWeakenAndBlockMotors()
    {
        final SimRun run = run(
            SimRun.of(ScenarioEvent.Kind.MOTOR_WEAK, 5, 0.25, 0, 20 * MS),
            SimRun.of(ScenarioEvent.Kind.MOTOR_STUCK, 6, 0, 10 * MS, Long.MAX_VALUE));
        run.hold(command, 10);
        run.read();
        assertEquals(0.25, run.state.motorEffort.get(5) / run.state.motorEffort.get(4), 1e-6);
        final double where = run.system.plant().motorPosition()[6];
        run.hold(command, 20);
        assertEquals(where, run.system.plant().motorPosition()[6]);
        assertEquals(run.system.plant().motorEffort()[4], run.system.plant().motorEffort()[5], 1e-9,
            "strong again after the event");
    }

    @Test
    void shouldLengthenASlippedTendonForAsLongAsItLasts()
    {
        final SimRun run = run(SimRun.of(ScenarioEvent.Kind.TENDON_SLACK, 0, 0.01, 2 * MS, 1 * MS));
        run.hold(command, 2);
        assertTrue(run.system.plant().tendonTension()[0] > 0);
        run.hold(command, 1);
        assertEquals(0, run.system.plant().tendonTension()[0], "slack");
    }

    @Test
    void shouldDelayByWholeCycles()
    {
        final SimRun prompt = run();
        final SimRun late = new SimRun(delayed(3), Scenario.NONE, 1, false);
        final double[][] angles = new double[20][robot.jointCount()];
        for (int cycle = 0; cycle < angles.length; cycle++)
        {
            prompt.hold(command, 1);
            late.hold(command, 1);
            prompt.state.jointPosition.copyTo(angles[cycle]);
            assertEquals(Math.max(0, cycle - 3) * MS, late.state.deviceTimeNs(), "device's time, cycle=" + cycle);
            assertEquals(cycle + 1, late.state.sequence());
            assertEquals(cycle * MS, late.state.arrivalNs());
            for (int j = 0; j < robot.jointCount(); j++)
            {
                assertEquals(angles[Math.max(0, cycle - 3)][j], late.state.jointPosition.get(j), "cycle=" + cycle);
            }
        }
    }

    private RobotDescription delayed(final int cycles)
    {
        return robot.withSimulation(robot.simulation().withSensorDelay(cycles));
    }

    private SimRun run(final ScenarioEvent... events)
    {
        return new SimRun(robot, new Scenario("test", List.of(events)), 1, false);
    }
}
