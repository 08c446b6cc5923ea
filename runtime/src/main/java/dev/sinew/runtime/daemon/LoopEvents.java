package dev.sinew.runtime.daemon;

import java.util.Locale;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.runtime.daemon.EventLog.Priority;
import dev.sinew.runtime.daemon.EventLog.Topic;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.frame.FrameView;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;

/**
 * Turns frames into the lines of the log: changes of the mode, faults with cause and remedy, commands and their
 * answers, stalls, heat; samples and buses through {@link SampleEvents} and {@link BusEvents}. Follower's thread.
 */
final class LoopEvents implements FrameFollower.Listener
{
    /** Periods skipped at once that are worth a line. */
    private static final long STALL_PERIODS = 10;
    /** Greatest number of a fault of transport and samples. */
    private static final int TRANSPORT_MAX = 99;

    private final EventLog log;
    private final long periodNs;
    private final SampleEvents samples;
    private final BusEvents buses;
    private Mode mode;
    private FaultCode fault = FaultCode.NONE;
    private long operatorSequence;
    private long previousReleaseNs;
    private boolean hot;
    private long lost;
    private long wallMinusLoopMs;

    /**
     * @param log      where lines go.
     * @param periodNs length of a cycle, ns.
     * @param buses    looks after the buses, null for a robot without.
     */
    LoopEvents(final EventLog log, final long periodNs, final BusEvents buses)
    {
        this.log = log;
        this.periodNs = periodNs;
        this.samples = new SampleEvents(log, periodNs);
        this.buses = buses;
    }

    @Override
    public void onFrame(final FrameView frame)
    {
        final long nowNs = frame.get(FrameField.NOW_NS);
        if (previousReleaseNs == 0)
        {
            wallMinusLoopMs = System.currentTimeMillis() - System.nanoTime() / 1_000_000L;
        }
        final long wallMs = nowNs / 1_000_000L + wallMinusLoopMs;
        operator(frame, wallMs);
        fault(frame, wallMs);
        mode(frame, wallMs);
        samples.onFrame(frame, wallMs);
        if (buses != null)
        {
            buses.onFrame(frame, wallMs);
        }
        stall(frame, wallMs);
        heat(frame, wallMs);
    }

    private void operator(final FrameView frame, final long wallMs)
    {
        final long sequence = frame.get(FrameField.OPERATOR_SEQUENCE);
        if (sequence == operatorSequence)
        {
            return;
        }
        operatorSequence = sequence;
        final OperatorOutcome outcome = OperatorOutcome.ofOrdinal(frame.get(FrameField.OPERATOR_OUTCOME));
        log.line(Priority.NOTICE, Topic.OPERATOR,
            word(OperatorCommand.ofOrdinal(frame.get(FrameField.OPERATOR_COMMAND))) + ": " + switch (outcome)
            {
                case OBEYED -> "done";
                case STOPPING -> "refused, the run is ending";
                case WATCH_ONLY -> "refused, no bus delivers the sensors that control needs";
                case NONE, MODE_REFUSES -> "refused, mode " + mode + " does not allow it";
            } + at(frame), wallMs);
    }

    private static String word(final OperatorCommand command)
    {
        return command.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void fault(final FrameView frame, final long wallMs)
    {
        final FaultCode now = FaultCode.ofNumber(frame.get(FrameField.FAULT));
        if (now == fault)
        {
            return;
        }
        if (now == FaultCode.NONE)
        {
            log.line(Priority.NOTICE, Topic.FAULT, "fault " + fault.number() + " " + fault + " cleared" + at(frame),
                wallMs);
        }
        else
        {
            log.line(Priority.ERROR, Topic.FAULT, "fault " + now.number() + " " + now + ": " + now.cause() +
                "; remedy: " + now.remedy() + at(frame), wallMs);
            if (buses != null && now.number() <= TRANSPORT_MAX)
            {
                buses.tellLastErrors(wallMs);
            }
        }
        fault = now;
    }

    private void mode(final FrameView frame, final long wallMs)
    {
        final Mode now = Mode.ofOrdinal(frame.get(FrameField.MODE));
        if (now == mode)
        {
            return;
        }
        final boolean down = now == Mode.FREEZE || now == Mode.DAMP || now == Mode.LIMP || now == Mode.FAULT;
        log.line(down ? Priority.WARNING : Priority.NOTICE, Topic.MODE,
            (mode == null ? "" : mode + " -> ") + now + at(frame), wallMs);
        mode = now;
    }

    private void stall(final FrameView frame, final long wallMs)
    {
        final long releaseNs = frame.get(FrameField.RELEASE_NS);
        final long skipped = previousReleaseNs == 0 ? 0 : (releaseNs - previousReleaseNs) / periodNs - 1;
        previousReleaseNs = releaseNs;
        if (skipped >= STALL_PERIODS)
        {
            log.line(Priority.WARNING, Topic.LOOP, String.format(Locale.ROOT,
                "stood still for %.1f ms: %d periods skipped", skipped * periodNs * 1e-6, skipped) + at(frame), wallMs);
        }
    }

    private void heat(final FrameView frame, final long wallMs)
    {
        final boolean now = (frame.get(FrameField.GATE_ACTIONS) & GateAction.TEMPERATURE.mask()) != 0;
        if (now != hot)
        {
            log.line(now ? Priority.WARNING : Priority.NOTICE, Topic.GATE, (now ?
                "a motor is too hot: its finger or limb goes to the rest tension" :
                "no motor is too hot any more") + at(frame), wallMs);
        }
        hot = now;
    }

    static String at(final FrameView frame)
    {
        return " (cycle " + frame.get(FrameField.CYCLE) + ")";
    }

    @Override
    public void onBatch(final long lostSoFar)
    {
        final long wallMs = System.currentTimeMillis();
        // The wall clock may have been set; stamps follow it from here on.
        wallMinusLoopMs = wallMs - System.nanoTime() / 1_000_000L;
        samples.settle(wallMs);
        if (lostSoFar > lost)
        {
            log.line(Priority.WARNING, Topic.RUN, "the log came too late for " + (lostSoFar - lost) +
                " frames, their events are missing here (give the black box more seconds)", wallMs);
        }
        lost = lostSoFar;
        log.settle(wallMs);
    }
}
