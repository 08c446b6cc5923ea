package dev.sinew.runtime.loop;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.system.LifecycleState;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.StopLadder;
import dev.sinew.runtime.safety.Verdict;

/**
 * The loop: release, stages, publish, advance, record; until its cycles are used up or it is asked to stop. One thread
 * runs
 * it; {@link #requestStop()} may come from any.
 */
public final class ControlLoop
{
    private final CycleClock clock;
    private final StageRunner runner;
    private final ModeMachine machine;
    private final ManagedSystem system;
    private final SimulatedSystem simulated;
    private final CycleContext context;
    private final FrameRing ring;
    private final LoopStatistics statistics;
    private final CommandDigest digest = new CommandDigest();
    private final LoopProbe probe;
    private final long periodNs;
    private final StopLadder ladder;
    private final boolean endsWhenOff;
    private volatile boolean stopRequested;
    private volatile Throwable failure;
    private boolean unstable;
    private long cycle;
    private long activeCycles;
    private long previousCycleNs;

    /**
     * @param parts everything that a loop is made of.
     */
    public ControlLoop(final Parts parts)
    {
        this.clock = parts.clock;
        this.runner = parts.runner;
        this.machine = parts.machine;
        this.system = parts.system;
        this.simulated = parts.simulated;
        this.context = new CycleContext(parts.frame);
        this.ring = parts.ring;
        this.statistics = new LoopStatistics(parts.periodNs);
        this.probe = parts.probe;
        this.periodNs = parts.periodNs;
        this.ladder = parts.ladder;
        this.endsWhenOff = parts.endsWhenOff;
        parts.frame.set(FrameField.FIRST_ACTIVE_CYCLE, -1);
        parts.frame.set(FrameField.ACTION_OBSERVATION_CYCLE, -1);
        parts.frame.set(FrameField.ACTION_ARRIVAL_CYCLE, -1);
    }

    /**
     * What a loop is made of.
     *
     * @param clock     releases cycles.
     * @param runner    runs the stages.
     * @param machine   modes.
     * @param system    what is read and written.
     * @param simulated the same system when it is a simulation, else null.
     * @param frame     the hot frame that the stages use.
     * @param ring      where frames are published.
     * @param probe     told of the first active and the last cycle.
     * @param periodNs  length of a cycle, ns.
     * @param ladder      the way down to a controlled end.
     * @param endsWhenOff true to end whenever the mode falls back to OFF, not only when it was asked to.
     */
    public record Parts(
        CycleClock clock,
        StageRunner runner,
        ModeMachine machine,
        ManagedSystem system,
        SimulatedSystem simulated,
        CycleFrame frame,
        FrameRing ring,
        LoopProbe probe,
        long periodNs,
        StopLadder ladder,
        boolean endsWhenOff)
    {
    }

    /**
     * Runs until {@code maxActiveCycles} cycles have passed since the first active one, the robot is switched off, or a
     * stop is requested. Loop's thread.
     *
     * @param maxActiveCycles cycles after which to end.
     */
    public void run(final long maxActiveCycles)
    {
        run(maxActiveCycles, Long.MAX_VALUE);
    }

    /**
     * The same with an end for a loop that may never become active. Loop's thread.
     *
     * @param maxActiveCycles cycles since the first active one after which to end.
     * @param maxCycles       cycles of this call after which to end, active or not.
     */
    public void run(final long maxActiveCycles, final long maxCycles)
    {
        final long firstCycle = cycle;
        boolean wasArmed = false;
        clock.start();
        while (!stopRequested && activeCycles < maxActiveCycles && cycle - firstCycle < maxCycles)
        {
            runCycle();
            final boolean off = machine.mode() == Mode.OFF;
            if (off && (machine.isShutDown() || wasArmed && endsWhenOff))
            {
                break;
            }
            wasArmed |= !off;
        }
        probe.onEnd(activeCycles);
    }

