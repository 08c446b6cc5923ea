package dev.sinew.sim.testrobot;

import java.util.Random;

import dev.sinew.hal.robot.RobotDescription;

/**
 * A random state of a robot and random efforts, from a seed.
 */
public final class RandomState
{
    /** Position, then orientation w x y z. */
    public final double[] basePose = new double[7];
    /** Linear velocity in the world, then angular velocity in the base frame. */
    public final double[] baseVelocity = new double[6];
    /** Joint positions, rad. */
    public final double[] position;
    /** Joint velocities, rad/s. */
    public final double[] velocity;
    /** Joint efforts, N·m. */
    public final double[] effort;

    /**
     * @param robot robot.
     * @param seed  seed.
     */
    public RandomState(final RobotDescription robot, final long seed)
    {
        final Random random = new Random(seed);
        final int joints = robot.jointCount();
        position = new double[joints];
        velocity = new double[joints];
        effort = new double[joints];
        double square = 0;
        for (int k = 0; k < 7; k++)
        {
            basePose[k] = random.nextGaussian();
            square += k > 2 ? basePose[k] * basePose[k] : 0;
        }
        for (int k = 3; k < 7; k++)
        {
            basePose[k] /= Math.sqrt(square);
        }
        for (int k = 0; k < 6; k++)
        {
            baseVelocity[k] = random.nextGaussian();
        }
        for (int j = 0; j < joints; j++)
        {
            final double lower = robot.joints().get(j).lowerRad();
            position[j] = lower + (robot.joints().get(j).upperRad() - lower) * random.nextDouble();
            velocity[j] = 2 * random.nextGaussian();
            effort[j] = 0.2 * robot.joints().get(j).effortMaxNm() * random.nextGaussian();
        }
    }
}
