package dev.sinew.runtime.frame;

import java.lang.invoke.VarHandle;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * How one writer and any number of readers share a slot without waiting: the writer stamps the begin, copies, stamps
 * the
 * end; a reader copies between reading the end and the begin and keeps the copy only when both carry the number that it
 * wants. A sequence lock (Boehm, "Can seqlocks get along with programming language memory models?", 2012) whose two
 * halves
 * lie at both ends of the slot.
 */
public final class SlotProtocol
{
    private final int endOffset;

    /**
     * @param endOffset offset of the closing number, bytes; the opening number lies at offset 0.
     */
    public SlotProtocol(final int endOffset)
    {
        this.endOffset = endOffset;
    }

    /**
     * Writer only.
     *
     * @param slot       memory of all slots.
     * @param slotOffset begin of the slot, bytes.
     * @param source     a frame.
     * @param sequence   number of the frame.
     */
    public void write(final UnsafeBuffer slot, final int slotOffset, final UnsafeBuffer source, final long sequence)
    {
        slot.putLongOrdered(slotOffset, sequence);
        VarHandle.storeStoreFence();
        slot.putBytes(slotOffset + Long.BYTES, source, Long.BYTES, endOffset - Long.BYTES);
        slot.putLongOrdered(slotOffset + endOffset, sequence);
    }

    /**
     * Any reader.
     *
     * @param slot       memory of all slots.
     * @param slotOffset begin of the slot, bytes.
     * @param target     where the copy goes.
     * @param sequence   number of the frame that is wanted.
     * @return true when the copy is whole and carries that number.
     */
    public boolean read(final UnsafeBuffer slot, final int slotOffset, final UnsafeBuffer target, final long sequence)
    {
        final long end = slot.getLongVolatile(slotOffset + endOffset);
        if (end != sequence)
        {
            return false;
        }
        target.putBytes(0, slot, slotOffset, endOffset);
        VarHandle.loadLoadFence();
        if (slot.getLongVolatile(slotOffset) != sequence)
        {
            return false;
        }
        target.putLong(0, sequence);
        target.putLong(endOffset, sequence);
        return true;
    }
}
