package dev.sinew.hal.layout;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A named vector of doubles inside a block of off-heap memory. Not thread-safe; allocation-free after construction.
 */
public final class Column
{
    private final String name;
    private final UnsafeBuffer buffer;
    private final int offset;
    private final int size;

    /**
     * @param name   name of the quantity, unit last: {@code joint_position_rad}.
     * @param buffer memory of the whole block.
     * @param offset offset of the first value in bytes, a multiple of 8.
     * @param size   number of values.
     */
    public Column(final String name, final UnsafeBuffer buffer, final int offset, final int size)
    {
        if (offset % Double.BYTES != 0 || offset < 0 || size < 0 || offset + size * Double.BYTES > buffer.capacity())
        {
            throw new IllegalArgumentException("column outside its block: name=" + name + ", offset=" + offset +
                ", size=" + size + ", capacity=" + buffer.capacity());
        }
        this.name = name;
        this.buffer = buffer;
        this.offset = offset;
        this.size = size;
    }

    /**
     * @return name of the quantity.
     */
    public String name()
    {
        return name;
    }

    /**
     * @return number of values.
     */
    public int size()
    {
        return size;
    }

    /**
     * @return offset of the first value in its block, bytes.
     */
    public int offset()
    {
        return offset;
    }

    /**
     * @param index place of the value, 0 to size - 1.
     * @return the value.
     */
    public double get(final int index)
    {
        return buffer.getDouble(offset + (index << 3));
    }

    /**
     * @param index place of the value, 0 to size - 1.
     * @param value what to store.
     */
    public void set(final int index, final double value)
    {
        buffer.putDouble(offset + (index << 3), value);
    }

    /**
     * @param value what to store everywhere.
     */
    public void fill(final double value)
    {
        for (int i = 0; i < size; i++)
        {
            set(i, value);
        }
    }

    /**
     * @param values source, at least {@link #size()} long.
     */
    public void setAll(final double[] values)
    {
        for (int i = 0; i < size; i++)
        {
            set(i, values[i]);
        }
    }

    /**
     * @param target destination, at least {@link #size()} long.
     */
    public void copyTo(final double[] target)
    {
        for (int i = 0; i < size; i++)
        {
            target[i] = get(i);
        }
    }

    /**
     * @param source column of the same size.
     */
    public void copyFrom(final Column source)
    {
        buffer.putBytes(offset, source.buffer, source.offset, size << 3);
    }

    /**
     * @return true when every value is finite.
     */
    public boolean isFinite()
    {
        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += get(i) * 0.0;
        }
        return sum == 0.0;
    }
}
