package dev.sinew.runtime.policy;

/**
 * Where observations go in and actions come out, on this thread or another. Loop's thread; allocation-free.
 */
interface InferencePort extends AutoCloseable
{
    /**
     * @return {@code inline} or {@code beside}.
     */
    String placement();

    /**
     * @return where the next observation goes.
     */
    float[] observation();

    /**
     * Hands the observation over.
     *
     * @param cycle cycle that it belongs to.
     */
    void submit(long cycle);

    /**
     * @param cycle cycle that is running.
     * @return true when a new action is in {@link #action()}; waits for it where the port is in lockstep and it is due.
     */
    boolean poll(long cycle);

    /**
     * @return newest action.
     */
    float[] action();

    /**
     * @return cycle whose observation it answers.
     */
    long actionCycle();

    /**
     * @return true when the engine has failed.
     */
    boolean failed();

    @Override
    void close();
}
