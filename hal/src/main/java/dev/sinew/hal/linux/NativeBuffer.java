package dev.sinew.hal.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Memory that C can see, with its address. Keep a reference for as long as C may use it. */
final class NativeBuffer
{
    final ByteBuffer bytes;
    final long address;

    NativeBuffer(final int size)
    {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
    }

    /** @return a zero-terminated copy of a text. */
    static NativeBuffer of(final String text)
    {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        final NativeBuffer buffer = new NativeBuffer(utf8.length + 1);
        buffer.bytes.put(0, utf8);
        return buffer;
    }

    /** @return the zero-terminated text that C left here. */
    String text()
    {
        int end = 0;
        while (end < bytes.capacity() && bytes.get(end) != 0)
        {
            end++;
        }
        final byte[] utf8 = new byte[end];
        bytes.get(0, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
