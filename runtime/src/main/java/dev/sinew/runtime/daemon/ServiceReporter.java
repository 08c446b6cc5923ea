package dev.sinew.runtime.daemon;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.sinew.hal.linux.ServiceNotifier;

/**
 * Tells the service manager that the loop runs, how, and that it still does. A thread of its own, which neither prints
 * nor touches a file: the watchdog must not starve because somebody does not read the log.
 *
 * <p>{@code WATCHDOG=1} goes out only when the number of published cycles has grown since the last time: a loop that
 * hangs is not vouched for.</p>
 */
final class ServiceReporter implements AutoCloseable
{
    private static final long NAP_NS = 100_000_000L;
    private static final long PATIENCE_MS = 1000;

    private final ServiceNotifier notifier;
    private final LongSupplier published;
    private final Supplier<String> status;
    private final long watchdogNs;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean stopping;
    private boolean toldReady;
    private boolean toldStopping;
    private String toldStatus = "";
    private long vouchedFor = -1;
    private long vouchedNs;

    /**
     * @param notifier   where to tell.
     * @param watchdogNs time within which the manager wants to hear of us, ns; 0 when it does not watch.
     * @param published  number of the newest published cycle, -1 before the first; any thread.
     * @param status     one line for people; any thread.
     */
    ServiceReporter(
        final ServiceNotifier notifier,
        final long watchdogNs,
        final LongSupplier published,
        final Supplier<String> status)
    {
        this.notifier = notifier;
        this.watchdogNs = watchdogNs;
        this.published = published;
        this.status = status;
        this.thread = new Thread(this::report, "sinew-notify");
        thread.setDaemon(true);
    }

    ServiceReporter start()
    {
        if (notifier.active())
        {
            thread.start();
        }
        return this;
    }

    private void report()
    {
        // Twice within the manager's time, and often enough for a status that people read.
        final long napNs = watchdogNs == 0 ? NAP_NS : Math.min(NAP_NS, watchdogNs / 4);
        while (running)
        {
            step(System.nanoTime());
            LockSupport.parkNanos(napNs);
        }
    }

    /** One round. */
    void step(final long nowNs)
    {
        final long newest = published.getAsLong();
        if (!toldReady && newest >= 0)
        {
            toldReady = notifier.send("READY=1");
        }
        if (stopping && !toldStopping)
        {
            toldStopping = notifier.send("STOPPING=1");
        }
        final String line = status.get();
        if (!line.equals(toldStatus) && notifier.send("STATUS=" + line))
        {
            toldStatus = line;
        }
        if (watchdogNs > 0 && newest > vouchedFor && nowNs - vouchedNs >= watchdogNs / 4 &&
            notifier.send("WATCHDOG=1"))
        {
            vouchedFor = newest;
            vouchedNs = nowNs;
        }
    }

    /** The run is ending from now on; any thread. */
    void stopping()
    {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close()
    {
        running = false;
        LockSupport.unpark(thread);
        try
        {
            thread.join(PATIENCE_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        notifier.close();
    }
}
