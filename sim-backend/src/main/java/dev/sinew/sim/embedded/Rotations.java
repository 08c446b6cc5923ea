package dev.sinew.sim.embedded;

/**
 * Between rotation matrices and quaternions.
 */
final class Rotations
{
    private Rotations()
    {
    }

    /**
     * Unit quaternion of a rotation matrix, by its largest component, which loses no digits; w is at least 0.
     *
     * @param m    matrices, row by row.
     * @param q    place of the matrix in {@code m}.
     * @param out  where the quaternion goes, w x y z.
     * @param o    place in {@code out}.
     */
    static void quaternion(final double[] m, final int q, final double[] out, final int o)
    {
        final double ww = 1 + m[q] + m[q + 4] + m[q + 8];
        final double xx = 1 + m[q] - m[q + 4] - m[q + 8];
        final double yy = 1 - m[q] + m[q + 4] - m[q + 8];
        final double zz = 1 - m[q] - m[q + 4] + m[q + 8];
        final double wx = m[q + 7] - m[q + 5];
        final double wy = m[q + 2] - m[q + 6];
        final double wz = m[q + 3] - m[q + 1];
        final double xy = m[q + 1] + m[q + 3];
        final double xz = m[q + 2] + m[q + 6];
        final double yz = m[q + 5] + m[q + 7];
        if (ww >= xx && ww >= yy && ww >= zz)
        {
            put(out, o, ww, wx, wy, wz);
        }
        else if (xx >= yy && xx >= zz)
        {
            put(out, o, wx, xx, xy, xz);
        }
        else if (yy >= zz)
        {
            put(out, o, wy, xy, yy, yz);
        }
        else
        {
            put(out, o, wz, xz, yz, zz);
        }
    }

    private static void put(
        final double[] out, final int o, final double w, final double x, final double y, final double z)
    {
        final double size = Math.sqrt(w * w + x * x + y * y + z * z);
        final double scale = w < 0 ? -1 / size : 1 / size;
        out[o] = w * scale;
        out[o + 1] = x * scale;
        out[o + 2] = y * scale;
        out[o + 3] = z * scale;
    }
}
