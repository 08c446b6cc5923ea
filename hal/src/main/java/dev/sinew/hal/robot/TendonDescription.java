package dev.sinew.hal.robot;

import java.util.List;

/**
 * A cable that can only pull. Moment arms are {@code R_j = -dl/dq_j}: positive where pulling the tendon turns the joint
 * in its positive direction, so that {@code tau = R^T f}.
 *
 * @param name            unique name.
 * @param index           place in every per-tendon vector.
 * @param motor           index of the motor that winds it.
 * @param winding         what its spool takes in, as a multiple of the motor's own spool radius: 1 an ordinary spool,
 *                        -1 wound the other way round (the second tendon of an antagonist pair on one motor), other
 *                        values a split spool of another radius; not 0.
 * @param route           how it runs over joints.
 * @param restLengthM     path length at joint positions 0 of a route of pulleys or polynomials, m; 0 for a path, whose
 *                        length follows from its points.
 * @param tensionMinN     least tension that keeps it from going slack, N, at least 0.
 * @param tensionMaxN     greatest tension, N, greater than the least.
 * @param pretensionN     tension at rest that the distribution aims for, N, between the two.
 * @param stiffnessNM     axial stiffness, N/m.
 * @param dampingNsM      axial damping while taut, N·s/m.
 * @param losses          friction, backlash, creep.
 */
public record TendonDescription(
    String name,
    int index,
    int motor,
    double winding,
    TendonRoute route,
    double restLengthM,
    double tensionMinN,
    double tensionMaxN,
    double pretensionN,
    double stiffnessNM,
    double dampingNsM,
    TendonLosses losses)
{
    /**
     * An ideal cable over round pulleys on an ordinary spool.
     *
     * @param name        unique name.
     * @param index       place in every per-tendon vector.
     * @param motor       index of the motor that winds it.
     * @param momentArms  joints that it crosses, at least one.
     * @param restLengthM path length at joint positions 0, m.
     * @param tensionMinN least tension, N.
     * @param tensionMaxN greatest tension, N.
     * @param pretensionN tension at rest, N.
     * @param stiffnessNM axial stiffness, N/m.
     * @param dampingNsM  axial damping, N·s/m.
     */
    public TendonDescription(
        final String name,
        final int index,
        final int motor,
        final List<MomentArm> momentArms,
        final double restLengthM,
        final double tensionMinN,
        final double tensionMaxN,
        final double pretensionN,
        final double stiffnessNM,
        final double dampingNsM)
    {
        this(name, index, motor, 1, new TendonRoute.Pulleys(momentArms), restLengthM, tensionMinN, tensionMaxN,
            pretensionN, stiffnessNM, dampingNsM, TendonLosses.NONE);
    }

    /**
     * @return true when its moment arms are the same in every pose.
     */
    public boolean isConstant()
    {
        return route instanceof TendonRoute.Pulleys;
    }

    /**
     * @return the constant moment arms of a tendon over round pulleys.
     * @throws IllegalStateException when its moment arms depend on the pose.
     */
    public List<MomentArm> momentArms()
    {
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            return pulleys.arms();
        }
        throw new IllegalStateException("tendon " + name + " has no constant moment arms; ask the routing for a pose");
    }

    /**
     * A constant moment arm of a tendon at a joint.
     *
     * @param joint     index of the joint.
     * @param momentArmM {@code -dl/dq}, m, not 0.
     */
    public record MomentArm(int joint, double momentArmM)
    {
    }
}
