package dev.sinew.tendon;

/**
 * Where a group's joint velocities come from.
 */
public enum VelocitySource
{
    /**
     * The motors: {@code q' = R^+ (r θ')}. Damping formed from it acts where the velocity is measured, so it takes
     * energy out of the rotor for any gain. Needs every tendon of the group taut.
     */
    MOTORS,
    /**
     * The joint sensors. Between them and the motors lies an elastic tendon; damping formed from them can drive the
     * resonance of a light link against its rotors.
     */
    JOINTS
}
