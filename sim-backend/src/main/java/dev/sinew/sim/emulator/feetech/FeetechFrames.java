package dev.sinew.sim.emulator.feetech;

import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/**
 * Status frames: header, id, length of what follows, status, data, sum.
 *
 * <pre>
 *   FF FF | id | length | status | data ... | ~(id + length + status + data) &amp; FF
 * </pre>
 */
final class FeetechFrames implements ReplyForm
{
    /** Everybody. */
    static final int BROADCAST = 0xFE;
    /** Bytes of a status around its data. */
    static final int AROUND = 6;

    private static final int ID = 2;
    private static final int LENGTH = 3;
    private static final int DATA = 5;

    /**
     * @param bytes  bytes.
     * @param offset first one.
     * @param count  number of bytes.
     * @return the check over them.
     */
    static int sum(final byte[] bytes, final int offset, final int count)
    {
        int sum = 0;
        for (int i = offset; i < offset + count; i++)
        {
            sum += bytes[i];
        }
        return ~sum & 0xFF;
    }

    /**
     * Builds a frame.
     *
     * @param reply  where it goes.
     * @param id     who it is from, or for.
     * @param second status of an answer, instruction for one.
     * @param data   data.
     * @param count  number of bytes.
     */
    static void build(final Reply reply, final int id, final int second, final byte[] data, final int count)
    {
        reply.add(0xFF);
        reply.add(0xFF);
        reply.add(id);
        reply.add(count + 2);
        reply.add(second);
        reply.add(data, 0, count);
        reply.add(sum(reply.bytes, ID, reply.length - ID));
    }

    private static void recheck(final Reply reply)
    {
        reply.bytes[reply.length - 1] = (byte)sum(reply.bytes, ID, reply.length - 1 - ID);
    }

    @Override
    public void breakCheck(final Reply reply)
    {
        reply.bytes[reply.length - 1] ^= 0x5A;
    }

    @Override
    public void changeId(final Reply reply, final int id)
    {
        reply.bytes[ID] = (byte)id;
        recheck(reply);
    }

    @Override
    public void clearData(final Reply reply)
    {
        for (int i = DATA; i < reply.length - 1; i++)
        {
            reply.bytes[i] = 0;
        }
        recheck(reply);
    }

    /**
     * @param frame a frame.
     * @return value of its length field, 0 to 255.
     */
    static int length(final byte[] frame)
    {
        return frame[LENGTH] & 0xFF;
    }
}
