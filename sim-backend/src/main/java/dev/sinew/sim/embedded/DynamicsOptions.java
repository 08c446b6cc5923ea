package dev.sinew.sim.embedded;

/**
 * What {@link InstantDynamics} counts beside the rigid bodies and gravity.
 *
 * @param armature inertia on the joints' side of the transmission.
 * @param damping  viscous damping of the joints.
 * @param limits   limits of the joints.
 * @param contact  contact with the ground, from friction springs at rest.
 */
public record DynamicsOptions(boolean armature, boolean damping, boolean limits, boolean contact)
{
    /** Rigid bodies and gravity alone. */
    public static final DynamicsOptions RIGID = new DynamicsOptions(false, false, false, false);
    /** Everything. */
    public static final DynamicsOptions ALL = new DynamicsOptions(true, true, true, true);
}
