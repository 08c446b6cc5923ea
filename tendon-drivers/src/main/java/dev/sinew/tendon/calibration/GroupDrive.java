package dev.sinew.tendon.calibration;

/**
 * How the motors of a group are driven while it is calibrated: limp, at a level of tension, or with joint efforts that
 * follow a reference and never exceed what the calibration may use. Loop's thread; allocation-free.
 */
final class GroupDrive
{
    /** What its tensions come from. */
    enum Kind
    {
        /** No torque; the drives damp. */
        LIMP,
        /** A part of the rest tension on every tendon. */
        LEVEL,
        /** Joint efforts. */
        EFFORT
    }

    /** Part of the rest tension at which motors are read. */
    private static final double FEEL = 0.5;
    /** A joint leans on its stop when it gets this part of the greatest effort. */
    private static final double LEANS = 0.9;
    /** Where no encoder tells whether a joint is still at its stop, it is kept there with this part of that effort. */
    private static final double STAY = 0.1;

    private final GroupParts parts;
    private final GroupSenses senses;
    private final double[] reference;
    private final double[] effort;
    private Kind kind = Kind.LIMP;
    private double level;
    private boolean caught;

    GroupDrive(final GroupParts parts, final GroupSenses senses)
    {
        this.parts = parts;
        this.senses = senses;
        reference = new double[parts.joint.length];
        effort = new double[parts.joint.length];
    }

    void limp()
    {
        kind = Kind.LIMP;
    }

    /** Tensions without efforts, as a part of those at rest. */
    void level(final double part)
    {
        kind = Kind.LEVEL;
        level = part;
    }

    /** References begin where the joints are; those of a limb that was caught stay. */
    void begin(final boolean keepsCaught)
    {
        if (!(keepsCaught && caught))
        {
            System.arraycopy(senses.position, 0, reference, 0, reference.length);
        }
    }

    /**
     * Moves every reference toward its stop.
     *
     * @param direction -1 or 1.
     * @param passedS   time since the last sample, s.
     */
    void toward(final int direction, final double passedS)
    {
        for (int row = 0; row < reference.length; row++)
        {
            reference[row] += direction * parts.speed[row] * passedS;
            follow(row);
        }
        kind = Kind.EFFORT;
    }

    /**
     * @param direction -1 or 1.
     * @return first joint that does not lean on its stop, -1 when all do.
     */
    int standingFree(final int direction)
    {
        for (int row = 0; row < effort.length; row++)
        {
            if (direction * effort[row] < LEANS * parts.effortMax[row])
            {
                return row;
            }
        }
        return -1;
    }

    /** Leans every joint on its stop with all that may be used. */
    void lean(final int direction)
    {
        for (int row = 0; row < effort.length; row++)
        {
            effort[row] = direction * parts.effortMax[row];
        }
        kind = Kind.EFFORT;
    }

    /** Follows a reference for one joint. */
    void aim(final int row, final double goalRad)
    {
        reference[row] = goalRad;
        follow(row);
        kind = Kind.EFFORT;
    }

    /** Effort toward the reference, which never runs further ahead than the greatest effort reaches. */
    private void follow(final int row)
    {
        final double reach = parts.effortMax[row] / parts.kp[row];
        final double here = senses.position[row];
        reference[row] = Math.max(here - reach, Math.min(here + reach, reference[row]));
        final double wanted = parts.kp[row] * (reference[row] - here) - parts.kd[row] * senses.velocity[row];
        effort[row] = Math.max(-parts.effortMax[row], Math.min(parts.effortMax[row], wanted));
    }

    /** From now on a limb that swings is not held. */
    void letGo()
    {
        caught = false;
        limp();
    }

    /** A limb that would not come to rest by itself is held where it is now. */
    void hold()
    {
        if (!caught)
        {
            caught = true;
            System.arraycopy(senses.position, 0, reference, 0, reference.length);
        }
    }

    /**
     * Just enough tension to tell where a cable ends; joints that nobody measures are kept at their stops, and a limb
     * that would not come to rest is held where it was caught.
     *
     * @param side -1 at the lower stops, 1 at the upper ones.
     */
    void feel(final int side)
    {
        boolean stays = caught;
        for (int row = 0; row < effort.length; row++)
        {
            if (!parts.encoder[row])
            {
                effort[row] = side * STAY * parts.effortMax[row];
                stays = true;
            }
            else if (caught)
            {
                follow(row);
            }
            else
            {
                effort[row] = 0;
            }
        }
        kind = stays ? Kind.EFFORT : Kind.LEVEL;
        level = FEEL;
    }

    Kind kind()
    {
        return kind;
    }

    double level()
    {
        return level;
    }

    double effort(final int row)
    {
        return effort[row];
    }
}
