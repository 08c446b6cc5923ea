package dev.sinew.tendon.distribution;

import java.util.Arrays;

/**
 * Faces of the set of efforts that tensions within their bounds can make: a polytope whose faces are spanned by one
 * column of moment arms less than there are joints. Immutable; thread-safe; allocation-free after construction.
 */
final class Faces
{
    /** More faces than this are not worth listing: correcting face by face is then faster. */
    private static final int COUNT_MAX = 256;

    private final int joints;
    private final int count;
    private final double[] normal;
    private final double[] least;
    private final double[] most;

    /**
     * @param arms    {@code A = R^T}, row by row, m.
     * @param joints  number of rows.
     * @param tendons number of columns.
     * @param lower   least tensions, N.
     * @param upper   greatest tensions, N.
     */
    Faces(final double[] arms, final int joints, final int tendons, final double[] lower, final double[] upper)
    {
        this.joints = joints;
        final boolean few = subsets(tendons, joints - 1) <= COUNT_MAX;
        normal = new double[few ? COUNT_MAX * joints : 0];
        least = new double[few ? COUNT_MAX : 0];
        most = new double[few ? COUNT_MAX : 0];
        int next = 0;
        final int[] chosen = new int[joints - 1];
        for (int k = 0; k < chosen.length; k++)
        {
            chosen[k] = k;
        }
        for (boolean more = few; more; more = advance(chosen, tendons))
        {
            final double[] direction = normalTo(arms, joints, tendons, chosen);
            if (direction != null)
            {
                System.arraycopy(direction, 0, normal, next * joints, joints);
                reach(arms, tendons, lower, upper, chosen, next);
                next++;
            }
        }
        count = next;
    }

    /**
     * @param effort wanted efforts, N·m.
     * @return greatest scale in [0, 1] at which all listed faces allow it.
     */
    double greatestScale(final double[] effort)
    {
        double scale = 1;
        for (int c = 0; c < count; c++)
        {
            double along = 0;
            for (int j = 0; j < joints; j++)
            {
                along += normal[c * joints + j] * effort[j];
            }
            final double bound = along > 0 ? most[c] : least[c];
            if (Math.abs(along) * scale > Math.abs(bound))
            {
                scale = bound / along;
            }
        }
        return scale > 0 ? scale : 0;
    }

    private void reach(
        final double[] arms,
        final int tendons,
        final double[] lower,
        final double[] upper,
        final int[] chosen,
        final int face)
    {
        for (int i = 0; i < tendons; i++)
        {
            double lever = 0;
            for (int j = 0; j < joints && Arrays.binarySearch(chosen, i) < 0; j++)
            {
                lever += normal[face * joints + j] * arms[j * tendons + i];
            }
            least[face] += Math.min(lever * lower[i], lever * upper[i]);
            most[face] += Math.max(lever * lower[i], lever * upper[i]);
        }
        // 0 is an effort that can be had; what rounding makes of a face through it must not turn the sign.
        least[face] = Math.min(0, least[face]);
        most[face] = Math.max(0, most[face]);
    }

    private static double[] normalTo(final double[] arms, final int joints, final int tendons, final int[] chosen)
    {
        if (joints == 1)
        {
            return new double[] {1};
        }
        final double[] rows = new double[(joints - 1) * joints];
        for (int k = 0; k < chosen.length; k++)
        {
            for (int j = 0; j < joints; j++)
            {
                rows[k * joints + j] = arms[j * tendons + chosen[k]];
            }
        }
        return SmallMatrix.isFullRowRank(rows, joints - 1, joints)
            ? SmallMatrix.nullVector(rows, joints - 1, joints) : null;
    }

    private static boolean advance(final int[] chosen, final int tendons)
    {
        for (int k = chosen.length - 1; k >= 0; k--)
        {
            if (chosen[k] < tendons - chosen.length + k)
            {
                chosen[k]++;
                for (int l = k + 1; l < chosen.length; l++)
                {
                    chosen[l] = chosen[l - 1] + 1;
                }
                return true;
            }
        }
        return false;
    }

    private static double subsets(final int of, final int size)
    {
        double subsets = 1;
        for (int k = 0; k < size; k++)
        {
            subsets = subsets * (of - k) / (k + 1);
        }
        return subsets;
    }
}
