package dev.sinew.runtime.frame;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that shows every frame of a run to its listeners, in order, some milliseconds after the loop has published
 * it. It reads copies and sleeps in between: the loop never knows that it is there. Frames that it comes too late for
 * are counted.
 */
public final class FrameFollower
{
    /** Time between two looks at the ring, ns. */
    public static final long NAP_NS = 50_000_000L;

    private static final long PATIENCE_MS = 5000;

    private final FrameReader reader;
    private final FrameView view;
    private final List<Listener> listeners;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile Throwable failure;

    /** Sees frames. Follower's thread. */
    public interface Listener
    {
        /**
         * @param frame the next frame.
         */
        void onFrame(FrameView frame);

        /**
         * All frames so far have been shown.
         *
         * @param lost frames since the begin that were gone before they could be shown.
         */
        default void onBatch(final long lost)
        {
        }
    }

    /**
     * @param frames    where frames appear.
     * @param name      name of the thread.
     * @param listeners who sees them, in order.
     */
    public FrameFollower(final MappedFrames frames, final String name, final Listener... listeners)
    {
        this.reader = new FrameReader(frames, 0);
        this.view = new FrameView(frames, reader);
        this.listeners = List.of(listeners);
        this.thread = new Thread(this::follow, name);
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @return this.
     */
    public FrameFollower start()
    {
        thread.start();
        return this;
    }

    private void follow()
    {
        try
        {
            while (running)
            {
                drain();
                LockSupport.parkNanos(NAP_NS);
            }
            drain(); // what the loop said last
        }
        catch (final RuntimeException | Error ex)
        {
            failure = ex;
        }
    }

    private void drain()
    {
        while (reader.poll())
        {
            for (final Listener listener : listeners)
            {
                listener.onFrame(view);
            }
        }
        for (final Listener listener : listeners)
        {
            listener.onBatch(reader.lost());
        }
    }

    /**
     * @return what a listener threw, null when none did; the follower has ended then.
     */
    public Throwable failure()
    {
        return failure;
    }

    /**
     * Shows what is left and ends the thread.
     *
     * @return true when it has ended; false when a listener keeps it, and then the frames must stay mapped.
     */
    public boolean end()
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
        return !thread.isAlive();
    }
}
