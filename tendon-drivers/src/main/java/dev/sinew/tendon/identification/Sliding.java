package dev.sinew.tendon.identification;

/**
 * Which way a cable slid past its guides, from what is known at the motor: the place {@code u = r θ - f1 / 2 k} of the
 * cable at the guide moves only while it slides.
 */
final class Sliding
{
    /** What the place may wander by noise alone, m. */
    private static final double NOISE_M = 3e-5;
    /** Way after a turn until all guides surely slide, m. */
    private static final double SURE_M = 1.5e-4;
    /** Slowest slide that is no noise, m/s. */
    private static final double SURE_M_S = 4e-4;

    /** -1 while it slides to the joint, 1 while it slides to the motor, 0 where it may be held. */
    final int[] sure;
    /** Way of the last slide, 0 before the first. */
    final int[] last;

    /**
     * @param data   recording of the group.
     * @param i      a tendon of the group.
     * @param radius what its spool takes in for a turn by 1 rad, m.
     * @param k      stiffness of the whole cable, N/m.
     */
    Sliding(final GroupData data, final int i, final double radius, final double k)
    {
        sure = new int[data.rows];
        last = new int[data.rows];
        final double[] place = new double[data.rows];
        for (int r = 0; r < data.rows; r++)
        {
            place[r] = radius * data.motorPosition[i][r] - data.tension[i][r] / (2 * k);
        }
        final double[] speed = data.slope(place);
        double anchor = data.rows == 0 ? 0 : place[0];
        double turned = anchor;
        int way = 0;
        for (int r = 0; r < data.rows; r++)
        {
            final double moved = place[r] - anchor;
            if (Math.abs(moved) > NOISE_M)
            {
                final int now = moved > 0 ? 1 : -1;
                turned = now == way ? turned : anchor;
                way = now;
                anchor = place[r] - now * NOISE_M;
            }
            last[r] = way;
            final boolean slides = way * (place[r] - turned) > SURE_M && way * speed[r] > SURE_M_S;
            sure[r] = slides && data.taut[i][r] && !data.gap[r] ? way : 0;
        }
    }
}
