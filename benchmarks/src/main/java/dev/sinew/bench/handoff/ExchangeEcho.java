package dev.sinew.bench.handoff;

import dev.sinew.runtime.policy.StampedExchange;

/** As a policy beside the loop gets its observations: one exchange there, one back. */
final class ExchangeEcho implements Echo
{
    private final StampedExchange there = new StampedExchange(SIZE);
    private final StampedExchange back = new StampedExchange(SIZE);
    private volatile boolean running = true;
    private long cycle;

    ExchangeEcho()
    {
        final Thread thread = new Thread(this::work, "bench-echo");
        thread.setDaemon(true);
        thread.start();
    }

    private void work()
    {
        int spins = 0;
        while (running)
        {
            if (there.poll())
            {
                System.arraycopy(there.value(), 0, back.forWriting(), 0, SIZE);
                back.publish(there.cycle());
                spins = 0;
            }
            else
            {
                spins = Echo.pause(spins);
            }
        }
    }

    @Override
    public float roundTrip(final float[] event)
    {
        System.arraycopy(event, 0, there.forWriting(), 0, SIZE);
        there.publish(++cycle);
        int spins = 0;
        while (!back.poll())
        {
            spins = Echo.pause(spins);
        }
        return back.value()[0];
    }

    @Override
    public void close()
    {
        running = false;
    }
}
