package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TensionLoop;
import dev.sinew.tendon.TransmissionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A finger's tendon asked for 20 N, then 40 N, by a motor that makes four fifths of its torque. */
class TensionDrivesTest
{
    private static final RobotDescription NEO = RobotFile.load(Path.of("..", "hal", "robots", "neo", "robot.yaml"));
    private static final double PERIOD_S = 1e-3;
    private static final double WEAK = 0.8;

    private final int tendon = NEO.tendonIndex("l_ff_fl2");
    private final int motor = NEO.tendons().get(tendon).motor();
    private final double[] q = NEO.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
    private final double[] qd = new double[q.length];
    private final double[] effort = new double[q.length];
    private final CommandBlock command = CommandBlock.of(NEO);

    private static RobotDescription with(final int multiple, final double bandwidthHz)
    {
        return NEO.withSimulation(NEO.simulation().withTensionLoop(new TensionLoop(multiple, bandwidthHz)));
    }

    private TendonPlant plant(final int multiple, final double bandwidthHz)
    {
        final TendonPlant plant = new TendonPlant(with(multiple, bandwidthHz));
        plant.driveNoise(NEO.simulation().noise().tendonTensionN(), 1);
        plant.reset(q);
        plant.motorStrength(motor, WEAK);
        command.stamp(0, 0, true);
        for (int i = 0; i < NEO.tendonCount(); i++)
        {
            ask(i, 20);
        }
        return plant;
    }

    private void ask(final int i, final double tensionN)
    {
        command.tendonTension.set(i, tensionN);
        command.motorEffort.set(NEO.tendons().get(i).motor(), tensionN * NEO.spoolRadiusM(NEO.tendons().get(i)));
    }

    /** Mean and largest tension over some cycles. */
    private double[] run(final TendonPlant plant, final int cycles)
    {
        double sum = 0;
        double most = 0;
        for (int k = 0; k < cycles; k++)
        {
            plant.step(q, qd, command, effort, PERIOD_S);
            sum += plant.tendonTension()[tendon];
            most = Math.max(most, plant.tendonTension()[tendon]);
        }
        return new double[] {sum / cycles, most};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldHoldTheTensionThatAWeakMotorMisses(final int multiple)
    {
        final TendonPlant plant = plant(multiple, 10);
        run(plant, 500);
        ask(tendon, 40);
        final double[] step = run(plant, 500);
        final double[] after = run(plant, 500);

        assertEquals(40, after[0], 0.2);
        assertTrue(step[1] < 44, "overshoot to " + step[1] + " N");
    }

    @Test
    void shouldMissItAndRingWithoutTheLoop()
    {
        final TendonPlant plant = plant(0, 0);
        run(plant, 500);
        ask(tendon, 40);
        final double[] step = run(plant, 500);
        final double[] after = run(plant, 500);

        assertEquals(WEAK * 40, after[0], 0.5);
        assertTrue(step[1] > 1.3 * after[0], "no overshoot: " + step[1] + " N");
    }

    @Test
    void shouldMakePlainTorqueWhereNoTensionIsWanted()
    {
        final TendonPlant plain = plant(0, 0);
        final TendonPlant holding = plant(4, 40);
        command.tendonTension.fill(0);
        for (int k = 0; k < 200; k++)
        {
            plain.step(q, qd, command, effort, PERIOD_S);
            holding.step(q, qd, command, effort, PERIOD_S);
        }

        assertArrayEquals(plain.tendonTension(), holding.tendonTension());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldLeaveTheJointLoopAroundItStable(final int delay)
    {
        final JointLoop loop = new JointLoop(with(4, 40), TransmissionOptions.DEFAULT,
            List.of("l_ff_abd", "l_ff_mcp", "l_ff_pip", "l_ff_dip"),
            new double[] {3.5e-5 + 8e-5, 3e-5 + 4e-5, 3e-5 + 5e-6, 3e-5 + 1.2e-6}, new double[4], delay);
        loop.target(0.3);
        loop.run(1.5);

        assertTrue(loop.error() < 0.005, "off by " + loop.error() + " rad");
        assertTrue(loop.speed() < 0.1, "still moving at " + loop.speed() + " rad/s");
    }
}
