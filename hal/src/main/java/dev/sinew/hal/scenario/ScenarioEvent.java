package dev.sinew.hal.scenario;

import dev.sinew.hal.robot.Vector3;

/**
 * One event.
 *
 * @param kind       what happens.
 * @param beginNs    begin, ns since the system was activated.
 * @param durationNs length, ns; {@link Long#MAX_VALUE} for ever.
 * @param channel    for sensor events the column ({@code joint_position_rad} ...), else empty.
 * @param target     index of the link, tendon, motor or of the value in its column; -1 for all.
 * @param value      size of the event in the unit of its kind.
 * @param vector     force of a push in the world, N, else zero.
 * @param pointM     place of a push in the link's frame, m, else zero.
 */
public record ScenarioEvent(
    Kind kind,
    long beginNs,
    long durationNs,
    String channel,
    int target,
    double value,
    Vector3 vector,
    Vector3 pointM)
{
    /** What can happen. */
    public enum Kind
    {
        /** A force on a link: {@code vector} at {@code pointM}. */
        PUSH,
        /** A tendon breaks and carries nothing from then on. */
        TENDON_CUT,
        /** A tendon's path grows by {@code value} m (knot slips, clamp gives). */
        TENDON_SLACK,
        /** A motor gives only {@code value} (0 to 1) of its torque. */
        MOTOR_WEAK,
        /** A motor's rotor does not turn. */
        MOTOR_STUCK,
        /** {@code value} is added to a sensor's reading. */
        SENSOR_BIAS,
        /** A sensor repeats its last reading. */
        SENSOR_FREEZE,
        /** A sensor reads NaN. */
        SENSOR_NAN,
        /** No sample arrives. */
        SAMPLE_DROP,
        /** The policy's answer comes {@code value} cycles later than declared. */
        POLICY_LATE,
        /** The policy sees its first observation for ever. */
        OBSERVATION_FREEZE
    }

    /**
     * @param timeNs time since the system was activated, ns.
     * @return true while the event lasts.
     */
    public boolean activeAt(final long timeNs)
    {
        return timeNs >= beginNs && timeNs - beginNs < durationNs;
    }
}
