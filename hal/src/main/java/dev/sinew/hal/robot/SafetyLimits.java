package dev.sinew.hal.robot;

/**
 * Limits that the command gate enforces for the robot as a whole; per-joint, per-motor and per-tendon limits stand in
 * their own descriptions.
 *
 * @param commandTimeToLiveNs    age at which a policy's or operator's command stops being used, ns.
 * @param stateStaleNs           age of a sample at which the cycle is judged STALE, ns.
 * @param effortSlewNmS          greatest increase of a joint effort's magnitude, as a multiple of the joint's greatest
 *                               effort per second, 1/s.
 * @param positionMarginRad      distance beyond a joint's limits at which the gate removes effort that pushes further
 *                               out.
 * @param lostCyclesToFreeze     consecutive cycles without a good sample before the mode falls to DAMP.
 * @param baseTiltMaxRad         tilt of the base beyond which an ACTIVE robot is declared fallen and goes LIMP, rad.
 */
public record SafetyLimits(
    long commandTimeToLiveNs,
    long stateStaleNs,
    double effortSlewNmS,
    double positionMarginRad,
    int lostCyclesToFreeze,
    double baseTiltMaxRad)
{
}
