package dev.sinew.runtime.loop;

/**
 * Part of a cycle. Runs once per cycle on one thread at a time; allocation-free; bounded; throws nothing in normal
 * life.
 */
public interface Stage
{
    /**
     * @return short name, for threads and reports.
     */
    String name();

    /**
     * @param context the cycle.
     */
    void run(CycleContext context);
}
