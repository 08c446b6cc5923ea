package dev.sinew.tendon.distribution;

/**
 * Sums of a handful of products. Fingers have four joints, up to eight tendons and so up to four too many. For four and
 * eight the compiled code is half as long as that of a loop, and its additions need not wait for one another.
 */
final class Dots
{
    private Dots()
    {
    }

    static double dot(final double[] a, final int i, final double[] b, final int k, final int n)
    {
        double sum = 0;
        int c = 0;
        if (n >= 4)
        {
            sum = a[i] * b[k] + a[i + 1] * b[k + 1] + (a[i + 2] * b[k + 2] + a[i + 3] * b[k + 3]);
            c = 4;
        }
        if (n >= 8)
        {
            sum += a[i + 4] * b[k + 4] + a[i + 5] * b[k + 5] + (a[i + 6] * b[k + 6] + a[i + 7] * b[k + 7]);
            c = 8;
        }
        for (; c < n; c++)
        {
            sum += a[i + c] * b[k + c];
        }
        return sum;
    }

    /** {@code x += factor a}. */
    static void add(final double[] x, final int k, final double factor, final double[] a, final int i, final int n)
    {
        int c = 0;
        if (n >= 4)
        {
            x[k] += factor * a[i];
            x[k + 1] += factor * a[i + 1];
            x[k + 2] += factor * a[i + 2];
            x[k + 3] += factor * a[i + 3];
            c = 4;
        }
        if (n >= 8)
        {
            x[k + 4] += factor * a[i + 4];
            x[k + 5] += factor * a[i + 5];
            x[k + 6] += factor * a[i + 6];
            x[k + 7] += factor * a[i + 7];
            c = 8;
        }
        for (; c < n; c++)
        {
            x[k + c] += factor * a[i + c];
        }
    }
}
