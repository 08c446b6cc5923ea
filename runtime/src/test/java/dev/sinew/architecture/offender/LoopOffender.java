package dev.sinew.architecture.offender;

import dev.sinew.hal.layout.TruthBlock;

/** Breaks the rules on purpose, so that the rules can be seen to bite. */
final class LoopOffender
{
    private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();

    String offend(final TruthBlock truth)
    {
        lock.lock();
        try
        {
            return String.format("%f", truth.basePose.get(2));
        }
        finally
        {
            lock.unlock();
        }
    }
}
