package dev.sinew.runtime.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is told about a run when it has ended. Immutable; maps keep their order.
 *
 * @param machine  facts about the machine, {@link MeasuredOn#machine()}.
 * @param jvm      facts about the JVM, {@link MeasuredOn#jvm()}.
 * @param setup    what was asked for and what was used.
 * @param counts   what happened how often.
 * @param timing   how long it took.
 * @param verdicts cycles by verdict.
 * @param faults   faults that latched, in order.
 * @param outcome  where it ended.
 */
public record RunReport(
    Map<String, String> machine,
    Map<String, String> jvm,
    Setup setup,
    Counts counts,
    Timing timing,
    Map<String, Long> verdicts,
    List<Fault> faults,
    Outcome outcome)
{
    /**
     * Freezes.
     */
    public RunReport
    {
        machine = frozen(machine);
        jvm = frozen(jvm);
        verdicts = frozen(verdicts);
        faults = List.copyOf(faults);
    }

    private static <V> Map<String, V> frozen(final Map<String, V> map)
    {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * What was asked for and what was used.
     *
     * @param robot        name of the robot.
     * @param robotSha256  hash of its file.
     * @param policy       name of the policy, empty for none.
     * @param policySha256 hash of its bundle, empty for none.
     * @param scenario     path of the scenario, empty for none.
     * @param seed         seed of everything random.
     * @param durationS    time that was run, s of the loop's clock.
     * @param periodNs     length of a cycle, ns.
     * @param choices      engine, backend, topology, clock, real-time class, policy engine and placement.
     * @param blackbox     path of the black box, empty for none.
     */
    public record Setup(
        String robot,
        String robotSha256,
        String policy,
        String policySha256,
        String scenario,
        long seed,
        double durationS,
        long periodNs,
        List<Choice> choices,
        String blackbox)
    {
        /**
         * Freezes.
         */
        public Setup
        {
            choices = List.copyOf(choices);
        }
    }

    /**
     * One wish and what became of it.
     *
     * @param what   {@code engine}, {@code topology}, {@code clock} ...; key in the JSON report.
     * @param asked  what the user said, or the default.
     * @param used   what ran.
     * @param detail version or reason, empty for none.
     */
    public record Choice(String what, String asked, String used, String detail)
    {
    }

    /**
     * What happened how often.
     *
     * @param cycles                  active cycles that ran.
     * @param skippedPeriods          whole periods that were skipped.
     * @param deadlineMisses          writes that left later than their cycle's deadline.
     * @param droppedFrames           frames that our own readers lost.
     * @param gatedCycles             cycles in which the gate changed something.
     * @param allocatedBytesPerCycle  bytes that the loop's thread allocated in a cycle; NaN when unknown.
     * @param allocationWindows       windows of 1000 cycles that were watched on the loop's own thread.
     * @param allocationFreeWindows   those in which it allocated nothing at all.
     * @param gcCount                 collections during the active cycles.
     */
    public record Counts(
        long cycles,
        long skippedPeriods,
        long deadlineMisses,
        long droppedFrames,
        long gatedCycles,
        double allocatedBytesPerCycle,
        long allocationWindows,
        long allocationFreeWindows,
        long gcCount)
    {
    }

    /**
     * How long it took, ns.
     *
     * @param lateness          lateness, one sample per cycle that ran.
     * @param latenessCorrected lateness, a stall counted for every period that it cost.
     * @param latenessFirst1000 raw lateness of the first 1000 active cycles.
     * @param cycle             duration of cycles.
     * @param cycleFirst1000    duration of the first 1000 active cycles.
     * @param stages            duration of each stage.
     * @param gcPause           pauses of the collector.
     * @param realtimeFactor    time of the loop's clock over time of the wall; NaN when unknown.
     * @param wallS             time that passed on the wall, s.
     */
    public record Timing(
        Percentiles lateness,
        Percentiles latenessCorrected,
        Percentiles latenessFirst1000,
        Percentiles cycle,
        Percentiles cycleFirst1000,
        Map<String, Percentiles> stages,
        Percentiles gcPause,
        double realtimeFactor,
        double wallS)
    {
        /**
         * Freezes.
         */
        public Timing
        {
            stages = frozen(stages);
        }
    }

    /**
     * A fault that latched.
     *
     * @param number stable number.
     * @param name   its name.
     * @param cause  what happened, one line.
     * @param remedy what to do, one line.
     * @param cycle  cycle in which it latched.
     */
    public record Fault(long number, String name, String cause, String remedy, long cycle)
    {
    }

    /**
     * Where it ended.
     *
     * @param mode           last mode.
     * @param basePositionM  x, y, z of the base, m; empty when unknown (hardware).
     * @param baseTiltRad    angle between the base's up and the world's, rad; NaN when unknown.
     * @param fingerClosures how far each finger was closed, 0 open to 1 closed.
     * @param tendonsLost    tendons that were lost, by index.
     * @param stateSha256    hash of the final state and of every command written.
     */
    public record Outcome(
        String mode,
        List<Double> basePositionM,
        double baseTiltRad,
        Map<String, Double> fingerClosures,
        List<LostTendon> tendonsLost,
        String stateSha256)
    {
        /**
         * Freezes.
         */
        public Outcome
        {
            basePositionM = Collections.unmodifiableList(new ArrayList<>(basePositionM));
            fingerClosures = frozen(fingerClosures);
            tendonsLost = List.copyOf(tendonsLost);
        }
    }

    /**
     * A tendon that was lost while the robot went on, or because of which it stopped.
     *
     * @param tendon  name of the tendon.
     * @param finding what was found: {@code RUPTURE}, {@code LEAD}, {@code NEVER_TAUT}.
     * @param cycle   cycle in which it was found.
     * @param kept    what its finger or limb keeps, a sentence.
     */
    public record LostTendon(String tendon, String finding, long cycle, String kept)
    {
    }
}
