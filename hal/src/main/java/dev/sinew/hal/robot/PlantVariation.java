package dev.sinew.hal.robot;

/**
 * How far a simulated robot's tendons may be off their robot file: each number is the greatest deviation of a uniform
 * draw, as a part of the file's value. A real robot never is its file; whatever controls a simulated one should not be
 * either.
 *
 * @param momentArm    moment arms and radii of cylinders.
 * @param stiffness    stiffness of cables.
 * @param friction     friction coefficients.
 * @param spoolRadius  radii of spools.
 * @param rotorInertia inertias of rotors with their spools.
 */
public record PlantVariation(
    double momentArm, double stiffness, double friction, double spoolRadius, double rotorInertia)
{
    /** What is drawn where the file says nothing. */
    public static final PlantVariation STANDARD = new PlantVariation(0.03, 0.2, 0.3, 0.03, 0.3);
}
