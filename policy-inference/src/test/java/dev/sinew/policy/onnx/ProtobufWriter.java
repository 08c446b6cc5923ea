package dev.sinew.policy.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf messages for tests: the smallest encoder that makes ONNX files. */
public final class ProtobufWriter
{
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ProtobufWriter varint(final int field, final long value)
    {
        raw((long)field << 3);
        raw(value);
        return this;
    }

    public ProtobufWriter fixed32(final int field, final float value)
    {
        raw((long)field << 3 | 5);
        final int bits = Float.floatToRawIntBits(value);
        for (int i = 0; i < 4; i++)
        {
            out.write(bits >>> (8 * i));
        }
        return this;
    }

    public ProtobufWriter bytes(final int field, final byte[] value)
    {
        raw((long)field << 3 | 2);
        raw(value.length);
        out.writeBytes(value);
        return this;
    }

    public ProtobufWriter string(final int field, final String value)
    {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtobufWriter message(final int field, final ProtobufWriter value)
    {
        return bytes(field, value.toBytes());
    }

    public byte[] toBytes()
    {
        return out.toByteArray();
    }

    private void raw(final long value)
    {
        long rest = value;
        while ((rest & ~0x7fL) != 0)
        {
            out.write((int)(rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int)rest);
    }
}
