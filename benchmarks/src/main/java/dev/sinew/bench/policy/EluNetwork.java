package dev.sinew.bench.policy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

import dev.sinew.policy.engine.PolicyModel;
import dev.sinew.policy.onnx.OnnxFormatException;
import dev.sinew.policy.onnx.OnnxReader;

/**
 * A multilayer perceptron with ELU and seeded random weights, as the ONNX file that an exporter writes: per layer one
 * Gemm with a transposed weight, then the activation, none after the last.
 */
final class EluNetwork
{
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final long FLOAT = 1;
    private static final long OPSET = 17;
    private static final long IR_VERSION = 8;

    private EluNetwork()
    {
    }

    /**
     * @param widths numbers in, after each layer, and out.
     * @return the model.
     */
    static PolicyModel of(final int... widths)
    {
        final byte[] bytes = onnx(widths);
        try
        {
            return new PolicyModel(Path.of("elu.onnx"), bytes, OnnxReader.read(bytes), "obs", "actions");
        }
        catch (final OnnxFormatException ex)
        {
            throw new IllegalStateException("the file that was just written cannot be read", ex);
        }
    }

    private static byte[] onnx(final int... widths)
    {
        final SplittableRandom random = new SplittableRandom(7);
        final Message graph = new Message().text(2, "elu");
        String value = "obs";
        for (int i = 0; i + 1 < widths.length; i++)
        {
            final boolean last = i + 2 == widths.length;
            final double scale = 1 / Math.sqrt(widths[i]);
            graph.message(5, tensor("w" + i, random, scale, widths[i + 1], widths[i]));
            graph.message(5, tensor("b" + i, random, 0.1, widths[i + 1]));
            graph.message(1, new Message().text(1, value).text(1, "w" + i).text(1, "b" + i)
                .text(2, last ? "actions" : "h" + i).text(4, "Gemm")
                .message(5, new Message().text(1, "transB").number(3, 1).number(20, 2)));
            if (!last)
            {
                graph.message(1, new Message().text(1, "h" + i).text(2, "a" + i).text(4, "Elu"));
            }
            value = "a" + i;
        }
        graph.message(11, valueInfo("obs", widths[0]));
        graph.message(12, valueInfo("actions", widths[widths.length - 1]));
        return new Message().number(1, IR_VERSION).text(2, "sinew-bench").message(7, graph)
            .message(8, new Message().text(1, "").number(2, OPSET)).out.toByteArray();
    }

    private static Message tensor(
        final String name,
        final SplittableRandom random,
        final double scale,
        final int... dims)
    {
        final Message tensor = new Message();
        int count = 1;
        for (final int dim : dims)
        {
            tensor.number(1, dim);
            count *= dim;
        }
        final ByteBuffer values = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++)
        {
            values.putFloat((float)(scale * random.nextGaussian()));
        }
        return tensor.number(2, FLOAT).text(8, name).bytes(9, values.array());
    }

    private static Message valueInfo(final String name, final int width)
    {
        final Message shape = new Message()
            .message(1, new Message().number(1, 1))
            .message(1, new Message().number(1, width));
        return new Message().text(1, name)
            .message(2, new Message().message(1, new Message().number(1, FLOAT).message(2, shape)));
    }

    /** One protobuf message. */
    private static final class Message
    {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private Message number(final int field, final long value)
        {
            varint((long)field << 3 | VARINT);
            varint(value);
            return this;
        }

        private Message bytes(final int field, final byte[] value)
        {
            varint((long)field << 3 | BYTES);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        private Message text(final int field, final String value)
        {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        private Message message(final int field, final Message value)
        {
            return bytes(field, value.out.toByteArray());
        }

        private void varint(final long value)
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
}
