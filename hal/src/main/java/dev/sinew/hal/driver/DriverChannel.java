package dev.sinew.hal.driver;

/**
 * One channel as the driver described it, unchecked: {@code sinew_channel} of the header.
 *
 * @param kindCode number of its {@link ChannelKind}.
 * @param group    bit of its channel group, 63 for none.
 * @param block    0 state, 1 command.
 * @param offset   from the begin of its block, bytes.
 * @param count    how many numbers.
 * @param width    bytes per number.
 * @param name     name of what it belongs to.
 */
public record DriverChannel(int kindCode, int group, int block, int offset, int count, int width, String name)
{
    /** Value of {@code group} for a channel without one. */
    public static final int NO_GROUP = 63;

    /**
     * @return its kind, or null when the number is unknown.
     */
    public ChannelKind kind()
    {
        return ChannelKind.of(kindCode);
    }

    /**
     * @return one past its last byte in its block.
     */
    public long end()
    {
        return Integer.toUnsignedLong(offset) + Integer.toUnsignedLong(count) * Integer.toUnsignedLong(width);
    }
}
