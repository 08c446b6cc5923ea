package dev.sinew.tendon.routing;

/**
 * How sound a cable's way around a cylinder is in a pose. Set-up only.
 *
 * @param element       which element of the path the cylinder is, from 0.
 * @param radiusM       radius of the cylinder, m.
 * @param beforeGapM    how far the point before it is outside of the cylinder, m; negative inside.
 * @param afterGapM     how far the point after it is outside of the cylinder, m; negative inside.
 * @param wrapped       the cable touches the cylinder.
 * @param letGo         the ends of the cable have moved past each other, and it is off the cylinder.
 * @param sideClearance how much clearer the chosen way round agrees with the side point than the other one, -2 to 2;
 *                      negative where the side point says the other one.
 */
public record WrapDoubt(
    int element,
    double radiusM,
    double beforeGapM,
    double afterGapM,
    boolean wrapped,
    boolean letGo,
    double sideClearance)
{
}
