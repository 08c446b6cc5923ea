package dev.sinew.bench.handoff;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Baseline: two blocking queues of the Java library, whose readers sleep under a lock. */
final class QueueEcho implements Echo
{
    private final BlockingQueue<float[]> there = new ArrayBlockingQueue<>(4);
    private final BlockingQueue<float[]> back = new ArrayBlockingQueue<>(4);
    private final float[] sent = new float[SIZE];
    private final Thread thread = new Thread(this::work, "bench-echo");

    QueueEcho()
    {
        thread.setDaemon(true);
        thread.start();
    }

    private void work()
    {
        final float[] copy = new float[SIZE];
        try
        {
            while (true)
            {
                System.arraycopy(there.take(), 0, copy, 0, SIZE);
                back.put(copy);
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt(); // the benchmark has ended
        }
    }

    @Override
    public float roundTrip(final float[] event)
    {
        System.arraycopy(event, 0, sent, 0, SIZE);
        try
        {
            there.put(sent);
            return back.take()[0];
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close()
    {
        thread.interrupt();
    }
}
