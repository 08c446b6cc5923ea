package dev.sinew.sim.emulator.robstride;

import java.util.Arrays;

import dev.sinew.sim.emulator.can.CanAdapter;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.wire.Reply;

/**
 * The adapter of the manuals: the same records both ways, without a check.
 *
 * <pre>
 *   41 54 | word 4 | length | data | 0D 0A        word, most significant byte first: identifier << 3 | 4
 * </pre>
 *
 * <p>The word is the register of the adapter's CAN controller: bit 2 says 29 bits, bit 1 a remote request; an
 * identifier of 11 bits stands in the uppermost ones.</p>
 */
final class AtAdapter implements CanAdapter
{
    private static final int HEAD = 7;
    private static final int TAIL = 2;
    private static final int DATA_MAX = 8;
    private static final int ID_AT = 2;
    private static final int LENGTH_AT = 6;
    private static final int EXTENDED = 4;
    private static final int REMOTE = 2;
    private static final int STANDARD_SHIFT = 21;
    private static final int EXTENDED_SHIFT = 3;

    private final byte[] record = new byte[HEAD + DATA_MAX + TAIL];
    private int length;

    @Override
    public void accept(final int value, final long endNs, final Listener listener)
    {
        record[length] = (byte)value;
        length++;
        if (length == 1 && value != 'A' || length == 2 && value != 'T')
        {
            length = value == 'A' ? 1 : 0;
            record[0] = 'A';
        }
        else if (length > LENGTH_AT && (record[LENGTH_AT] < 0 || record[LENGTH_AT] > DATA_MAX))
        {
            length = 0;
            listener.onNonsense("malformed");
        }
        else if (length > LENGTH_AT && length == HEAD + record[LENGTH_AT] + TAIL)
        {
            finish(endNs, listener);
            length = 0;
        }
    }

    private void finish(final long endNs, final Listener listener)
    {
        int word = 0;
        for (int i = 0; i < 4; i++)
        {
            word = word << 8 | record[ID_AT + i] & 0xFF;
        }
        if (record[length - 2] != '\r' || record[length - 1] != '\n' || (word & REMOTE) != 0)
        {
            listener.onNonsense("malformed");
            return;
        }
        final boolean extended = (word & EXTENDED) != 0;
        listener.onSend(CanFrame.classic(extended ? word >>> EXTENDED_SHIFT : word >>> STANDARD_SHIFT, extended,
            Arrays.copyOfRange(record, HEAD, length - TAIL)), endNs);
    }

    @Override
    public void write(final CanFrame frame, final Reply into)
    {
        final int word = frame.extended() ? frame.id() << EXTENDED_SHIFT | EXTENDED : frame.id() << STANDARD_SHIFT;
        into.add('A');
        into.add('T');
        into.add(word >>> 24);
        into.add(word >>> 16);
        into.add(word >>> 8);
        into.add(word);
        into.add(frame.data().length);
        into.add(frame.data(), 0, frame.data().length);
        into.add('\r');
        into.add('\n');
    }

    /** There is no check but that of the bus; with a wrong one nobody hears the frame. */
    @Override
    public void breakCheck(final Reply reply)
    {
        reply.length = 0;
    }

    /** The motor's number is in bits 8 to 15 of what it says. */
    @Override
    public void changeId(final Reply reply, final int id)
    {
        final int at = id << 8 + EXTENDED_SHIFT;
        reply.bytes[ID_AT + 2] = (byte)(reply.bytes[ID_AT + 2] & 7 | at >> 8);
        reply.bytes[ID_AT + 1] = (byte)(reply.bytes[ID_AT + 1] & 0xF8 | at >> 16 & 7);
    }

    @Override
    public void clearData(final Reply reply)
    {
        Arrays.fill(reply.bytes, HEAD, reply.length - TAIL, (byte)0);
    }
}
