package dev.sinew.sim.emulator.wire;

/**
 * One answer of a device, or a device's part of an answer that several build together. Reused: filled, sent, filled
 * again.
 */
public final class Reply
{
    /** Bytes; only the first {@link #length} count. */
    public final byte[] bytes;
    /** Number of bytes. */
    public int length;
    /** Who answers. */
    public int device;
    /** Earliest begin on the wire, ns. */
    public long startNs;

    /**
     * @param capacity greatest length, bytes.
     */
    public Reply(final int capacity)
    {
        bytes = new byte[capacity];
    }

    /**
     * Begins a new answer.
     *
     * @param deviceId who answers.
     * @param beginNs  earliest begin on the wire, ns.
     */
    public void begin(final int deviceId, final long beginNs)
    {
        device = deviceId;
        startNs = beginNs;
        length = 0;
    }

    /**
     * @param value byte to append.
     */
    public void add(final int value)
    {
        bytes[length] = (byte)value;
        length++;
    }

    /**
     * Appends two bytes, the lower one first.
     *
     * @param value 16 bits.
     */
    public void addWord(final int value)
    {
        add(value);
        add(value >> 8);
    }

    /**
     * @param from   bytes to append.
     * @param offset first one.
     * @param count  number of bytes.
     */
    public void add(final byte[] from, final int offset, final int count)
    {
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }
}
