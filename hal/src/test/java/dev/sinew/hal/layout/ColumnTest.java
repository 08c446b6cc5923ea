package dev.sinew.hal.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTest
{
    private static final int OFFSET = 24;

    private static UnsafeBuffer memory(final boolean direct, final int size)
    {
        final int bytes = OFFSET + 8 * size + 16;
        return direct ? new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 64)) :
            new UnsafeBuffer(new byte[bytes]);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowWhatLiesInTheBufferAndTouchNothingElse(final boolean direct)
    {
        final UnsafeBuffer buffer = memory(direct, 5);
        buffer.setMemory(0, buffer.capacity(), (byte)0x5A);
        final long around = buffer.getLong(0);
        final Column column = new Column("test", buffer, OFFSET, 5);
        column.setAll(new double[] {1, 2, 3, 4, 5, 99});
        column.set(2, -7);
        for (int i = 0; i < 5; i++)
        {
            assertEquals(buffer.getDouble(OFFSET + 8 * i), column.get(i));
        }
        final double[] copy = new double[6];
        column.copyTo(copy);
        assertArrayEquals(new double[] {1, 2, -7, 4, 5, 0}, copy);
        assertEquals(around, buffer.getLong(OFFSET - 8));
        assertEquals(around, buffer.getLong(OFFSET + 40));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseWhatIsOutsideTheColumnThoughInsideItsBlock(final boolean direct)
    {
        final Column column = new Column("test", memory(direct, 5), OFFSET, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> column.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> column.get(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> column.set(3, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> column.setAll(new double[2]));
        assertThrows(IndexOutOfBoundsException.class, () -> column.copyTo(new double[2]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 75})
    void shouldFindAValueThatIsNotFiniteWhereverItLies(final int size)
    {
        final Column column = new Column("test", memory(true, size), OFFSET, size);
        column.fill(-Double.MAX_VALUE);
        assertTrue(column.isFinite());
        for (int i = 0; i < size; i++)
        {
            for (final double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
            {
                column.set(i, bad);
                assertFalse(column.isFinite(), "at " + i + ": " + bad);
            }
            column.set(i, 0);
        }
        assertTrue(column.isFinite());
    }
}
