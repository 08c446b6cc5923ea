package dev.sinew.sim.emulator.wire;

/**
 * Where the host's program is plugged in. For a serial line {@code read} and {@code write} carry bytes, for a network
 * whole frames. One thread; none of these calls waits.
 */
public interface HostPort extends AutoCloseable
{
    /**
     * @return what the host opens: the path of a terminal, the name of an interface.
     */
    String path();

    /**
     * @return descriptor to wait on; -1 for none.
     */
    int descriptor();

    /**
     * @return speed that the host has set, bit/s; 0 when there is no such thing.
     */
    int lineSpeed();

    /**
     * @param into where it goes.
     * @return number of bytes, 0 for none, -1 when unplugged.
     */
    int read(byte[] into);

    /**
     * @param from   bytes.
     * @param offset first byte.
     * @param length number of bytes.
     * @return number of bytes that the host's buffer took; the others are lost.
     */
    int write(byte[] from, int offset, int length);

    /**
     * Pulls the plug out of the host, or puts it back. The path may be another one afterwards.
     *
     * @param isPlugged true to put it back.
     */
    void plug(boolean isPlugged);

    @Override
    void close();
}
