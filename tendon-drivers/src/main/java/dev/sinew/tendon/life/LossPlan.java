package dev.sinew.tendon.life;

import java.util.Arrays;

/**
 * How a group goes on without one tendon: rows are the group's joints, columns its tendons. Numbers alone; made by
 * {@link LossPlanner} before the loop starts.
 *
 * @param lost      column of the lost tendon.
 * @param kind      what is done.
 * @param park      row of the joint that is parked at a stop, or of the joint that is pulled one way; -1 for none.
 * @param second    row of a second parked joint; -1 for none.
 * @param toward    direction of {@code park}: -1 its lower stop, 1 its upper one.
 * @param towardTwo direction of {@code second}.
 * @param negative  part of the greatest effort that is kept in the negative direction, one a row.
 * @param positive  the same in the positive direction.
 */
record LossPlan(
    int lost,
    Kind kind,
    int park,
    int second,
    int toward,
    int towardTwo,
    double[] negative,
    double[] positive)
{
    /** What is done without the tendon. */
    enum Kind
    {
        /** The other tendons are still closed: every joint keeps moving both ways. */
        CLOSED,
        /** One or two joints are pulled to a stop, whose reaction stands in for the lost tendon. */
        PARKED,
        /** A single joint that can be pulled one way alone. */
        ONE_SIDED,
        /** Nothing is kept; the group pulls on nothing. */
        NOTHING
    }

    static LossPlan nothing(final int lost, final int joints)
    {
        return new LossPlan(lost, Kind.NOTHING, -1, -1, 0, 0, new double[joints], new double[joints]);
    }

    /**
     * @param row row of a joint.
     * @return -1 or 1 when it is parked at its lower or upper stop, else 0.
     */
    int parked(final int row)
    {
        if (kind != Kind.PARKED)
        {
            return 0;
        }
        return row == park ? toward : row == second ? towardTwo : 0;
    }

    /** Least part that any joint keeps of its greatest effort in any direction, parked joints left out. */
    double weakest()
    {
        double weakest = 1;
        for (int row = 0; row < negative.length; row++)
        {
            if (parked(row) == 0)
            {
                weakest = Math.min(weakest, Math.min(negative[row], positive[row]));
            }
        }
        return weakest;
    }

    @Override
    public String toString()
    {
        return "LossPlan[lost=" + lost + ", kind=" + kind + ", park=" + park + ", toward=" + toward + ", second=" +
            second + ", towardTwo=" + towardTwo + ", negative=" + Arrays.toString(negative) + ", positive=" +
            Arrays.toString(positive) + "]";
    }
}
