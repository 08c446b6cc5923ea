package dev.sinew.hal.robot;

/**
 * A return spring: a cable that ends in a spring instead of on a spool, and pulls {@code k (l(q) - freeLength)} while
 * it is longer than that.
 *
 * @param name        unique name.
 * @param index       place in the list of springs.
 * @param route       how it runs.
 * @param restLengthM path length at joint positions 0 of a route of pulleys or polynomials, m; 0 for a path, whose
 *                    length follows from its points.
 * @param freeLengthM path length at which it begins to pull, m.
 * @param stiffnessNM stiffness, N/m, greater than 0.
 * @param dampingNsM  damping while taut, N·s/m, at least 0.
 */
public record SpringDescription(
    String name,
    int index,
    TendonRoute route,
    double restLengthM,
    double freeLengthM,
    double stiffnessNM,
    double dampingNsM)
{
}
