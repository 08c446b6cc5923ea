package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * A bounded number of poses of some joints, the others in their default position: the default pose, steps along each
 * joint alone, corners and middles of the range, and seeded random ones. The same joints give the same poses.
 */
final class PoseSamples
{
    private static final int STEPS = 9;
    private static final int LEVELS = 3;
    /** 3 to the power of 6: beyond six joints corners are drawn. */
    private static final int GRID_MAX = 729;
    private static final int RANDOM = 256;
    private static final long SEED = 20_261_125;

    private final List<JointDescription> all;
    private final int[] joint;
    private final double marginRad;

    /**
     * @param robot     robot.
     * @param joints    joints that move, by index.
     * @param marginRad how far beyond its limits a joint is taken, rad.
     */
    PoseSamples(final RobotDescription robot, final List<Integer> joints, final double marginRad)
    {
        all = robot.joints();
        joint = joints.stream().mapToInt(Integer::intValue).toArray();
        this.marginRad = marginRad;
    }

    double[] standing()
    {
        return all.stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
    }

    /** All poses, the default one first; one position a joint of the robot. */
    List<double[]> poses()
    {
        final List<double[]> poses = new ArrayList<>();
        poses.add(standing());
        for (final int moved : joint)
        {
            for (int step = 0; step < STEPS; step++)
            {
                final double[] q = standing();
                q[moved] = at(moved, step / (STEPS - 1.0));
                poses.add(q);
            }
        }
        final SplittableRandom random = new SplittableRandom(SEED);
        final double combinations = Math.pow(LEVELS, joint.length);
        for (int code = 0; code < Math.min(combinations, GRID_MAX); code++)
        {
            final double[] q = standing();
            int left = code;
            for (final int moved : joint)
            {
                final int level = combinations > GRID_MAX ? 2 * random.nextInt(2) : left % LEVELS;
                q[moved] = at(moved, level / (LEVELS - 1.0));
                left /= LEVELS;
            }
            poses.add(q);
        }
        for (int i = 0; i < RANDOM; i++)
        {
            poses.add(random(random));
        }
        return poses;
    }

    double[] random(final SplittableRandom random)
    {
        final double[] q = standing();
        for (final int moved : joint)
        {
            q[moved] = at(moved, random.nextDouble());
        }
        return q;
    }

    private double at(final int index, final double part)
    {
        final JointDescription described = all.get(index);
        final double lower = described.lowerRad() - marginRad;
        return lower + part * (described.upperRad() + marginRad - lower);
    }
}
