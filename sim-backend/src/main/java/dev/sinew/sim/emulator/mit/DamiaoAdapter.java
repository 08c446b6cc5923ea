package dev.sinew.sim.emulator.mit;

import java.util.Arrays;

import dev.sinew.sim.emulator.can.CanAdapter;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.wire.Reply;

/**
 * The maker's adapter: records of 30 bytes there, of 16 back, without a check.
 *
 * <pre>
 *   55 AA 1E 03 | times 4 | interval 4 | extended | id 4 | remote | length | 00 00 | data 8 | check   ▶
 *                             ◀  AA | 11 | length, extended 40, remote 80 | id 4 | data 8 | 55
 * </pre>
 */
final class DamiaoAdapter implements CanAdapter
{
    private static final int SENT = 30;
    private static final int HEARD = 16;
    private static final int HEARD_DATA = 7;
    private static final int DATA = 21;
    private static final int DATA_BYTES = 8;

    private final byte[] record = new byte[SENT];
    private int length;

    @Override
    public void accept(final int value, final long endNs, final Listener listener)
    {
        record[length] = (byte)value;
        length++;
        final boolean begins = (record[0] & 0xFF) == 0x55 && (length < 2 || (record[1] & 0xFF) == 0xAA);
        if (!begins)
        {
            length = (value & 0xFF) == 0x55 ? 1 : 0;
            record[0] = 0x55;
        }
        else if (length == SENT)
        {
            length = 0;
            finish(endNs, listener);
        }
    }

    private void finish(final long endNs, final Listener listener)
    {
        int id = 0;
        for (int i = 3; i >= 0; i--)
        {
            id = id << 8 | record[13 + i] & 0xFF;
        }
        final int count = record[18];
        final boolean extended = record[12] != 0;
        if (record[2] != SENT || record[3] != 3 || count < 0 || count > DATA_BYTES || id < 0 ||
            id > (extended ? 0x1FFF_FFFF : CanFrame.STANDARD_MAX))
        {
            listener.onNonsense("malformed");
            return;
        }
        listener.onSend(CanFrame.classic(id, extended, Arrays.copyOfRange(record, DATA, DATA + count)), endNs);
    }

    @Override
    public void write(final CanFrame frame, final Reply into)
    {
        into.add(0xAA);
        into.add(0x11);
        into.add(frame.data().length | (frame.extended() ? 0x40 : 0));
        into.addWord(frame.id());
        into.addWord(frame.id() >> 16);
        into.add(Arrays.copyOf(frame.data(), DATA_BYTES), 0, DATA_BYTES);
        into.add(0x55);
    }

    /** There is no check but that of the bus; with a wrong one nobody hears the frame. */
    @Override
    public void breakCheck(final Reply reply)
    {
        reply.length = 0;
    }

    @Override
    public void changeId(final Reply reply, final int id)
    {
        reply.bytes[3] = (byte)id;
        reply.bytes[4] = (byte)(id >> 8);
    }

    @Override
    public void clearData(final Reply reply)
    {
        Arrays.fill(reply.bytes, HEARD_DATA, HEARD - 1, (byte)0);
    }
}
