package dev.sinew.tendon.life;

/**
 * A group as the planner of losses sees it. Arrays are the caller's and are not changed.
 *
 * @param arms       {@code A = R^T}, row by row, one row a joint, one column a tendon, m.
 * @param lowerN     least tension of each tendon, N.
 * @param upperN     greatest tension of each tendon, N.
 * @param pretension tension at rest that is aimed for, N.
 * @param effortMax  greatest effort of each joint, N·m.
 */
public record GroupNumbers(double[] arms, double[] lowerN, double[] upperN, double[] pretension, double[] effortMax)
{
    int joints()
    {
        return effortMax.length;
    }

    int tendons()
    {
        return lowerN.length;
    }

    double arm(final int row, final int column)
    {
        return arms[row * tendons() + column];
    }

    /** Mean size of the moment arms at a joint, m: makes a stop's reaction comparable to a tendon's tension. */
    double meanArm(final int row)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < tendons(); i++)
        {
            if (arm(row, i) != 0)
            {
                sum += Math.abs(arm(row, i));
                count++;
            }
        }
        return count == 0 ? 1 : sum / count;
    }
}
