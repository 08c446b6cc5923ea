package dev.sinew.runtime.wiring;

import java.nio.file.Path;

import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.SystemTraits;
import dev.sinew.policy.bundle.PolicyBundle;

/**
 * What became of a run, before it is turned into a report.
 *
 * @param options  what was asked for.
 * @param robot    the robot.
 * @param bundle   its policy, null for none.
 * @param scenario scripted events.
 * @param traits   the system that ran.
 * @param assembly the loop that ran.
 * @param realtime what the loop's thread got.
 * @param engine   policy engine that ran.
 * @param garbage  collections.
 * @param warmUpNs time that the warm-up took, ns.
 * @param blackBox where the frames lie.
 */
public record RunResult(
    RunOptions options,
    RobotDescription robot,
    PolicyBundle bundle,
    Scenario scenario,
    SystemTraits traits,
    LoopAssembly assembly,
    RealtimeReport realtime,
    String engine,
    GarbageWatch.Garbage garbage,
    long warmUpNs,
    Path blackBox)
{
}
