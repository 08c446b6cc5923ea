package dev.sinew.hal.layout;

import java.util.Objects;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A named vector of doubles inside a block of off-heap memory. Not thread-safe; allocation-free after construction. The
 * block's buffer must not be wrapped around other memory afterwards.
 *
 * <p>Every index is checked against the column itself. Values are reached by address and not through the buffer's own
 * accessors: those ask at every value whether the memory is on or off the heap, which keeps the compiler from hoisting
 * anything out of a loop.</p>
 */
public final class Column
{
    private static final long DOUBLES_OFFSET = UnsafeApi.arrayBaseOffset(double[].class);

    private final String name;
    /** Keeps off-heap memory alive. */
    private final UnsafeBuffer buffer;
    /** Null where the memory is off the heap. */
    private final byte[] array;
    private final long address;
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
        this.array = buffer.byteArray();
        this.address = buffer.addressOffset() + offset;
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
        final long place = address + ((long)Objects.checkIndex(index, size) << 3);
        return array == null ? UnsafeApi.getDouble(place) : UnsafeApi.getDouble(array, place);
    }

    /**
     * @param index place of the value, 0 to size - 1.
     * @param value what to store.
     */
    public void set(final int index, final double value)
    {
        final long place = address + ((long)Objects.checkIndex(index, size) << 3);
        if (array == null)
        {
            UnsafeApi.putDouble(place, value);
        }
        else
        {
            UnsafeApi.putDouble(array, place, value);
        }
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
        Objects.checkFromIndexSize(0, size, values.length);
        UnsafeApi.copyMemory(values, DOUBLES_OFFSET, array, address, (long)size << 3);
    }

    /**
     * @param target destination, at least {@link #size()} long.
     */
    public void copyTo(final double[] target)
    {
        Objects.checkFromIndexSize(0, size, target.length);
        UnsafeApi.copyMemory(array, address, target, DOUBLES_OFFSET, (long)size << 3);
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
        double sum0 = 0; // four sums, so that no addition waits for the one before
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < size; i += 4)
        {
            sum0 += get(i) * 0.0;
            sum1 += get(i + 1) * 0.0;
            sum2 += get(i + 2) * 0.0;
            sum3 += get(i + 3) * 0.0;
        }
        for (; i < size; i++)
        {
            sum0 += get(i) * 0.0;
        }
        return sum0 + sum1 + sum2 + sum3 == 0.0;
    }
}
