package dev.sinew.sim.emulator.sensors;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/**
 * Frames of a board, little-endian.
 *
 * <pre>
 *   question  'S' '?' | number 2 | check 2
 *   answer    'S' 'N' | version 1 | failed 1 | number 2 | bytes of values 2 | sum of the sensors 4 | time 8, us |
 *             values, a float each | check 2
 * </pre>
 */
final class SensorFrames implements ReplyForm
{
    /** Bytes of a question. */
    static final int QUESTION = 6;
    /** Bytes of an answer before its values. */
    static final int HEADER = 20;

    private static final int VERSION = 1;
    private static final int NUMBER = 4;
    private static final int CHECK = 2;
    private static final int POLYNOMIAL = 0x1021;

    /**
     * @param bytes bytes.
     * @param count how many of them.
     * @return CRC-16/CCITT-FALSE.
     */
    static int check(final byte[] bytes, final int count)
    {
        int crc = 0xFFFF;
        for (int i = 0; i < count; i++)
        {
            crc ^= (bytes[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
        }
        return crc & 0xFFFF;
    }

    /**
     * @param columns what a board measures.
     * @return CRC-32 of a line a kind: its word, then the names, a blank before each.
     */
    static int sum(final List<BusSpec.SensorColumn> columns)
    {
        final CRC32 crc = new CRC32();
        for (final BusSpec.SensorColumn column : columns)
        {
            final StringBuilder line = new StringBuilder(column.kind().word());
            column.name().forEach(name -> line.append(' ').append(name));
            crc.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
        return (int)crc.getValue();
    }

    /**
     * Begins an answer.
     *
     * @param reply  where it goes.
     * @param failed a bit for each group of channels that cannot be read.
     * @param number number of the question.
     * @param values how many values follow.
     * @param sum    of the sensors.
     * @param timeUs the board's time, us.
     */
    static void begin(final Reply reply, final int failed, final int number, final int values, final int sum,
        final long timeUs)
    {
        reply.add('S');
        reply.add('N');
        reply.add(VERSION);
        reply.add(failed);
        reply.addWord(number);
        reply.addWord(values * Float.BYTES);
        reply.addWord(sum);
        reply.addWord(sum >> 16);
        for (int shift = 0; shift < Long.SIZE; shift += 16)
        {
            reply.addWord((int)(timeUs >> shift));
        }
    }

    /**
     * @param reply an answer.
     * @param value its next value.
     */
    static void value(final Reply reply, final double value)
    {
        final int bits = Float.floatToRawIntBits((float)value);
        reply.addWord(bits);
        reply.addWord(bits >> 16);
    }

    /**
     * @param reply an answer with all of its values.
     */
    static void end(final Reply reply)
    {
        reply.addWord(check(reply.bytes, reply.length));
    }

    private static void recheck(final Reply reply)
    {
        final int check = check(reply.bytes, reply.length - CHECK);
        reply.bytes[reply.length - 2] = (byte)check;
        reply.bytes[reply.length - 1] = (byte)(check >> 8);
    }

    @Override
    public void breakCheck(final Reply reply)
    {
        reply.bytes[reply.length - 1] ^= 0x5A;
    }

    /** A board has no number of its own: what comes is the answer to another question. */
    @Override
    public void changeId(final Reply reply, final int id)
    {
        reply.bytes[NUMBER] = (byte)(reply.bytes[NUMBER] + id);
        recheck(reply);
    }

    @Override
    public void clearData(final Reply reply)
    {
        for (int i = HEADER - Long.BYTES; i < reply.length - CHECK; i++)
        {
            reply.bytes[i] = 0;
        }
        recheck(reply);
    }
}
