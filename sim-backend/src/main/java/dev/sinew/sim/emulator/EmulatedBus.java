package dev.sinew.sim.emulator;

import java.util.List;

import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.motor.Supply;
import dev.sinew.sim.emulator.wire.HostPort;
import dev.sinew.sim.emulator.wire.LineStatistics;

/**
 * One cable with the devices on it. The emulation calls {@link #receive}, then any number of {@link #runUntil} with
 * growing times, then {@link #transmit}. One thread.
 */
public interface EmulatedBus extends AutoCloseable
{
    /**
     * @return name of the bus.
     */
    String name();

    /**
     * @return protocol that its devices speak.
     */
    String protocol();

    /**
     * @return its devices in the order of the configuration.
     */
    List<? extends EmulatedDevice> devices();

    /**
     * @return what feeds its devices.
     */
    Supply supply();

    /**
     * @return where the host is plugged in.
     */
    HostPort port();

    /**
     * Takes what the host has written since the last call.
     *
     * @param nowNs time, ns: when it was written, as far as this process can know.
     * @return true when there was something.
     */
    boolean receive(long nowNs);

    /**
     * Takes what the host has written since the last call, for a bus to which it matters when exactly that was.
     *
     * @param nowNs  time, ns.
     * @param isSure false when this process stood still, so that it may have been written much earlier.
     * @return true when there was something.
     */
    default boolean receive(final long nowNs, final boolean isSure)
    {
        return receive(nowNs);
    }

    /**
     * Lets the devices hear and answer everything that has ended on the wire.
     *
     * @param untilNs up to when, ns, inclusive.
     */
    void runUntil(long untilNs);

    /**
     * Hands the host what has ended on the wire.
     *
     * @param nowNs time, ns.
     */
    void transmit(long nowNs);

    /**
     * @return when something is to be done next, ns; {@link Long#MAX_VALUE} for nothing.
     */
    long nextDueNs();

    /**
     * A fault of the whole bus begins or ends.
     *
     * @param event  the fault.
     * @param active true at its begin.
     * @param nowNs  when, ns.
     */
    void onFault(FaultEvent event, boolean active, long nowNs);

    /**
     * @return what the wire has carried.
     */
    LineStatistics statistics();

    /**
     * @return what the devices have understood: names and counts, in a fixed order.
     */
    Tally tally();

    @Override
    void close();
}
