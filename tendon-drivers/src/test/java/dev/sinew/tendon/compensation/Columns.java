package dev.sinew.tendon.compensation;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import org.agrona.concurrent.UnsafeBuffer;

/** Columns that stand alone. */
final class Columns
{
    private Columns()
    {
    }

    static Column of(final double... values)
    {
        final Column column = new Column("test",
            new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * values.length]), 0, values.length);
        column.setAll(values);
        return column;
    }
}