    private void runCycle()
    {
        final CycleFrame frame = context.frame;
        final long skipped = clock.awaitRelease();
        final long startStamp = clock.stampNs();
        context.cycle = cycle;
        context.nowNs = clock.nowNs();
        context.latenessNs = clock.startNs() - clock.releaseNs();
        ladder.onCycle(machine, frame.state, context.controlStep, context.nowNs);
        frame.set(FrameField.CYCLE, cycle);
        frame.set(FrameField.RELEASE_NS, clock.releaseNs());
        frame.set(FrameField.START_NS, clock.startNs());
        frame.set(FrameField.NOW_NS, context.nowNs);
        frame.set(FrameField.PREVIOUS_CYCLE_NS, previousCycleNs);
        frame.set(FrameField.START_STAMP_NS, startStamp);
        if (!runner.run(context))
        {
            failure = runner.failure();
            machine.onFault(FaultCode.UNEXPECTED_EXCEPTION, Mode.FAULT);
            frame.set(FrameField.MODE, machine.mode().ordinal());
            frame.set(FrameField.FAULT, machine.fault().number());
            system.deactivate();
        }
        if (simulated != null)
        {
            simulated.truth(frame.truth);
        }
        noteFault(frame);
        count(frame, skipped, startStamp);
        ring.publish(frame);
        final long cycleEnd = clock.stampNs();
        advance();
        final long advanceEnd = simulated == null ? cycleEnd : clock.stampNs();
        ring.touchNext();
        previousCycleNs = cycleEnd - startStamp;
        digest.update(frame);
        if (activeCycles > 0)
        {
            statistics.record(frame, startStamp, cycleEnd, advanceEnd);
            probe.onActiveCycle(activeCycles, runner);
        }
        cycle++;
    }

    private void noteFault(final CycleFrame frame)
    {
        if (machine.fault() == FaultCode.NONE)
        {
            frame.set(FrameField.FAULT_CYCLE, -1);
        }
        else if (frame.get(FrameField.FAULT_CYCLE) < 0)
        {
            frame.set(FrameField.FAULT_CYCLE, cycle);
        }
    }

    /** An unstable simulation ends the run one cycle later, so that the fault is in the last frame. */
    private void advance()
    {
        if (simulated == null)
        {
            return;
        }
        if (unstable)
        {
            stopRequested = true;
        }
        else if (system.state() == LifecycleState.ACTIVE && simulated.advance() != ReturnCode.OK)
        {
            machine.onFault(FaultCode.SIMULATION_UNSTABLE, Mode.FAULT);
            unstable = true;
        }
    }

    private void count(final CycleFrame frame, final long skipped, final long startStamp)
    {
        if (activeCycles == 0 && machine.mode() != Mode.ACTIVE)
        {
            return;
        }
        if (activeCycles++ == 0)
        {
            frame.set(FrameField.FIRST_ACTIVE_CYCLE, cycle);
        }
        frame.set(FrameField.SKIPPED_PERIODS, skipped);
        frame.add(FrameField.COUNT_CYCLES, 1);
        frame.add(FrameField.COUNT_SKIPPED, skipped);
        final long busyNs = frame.get(FrameField.WRITE_DONE_NS) - startStamp;
        if (clock.realTime() && context.latenessNs + busyNs > periodNs)
        {
            frame.add(FrameField.COUNT_DEADLINE_MISSES, 1);
        }
        if (context.controlStep && frame.get(FrameField.GATE_ACTIONS) != 0)
        {
            frame.add(FrameField.COUNT_GATED, 1);
        }
        if (context.verdict != Verdict.GOOD)
        {
            frame.add(FrameField.COUNT_BAD_VERDICTS, 1);
        }
    }

    /**
     * @return the way down to a controlled end; any thread may ask for it.
     */
    public StopLadder ladder()
    {
        return ladder;
    }

    /**
     * Ends the loop after the cycle that is running. Any thread.
     */
    public void requestStop()
    {
        stopRequested = true;
    }

    /**
     * @return what a stage threw, null when none did.
     */
    public Throwable failure()
    {
        return failure;
    }

    /**
     * @return distributions; complete once the loop has ended.
     */
    public LoopStatistics statistics()
    {
        return statistics;
    }

    /**
     * @return fingerprint of the run; after the loop has ended.
     */
    public String sha256()
    {
        return digest.sha256(context.frame);
    }

    /**
     * @return the last frame; after the loop has ended.
     */
    public CycleFrame lastFrame()
    {
        return context.frame;
    }
}
