package dev.sinew.sim.emulator.fault;

/**
 * One entry of a plan.
 *
 * @param kind       what goes wrong.
 * @param beginNs    begin, ns since the host's first byte.
 * @param durationNs length, ns; {@link Long#MAX_VALUE} for ever.
 * @param bus        name of the bus; empty for all.
 * @param device     number of the device; -1 for all.
 * @param share      part of the answers that it meets, 0 to 1; 1 for other scopes.
 * @param value      its number, in the unit of its kind.
 */
public record FaultEvent(
    FaultKind kind,
    long beginNs,
    long durationNs,
    String bus,
    int device,
    double share,
    double value)
{
    /**
     * @param busName  name of a bus.
     * @param deviceId number of a device there; -1 for the bus itself.
     * @return true when it can meet that device.
     */
    public boolean meets(final String busName, final int deviceId)
    {
        return (bus.isEmpty() || bus.equals(busName)) && (device < 0 || deviceId < 0 || device == deviceId);
    }

    /**
     * @param sinceNs time since the host's first byte, ns.
     * @return true while it lasts.
     */
    public boolean activeAt(final long sinceNs)
    {
        return sinceNs >= beginNs && sinceNs - beginNs < durationNs;
    }
}
