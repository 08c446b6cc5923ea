package dev.sinew.hal.robot;

/**
 * A sphere that can touch the ground plane z = 0.
 *
 * @param name      unique name.
 * @param link      index of the link that it is fixed to.
 * @param centreM   centre in the link's frame, m.
 * @param radiusM   radius, m, greater than 0.
 */
public record ContactSphere(String name, int link, Vector3 centreM, double radiusM)
{
}
