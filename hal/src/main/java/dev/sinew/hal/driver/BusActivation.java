package dev.sinew.hal.driver;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.system.ReturnCode;

/**
 * Activates all buses of a robot at once. To set up a line of servos takes longer than the watchdog of a line that is
 * already active bears, and a whole robot one after the other takes longer still. So each bus is activated on a thread
 * of its own, and those that are ready first get commands to stay limp until the last one is.
 *
 * <pre>
 *   loop's thread      ──start──▶ feeds what is ready, every 2 ms ────────────────────────▶ first cycle
 *   one thread a bus     activate ──▶ outcome
 * </pre>
 *
 * <p>The caller's thread, which is also the one that uses the drivers afterwards; threads that it makes take over its
 * scheduling class, and with it drivers' own threads and processes. Allocates: not for a cycle that controls.</p>
 */
final class BusActivation
{
    private static final long FEED_NS = 2_000_000L;

    private final NativeBus[] buses;
    private final long nowNs;
    private final Thread caller = Thread.currentThread();
    private final int callerId = ThreadScheduling.threadId();
    private final AtomicReferenceArray<ReturnCode> outcomes;

    /**
     * @param buses configured buses, several, that nobody uses meanwhile.
     * @param nowNs time of the cycle, ns.
     */
    BusActivation(final NativeBus[] buses, final long nowNs)
    {
        this.buses = buses;
        this.nowNs = nowNs;
        outcomes = new AtomicReferenceArray<>(buses.length);
    }

    /**
     * Returns when every driver has answered; each of them promises to.
     *
     * @return the first bus that was not activated, null when all of them were.
     */
    NativeBus run()
    {
        for (int i = 0; i < buses.length; i++)
        {
            final int bus = i;
            final Thread thread = new Thread(() -> activate(bus), "activate-" + buses[bus].name);
            thread.setDaemon(true);
            thread.start();
        }
        while (!feed())
        {
            LockSupport.parkNanos(FEED_NS);
        }
        for (int i = 0; i < buses.length; i++)
        {
            if (outcomes.get(i) != ReturnCode.OK)
            {
                return buses[i];
            }
        }
        return null;
    }

    private void activate(final int bus)
    {
        ReturnCode code = ReturnCode.ERROR;
        try
        {
            ThreadScheduling.takeOver(callerId);
            code = buses[bus].driver.activate();
        }
        finally
        {
            outcomes.set(bus, code); // also hands the driver back to the caller's thread
            LockSupport.unpark(caller);
        }
    }

    /** Returns true when all have answered. */
    private boolean feed()
    {
        boolean all = true;
        for (int i = 0; i < buses.length; i++)
        {
            final ReturnCode code = outcomes.get(i);
            all &= code != null;
            if (code == ReturnCode.OK)
            {
                buses[i].stayLimp(nowNs);
            }
        }
        return all;
    }
}
