package dev.sinew.hal.robot;

/**
 * Three numbers in a frame that the owner names.
 *
 * @param x along the first axis.
 * @param y along the second axis.
 * @param z along the third axis.
 */
public record Vector3(double x, double y, double z)
{
    /** The origin. */
    public static final Vector3 ZERO = new Vector3(0, 0, 0);
}
