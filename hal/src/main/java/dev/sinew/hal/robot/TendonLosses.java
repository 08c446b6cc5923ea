package dev.sinew.hal.robot;

/**
 * What a cable loses between spool and joint. All zero: an ideal cable.
 *
 * @param frictionCoefficient Coulomb coefficient of the cable on its guides; over a wrap angle {@code w} a moving cable
 *                            keeps {@code exp(-mu w)} of its tension (capstan, Euler-Eytelwein).
 * @param wrapRad             wrap angle of the guides that the route does not show (a sheath), rad, at least 0; the
 *                            angles of a path's cylinders come on top.
 * @param backlashM           dead travel of the spool when the direction changes, m, at least 0.
 * @param creepRatio          slow elongation under load as a part of the elastic one, in the long run; 0 or more.
 * @param creepTimeConstantS  time constant of that elongation, s, greater than 0.
 */
public record TendonLosses(
    double frictionCoefficient,
    double wrapRad,
    double backlashM,
    double creepRatio,
    double creepTimeConstantS)
{
    /** An ideal cable. */
    public static final TendonLosses NONE = new TendonLosses(0, 0, 0, 0, 1);
}
