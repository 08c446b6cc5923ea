package dev.sinew.tendon.distribution;

/**
 * Any number of tendons: the improved closed form, made exact.
 *
 * <p>All tensions that make the effort are {@code f = s A^+ b + N z}; wanted is the {@code z} nearest to that of the
 * reference for which all tensions are within their bounds: the projection of a point on a polytope with as many
 * dimensions as there are tendons too many. It begins at the closed form (all bounds forgotten) and, while a bound is
 * violated, puts the worst tendon on its bound and projects again, which is the improved closed form of Pott (2014).
 * That alone can end in a corner although a solution exists, so the multipliers of the tendons on bounds are carried
 * along, and one whose multiplier would turn negative is freed again (the dual active-set method of Goldfarb and
 * Idnani, 1983). The distance to the reference grows with every step, so no set comes back and the number of steps is
 * finite. Work per step grows with the number of tendons on bounds, which is mostly one to three.</p>
 *
 * <p>Where no step is left, the effort cannot be had, and {@link GreatestScale} tells which part of it can. There is
 * mostly one way alone to make that part. While the moment arms stay, tensions are continuous up to it and beyond.
 * While they move they are not: on that edge, the tendons on bounds change all at once when two sets of moment arms
 * come to lie in one plane. So where arms move, up to a fiftieth of what could be had is left, the less the nearer the
 * effort is to what can be had, and there tensions are continuous in the arms too.</p>
 */
public final class ActiveSet implements TensionDistribution
{
    /** Squared part of a tendon's unit of tension that others leave open; below it, rounding alone is left. */
    private static final double ROOM_MIN = 1e-24;
    private static final double SHARE_MIN = 1e-13;
    private static final double BOUND_TOLERANCE = 1e-11;
    private static final double EFFORT_TOLERANCE = 1e-13;
    /** Two tendons that are nearly parallel turn what rounding leaves of an effort into a thousand times as much. */
    private static final double DELICATE_ROOM = 1e-5;
    private static final double DELICATE_EFFORT_TOLERANCE = 1e-16;
    private static final int POLISH_PASSES = 2;
    private static final int DELICATE_PASSES = 4;
    private static final double SCALE_TOLERANCE = 1e-9;
    /** Where moment arms move: this part of what could be had of an effort is not asked for. */
    private static final double MOVING_MARGIN = 0.02;

    /** How a walk through the bounds ends. */
    private enum Walk
    {
        /** All tensions are within their bounds, as near to the reference as can be. */
        INSIDE,
        /** The effort has to shrink. */
        FACE,
        /** More steps than there can be: rounding has it going round in circles. */
        LOST
    }

    private final int joints;
    private final int tendons;
    private final int dimension;
    private final NullSpace space;
    private final WorkingSet held;
    private final double[] lower;
    private final double[] upper;
    private final double toleranceN;
    private final int stepsMax;
    private final double margin;
    private double leastRoom;
    private boolean independent;

    private final double[] least;
    private final double[] z;
    private final double[] residual;
    private final double[] wanted;
    private final double[] kept;
    /** Of the members of the working set; at least 0 on a lower bound, at most 0 on an upper one. */
    private final double[] multiplier;
    /** 0 free, 1 on its lower bound, -1 on its upper bound: the sign of the bound's inward normal. */
    private final int[] bound;
    private final GreatestScale part;
    private final NearestEffort nearest;
    /** {@code N} of {@link #space}, once {@link #start} has asked for it. */
    private double[] basis;

    /**
     * @param arms    {@code A = R^T}, row by row, m.
     * @param joints  number of rows.
     * @param tendons number of columns.
     * @param lower   least tensions, N.
     * @param upper   greatest tensions, N.
     * @throws IllegalArgumentException when the rows are not independent.
     */
    public ActiveSet(
        final double[] arms,
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper)
    {
        this(joints, tendons, lower, upper, new NearestEffort(joints, tendons, lower, upper), false);
        if (!arms(arms))
        {
            throw new IllegalArgumentException("rows of the moment arm matrix are not independent");
        }
    }

    /**
     * For any pose, and for none yet.
     *
     * @param nearest last resort; null for none.
     * @param isMoving whether the moment arms move.
     */
    ActiveSet(
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper,
        final NearestEffort nearest,
        final boolean isMoving)
    {
        margin = isMoving ? MOVING_MARGIN : 0;
        this.joints = joints;
        this.tendons = tendons;
        this.nearest = nearest;
        dimension = tendons - joints;
        this.lower = lower.clone();
        this.upper = upper.clone();
        space = new NullSpace(joints, tendons);
        held = new WorkingSet(dimension);
        toleranceN = tolerance(lower, upper);
        stepsMax = 20 + 10 * tendons;
        part = new GreatestScale(joints, tendons, this.lower, this.upper, toleranceN);
        least = new double[tendons];
        z = new double[dimension];
        residual = new double[joints];
        wanted = new double[dimension];
        kept = new double[tendons];
        multiplier = new double[dimension];
        bound = new int[tendons];
    }

