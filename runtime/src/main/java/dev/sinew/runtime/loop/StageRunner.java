package dev.sinew.runtime.loop;

/**
 * Runs the stages of a cycle, in order, on whichever threads its topology has. Called by the loop's thread.
 */
public interface StageRunner extends AutoCloseable
{
    /**
     * @return {@code fused} or {@code pipelined}.
     */
    String topology();

    /**
     * Runs every stage once and returns when the last has ended.
     *
     * @param context the cycle.
     * @return false when a stage threw; {@link #failure()} tells what.
     */
    boolean run(CycleContext context);

    /**
     * @return what the last failing stage threw, null when none did.
     */
    Throwable failure();

    /**
     * @return identifiers of the threads that run stages, for the allocation counters.
     */
    long[] threadIds();

    @Override
    void close();
}
