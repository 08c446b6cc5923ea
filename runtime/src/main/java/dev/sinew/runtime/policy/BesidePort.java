package dev.sinew.runtime.policy;

import java.util.concurrent.locks.LockSupport;

import dev.sinew.policy.engine.InferenceEngine;

/**
 * Inference on a thread of its own, so that a large network, or an engine that leaves garbage, cannot hold the loop
 * up. In
 * lockstep the answer is used a declared number of cycles after its observation and waited for there; otherwise it is
 * used
 * when it has come.
 */
final class BesidePort implements InferencePort
{
    private static final long NAP_NS = 50_000;

    private final InferenceEngine engine;
    private final StampedExchange requests;
    private final StampedExchange answers;
    private final int lockstepDelayCycles;
    private final Thread worker;
    private volatile boolean running = true;
    private volatile boolean failed;
    private long dueCycle = Long.MAX_VALUE;

    /**
     * @param engine              engine; used by the worker alone, closed by it.
     * @param lockstepDelayCycles cycles until an answer is used, waited for; -1 to use it when it has come.
     */
    BesidePort(final InferenceEngine engine, final int lockstepDelayCycles)
    {
        this.engine = engine;
        this.lockstepDelayCycles = lockstepDelayCycles;
        requests = new StampedExchange(engine.inputSize());
        answers = new StampedExchange(engine.outputSize());
        worker = new Thread(this::work, "sinew-policy");
        worker.setDaemon(true);
        worker.start();
    }

    private void work()
    {
        try
        {
            while (running)
            {
                if (requests.poll())
                {
                    engine.infer(requests.value(), answers.forWriting());
                    answers.publish(requests.cycle());
                }
                else if (lockstepDelayCycles >= 0)
                {
                    Thread.yield();
                }
                else
                {
                    LockSupport.parkNanos(NAP_NS);
                }
            }
        }
        catch (final RuntimeException | Error ex) // the loop learns of it and freezes the robot
        {
            failed = true;
        }
        finally
        {
            engine.close();
        }
    }

    @Override
    public String placement()
    {
        return "beside";
    }

    @Override
    public float[] observation()
    {
        return requests.forWriting();
    }

    @Override
    public void submit(final long cycle)
    {
        requests.publish(cycle);
        if (lockstepDelayCycles >= 0)
        {
            dueCycle = cycle + lockstepDelayCycles;
        }
    }

    @Override
    public boolean poll(final long cycle)
    {
        if (lockstepDelayCycles < 0)
        {
            return answers.poll();
        }
        if (cycle < dueCycle)
        {
            return false;
        }
        dueCycle = Long.MAX_VALUE;
        while (!answers.poll())
        {
            if (failed)
            {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    @Override
    public float[] action()
    {
        return answers.value();
    }

    @Override
    public long actionCycle()
    {
        return answers.cycle();
    }

    @Override
    public boolean failed()
    {
        return failed;
    }

    @Override
    public void close()
    {
        running = false;
        LockSupport.unpark(worker);
    }
}
