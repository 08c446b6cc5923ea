package dev.sinew.policy.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A constant of the graph. Values are decoded when the model is read; a tensor whose weights lie in another file has
 * {@link #external()} set until {@link OnnxReader} has loaded them.
 */
public final class OnnxTensor
{
    /** ONNX number of 32-bit floats. */
    public static final int FLOAT = 1;
    /** ONNX number of 64-bit integers. */
    public static final int INT64 = 7;
    /** ONNX number of 64-bit floats. */
    public static final int DOUBLE = 11;

    /**
     * Where the weights of a tensor lie outside the model file.
     *
     * @param location file name relative to the model's directory.
     * @param offset   first byte.
     * @param length   bytes, or -1 for the rest of the file.
     */
    public record ExternalData(String location, long offset, long length)
    {
    }

    private final String name;
    private final int dataType;
    private final long[] dims;
    private final double[] values;
    private final ExternalData external;

    OnnxTensor(
        final String name, final int dataType, final long[] dims, final double[] values, final ExternalData external)
    {
        this.name = name;
        this.dataType = dataType;
        this.dims = dims;
        this.values = values;
        this.external = external;
    }

    /** @return a float tensor made by folding constants. */
    public static OnnxTensor of(final String name, final long[] dims, final double[] values)
    {
        return new OnnxTensor(name, FLOAT, dims.clone(), values, null);
    }

    public String name()
    {
        return name;
    }

    /** @return the ONNX number of the element type. */
    public int dataType()
    {
        return dataType;
    }

    public int rank()
    {
        return dims.length;
    }

    public long dim(final int axis)
    {
        return dims[axis];
    }

    /** @return the dimensions, outermost first. */
    public long[] dims()
    {
        return dims.clone();
    }

    /** @return the number of elements that the dimensions promise. */
    public long elementCount()
    {
        long count = 1;
        for (final long dim : dims)
        {
            count *= dim;
        }
        return count;
    }

    /** @return null unless the weights lie in another file that has not been loaded. */
    public ExternalData external()
    {
        return external;
    }

    /** @return true for the element types whose values are decoded here. */
    boolean isDecodable()
    {
        return dataType == FLOAT || dataType == DOUBLE || dataType == INT64;
    }

    /** @return true when the values could be decoded (float, double or int64 elements, present and complete). */
    public boolean hasValues()
    {
        return values != null;
    }

    /** @return the values in row-major order, shared, not to be written; null without {@link #hasValues()}. */
    public double[] values()
    {
        return values;
    }

    /** @return index of the first NaN or infinite value, or -1. */
    public int firstNonFinite()
    {
        for (int i = 0; values != null && i < values.length; i++)
        {
            if (!Double.isFinite(values[i]))
            {
                return i;
            }
        }
        return -1;
    }

    /** @return little-endian raw bytes as values; null for an element type that is not decoded here. */
    static double[] decode(final int dataType, final byte[] raw)
    {
        final ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        switch (dataType)
        {
            case FLOAT ->
            {
                final FloatBuffer floats = buffer.asFloatBuffer();
                final double[] values = new double[floats.remaining()];
                for (int i = 0; i < values.length; i++)
                {
                    values[i] = floats.get(i);
                }
                return values;
            }
            case DOUBLE ->
            {
                final double[] values = new double[raw.length / 8];
                buffer.asDoubleBuffer().get(values);
                return values;
            }
            case INT64 ->
            {
                final double[] values = new double[raw.length / 8];
                for (int i = 0; i < values.length; i++)
                {
                    values[i] = buffer.getLong(8 * i);
                }
                return values;
            }
            default ->
            {
                return null;
            }
        }
    }
}
