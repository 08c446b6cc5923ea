package dev.sinew.hal.system;

import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;

/**
 * A system of several buses that tells how each of them is doing. What a bus said in a cycle goes into that cycle's
 * frame; why it failed is told to whoever asks, outside of the cycle.
 */
public interface BusMonitor
{
    /**
     * @return names of the buses, in the order of every per-bus vector.
     */
    List<String> busNames();

    /**
     * Loop's thread, after {@code read}; allocation-free.
     *
     * @param ageS  out, age of the newest sample of each bus, s; -1 before its first.
     * @param code  out, ordinal of the {@link ReturnCode} of each bus's last read.
     * @param nowNs time of the cycle, ns.
     */
    void busHealth(Column ageS, Column code, long nowNs);

    /**
     * Any thread, until the system is closed.
     *
     * @param bus place of the bus in {@link #busNames()}.
     * @return the driver's own line about its last failure; empty when there was none.
     */
    String busError(int bus);

    /**
     * After configuration.
     *
     * @param group {@link ChannelGroup#MOTORS}, {@link ChannelGroup#JOINTS} or {@link ChannelGroup#TENDONS}.
     * @param index of the motor, joint or tendon.
     * @return place in {@link #busNames()} of the bus that reads its position, or its tension; -1 where none does.
     */
    int busOf(ChannelGroup group, int index);

    /**
     * After configuration.
     *
     * @param groups bits of channel groups that somebody needs.
     * @return what no bus delivers of them, one line a kind; empty when all is there.
     */
    List<String> unserved(long groups);
}
