package dev.sinew.runtime.wiring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.loop.LoopStatistics;
import dev.sinew.runtime.loop.TendonCare;
import dev.sinew.runtime.report.MeasuredOn;
import dev.sinew.runtime.report.Percentiles;
import dev.sinew.runtime.report.RunReport;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.Verdict;

/**
 * From the raw result of a run to the report that people and scripts read. Main thread, after the loop.
 */
public final class RunReports
{
    private RunReports()
    {
    }

    /**
     * @param result        what the run left.
     * @param droppedFrames frames that our own readers lost.
     * @return its report.
     */
    public static RunReport of(final RunResult result, final long droppedFrames)
    {
        final CycleFrame frame = result.assembly().loop().lastFrame();
        final LoopStatistics statistics = result.assembly().loop().statistics();
        final Map<String, Long> verdicts = new LinkedHashMap<>();
        for (final Verdict verdict : Verdict.values())
        {
            verdicts.put(verdict.name().toLowerCase(java.util.Locale.ROOT), statistics.count(verdict));
        }
        return new RunReport(MeasuredOn.machine(), MeasuredOn.jvm(), setup(result, statistics),
            new RunReport.Counts(statistics.cycles(), frame.get(FrameField.COUNT_SKIPPED),
                frame.get(FrameField.COUNT_DEADLINE_MISSES), droppedFrames, frame.get(FrameField.COUNT_GATED),
                result.assembly().probe().bytesPerCycle(),
                result.assembly().probe().windows(), result.assembly().probe().freeWindows(), result.garbage().count()),
            timing(result, statistics), verdicts, faults(frame), outcome(result, frame));
    }

    private static RunReport.Setup setup(final RunResult result, final LoopStatistics statistics)
    {
        final RunOptions options = result.options();
        final List<RunReport.Choice> choices = new ArrayList<>();
        choices.add(new RunReport.Choice("backend", options.backend(), result.traits().name(),
            result.traits().version()));
        choices.add(new RunReport.Choice("topology", options.topology(), result.assembly().topology(), ""));
        choices.add(new RunReport.Choice("clock", options.mode(), options.mode(), ""));
        choices.add(realtime(result.realtime()));
        choices.add(new RunReport.Choice("policy_engine", options.engine(), result.engine(), ""));
        choices.add(new RunReport.Choice("policy_placement", options.placement(), result.assembly().placement(), ""));
        return new RunReport.Setup(result.robot().name(), result.robot().sha256(),
            result.bundle() == null ? "" : result.bundle().manifest().name(),
            result.bundle() == null ? "" : result.bundle().modelSha256(),
            options.scenario() == null ? "" : options.scenario().toString(), options.seed(),
            statistics.cycles() / (double)result.robot().rates().baseHz(), result.robot().rates().periodNs(), choices,
            result.blackBox().toString());
    }

    private static RunReport.Choice realtime(final RealtimeReport report)
    {
        final String asked = report.wish().name().toLowerCase(java.util.Locale.ROOT);
        if (report.wish() == RealtimeSettings.Wish.OFF)
        {
            return new RunReport.Choice("realtime", asked, "none", "");
        }
        final int held = report.outcomes().size() - report.missing().size();
        final String detail = String.join("\n", report.missing().stream().map(outcome -> outcome.line()).toList());
        return new RunReport.Choice("realtime", asked, held + " of " + report.outcomes().size() + " settings", detail);
    }

    private static RunReport.Timing timing(final RunResult result, final LoopStatistics statistics)
    {
        final Map<String, Percentiles> stages = new LinkedHashMap<>();
        stages.put("read", Percentiles.of(statistics.read));
        stages.put("estimate", Percentiles.of(statistics.estimate));
        stages.put("decide", Percentiles.of(statistics.decide));
        stages.put("distribute", Percentiles.of(statistics.distribute));
        stages.put("write", Percentiles.of(statistics.write));
        stages.put("publish", Percentiles.of(statistics.publish));
        stages.put("advance", Percentiles.of(statistics.advance));
        final double wallS = result.assembly().probe().activeWallNs() * 1e-9;
        final double simS = statistics.cycles() / (double)result.robot().rates().baseHz();
        return new RunReport.Timing(Percentiles.of(statistics.lateness), Percentiles.of(statistics.latenessCorrected),
            Percentiles.of(statistics.latenessFirst), Percentiles.of(statistics.cycle),
            Percentiles.of(statistics.cycleFirst), stages,
            Percentiles.of(result.garbage().pausesNs()), simS / wallS, wallS);
    }

    private static List<RunReport.Fault> faults(final CycleFrame frame)
    {
        final FaultCode code = FaultCode.ofNumber(frame.get(FrameField.FAULT));
        if (code == FaultCode.NONE)
        {
            return List.of();
        }
        return List.of(new RunReport.Fault(code.number(), code.name(), code.cause(), code.remedy(),
            frame.get(FrameField.FAULT_CYCLE)));
    }

    private static RunReport.Outcome outcome(final RunResult result, final CycleFrame frame)
    {
        final List<Double> base = new ArrayList<>();
        double tiltRad = Double.NaN;
        if (result.traits().simulated())
        {
            for (int i = 0; i < 3; i++)
            {
                base.add(frame.truth.basePose.get(i));
            }
            final double qx = frame.truth.basePose.get(4);
            final double qy = frame.truth.basePose.get(5);
            tiltRad = Math.acos(Math.max(-1, Math.min(1, 1 - 2 * (qx * qx + qy * qy))));
        }
        return new RunReport.Outcome(Mode.ofOrdinal(frame.get(FrameField.MODE)).name(), base, tiltRad,
            closures(result, frame), lost(result), result.assembly().loop().sha256());
    }

    private static List<RunReport.LostTendon> lost(final RunResult result)
    {
        final TendonCare care = result.assembly().care();
        final List<RunReport.LostTendon> lost = new ArrayList<>();
        for (final TendonDescription tendon : result.robot().tendons())
        {
            final long cycle = care.lostInCycle(tendon.index());
            if (cycle >= 0)
            {
                lost.add(new RunReport.LostTendon(tendon.name(), care.lostBecause(tendon.index()), cycle,
                    care.kept(tendon.index())));
            }
        }
        return lost;
    }

    /**
     * How far each finger is closed: the mean over its joints that bend much further one way than the other, 0 at rest
     * to 1
     * at the upper limit.
     */
    private static Map<String, Double> closures(final RunResult result, final CycleFrame frame)
    {
        final Map<String, double[]> sums = new LinkedHashMap<>();
        for (final JointDescription joint : result.robot().joints())
        {
            final int cut = joint.name().indexOf('_', joint.name().indexOf('_') + 1);
            if (joint.hand() && cut > 0 && joint.upperRad() > 1.0 && joint.lowerRad() > -0.5)
            {
                final double[] sum = sums.computeIfAbsent(joint.name().substring(0, cut), key -> new double[2]);
                sum[0] += frame.estimatePosition.get(joint.index()) / joint.upperRad();
                sum[1]++;
            }
        }
        final Map<String, Double> closures = new LinkedHashMap<>();
        sums.forEach((finger, sum) -> closures.put(finger, sum[0] / sum[1]));
        return closures;
    }
}
