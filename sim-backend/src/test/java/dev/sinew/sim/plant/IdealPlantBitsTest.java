package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import org.junit.jupiter.api.Test;

/** A plant of ideal cables gives the bits that it gave before cables could rub, creep or hang on a loose drum. */
class IdealPlantBitsTest
{
    /** Taken from the plant when it knew ideal cables alone. */
    private static final long FINGER = 0x4c13bf9316f465caL;
    private static final long ELBOW = 0x9c8fa8e254293414L;

    @Test
    void shouldGiveTheSameBitsAsBeforeForAFinger()
    {
        assertEquals(Long.toHexString(FINGER), Long.toHexString(hash(PlantRobot.finger(), 0.05)));
    }

    @Test
    void shouldGiveTheSameBitsAsBeforeForAnElbow()
    {
        assertEquals(Long.toHexString(ELBOW), Long.toHexString(hash(PlantRobot.elbow(0.7), 1)));
    }

    /** Random torques, faults and slack on the way; joints as bodies on bearings. */
    private static long hash(final RobotDescription robot, final double torque)
    {
        final SplittableRandom random = new SplittableRandom(5);
        final TendonPlant plant = new TendonPlant(robot);
        final CommandBlock command = CommandBlock.of(robot);
        final int joints = robot.jointCount();
        final double[] q = new double[joints];
        final double[] qd = new double[joints];
        final double[] effort = new double[joints];
        command.stamp(1, 0, true);
        long hash = 17;
        for (int step = 0; step < 4_000; step++)
        {
            for (int m = 0; m < robot.motorCount(); m++)
            {
                if (step % 20 == 0)
                {
                    command.motorEffort.set(m, torque * (2 * random.nextDouble() - 0.5));
                    command.motorDamping.set(m, random.nextInt(3) == 0 ? 1e-4 : 0);
                }
            }
            fault(plant, step);
            plant.step(q, qd, command, effort, 0.001);
            for (int j = 0; j < joints; j++)
            {
                qd[j] = (qd[j] + 0.001 * (effort[j] - 2 * q[j]) / 5e-3) / (1 + 0.001 * 0.05 / 5e-3);
                q[j] += 0.001 * qd[j];
                hash = 31 * hash + Double.doubleToLongBits(effort[j]);
            }
            for (int i = 0; i < robot.tendonCount(); i++)
            {
                hash = 31 * hash + Double.doubleToLongBits(plant.tendonTension()[i]);
                hash = 31 * hash + Double.doubleToLongBits(plant.motorPosition()[i]);
                hash = 31 * hash + Double.doubleToLongBits(plant.motorVelocity()[i]);
                hash = 31 * hash + Double.doubleToLongBits(plant.motorEffort()[i]);
            }
        }
        return hash;
    }

    private static void fault(final TendonPlant plant, final int step)
    {
        switch (step)
        {
            case 1_000 -> plant.slack(0, 0.002);
            case 1_500 -> plant.motorStrength(1, 0.6);
            case 2_000 -> plant.motorStuck(0, true);
            case 2_500 -> plant.motorStuck(0, false);
            case 3_500 -> plant.cut(1);
            default ->
            {
            }
        }
    }
}
