package dev.sinew.sim.emulator.feetech;

/**
 * Finds instruction frames in a stream of bytes. What is no frame is skipped; a frame that stops in the middle is given
 * up after a pause.
 */
final class FeetechParser
{
    /** Takes frames. */
    interface Listener
    {
        /**
         * A whole instruction with the right check.
         *
         * @param id          for whom.
         * @param instruction what.
         * @param data        bytes after the instruction; valid during the call.
         * @param count       number of bytes.
         * @param endNs       end of its last byte, ns.
         */
        void onInstruction(int id, int instruction, byte[] data, int count, long endNs);

        /** A whole frame with a wrong check. */
        void onBadCheck();
    }

    private static final int HEADER = 4;
    private static final int LONGEST = HEADER + 255;
    /** No document names a time after which half a frame is forgotten; this is ours, ns. */
    private static final long PAUSE_NS = 20_000_000;

    private final byte[] frame = new byte[LONGEST];
    private final byte[] data = new byte[LONGEST];
    private int length;
    private long lastNs;

    /**
     * @param value    next byte.
     * @param endNs    its end, ns.
     * @param listener takes the frame that it completes, if it does.
     */
    void accept(final int value, final long endNs, final Listener listener)
    {
        if (length > 0 && endNs - lastNs > PAUSE_NS)
        {
            length = 0;
        }
        lastNs = endNs;
        frame[length] = (byte)value;
        length++;
        while (length > 0 && !canBegin())
        {
            length--;
            System.arraycopy(frame, 1, frame, 0, length);
        }
        if (length >= HEADER && length == HEADER + FeetechFrames.length(frame))
        {
            final int whole = length;
            length = 0;
            finish(whole, endNs, listener);
        }
    }

    /** A third FF is a header that began one byte later: no device has that number. */
    private boolean canBegin()
    {
        return (frame[0] & 0xFF) == 0xFF && (length < 2 || (frame[1] & 0xFF) == 0xFF) &&
            (length < 3 || (frame[2] & 0xFF) != 0xFF) && (length < HEADER || FeetechFrames.length(frame) >= 2);
    }

    private void finish(final int whole, final long endNs, final Listener listener)
    {
        if ((frame[whole - 1] & 0xFF) != FeetechFrames.sum(frame, 2, whole - 3))
        {
            listener.onBadCheck();
            return;
        }
        final int count = whole - HEADER - 2;
        System.arraycopy(frame, HEADER + 1, data, 0, count);
        listener.onInstruction(frame[2] & 0xFF, frame[HEADER] & 0xFF, data, count, endNs);
    }
}
