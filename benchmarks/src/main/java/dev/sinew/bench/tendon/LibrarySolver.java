package dev.sinew.bench.tendon;

import java.util.Arrays;

import dev.sinew.tendon.distribution.TensionDistribution;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;
import org.ojalgo.optimisation.linear.LinearSolver;

/**
 * A solver from a library (ojAlgo) for the same problems: a quadratic program for the tensions, a linear one for the
 * part that can be had. General, independent of ours, and made for other sizes: it allocates.
 */
final class LibrarySolver implements TensionDistribution
{
    /** Millimetres are nearer to the size of the numbers that a general solver is tuned for. */
    private static final double UNIT = 1000;

    private final Finger finger;
    private final double[] lower;
    private final double[] upper;
    private final R064Store equations;
    private final MatrixStore<Double> square;
    private final R064Store sides;
    private final R064Store bounds;

    LibrarySolver(final Finger finger)
    {
        this.finger = finger;
        final int m = finger.tendons();
        lower = finger.lower();
        upper = finger.upper();
        equations = R064Store.FACTORY.make(finger.joints(), m);
        square = R064Store.FACTORY.makeEye(m, m);
        sides = R064Store.FACTORY.make(2 * m, m);
        bounds = R064Store.FACTORY.make(2 * m, 1);
        for (int i = 0; i < m; i++)
        {
            sides.set(i, i, -1.0);
            sides.set(m + i, i, 1.0);
            bounds.set(i, 0, -lower[i]);
            bounds.set(m + i, 0, upper[i]);
        }
        arms(finger.arms());
    }

    @Override
    public boolean arms(final double[] arms)
    {
        for (int j = 0; j < finger.joints(); j++)
        {
            for (int i = 0; i < finger.tendons(); i++)
            {
                equations.set(j, i, UNIT * arms[j * finger.tendons() + i]);
            }
        }
        return true;
    }

    /** {@inheritDoc} Returns 1 or, where the solver finds none, 0. */
    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        final R064Store wanted = R064Store.FACTORY.make(finger.joints(), 1);
        for (int j = 0; j < finger.joints(); j++)
        {
            wanted.set(j, 0, UNIT * effort[j]);
        }
        final R064Store linear = R064Store.FACTORY.make(reference.length, 1);
        for (int i = 0; i < reference.length; i++)
        {
            linear.set(i, 0, reference[i]);
        }
        final Optimisation.Result result = ConvexSolver.newBuilder()
            .objective(square, linear).equalities(equations, wanted)
            .inequalities(sides, bounds).solve();
        for (int i = 0; i < tension.length; i++)
        {
            tension[i] = result.doubleValue(i);
        }
        return result.getState().isFeasible() ? 1 : 0;
    }

    /**
     * @param effort wanted effort, N·m.
     * @return the greatest part of it, 0 to 1, that the bounds allow.
     */
    double greatestScale(final double[] effort)
    {
        final int n = finger.joints();
        final int m = finger.tendons();
        final R064Store matrix = R064Store.FACTORY.make(n, m + 1);
        final R064Store right = R064Store.FACTORY.make(n, 1);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                matrix.set(j, i, equations.doubleValue(j, i));
            }
            matrix.set(j, m, -UNIT * effort[j]);
            right.set(j, 0, 0.0);
        }
        final double[] objective = new double[m + 1];
        objective[m] = -1;
        final double[] low = Arrays.copyOf(lower, m + 1);
        final double[] high = Arrays.copyOf(upper, m + 1);
        high[m] = 1;
        return LinearSolver.newBuilder(objective).lower(low).upper(high).equalities(matrix, right).solve()
            .doubleValue(m);
    }
}
