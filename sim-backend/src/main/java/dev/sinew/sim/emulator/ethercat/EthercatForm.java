package dev.sinew.sim.emulator.ethercat;

import java.util.Arrays;

import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/**
 * A frame on its way back. Its check is the working counter: a frame with a wrong check sequence never leaves a network
 * card, so that to a host it is the same as a lost one.
 */
final class EthercatForm implements ReplyForm
{
    /** Where the first datagram begins. */
    static final int FIRST = 16;
    /** Bytes of a datagram around its data. */
    static final int AROUND = 12;

    /** @return where the datagram behind this one begins; -1 when it is the last. */
    static int next(final byte[] frame, final int at)
    {
        final int length = Words.u16(frame, at + 6);
        return (length & 0x8000) != 0 ? at + AROUND + (length & 0x7FF) : -1;
    }

    /** @return true when it is EtherCAT, and its datagrams lie within it. */
    static boolean isWhole(final byte[] frame, final int count)
    {
        if (count < FIRST || frame[12] != (byte)0x88 || frame[13] != (byte)0xA4 || frame[15] >> 4 != 1)
        {
            return false;
        }
        final int end = FIRST + (Words.u16(frame, 14) & 0x7FF);
        if (end > count)
        {
            return false;
        }
        int at = FIRST;
        while (at >= 0)
        {
            if (at + AROUND > end || at + AROUND + (Words.u16(frame, at + 6) & 0x7FF) > end)
            {
                return false;
            }
            at = next(frame, at);
        }
        return true;
    }

    @Override
    public void breakCheck(final Reply reply)
    {
        for (int at = FIRST; at >= 0; at = next(reply.bytes, at))
        {
            final int counter = at + 10 + (Words.u16(reply.bytes, at + 6) & 0x7FF);
            Words.put(reply.bytes, counter, 2, Words.u16(reply.bytes, counter) - 1);
        }
    }

    @Override
    public void changeId(final Reply reply, final int id)
    {
        for (int at = FIRST; at >= 0; at = next(reply.bytes, at))
        {
            reply.bytes[at + 1] = (byte)id;
        }
    }

    @Override
    public void clearData(final Reply reply)
    {
        for (int at = FIRST; at >= 0; at = next(reply.bytes, at))
        {
            Arrays.fill(reply.bytes, at + 10, at + 10 + (Words.u16(reply.bytes, at + 6) & 0x7FF), (byte)0);
        }
    }
}
