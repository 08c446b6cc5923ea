package dev.sinew.sim.emulator.can;

import java.util.HexFormat;

/**
 * One data frame. The bytes belong to it and are not to be changed.
 *
 * @param id         identifier, 11 or 29 bits.
 * @param extended   true for an identifier of 29 bits.
 * @param fd         true for CAN-FD.
 * @param rateSwitch CAN-FD: true when the data go at the faster rate.
 * @param data       0 to 8 bytes, CAN-FD also 12, 16, 20, 24, 32, 48, 64.
 */
public record CanFrame(int id, boolean extended, boolean fd, boolean rateSwitch, byte[] data)
{
    /** Greatest identifier of 11 bits. */
    public static final int STANDARD_MAX = 0x7FF;

    private static final int[] LENGTHS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64};
    // Bits up to the rate switch and behind the checksum, of identifiers of 11 and 29 bits.
    private static final int FD_SLOW = 30;
    private static final int FD_SLOW_EXTENDED = 49;
    private static final int CLASSIC = 47;
    private static final int CLASSIC_EXTENDED = 67;

    /**
     * @param id   identifier.
     * @param data bytes, padded by the caller.
     * @return a CAN-FD frame with rate switch, extended when the identifier needs it.
     */
    public static CanFrame fd(final int id, final byte[] data)
    {
        return new CanFrame(id, id > STANDARD_MAX, true, true, data);
    }

    /**
     * @param id       identifier.
     * @param extended true for 29 bits.
     * @param data     at most 8 bytes.
     * @return a classic frame.
     */
    public static CanFrame classic(final int id, final boolean extended, final byte[] data)
    {
        return new CanFrame(id, extended, false, false, data);
    }

    /**
     * @param count number of bytes, 0 to 64.
     * @return least length that a frame can have and that holds them.
     */
    public static int lengthFor(final int count)
    {
        int i = 0;
        while (LENGTHS[i] < count)
        {
            i++;
        }
        return LENGTHS[i];
    }

    /**
     * Time on the wire with the pause behind it, without stuff bits: they depend on the data and take up to a fifth
     * more.
     *
     * @param bitRate  bits per second.
     * @param dataRate bits per second behind the rate switch.
     * @return time, ns.
     */
    public long durationNs(final double bitRate, final double dataRate)
    {
        if (!fd)
        {
            return Math.round(((extended ? CLASSIC_EXTENDED : CLASSIC) + 8 * data.length) * 1e9 / bitRate);
        }
        // ESI, length code, data, stuff count, checksum with its fixed stuff bits
        final int fast = 5 + 8 * data.length + 4 + (data.length <= 16 ? 17 + 6 : 21 + 7);
        final double fastRate = rateSwitch ? dataRate : bitRate;
        return Math.round((extended ? FD_SLOW_EXTENDED : FD_SLOW) * 1e9 / bitRate + fast * 1e9 / fastRate);
    }

    @Override
    public String toString()
    {
        return Integer.toHexString(id) + '#' + HexFormat.of().formatHex(data);
    }
}
