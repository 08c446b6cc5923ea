package dev.sinew.runtime.safety;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;

/**
 * How a run ends on request: damped until the robot rests or its time is over, then limp, then off. There is no way
 * back up, and a harder request only makes it shorter.
 *
 * <pre>
 *   CONTROLLED:  any ──▶ DAMP ──at rest, or time over──▶ LIMP ──a moment──▶ OFF, drives deactivated
 *   FAST:        any ─────────────────────────────────▶ LIMP ──two cycles─▶ OFF
 * </pre>
 *
 * <p>Any thread asks; the loop's thread climbs down. Allocation-free.</p>
 */
public final class StopLadder
{
    /** How soon a run shall end. */
    public enum Haste
    {
        /** Not at all. */
        NONE,
        /** Damped first. */
        CONTROLLED,
        /** Let go at once. */
        FAST
    }

    /**
     * How a controlled stop goes.
     *
     * @param dampNs   longest time in DAMP, ns.
     * @param restRadS speed of every joint and motor below which the robot rests, rad/s.
     */
    public record Settings(long dampNs, double restRadS)
    {
    }

    /** A robot rests once it has been slow for this long, ns. */
    public static final long REST_NS = 200_000_000L;
    /** Time in LIMP, so that a device hears of it more than once, ns. */
    public static final long LIMP_NS = 50_000_000L;

    private static final int FAST_LIMP_CYCLES = 2;
    private static final VarHandle ASKED;

    static
    {
        try
        {
            ASKED = MethodHandles.lookup().findVarHandle(StopLadder.class, "asked", int.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final Settings settings;
    @SuppressWarnings("unused") // through ASKED
    private int asked;
    private boolean begun;
    private boolean limp;
    private boolean finished;
    private long begunNs;
    private long movedNs;
    private long limpNs;
    private int limpCycles;

    /**
     * @param settings how a controlled stop goes.
     */
    public StopLadder(final Settings settings)
    {
        this.settings = settings;
    }

    /**
     * Any thread. A request never becomes less urgent.
     *
     * @param haste how soon the run shall end.
     */
    public void request(final Haste haste)
    {
        int before = (int)ASKED.getAcquire(this);
        while (haste.ordinal() > before && !ASKED.compareAndSet(this, before, haste.ordinal()))
        {
            before = (int)ASKED.getAcquire(this);
        }
    }

    /**
     * @return how soon the run shall end; any thread.
     */
    public Haste requested()
    {
        return Haste.values()[(int)ASKED.getAcquire(this)];
    }

    /**
     * Takes the next step down, if it is due. Loop's thread, once a cycle, before the stages.
     *
     * @param machine modes.
     * @param state   newest sample.
     * @param good    whether that sample was good enough for a control step.
     * @param nowNs   time of the cycle, ns.
     */
    public void onCycle(final ModeMachine machine, final StateBlock state, final boolean good, final long nowNs)
    {
        final int haste = (int)ASKED.getAcquire(this);
        if (haste == 0 || finished)
        {
            return;
        }
        if (!begun)
        {
            begun = true;
            begunNs = nowNs;
            movedNs = nowNs;
            machine.beginStop();
        }
        final boolean fast = haste == Haste.FAST.ordinal();
        if (!limp && (machine.mode() == Mode.OFF || fast || dampedLongEnough(machine, state, good, nowNs)))
        {
            limp = true;
            limpNs = nowNs;
            machine.stopTo(Mode.LIMP);
        }
        if (limp)
        {
            final boolean heard = fast ? limpCycles >= FAST_LIMP_CYCLES : nowNs - limpNs >= LIMP_NS;
            limpCycles++;
            if (heard || machine.mode() == Mode.OFF)
            {
                finished = true;
                machine.stopTo(Mode.OFF);
            }
        }
    }

    private boolean dampedLongEnough(
        final ModeMachine machine,
        final StateBlock state,
        final boolean good,
        final long nowNs)
    {
        machine.stopTo(Mode.DAMP);
        if (machine.mode() == Mode.LIMP)
        {
            return true;
        }
        if (!good || isMoving(state))
        {
            movedNs = nowNs;
        }
        return nowNs - movedNs >= REST_NS || nowNs - begunNs >= settings.dampNs();
    }

    private boolean isMoving(final StateBlock state)
    {
        final boolean joints = (state.validGroups() & ChannelGroup.JOINTS.mask()) != 0;
        return isFast(state.motorVelocity) || joints && isFast(state.jointVelocity);
    }

    private boolean isFast(final Column velocity)
    {
        final int size = velocity.size();
        for (int i = 0; i < size; i++)
        {
            if (!(Math.abs(velocity.get(i)) < settings.restRadS())) // not a number counts as fast
            {
                return true;
            }
        }
        return false;
    }

    /**
     * @return true once the mode is OFF for good; loop's thread.
     */
    public boolean finished()
    {
        return finished;
    }
}
