package dev.sinew.runtime.policy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Hands the newest vector from one thread to another without waiting: three slots, one atomic index. What the reader
 * did
 * not fetch in time is replaced by what came later. One writer thread, one reader thread; wait-free; allocation-free.
 *
 * <p>Each vector carries the cycle whose observation it is or answers.</p>
 */
public final class StampedExchange
{
    private static final int INDEX = 0b011;
    private static final int UNREAD = 0b100;
    private static final VarHandle SHARED;

    static
    {
        try
        {
            SHARED = MethodHandles.lookup().findVarHandle(StampedExchange.class, "shared", int.class);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new ExceptionInInitializerError(ex);
        }
    }

    private final float[][] values;
    private final long[] cycles = new long[3];
    private int writerSlot;
    private int readerSlot = 2;
    @SuppressWarnings("unused") // through SHARED
    private int shared = 1;

    /**
     * @param size numbers in a vector.
     */
    public StampedExchange(final int size)
    {
        values = new float[3][size];
    }

    /**
     * Writer thread only.
     *
     * @return where the next vector goes.
     */
    public float[] forWriting()
    {
        return values[writerSlot];
    }

    /**
     * Writer thread only: hands over what {@link #forWriting()} holds.
     *
     * @param cycle cycle whose observation this is or answers.
     */
    public void publish(final long cycle)
    {
        cycles[writerSlot] = cycle;
        writerSlot = (int)SHARED.getAndSet(this, writerSlot | UNREAD) & INDEX;
    }

    /**
     * Reader thread only.
     *
     * @return true when {@link #value()} and {@link #cycle()} now show a vector that was not seen before.
     */
    public boolean poll()
    {
        if (((int)SHARED.getAcquire(this) & UNREAD) == 0)
        {
            return false;
        }
        readerSlot = (int)SHARED.getAndSet(this, readerSlot) & INDEX;
        return true;
    }

    /**
     * Reader thread only; meaningful after the first successful {@link #poll()}.
     *
     * @return the vector.
     */
    public float[] value()
    {
        return values[readerSlot];
    }

    /**
     * Reader thread only; meaningful after the first successful {@link #poll()}.
     *
     * @return its cycle.
     */
    public long cycle()
    {
        return cycles[readerSlot];
    }
}
