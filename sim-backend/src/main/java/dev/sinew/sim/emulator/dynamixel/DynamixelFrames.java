package dev.sinew.sim.emulator.dynamixel;

import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/**
 * Status frames: header, stuffing, check. Length counts the stuffed bytes, the check runs over the stuffed frame.
 *
 * <pre>
 *   FF FF FD 00 | id | length, 2 | 55 | error | data ... | crc, 2
 * </pre>
 */
final class DynamixelFrames implements ReplyForm
{
    /** Instruction byte of a status. */
    static final int STATUS = 0x55;
    /** Everybody. */
    static final int BROADCAST = 0xFE;
    /** Place of the id in a frame. */
    static final int ID = 4;
    /** Place of the instruction in a frame. */
    static final int INSTRUCTION = 7;
    /** Bytes of a status around its data. */
    static final int STATUS_BYTES = 11;

    private static final int LENGTH = 5;
    private static final int POLYNOMIAL = 0x8005;
    private static final int[] TABLE = table();

    private static int[] table()
    {
        final int[] table = new int[256];
        for (int i = 0; i < table.length; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            table[i] = crc & 0xFFFF;
        }
        return table;
    }

    /**
     * CRC-16 with polynomial 8005, not reflected, no final inversion.
     *
     * @param seed   0, or the value over what goes before.
     * @param bytes  bytes.
     * @param offset first one.
     * @param count  number of bytes.
     * @return the check.
     */
    static int crc(final int seed, final byte[] bytes, final int offset, final int count)
    {
        int crc = seed;
        for (int i = offset; i < offset + count; i++)
        {
            crc = (crc << 8 ^ TABLE[(crc >> 8 ^ bytes[i]) & 0xFF]) & 0xFFFF;
        }
        return crc;
    }

    /**
     * Begins a frame; its length is set when it is finished.
     *
     * @param reply       where it goes.
     * @param id          who it is from, or for.
     * @param instruction instruction, {@link #STATUS} for an answer.
     */
    static void open(final Reply reply, final int id, final int instruction)
    {
        reply.add(0xFF);
        reply.add(0xFF);
        reply.add(0xFD);
        reply.add(0);
        reply.add(id);
        reply.addWord(0);
        reply.add(instruction);
    }

    /**
     * Finishes a frame: stuffs, sets length and check.
     *
     * @param reply a frame up to its last byte of data.
     */
    static void close(final Reply reply)
    {
        stuff(reply);
        setLength(reply, reply.length - INSTRUCTION + 2);
        reply.addWord(crc(0, reply.bytes, 0, reply.length));
    }

    /** After FF FF FD within instruction and data one more FD is put in. */
    private static void stuff(final Reply reply)
    {
        int run = 0;
        for (int i = INSTRUCTION; i < reply.length; i++)
        {
            final int value = reply.bytes[i] & 0xFF;
            if (run >= 2 && value == 0xFD)
            {
                System.arraycopy(reply.bytes, i, reply.bytes, i + 1, reply.length - i);
                reply.length++;
                i++;
            }
            run = value == 0xFF ? run + 1 : 0;
        }
    }

    /**
     * @param reply  a frame.
     * @param length value of its length field.
     */
    static void setLength(final Reply reply, final int length)
    {
        reply.bytes[LENGTH] = (byte)length;
        reply.bytes[LENGTH + 1] = (byte)(length >> 8);
    }

    private static void recheck(final Reply reply)
    {
        final int crc = crc(0, reply.bytes, 0, reply.length - 2);
        reply.bytes[reply.length - 2] = (byte)crc;
        reply.bytes[reply.length - 1] = (byte)(crc >> 8);
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
        for (int i = INSTRUCTION + 2; i < reply.length - 2; i++)
        {
            reply.bytes[i] = 0;
        }
        recheck(reply);
    }

    /**
     * One device's part of the status that answers a fast read: error, id, data. The check behind it is added after a
     * fault had its turn, because it runs over everything that went before on the wire.
     */
    static final class FastPart implements ReplyForm
    {
        private int header;
        private boolean broken;

        /**
         * @param headerBytes bytes of the frame's header in front of the part; 0 but for the first device.
         */
        void begin(final int headerBytes)
        {
            header = headerBytes;
            broken = false;
        }

        /**
         * @return true when the check behind this part shall be wrong.
         */
        boolean isBroken()
        {
            return broken;
        }

        @Override
        public void breakCheck(final Reply reply)
        {
            broken = true;
        }

        @Override
        public void changeId(final Reply reply, final int id)
        {
            reply.bytes[header + 1] = (byte)id;
        }

        @Override
        public void clearData(final Reply reply)
        {
            for (int i = header + 2; i < reply.length; i++)
            {
                reply.bytes[i] = 0;
            }
        }
    }
}
