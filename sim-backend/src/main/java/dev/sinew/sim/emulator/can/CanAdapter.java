package dev.sinew.sim.emulator.can;

import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/**
 * What a host's adapter makes of bytes, and of frames. It also knows its records well enough to spoil them.
 */
public interface CanAdapter extends ReplyForm
{
    /** Takes what the host wants. */
    interface Listener
    {
        /**
         * A frame to send.
         *
         * @param frame the frame.
         * @param endNs end of the last byte that asked for it, ns.
         */
        void onSend(CanFrame frame, long endNs);

        /**
         * The adapter itself answers.
         *
         * @param bytes answer.
         * @param endNs end of the last byte that it answers to, ns.
         */
        void onAnswer(byte[] bytes, long endNs);

        /**
         * Something was not understood.
         *
         * @param what word for the tally.
         */
        void onNonsense(String what);
    }

    /**
     * @param value    next byte from the host, 0 to 255.
     * @param endNs    its end, ns.
     * @param listener told of what it completes.
     */
    void accept(int value, long endNs, Listener listener);

    /**
     * Writes a frame from the bus down.
     *
     * @param frame the frame.
     * @param into  where it goes; begun.
     */
    void write(CanFrame frame, Reply into);
}
