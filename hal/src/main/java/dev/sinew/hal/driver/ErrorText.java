package dev.sinew.hal.driver;

import java.nio.charset.StandardCharsets;

import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A driver's line about its last failure, on its way from the loop's thread to any other. The loop copies bytes and
 * never waits; a reader that meets a copy at work tries again (a sequence lock: an odd version is being written).
 */
final class ErrorText
{
    private static final int VERSION = 0;
    private static final int TEXT = 8;
    private static final int TEXT_BYTES = 256;
    private static final int TRIES = 1000;

    private final UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(TEXT + TEXT_BYTES, 64));

    /**
     * Loop's thread only; bounded, allocation-free.
     *
     * @param address address of a zero-terminated text, 0 for none.
     */
    void note(final long address)
    {
        final long version = buffer.getLong(VERSION);
        buffer.putLongVolatile(VERSION, version + 1);
        int length = 0;
        while (address != 0 && length < TEXT_BYTES - 1)
        {
            final byte letter = UnsafeApi.getByte(address + length);
            if (letter == 0)
            {
                break;
            }
            buffer.putByte(TEXT + length++, letter);
        }
        buffer.putByte(TEXT + length, (byte)0);
        buffer.putLongVolatile(VERSION, version + 2);
    }

    /**
     * Any thread; allocates.
     *
     * @return the text noted last, on one line; empty before the first.
     */
    String text()
    {
        final byte[] bytes = new byte[TEXT_BYTES];
        for (int i = 0; i < TRIES; i++)
        {
            final long before = buffer.getLongVolatile(VERSION);
            buffer.getBytes(TEXT, bytes);
            java.lang.invoke.VarHandle.loadLoadFence();
            if ((before & 1) == 0 && buffer.getLongVolatile(VERSION) == before)
            {
                break;
            }
            Thread.onSpinWait();
        }
        int length = 0;
        while (length < TEXT_BYTES && bytes[length] != 0)
        {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).replace('\n', ' ').strip();
    }
}
