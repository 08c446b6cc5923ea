package dev.sinew.tendon;

/**
 * Where a group's joint velocities come from.
 *
 * <p>Between a joint and its motors lies an elastic tendon. Damping formed from the motors' velocities acts where they
 * are measured, so it takes energy out of the rotor for any gain that the cycle can follow. Damping formed from the
 * joint's own velocity acts at the far end of the spring, and drives the resonance of a light link against its
 * rotors.</p>
 */
public enum VelocitySource
{
    /** The motors of all tendons: {@code q' = R^+ (r θ')}. Every tendon of the group is taut. */
    MOTORS,
    /**
     * The motors of the taut tendons, each with a weight that falls to 0 with its tension, and the joint sensors in the
     * directions that those do not see. A slack or cut tendon's motor says nothing about the joint.
     */
    TAUT_MOTORS,
    /** The joint sensors: asked for, or the motors or tensions of this cycle are not valid, or no tendon is taut. */
    JOINTS
}
