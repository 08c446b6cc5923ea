package dev.sinew.policy.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks one protobuf message in the wire format: tag, value, tag, value. A caller loops over {@link #next()}, switches
 * on {@link #field()} and reads the value or skips it. Reads past the end are an {@link OnnxFormatException}, never an
 * index error, so a truncated file is reported as what it is.
 */
final class ProtobufReader
{
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] data;
    private final int limit;
    private int position;
    private int field;
    private int wireType;

    ProtobufReader(final byte[] data)
    {
        this(data, 0, data.length);
    }

    private ProtobufReader(final byte[] data, final int from, final int limit)
    {
        this.data = data;
        this.position = from;
        this.limit = limit;
    }

    /** @return false at the end of the message, otherwise true with {@link #field()} naming what follows. */
    boolean next() throws OnnxFormatException
    {
        if (position >= limit)
        {
            return false;
        }
        final long tag = rawVarint();
        field = (int)(tag >>> 3);
        wireType = (int)(tag & 7);
        if (field == 0)
        {
            throw new OnnxFormatException("byte " + position + ": field number 0, so this is not a protobuf message");
        }
        return true;
    }

    int field()
    {
        return field;
    }

    boolean isPacked()
    {
        return wireType == BYTES;
    }

    long varint() throws OnnxFormatException
    {
        expect(VARINT);
        return rawVarint();
    }

    float fixed32() throws OnnxFormatException
    {
        expect(FIXED32);
        return rawFloat();
    }

    /** The next four bytes as a float, without a tag: for the inside of a packed list. */
    float rawFloat() throws OnnxFormatException
    {
        need(4);
        return Float.intBitsToFloat((int)littleEndian(4));
    }

    double rawDouble() throws OnnxFormatException
    {
        need(8);
        return Double.longBitsToDouble(littleEndian(8));
    }

    double fixed64() throws OnnxFormatException
    {
        expect(FIXED64);
        return rawDouble();
    }

    long rawVarint() throws OnnxFormatException
    {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            need(1);
            final byte b = data[position++];
            value |= (long)(b & 0x7f) << shift;
            if (b >= 0)
            {
                return value;
            }
        }
        throw new OnnxFormatException("byte " + position + ": a number of more than ten bytes");
    }

    boolean hasMore()
    {
        return position < limit;
    }

    ProtobufReader message() throws OnnxFormatException
    {
        final int length = length();
        final ProtobufReader inner = new ProtobufReader(data, position, position + length);
        position += length;
        return inner;
    }

    byte[] bytes() throws OnnxFormatException
    {
        final int length = length();
        final byte[] value = Arrays.copyOfRange(data, position, position + length);
        position += length;
        return value;
    }

    String string() throws OnnxFormatException
    {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    void skip() throws OnnxFormatException
    {
        switch (wireType)
        {
            case VARINT -> rawVarint();
            case FIXED64 -> advance(8);
            case BYTES -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw new OnnxFormatException("byte " + position + ": wire type " + wireType);
        }
    }

    private int length() throws OnnxFormatException
    {
        expect(BYTES);
        final long length = rawVarint();
        if (length < 0 || length > limit - position)
        {
            throw new OnnxFormatException("byte " + position + ": the file ends before a field of " + length +
                " bytes does; it is truncated");
        }
        return (int)length;
    }

    private long littleEndian(final int bytes)
    {
        long value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (data[position + i] & 0xffL) << (8 * i);
        }
        position += bytes;
        return value;
    }

    private void advance(final int bytes) throws OnnxFormatException
    {
        need(bytes);
        position += bytes;
    }

    private void need(final int bytes) throws OnnxFormatException
    {
        if (bytes > limit - position)
        {
            throw new OnnxFormatException("byte " + position + ": the file ends inside a value; it is truncated");
        }
    }

    private void expect(final int wanted) throws OnnxFormatException
    {
        if (wireType != wanted)
        {
            throw new OnnxFormatException("byte " + position + ": field " + field + " has wire type " + wireType +
                ", expected " + wanted);
        }
    }
}
