package dev.sinew.hal.robot;

import java.util.List;

/**
 * A cable that can only pull. Its path length is {@code l(q) = restLengthM - sum_j R_j q_j}, with moment arms
 * {@code R_j = -dl/dq_j}: positive where pulling the tendon turns the joint in its positive direction, so that
 * {@code tau = R^T f}.
 *
 * @param name            unique name.
 * @param index           place in every per-tendon vector.
 * @param motor           index of the motor that winds it.
 * @param momentArms      joints that it crosses, at least one.
 * @param restLengthM     path length at joint positions 0, m.
 * @param tensionMinN     least tension that keeps it from going slack, N, at least 0.
 * @param tensionMaxN     greatest tension, N, greater than the least.
 * @param pretensionN     tension at rest that the distribution aims for, N, between the two.
 * @param stiffnessNM     axial stiffness, N/m.
 * @param dampingNsM      axial damping while taut, N·s/m.
 */
public record TendonDescription(
    String name,
    int index,
    int motor,
    List<MomentArm> momentArms,
    double restLengthM,
    double tensionMinN,
    double tensionMaxN,
    double pretensionN,
    double stiffnessNM,
    double dampingNsM)
{
    /**
     * Makes the list unmodifiable.
     */
    public TendonDescription
    {
        momentArms = List.copyOf(momentArms);
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
