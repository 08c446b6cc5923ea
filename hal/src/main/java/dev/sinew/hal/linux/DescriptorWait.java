package dev.sinew.hal.linux;

/**
 * Waits until one of several descriptors can be read, or a time has passed. One thread; allocation-free after
 * construction.
 */
public final class DescriptorWait
{
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED = 6;

    private final int most;
    private final NativeBuffer entries;
    private final NativeBuffer timespec = new NativeBuffer(2 * Long.BYTES);
    private int count;

    /**
     * @param most greatest number of descriptors.
     * @throws NativeCallException outside Linux.
     */
    public DescriptorWait(final int most)
    {
        if (!LinuxSupport.available())
        {
            throw new NativeCallException("ppoll", Errno.ENOSYS, LinuxSupport.reason(), "run on Linux");
        }
        this.most = most;
        entries = new NativeBuffer(Math.max(1, most) * ENTRY_BYTES);
    }

    /**
     * Forgets every descriptor.
     */
    public void clear()
    {
        count = 0;
    }

    /**
     * @param descriptor descriptor to wait for from now on.
     */
    public void add(final int descriptor)
    {
        if (count == most)
        {
            throw new IllegalStateException("room for " + most + " descriptors");
        }
        entries.bytes.putInt(count * ENTRY_BYTES, descriptor);
        entries.bytes.putShort(count * ENTRY_BYTES + EVENTS, DescriptorC.POLLIN);
        count++;
    }

    /**
     * @param timeoutNs longest wait, ns; 0 or less does not wait.
     * @return true when a descriptor can be read or has failed; false when the time passed or a signal came.
     */
    public boolean await(final long timeoutNs)
    {
        final long wait = Math.max(0, timeoutNs);
        timespec.bytes.putLong(0, wait / NANOS_PER_SECOND);
        timespec.bytes.putLong(Long.BYTES, wait % NANOS_PER_SECOND);
        return DescriptorC.ppoll(entries.address, count, timespec.address, 0) > 0;
    }

    /**
     * @param index place of a descriptor in the order of {@link #add(int)}.
     * @return true when the last wait ended with something to read on it.
     */
    public boolean ready(final int index)
    {
        return entries.bytes.getShort(index * ENTRY_BYTES + RETURNED) != 0;
    }
}
