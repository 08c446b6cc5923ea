package dev.sinew.hal.layout;

/**
 * Groups of channels that are valid or not together. The ordinal is the bit in {@link StateBlock#validGroups()} and
 * part
 * of the driver ABI: append only.
 */
public enum ChannelGroup
{
    /** Joint encoders. */
    JOINTS,
    /** Motor encoders, efforts and temperatures. */
    MOTORS,
    /** Tendon lengths, velocities and tensions. */
    TENDONS,
    /** Touch cells. */
    TOUCH,
    /** Inertial units. */
    IMUS,
    /** Force-torque sensors. */
    WRENCHES;

    /** Mask with every group's bit set. */
    public static final long ALL = (1L << values().length) - 1;

    /**
     * @return this group's bit.
     */
    public long mask()
    {
        return 1L << ordinal();
    }
}
