package dev.sinew.sim.emulator.wire;

/**
 * What hangs on a serial line and listens to the host.
 */
public interface SerialNodes
{
    /**
     * One byte has ended on the wire. Bytes come in order, each at its own time.
     *
     * @param value the byte, 0 to 255.
     * @param endNs end of its stop bit, ns.
     */
    void onByte(int value, long endNs);
}
