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
 * @param coContractionSlewPerS  greatest change of a group's co-contraction level, 1/s.
 */
public record SafetyLimits(
    long commandTimeToLiveNs,
    long stateStaleNs,
    double effortSlewNmS,
    double positionMarginRad,
    int lostCyclesToFreeze,
    double baseTiltMaxRad,
    double coContractionSlewPerS)
{
    /** Half a second from no co-contraction to all of it. */
    public static final double CO_CONTRACTION_SLEW_PER_S = 2;

    /**
     * With the usual slew of the co-contraction.
     *
     * @param commandTimeToLiveNs age at which a command stops being used, ns.
     * @param stateStaleNs        age of a sample at which the cycle is judged STALE, ns.
     * @param effortSlewNmS       greatest increase of a joint effort's magnitude, 1/s.
     * @param positionMarginRad   distance beyond a joint's limits, rad.
     * @param lostCyclesToFreeze  cycles without a good sample before the mode falls.
     * @param baseTiltMaxRad      greatest tilt of the base, rad.
     */
    public SafetyLimits(
        final long commandTimeToLiveNs,
        final long stateStaleNs,
        final double effortSlewNmS,
        final double positionMarginRad,
        final int lostCyclesToFreeze,
        final double baseTiltMaxRad)
    {
        this(commandTimeToLiveNs, stateStaleNs, effortSlewNmS, positionMarginRad, lostCyclesToFreeze, baseTiltMaxRad,
            CO_CONTRACTION_SLEW_PER_S);
    }
}
