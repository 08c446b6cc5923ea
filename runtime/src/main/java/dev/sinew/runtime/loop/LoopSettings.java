package dev.sinew.runtime.loop;

import dev.sinew.runtime.safety.LatePolicy;

/**
 * Settings of one loop, fixed when it is built.
 *
 * @param periodNs            length of a cycle, ns.
 * @param latePolicy          what a cycle does that begins a whole period late.
 * @param lateCyclesMax       late cycles in a row that {@link LatePolicy#SAFE_STOP_AFTER_N} bears.
 * @param commandTimeToLiveNs age at which an action is no longer used, ns.
 * @param calibrationCycles   good samples in a row before the robot is READY.
 * @param blendNs             time from the measured pose to the policy's targets, ns.
 */
public record LoopSettings(
    long periodNs,
    LatePolicy latePolicy,
    int lateCyclesMax,
    long commandTimeToLiveNs,
    int calibrationCycles,
    long blendNs)
{
}
