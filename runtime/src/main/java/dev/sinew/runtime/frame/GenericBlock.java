package dev.sinew.runtime.frame;

import dev.sinew.hal.layout.Block;
import dev.sinew.hal.layout.BlockLayout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A block whose columns are taken by name.
 */
final class GenericBlock extends Block
{
    GenericBlock(final BlockLayout layout, final UnsafeBuffer buffer)
    {
        super(layout, buffer);
    }
}
