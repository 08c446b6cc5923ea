package dev.sinew.runtime.metrics;

import java.util.List;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.frame.FrameView;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.Verdict;

/**
 * Counts what a loop does from its frames, from its first cycle on, armed or not. Written by the follower's thread,
 * read by scrapes under the same lock; the loop knows of neither.
 */
public final class FrameCounters implements FrameFollower.Listener
{
    private final long periodNs;
    private final BlockLayout.Entry temperature;
    private final BlockLayout.Entry busAges;
    private final BlockLayout.Entry busCodes;
    private final TimeBuckets lateness = new TimeBuckets();
    private final TimeBuckets cycle = new TimeBuckets();
    private final long[] verdicts = new long[Verdict.values().length];
    private final long[] gateActions = new long[GateAction.values().length];
    private final long[] faults = new long[FaultCode.values().length];
    private final double[] busAge;
    private final int[] busCode;
    private long lastCycle = -1;
    private long lastReleaseNs;
    private long skipped;
    private long deadlineMisses;
    private long lost;
    private Mode mode = Mode.OFF;
    private FaultCode fault = FaultCode.NONE;
    private double temperatureMaxC = Double.NaN;

    /**
     * @param header   of the frames that will come.
     * @param periodNs length of a cycle, ns.
     */
    public FrameCounters(final FrameFileHeader header, final long periodNs)
    {
        this.periodNs = periodNs;
        temperature = header.column("motor_temperature_c");
        busAges = header.column("bus_age_s");
        busCodes = header.column("bus_code");
        busAge = new double[busAges.size()];
        busCode = new int[busCodes.size()];
    }

    @Override
    public synchronized void onFrame(final FrameView frame)
    {
        final long number = frame.get(FrameField.CYCLE);
        final long releaseNs = frame.get(FrameField.RELEASE_NS);
        final long latenessNs = frame.get(FrameField.START_NS) - releaseNs;
        if (lastCycle >= 0)
        {
            // Whatever lies between two releases and is no cycle was skipped.
            skipped += Math.max(0, (releaseNs - lastReleaseNs) / periodNs - (number - lastCycle));
            cycle.add(frame.get(FrameField.PREVIOUS_CYCLE_NS));
        }
        lastCycle = number;
        lastReleaseNs = releaseNs;
        lateness.add(latenessNs);
        final long busyNs = frame.get(FrameField.WRITE_DONE_NS) - frame.get(FrameField.START_STAMP_NS);
        if (latenessNs + busyNs > periodNs)
        {
            deadlineMisses++;
        }
        verdicts[Verdict.ofOrdinal(frame.get(FrameField.VERDICT)).ordinal()]++;
        mode = Mode.ofOrdinal(frame.get(FrameField.MODE));
        final FaultCode now = FaultCode.ofNumber(frame.get(FrameField.FAULT));
        if (now != fault && now != FaultCode.NONE)
        {
            faults[now.ordinal()]++;
        }
        fault = now;
        final long actions = frame.get(FrameField.GATE_ACTIONS);
        for (int i = 0; actions != 0 && i < gateActions.length; i++)
        {
            gateActions[i] += actions >>> i & 1;
        }
        values(frame);
    }

    private void values(final FrameView frame)
    {
        double hottest = Double.NaN;
        for (int i = 0; i < temperature.size(); i++)
        {
            final double value = frame.get(temperature, i);
            hottest = value > hottest || Double.isNaN(hottest) ? value : hottest;
        }
        temperatureMaxC = hottest;
        for (int i = 0; i < busAge.length; i++)
        {
            busAge[i] = frame.get(busAges, i);
            busCode[i] = (int)frame.get(busCodes, i);
        }
    }

    @Override
    public synchronized void onBatch(final long lostSoFar)
    {
        lost = lostSoFar;
    }

    /**
     * Everything at one moment.
     *
     * @param cycles          cycles run.
     * @param skipped         whole periods skipped.
     * @param deadlineMisses  writes that left later than a period after the release.
     * @param framesLost      frames that were gone before they could be counted.
     * @param mode            newest mode.
     * @param fault           latched fault.
     * @param verdicts        cycles by verdict.
     * @param gateActions     cycles in which the gate did something, by action.
     * @param faults          faults that came up, by ordinal of the code.
     * @param lateness        cycles by lateness.
     * @param latenessSumS    sum of lateness, s.
     * @param latenessMaxS    greatest, s.
     * @param cycle           cycles by duration.
     * @param cycleSumS       sum of durations, s.
     * @param cycleMaxS       greatest, s.
     * @param temperatureMaxC of the hottest motor, °C; NaN without motors.
     * @param busAgeS         age of each bus's newest sample, s; -1 before the first.
     * @param busCode         ordinal of each bus's last {@code ReturnCode}.
     */
    record Snapshot(
        long cycles,
        long skipped,
        long deadlineMisses,
        long framesLost,
        Mode mode,
        FaultCode fault,
        long[] verdicts,
        long[] gateActions,
        long[] faults,
        long[] lateness,
        double latenessSumS,
        double latenessMaxS,
        long[] cycle,
        double cycleSumS,
        double cycleMaxS,
        double temperatureMaxC,
        double[] busAgeS,
        int[] busCode)
    {
    }

    synchronized Snapshot snapshot()
    {
        return new Snapshot(lastCycle + 1, skipped, deadlineMisses, lost, mode, fault, verdicts.clone(),
            gateActions.clone(), faults.clone(), lateness.counts(), lateness.sumS(), lateness.maxS(), cycle.counts(),
            cycle.sumS(), cycle.maxS(), temperatureMaxC, busAge.clone(), busCode.clone());
    }

    /**
     * @return names of the buses, in the order of every per-bus vector.
     */
    List<String> busNames()
    {
        return busCodes.labels();
    }
}
