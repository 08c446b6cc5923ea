package dev.sinew.tendon.routing;

/**
 * One cable whose moment arms depend on the pose.
 */
interface RouteRow
{
    /**
     * @param q   joint positions, rad.
     * @param arm out, from {@code at} on, moment arms at the joints of the route, m; 0 when called.
     * @param at  place of the first.
     * @return path length, m.
     */
    double follow(double[] q, double[] arm, int at);

    /**
     * @return angle by which the route turned the cable in the last {@link #follow}, rad.
     */
    double wrapRad();
}
