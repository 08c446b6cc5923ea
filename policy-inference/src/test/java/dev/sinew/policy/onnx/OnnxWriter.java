package dev.sinew.policy.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes small ONNX files for tests, one node at a time. */
public final class OnnxWriter
{
    private final ProtobufWriter graph = new ProtobufWriter().string(2, "test");
    private final ProtobufWriter tail = new ProtobufWriter();
    private long opset = 17;
    private String extraDomain;

    public OnnxWriter opset(final long version)
    {
        opset = version;
        return this;
    }

    public OnnxWriter domain(final String domain)
    {
        extraDomain = domain;
        return this;
    }

    /** @param attributes {@code name, Float|Long|byte[]} pairs; bytes are an encoded tensor. */
    public OnnxWriter node(final String opType, final String inputs, final String output, final Object... attributes)
    {
        final ProtobufWriter node = new ProtobufWriter();
        for (final String input : inputs.isEmpty() ? new String[0] : inputs.split(","))
        {
            node.string(1, input);
        }
        node.string(2, output).string(3, output + "_node").string(4, opType);
        for (int i = 0; i < attributes.length; i += 2)
        {
            final ProtobufWriter attribute = new ProtobufWriter().string(1, (String)attributes[i]);
            if (attributes[i + 1] instanceof Float number)
            {
                attribute.fixed32(2, number).varint(20, 1);
            }
            else if (attributes[i + 1] instanceof Long number)
            {
                attribute.varint(3, number).varint(20, 2);
            }
            else
            {
                attribute.bytes(5, (byte[])attributes[i + 1]).varint(20, 4);
            }
            node.message(5, attribute);
        }
        graph.message(1, node);
        return this;
    }

    public OnnxWriter initializer(final String name, final float[] values, final long... dims)
    {
        graph.bytes(5, tensor(name, values, dims));
        return this;
    }

    public static byte[] tensor(final String name, final float[] values, final long... dims)
    {
        return header(name, dims).bytes(9, littleEndian(values)).toBytes();
    }

    /** Values in the typed field, one by one, as some exporters do. */
    public OnnxWriter typedInitializer(final String name, final float[] values, final long... dims)
    {
        final ProtobufWriter tensor = header(name, dims);
        for (final float value : values)
        {
            tensor.fixed32(4, value);
        }
        graph.message(5, tensor);
        return this;
    }

    public OnnxWriter externalInitializer(
        final String name, final String location, final long offset, final long length, final long... dims)
    {
        final ProtobufWriter tensor = header(name, dims)
            .message(13, entry("location", location))
            .message(13, entry("offset", Long.toString(offset)))
            .message(13, entry("length", Long.toString(length)))
            .varint(14, 1);
        graph.message(5, tensor);
        return this;
    }

    public OnnxWriter input(final String name, final long... dims)
    {
        graph.message(11, valueInfo(name, dims));
        return this;
    }

    public OnnxWriter output(final String name, final long... dims)
    {
        graph.message(12, valueInfo(name, dims));
        return this;
    }

    public OnnxWriter metadata(final String key, final String value)
    {
        tail.message(14, entry(key, value));
        return this;
    }

    public byte[] toBytes()
    {
        final ProtobufWriter model = new ProtobufWriter().varint(1, 8).string(2, "sinew-test");
        model.message(7, graph).message(8, new ProtobufWriter().string(1, "").varint(2, opset));
        if (extraDomain != null)
        {
            model.message(8, new ProtobufWriter().string(1, extraDomain).varint(2, 1));
        }
        final byte[] head = model.toBytes();
        final byte[] rest = tail.toBytes();
        return ByteBuffer.allocate(head.length + rest.length).put(head).put(rest).array();
    }

    public static byte[] littleEndian(final float[] values)
    {
        final ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (final float value : values)
        {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static ProtobufWriter header(final String name, final long... dims)
    {
        final ProtobufWriter tensor = new ProtobufWriter();
        for (final long dim : dims)
        {
            tensor.varint(1, dim);
        }
        return tensor.varint(2, 1).string(8, name);
    }

    private static ProtobufWriter entry(final String key, final String value)
    {
        return new ProtobufWriter().string(1, key).string(2, value);
    }

    /** A negative dimension is left open. */
    private static ProtobufWriter valueInfo(final String name, final long... dims)
    {
        final ProtobufWriter shape = new ProtobufWriter();
        for (final long dim : dims)
        {
            final ProtobufWriter entry = new ProtobufWriter();
            shape.message(1, dim < 0 ? entry.string(2, "batch") : entry.varint(1, dim));
        }
        final ProtobufWriter tensor = new ProtobufWriter().varint(1, 1).message(2, shape);
        return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
    }
}
