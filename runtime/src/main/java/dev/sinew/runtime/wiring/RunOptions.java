package dev.sinew.runtime.wiring;

import java.nio.file.Path;

import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.safety.LatePolicy;

/**
 * What somebody wants of a run.
 *
 * @param robot           robot file.
 * @param policy          policy bundle, null to hold the default pose.
 * @param scenario        scenario file, null for none.
 * @param backend         name of the system.
 * @param mode            {@code wall} or {@code lockstep}.
 * @param topology        {@code fused} or {@code pipelined}.
 * @param placement       {@code auto}, {@code inline} or {@code beside}.
 * @param engine          policy engine, {@code auto} or a name.
 * @param policyDelay     cycles after which an answer from beside the loop is used in lockstep.
 * @param hands           what the hands do.
 * @param durationS       length after the first active cycle, s.
 * @param seed            seed of every random number.
 * @param noise           false switches sensor noise off.
 * @param name            name of the run, null for the robot's.
 * @param blackBox        where the black box goes, null for the user's run directory.
 * @param blackBoxSeconds seconds that it keeps.
 * @param realtime        what the loop's thread asks of the operating system.
 * @param spinNs          stretch before a release that is spun instead of slept, ns.
 * @param keepAwake       true to start a neighbour that keeps the loop's CPU awake.
 * @param latePolicy      what a late cycle does.
 * @param lateCyclesMax   late cycles in a row that safe-stop-after-n bears.
 * @param warmUpCycles    cycles against the shadow before the first real one.
 * @param arm             true to arm the robot at once.
 * @param encoders        what is known of the encoders.
 */
public record RunOptions(
    Path robot,
    Path policy,
    Path scenario,
    String backend,
    String mode,
    String topology,
    String placement,
    String engine,
    int policyDelay,
    CommandSource.Hands hands,
    double durationS,
    long seed,
    boolean noise,
    String name,
    Path blackBox,
    double blackBoxSeconds,
    RealtimeSettings realtime,
    long spinNs,
    boolean keepAwake,
    LatePolicy latePolicy,
    int lateCyclesMax,
    int warmUpCycles,
    boolean arm,
    EncoderSetup encoders)
{
}
