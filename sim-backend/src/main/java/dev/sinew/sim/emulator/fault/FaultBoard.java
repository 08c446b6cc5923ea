package dev.sinew.sim.emulator.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/**
 * The faults of a running emulation: those of its plan and those that were asked for meanwhile. It knows which are
 * active, tells devices and buses of begin and end, and spoils answers. Which answers a share meets is a hash of seed,
 * fault, device and number of the answer: what happens to one device changes nothing for another.
 */
public final class FaultBoard
{
    /** Told of faults that last, at their begin and their end. */
    public interface Listener
    {
        /**
         * @param event  the fault.
         * @param active true at its begin, false at its end.
         * @param nowNs  time, ns.
         */
        void onFault(FaultEvent event, boolean active, long nowNs);
    }

    private static final long NEVER = Long.MIN_VALUE;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final long OTHER = 0xD6E8_FEB8_6659_FD93L;
    private static final int DEVICES = 1 << 8;

    private final long seed;
    private final EventLog log;
    private final List<FaultEvent> events = new ArrayList<>();
    private final List<Boolean> active = new ArrayList<>();
    private final List<long[]> seen = new ArrayList<>();
    private final long[] spoiled = new long[FaultKind.values().length];
    private Listener listener = (event, isActive, nowNs) -> { };
    private long originNs = NEVER;

    /**
     * @param plan plan; its times count from the host's first byte.
     * @param log  where begin and end go.
     */
    public FaultBoard(final FaultPlan plan, final EventLog log)
    {
        seed = plan.seed();
        this.log = log;
        plan.events().forEach(this::enter);
    }

    private void enter(final FaultEvent event)
    {
        events.add(event);
        active.add(false);
        seen.add(new long[DEVICES]);
    }

    /**
     * @param whom told of faults that last.
     */
    public void listener(final Listener whom)
    {
        listener = whom;
    }

    /**
     * The host's first byte has come: times count from now. Later calls change nothing.
     *
     * @param nowNs time, ns.
     */
    public void origin(final long nowNs)
    {
        if (originNs == NEVER)
        {
            originNs = nowNs;
        }
    }

    /**
     * Adds a fault.
     *
     * @param event fault; its begin counts from now.
     * @param nowNs time, ns.
     */
    public void add(final FaultEvent event, final long nowNs)
    {
        origin(nowNs);
        enter(new FaultEvent(event.kind(), nowNs - originNs + event.beginNs(), event.durationNs(), event.bus(),
            event.device(), event.share(), event.value()));
    }

    /**
     * Ends every fault, and those that were still to come.
     *
     * @param nowNs time, ns.
     */
    public void heal(final long nowNs)
    {
        for (int i = 0; i < events.size(); i++)
        {
            if (active.get(i))
            {
                turn(i, false, nowNs);
            }
        }
        events.clear();
        active.clear();
        seen.clear();
    }

    /**
     * Begins and ends what is due.
     *
     * @param nowNs time, ns.
     */
    public void update(final long nowNs)
    {
        if (originNs == NEVER)
        {
            return;
        }
        for (int i = 0; i < events.size(); i++)
        {
            final boolean should = events.get(i).activeAt(nowNs - originNs);
            if (should != active.get(i))
            {
                turn(i, should, nowNs);
            }
        }
    }

    private void turn(final int i, final boolean isActive, final long nowNs)
    {
        final FaultEvent event = events.get(i);
        active.set(i, isActive);
        log.begin(isActive ? "fault_begin" : "fault_end", nowNs).with("kind", event.kind().word())
            .with("bus", event.bus()).with("id", event.device()).with("value", event.value()).end();
        if (event.kind().scope() != FaultKind.Scope.REPLY)
        {
            spoiled[event.kind().ordinal()] += isActive ? 1 : 0;
            listener.onFault(event, isActive, nowNs);
        }
    }

    /**
     * Spoils an answer, if a fault says so.
     *
     * @param bus   name of the bus.
     * @param reply the answer; changed in place.
     * @param form  what the protocol knows of it.
     * @return false when it shall not be sent.
     */
    public boolean spoil(final String bus, final Reply reply, final ReplyForm form)
    {
        boolean sent = true;
        for (int i = 0; i < events.size(); i++)
        {
            final FaultEvent event = events.get(i);
            if (active.get(i) && event.kind().scope() == FaultKind.Scope.REPLY && event.meets(bus, reply.device))
            {
                final long number = seen.get(i)[reply.device & DEVICES - 1]++;
                final long draw = draw(i, bus.hashCode(), reply.device, number);
                if ((draw >>> 11) * 0x1.0p-53 < event.share())
                {
                    spoiled[event.kind().ordinal()]++;
                    sent &= apply(event, reply, form, draw);
                }
            }
        }
        return sent;
    }

    private long draw(final int event, final int bus, final int device, final long number)
    {
        long z = seed * OTHER + event * STEP + ((long)bus << 32) + device;
        z = mix(z) + number * STEP;
        return mix(z);
    }

    private static long mix(final long value)
    {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    private static boolean apply(final FaultEvent event, final Reply reply, final ReplyForm form, final long draw)
    {
        switch (event.kind())
        {
            case DROP_REPLY:
                return false;
            case LATE_REPLY:
                reply.startNs += Math.round(event.value() * 1e9);
                return true;
            case WRONG_CHECKSUM:
                form.breakCheck(reply);
                return true;
            case WRONG_ID:
                form.changeId(reply, (int)event.value());
                return true;
            case ZERO_FRAME:
                Arrays.fill(reply.bytes, 0, reply.length, (byte)0);
                return true;
            case ZERO_DATA:
                form.clearData(reply);
                return true;
            case TRUNCATED_REPLY:
                reply.length = Math.min(reply.length, (int)event.value());
                return true;
            case NOISE:
                noise(reply, (int)event.value(), draw);
                return true;
            default:
                return true;
        }
    }

    private static void noise(final Reply reply, final int count, final long draw)
    {
        final int room = Math.min(count, reply.bytes.length - reply.length);
        System.arraycopy(reply.bytes, 0, reply.bytes, room, reply.length);
        for (int i = 0; i < room; i++)
        {
            reply.bytes[i] = (byte)mix(draw + i);
        }
        reply.length += room;
    }

    /**
     * @param kind a kind of fault.
     * @return how many answers it has spoiled, or how often it has begun.
     */
    public long count(final FaultKind kind)
    {
        return spoiled[kind.ordinal()];
    }
}
