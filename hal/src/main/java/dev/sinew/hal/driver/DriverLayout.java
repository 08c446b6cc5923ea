package dev.sinew.hal.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.sun.jna.Pointer;

import dev.sinew.hal.layout.BlockLayout;

/**
 * What {@code open} handed out: addresses and sizes of the blocks and the channels in them. Immutable.
 *
 * @param stateAddress   address of the state block.
 * @param stateBytes     its size.
 * @param commandAddress address of the command block.
 * @param commandBytes   its size.
 * @param channels       channels in the driver's order.
 * @param structProblem  what is wrong with the description itself, or null.
 */
public record DriverLayout(
    long stateAddress,
    long stateBytes,
    long commandAddress,
    long commandBytes,
    List<DriverChannel> channels,
    String structProblem)
{
    private static final int LAYOUT_BYTES = 56;
    private static final int CHANNEL_BYTES = 96;
    private static final int NAME_OFFSET = 24;
    private static final int NAME_BYTES = 72;
    private static final int CHANNELS_MAX = 100_000;
    private static final int CACHE_LINE_BYTES = 64;

    /**
     * Makes the list unmodifiable.
     */
    public DriverLayout
    {
        channels = List.copyOf(channels);
    }

    /**
     * @param address address of a {@code sinew_layout}.
     * @return a copy of what it says.
     */
    static DriverLayout read(final long address)
    {
        final Pointer layout = new Pointer(address);
        final int channelBytes = layout.getInt(4);
        final int count = layout.getInt(8);
        final Pointer table = layout.getPointer(48);
        final String problem = structProblem(layout.getInt(0), channelBytes, count, table);
        final List<DriverChannel> channels = new ArrayList<>();
        for (int i = 0; problem == null && i < count; i++)
        {
            final Pointer channel = table.share((long)i * CHANNEL_BYTES);
            channels.add(new DriverChannel(channel.getInt(0), channel.getInt(4), channel.getInt(8), channel.getInt(12),
                channel.getInt(16), channel.getInt(20), name(channel)));
        }
        return new DriverLayout(layout.getLong(32), layout.getLong(16), layout.getLong(40), layout.getLong(24),
            channels, problem);
    }

    private static String structProblem(
        final int layoutBytes,
        final int channelBytes,
        final int count,
        final Pointer table)
    {
        if (layoutBytes < LAYOUT_BYTES || channelBytes != CHANNEL_BYTES)
        {
            return "sizes of the structures: layout_bytes=" + layoutBytes + ", channel_bytes=" + channelBytes +
                ", needed=" + LAYOUT_BYTES + " and " + CHANNEL_BYTES;
        }
        if (count < 1 || count > CHANNELS_MAX || table == null)
        {
            return "channel table: channel_count=" + count + ", channels=" + (table == null ? "NULL" : "set") +
                ", needed=1 to " + CHANNELS_MAX;
        }
        return null;
    }

    private static String name(final Pointer channel)
    {
        final byte[] bytes = channel.getByteArray(NAME_OFFSET, NAME_BYTES);
        int length = 0;
        while (length < NAME_BYTES && bytes[length] != 0)
        {
            length++;
        }
        return length == NAME_BYTES ? "" : new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * @return everything that breaks the header's rules, one line each; empty when nothing does.
     */
    public List<String> problems()
    {
        final List<String> problems = new ArrayList<>();
        if (structProblem != null)
        {
            problems.add(structProblem);
            return problems;
        }
        checkBlock(problems, "state", stateAddress, stateBytes);
        checkBlock(problems, "command", commandAddress, commandBytes);
        final Set<String> names = new HashSet<>();
        for (final DriverChannel channel : channels)
        {
            checkChannel(problems, channel);
            if (!names.add(channel.kindCode() + " " + channel.name()))
            {
                problems.add("channel twice: kind=" + channel.kindCode() + ", name=" + channel.name());
            }
        }
        checkOverlap(problems, 0);
        checkOverlap(problems, 1);
        return problems;
    }

    private static void checkBlock(
        final List<String> problems,
        final String what,
        final long address,
        final long bytes)
    {
        if (address == 0 || address % CACHE_LINE_BYTES != 0)
        {
            problems.add(what + " block not on a cache line: address=0x" + Long.toHexString(address));
        }
        if (bytes < BlockLayout.HEADER_BYTES || bytes % CACHE_LINE_BYTES != 0 || bytes > Integer.MAX_VALUE)
        {
            problems.add(what + " block's size is not a multiple of 64 that holds the header: bytes=" + bytes);
        }
    }

    private void checkChannel(final List<String> problems, final DriverChannel channel)
    {
        final ChannelKind kind = channel.kind();
        final String which = "channel kind=" + channel.kindCode() + " name=" + channel.name() + ": ";
        if (kind == null)
        {
            problems.add(which + "unknown kind");
            return;
        }
        if (channel.name().isEmpty())
        {
            problems.add(which + "name empty or without a terminating zero");
        }
        if (channel.block() != (kind.command() ? 1 : 0))
        {
            problems.add(which + "in the wrong block: block=" + channel.block());
        }
        if (channel.count() != kind.count() || channel.width() != Double.BYTES)
        {
            problems.add(which + "count=" + channel.count() + ", width=" + channel.width() + ", needed=" +
                kind.count() + " and 8");
        }
        final int group = kind.group() == null ? DriverChannel.NO_GROUP : kind.group().ordinal();
        if (channel.group() != group)
        {
            problems.add(which + "group=" + channel.group() + ", needed=" + group);
        }
        final long bytes = channel.block() == 0 ? stateBytes : commandBytes;
        if (channel.offset() < BlockLayout.HEADER_BYTES || channel.offset() % Double.BYTES != 0 ||
            channel.end() > bytes)
        {
            problems.add(which + "outside its block, in its header or not aligned: offset=" + channel.offset() +
                ", end=" + channel.end() + ", block=" + bytes);
        }
    }

    private void checkOverlap(final List<String> problems, final int block)
    {
        final List<DriverChannel> sorted = new ArrayList<>(channels);
        sorted.removeIf(channel -> channel.block() != block);
        sorted.sort(Comparator.comparingInt(DriverChannel::offset));
        for (int i = 1; i < sorted.size(); i++)
        {
            final DriverChannel before = sorted.get(i - 1);
            final DriverChannel after = sorted.get(i);
            if (before.end() > after.offset())
            {
                problems.add("channels overlap: " + before.name() + " (kind " + before.kindCode() + ") ends at " +
                    before.end() + ", " + after.name() + " (kind " + after.kindCode() + ") begins at " +
                    after.offset());
            }
        }
    }
}
