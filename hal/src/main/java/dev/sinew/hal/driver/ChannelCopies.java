package dev.sinew.hal.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which bytes of one block go where in another; neighbours are joined, so that a driver that keeps the robot's order is
 * copied in a few strokes. Set up once, then allocation-free.
 */
final class ChannelCopies
{
    private final int[] from;
    private final int[] to;
    private final int[] bytes;

    private ChannelCopies(final List<int[]> runs)
    {
        from = runs.stream().mapToInt(run -> run[0]).toArray();
        to = runs.stream().mapToInt(run -> run[1]).toArray();
        bytes = runs.stream().mapToInt(run -> run[2]).toArray();
    }

    /**
     * @param pieces triples of source offset, target offset and length in bytes, in any order.
     * @return copies in ascending order of the source, with neighbours joined.
     */
    static ChannelCopies of(final List<int[]> pieces)
    {
        final List<int[]> sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparingInt(piece -> piece[0]));
        final List<int[]> runs = new ArrayList<>();
        for (final int[] piece : sorted)
        {
            final int[] last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last[0] + last[2] == piece[0] && last[1] + last[2] == piece[1])
            {
                last[2] += piece[2];
            }
            else
            {
                runs.add(piece.clone());
            }
        }
        return new ChannelCopies(runs);
    }

    /**
     * @return number of strokes.
     */
    int size()
    {
        return from.length;
    }

    /**
     * @param source block that is read.
     * @param target block that is written.
     */
    void copy(final UnsafeBuffer source, final UnsafeBuffer target)
    {
        for (int i = 0; i < from.length; i++)
        {
            target.putBytes(to[i], source, from[i], bytes[i]);
        }
    }
}
