package dev.sinew.sim.embedded;

/**
 * The last step of the inward pass: the acceleration at which the free base needs no force from outside, by the
 * factors L D L^T of its articulated inertia.
 */
final class BaseSolver
{
    private static final int N = 6;
    /** Place of each entry of a row-major 6 x 6 lower triangle in the inertia's block order. */
    private static final int[] PLACE = {
        0, -1, -1, -1, -1, -1,
        1, 3, -1, -1, -1, -1,
        2, 4, 5, -1, -1, -1,
        6, 9, 12, 15, -1, -1,
        7, 10, 13, 16, 18, -1,
        8, 11, 14, 17, 19, 20
    };

    private final double[] factor = new double[N * N];
    private final double[] x = new double[N];

    /**
     * @param state where the base's articulated inertia and bias force are and its accelerations go.
     */
    void solve(final TreeState state)
    {
        factorise(state.inertia);
        for (int i = 0; i < N; i++)
        {
            double sum = -state.biasForce[i];
            for (int k = 0; k < i; k++)
            {
                sum -= factor[N * i + k] * x[k];
            }
            x[i] = sum;
        }
        for (int i = N - 1; i >= 0; i--)
        {
            double sum = x[i] / factor[N * i + i];
            for (int k = i + 1; k < N; k++)
            {
                sum -= factor[N * k + i] * x[k];
            }
            x[i] = sum;
        }
        for (int k = 0; k < 3; k++)
        {
            state.alpha[k] = x[k];
            state.acceleration[k] = x[k + 3];
        }
    }

    private void factorise(final double[] inertia)
    {
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = inertia[PLACE[N * i + j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[N * i + k] * factor[N * j + k] * factor[N * k + k];
                }
                factor[N * i + j] = i == j ? sum : sum / factor[N * j + j];
            }
        }
    }
}