    /** By how much a tension may be outside of its bounds and still count as on one, N: what rounding makes. */
    static double tolerance(final double[] lower, final double[] upper)
    {
        double largest = 1;
        for (int i = 0; i < lower.length; i++)
        {
            largest = Double.isInfinite(upper[i]) ? largest :
                Math.max(largest, Math.max(Math.abs(lower[i]), Math.abs(upper[i])));
        }
        return BOUND_TOLERANCE * largest;
    }

    @Override
    public boolean arms(final double[] arms)
    {
        independent = space.factor(arms);
        return independent;
    }

    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        if (!independent)
        {
            return lastResort(effort, reference, tension);
        }
        residual(1, effort, reference);
        space.least(residual);
        boolean inside = true;
        for (int i = 0; i < tendons; i++)
        {
            final double f = reference[i] + space.leastOf(i);
            tension[i] = f;
            inside &= f >= lower[i] && f <= upper[i];
        }
        if (inside && !space.isDelicate())
        {
            return 1;
        }
        return correct(effort, reference, tension);
    }

    /** Leaves {@code s b - A f} in {@link #residual}; returns its greatest entry. */
    private double residual(final double scale, final double[] effort, final double[] f)
    {
        double most = 0;
        for (int j = 0; j < joints; j++)
        {
            final double left = scale * effort[j] - Dots.dot(space.arms, j * tendons, f, 0, tendons);
            residual[j] = left;
            most = Math.max(most, Math.abs(left));
        }
        return most;
    }

    private double correct(final double[] effort, final double[] reference, final double[] tension)
    {
        space.least(effort);
        double square = 0;
        double most = 0;
        for (int i = 0; i < tendons; i++)
        {
            final double f = space.leastOf(i);
            least[i] = f;
            square += f * f;
            most += f > 0 ? f * upper[i] : f < 0 ? f * lower[i] : 0; // 0 times infinity would be no number
        }
        // The least tensions point along the effort: a first bound on what can be had of it, and a cheap one.
        if (most >= square)
        {
            start(reference);
            final Walk walk = walk(1, tension);
            if (walk != Walk.FACE)
            {
                return walk == Walk.INSIDE ? polish(1, effort, tension) : lastResort(effort, reference, tension);
            }
        }
        final double scale = part.solve(space.arms, effort, tension);
        if (!(scale >= 0) || scale > 1 + SCALE_TOLERANCE)
        {
            return lastResort(effort, reference, tension);
        }
        if (margin == 0 && part.isOnly())
        {
            held.clear();
            leastRoom = 1;
            return polish(Math.min(1, scale), effort, tension);
        }
        final double had = scale < 1 ? scale * (1 - Math.min(margin, 1 - scale)) : 1;
        start(reference);
        walk(had, tension);
        return polish(had, effort, tension);
    }

    private double lastResort(final double[] effort, final double[] reference, final double[] tension)
    {
        if (nearest == null)
        {
            clamp(tension);
            return 0;
        }
        return nearest.solve(space.arms, effort, reference, tension);
    }

    private void start(final double[] reference)
    {
        basis = space.basis();
        leastRoom = 1;
        for (int c = 0; c < dimension; c++)
        {
            z[c] = 0;
        }
        for (int i = 0; i < tendons; i++)
        {
            bound[i] = 0;
            Dots.add(z, 0, reference[i], basis, i * dimension, dimension);
        }
        held.clear();
    }

    /** Drives one tendon after the other into its bounds. */
    private Walk walk(final double scale, final double[] tension)
    {
        int steps = stepsMax;
        while (steps > 0)
        {
            final int worst = spread(scale, tension);
            if (worst < 0)
            {
                return Walk.INSIDE;
            }
            final int sign = tension[worst] < lower[worst] ? 1 : -1;
            final double limit = sign > 0 ? lower[worst] : upper[worst];
            double violation = sign * (limit - tension[worst]);
            double pushed = 0;
            boolean done = false;
            while (!done && steps-- > 0)
            {
                final double room = held.project(basis, worst * dimension);
                final boolean stuck = held.isFull() || room < ROOM_MIN;
                final double untilBound = stuck ? Double.POSITIVE_INFINITY : violation / room;
                final int blocking = firstToFree(sign, untilBound);
                if (stuck && blocking < 0)
                {
                    return Walk.FACE;
                }
                final double step = blocking < 0 ? untilBound :
                    multiplier[blocking] / (sign * held.share[blocking]);
                pushed += step;
                push(stuck ? 0 : sign * step, sign * step);
                done = blocking < 0;
                if (done)
                {
                    multiplier[held.count()] = sign * pushed;
                    bound[worst] = sign;
                    held.add(worst, room);
                    leastRoom = Math.min(leastRoom, room);
                }
                else
                {
                    violation -= stuck ? 0 : step * room;
                    release(blocking);
                }
            }
        }
        return Walk.LOST;
    }

    /** All tensions from {@code z}, those on bounds exactly there; returns the one furthest out, -1 for none. */
    private int spread(final double scale, final double[] tension)
    {
        int worst = -1;
        double most = toleranceN;
        for (int i = 0; i < tendons; i++)
        {
            if (bound[i] != 0)
            {
                tension[i] = bound[i] > 0 ? lower[i] : upper[i];
                continue;
            }
            final double f = scale * least[i] + Dots.dot(basis, i * dimension, z, 0, dimension);
            tension[i] = f;
            final double violation = f < lower[i] ? lower[i] - f : f - upper[i];
            if (violation > most)
            {
                most = violation;
                worst = i;
            }
        }
        return worst;
    }

    /** The member whose multiplier is the first to reach 0, if that is before the bound; else -1. */
    private int firstToFree(final int sign, final double untilBound)
    {
        int first = -1;
        double before = untilBound;
        for (int k = 0; k < held.count(); k++)
        {
            final double fall = sign * bound[held.member(k)] * held.share[k];
            final double size = Math.abs(multiplier[k]);
            if (fall > SHARE_MIN && size < before * fall)
            {
                before = size / fall;
                first = k;
            }
        }
        return first;
    }

    private void push(final double step, final double pressure)
    {
        Dots.add(z, 0, step, held.rest, 0, dimension);
        for (int k = 0; k < held.count(); k++)
        {
            multiplier[k] -= pressure * held.share[k];
        }
    }

    private void release(final int index)
    {
        bound[held.member(index)] = 0;
        for (int k = index; k < held.count() - 1; k++)
        {
            multiplier[k] = multiplier[k + 1];
        }
        held.remove(index, basis);
    }

    /**
     * Takes what rounding left out of the effort, with the tendons on bounds where they are, and clamps.
     *
     * @return the scale, for the caller's convenience.
     */
    private double polish(final double scale, final double[] effort, final double[] tension)
    {
        clamp(tension);
        double size = 0;
        for (int j = 0; j < joints; j++)
        {
            size = Math.max(size, Math.abs(effort[j]));
        }
        final boolean delicate = leastRoom < DELICATE_ROOM;
        final double enough = size * (delicate ? DELICATE_EFFORT_TOLERANCE : EFFORT_TOLERANCE);
        double left = residual(scale, effort, tension);
        for (int pass = delicate ? DELICATE_PASSES : POLISH_PASSES; pass > 0 && left > enough; pass--)
        {
            System.arraycopy(tension, 0, kept, 0, tendons);
            space.least(residual);
            if (held.count() == 0)
            {
                for (int i = 0; i < tendons; i++)
                {
                    tension[i] += space.leastOf(i);
                }
            }
            else
            {
                moveFree(tension);
            }
            clamp(tension);
            final double now = residual(scale, effort, tension);
            if (now >= left)
            {
                System.arraycopy(kept, 0, tension, 0, tendons);
                return scale;
            }
            left = now;
        }
        return scale;
    }

    /** Gives what is left of the effort to the tendons that are not on bounds. */
    private void moveFree(final double[] tension)
    {
        for (int k = 0; k < held.count(); k++)
        {
            wanted[k] = -space.leastOf(held.member(k));
        }
        for (int c = 0; c < dimension; c++)
        {
            z[c] = 0;
        }
        held.move(wanted, z);
        for (int i = 0; i < tendons; i++)
        {
            tension[i] += bound[i] != 0 ? 0 : space.leastOf(i) + Dots.dot(basis, i * dimension, z, 0, dimension);
        }
    }

    private void clamp(final double[] tension)
    {
        for (int i = 0; i < tendons; i++)
        {
            final double f = tension[i];
            tension[i] = f < lower[i] ? lower[i] : f > upper[i] ? upper[i] : f;
        }
    }
}
