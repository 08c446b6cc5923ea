package dev.sinew.sim.emulator.dynamixel;

/**
 * Finds instruction frames in a stream of bytes. What is no frame is skipped; a frame that stops in the middle is given
 * up after a pause.
 */
final class DynamixelParser
{
    /** Takes frames. */
    interface Listener
    {
        /**
         * A whole instruction with the right check.
         *
         * @param id          for whom.
         * @param instruction what.
         * @param data        unstuffed bytes after the instruction; valid during the call.
         * @param count       number of bytes.
         * @param endNs       end of its last byte, ns.
         */
        void onInstruction(int id, int instruction, byte[] data, int count, long endNs);

        /**
         * A whole frame with a wrong check.
         *
         * @param id    for whom it seems to be.
         * @param endNs end of its last byte, ns.
         */
        void onBadCheck(int id, long endNs);
    }

    private static final int LONGEST = 1024;
    /** The manual names no time after which half a frame is forgotten; this is ours, ns. */
    private static final long PAUSE_NS = 20_000_000;

    private final byte[] frame = new byte[LONGEST];
    private final byte[] data = new byte[LONGEST];
    private int length;
    private long lastNs = Long.MIN_VALUE;

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
        resynchronise();
        if (length < DynamixelFrames.INSTRUCTION)
        {
            return;
        }
        final int whole = DynamixelFrames.INSTRUCTION + frameLength();
        if (length == whole)
        {
            length = 0;
            finish(whole, endNs, listener);
        }
    }

    private int frameLength()
    {
        return (frame[5] & 0xFF) | (frame[6] & 0xFF) << 8;
    }

    /** Drops bytes until what is left can be the begin of a frame. */
    private void resynchronise()
    {
        while (length > 0 && !canBegin())
        {
            length--;
            System.arraycopy(frame, 1, frame, 0, length);
        }
    }

    private boolean canBegin()
    {
        return (frame[0] & 0xFF) == 0xFF && (length < 2 || (frame[1] & 0xFF) == 0xFF) &&
            (length < 3 || (frame[2] & 0xFF) == 0xFD) && (length < 4 || frame[3] == 0) &&
            (length < DynamixelFrames.INSTRUCTION ||
                frameLength() >= 3 && DynamixelFrames.INSTRUCTION + frameLength() <= LONGEST);
    }

    private void finish(final int whole, final long endNs, final Listener listener)
    {
        final int crc = (frame[whole - 2] & 0xFF) | (frame[whole - 1] & 0xFF) << 8;
        final int id = frame[DynamixelFrames.ID] & 0xFF;
        if (crc != DynamixelFrames.crc(0, frame, 0, whole - 2))
        {
            listener.onBadCheck(id, endNs);
            return;
        }
        int count = 0;
        int run = 0;
        boolean header = false;
        for (int i = DynamixelFrames.INSTRUCTION; i < whole - 2; i++)
        {
            final int value = frame[i] & 0xFF;
            if (header && value == 0xFD)
            {
                header = false;
                continue;
            }
            header = run >= 2 && value == 0xFD;
            run = value == 0xFF ? run + 1 : 0;
            if (i > DynamixelFrames.INSTRUCTION)
            {
                data[count] = frame[i];
                count++;
            }
        }
        listener.onInstruction(id, frame[DynamixelFrames.INSTRUCTION] & 0xFF, data, count, endNs);
    }
}
