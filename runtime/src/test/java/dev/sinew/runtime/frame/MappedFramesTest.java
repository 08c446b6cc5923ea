package dev.sinew.runtime.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import dev.sinew.hal.layout.BlockLayout;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MappedFramesTest
{
    @TempDir
    private Path directory;

    private String openFailure(final Path path)
    {
        final String message = assertThrows(IOException.class, () -> MappedFrames.open(path)).getMessage();
        assertFalse(message.contains("\n"), message);
        assertTrue(message.contains(path.toString()), message);
        return message;
    }

    private Path damaged(final Consumer<UnsafeBuffer> damage) throws IOException
    {
        final Path path = directory.resolve("damaged");
        Files.deleteIfExists(path);
        try (MappedFrames frames = TestFrames.create(path, 4))
        {
            damage.accept(frames.buffer());
        }
        return path;
    }

    @Test
    void shouldDescribeItself() throws Exception
    {
        final Path path = directory.resolve("box");
        final FrameLayout layout = TestFrames.layout();
        try (MappedFrames made = TestFrames.create(path, 16); MappedFrames read = MappedFrames.open(path))
        {
            assertEquals(made.header().slotBytes(), read.header().slotBytes());
            assertEquals(layout.endOffset(), read.header().endOffset());
            assertEquals(16, read.header().slotCount());
            assertEquals(Files.size(path), read.header().fileBytes());
            assertEquals(TestFrames.meta(), read.header().meta());
            assertEquals(layout.columns(), read.header().columns());
            assertEquals(layout.fields(), read.header().fields());
            assertEquals(-1, read.cursorAcquire());
        }
    }

    @Test
    void shouldGiveEveryColumnAndFieldANameAndPlaceOfItsOwn()
    {
        final FrameLayout layout = TestFrames.layout();
        final Set<String> names = new HashSet<>();
        final Set<Integer> places = new HashSet<>();
        layout.fields().forEach((name, offset) ->
        {
            assertTrue(names.add(name), name);
            assertTrue(places.add(offset), name);
        });
        for (final BlockLayout.Entry column : layout.columns())
        {
            assertTrue(names.add(column.name()), column.name());
            for (int i = 0; i < column.size(); i++)
            {
                assertTrue(places.add(column.offset() + i * Double.BYTES), column.name());
            }
        }
    }

    @Test
    void shouldPlaceColumnsAndStampsWhereTheFrameHasThem() throws Exception
    {
        final FrameLayout layout = TestFrames.layout();
        final CycleFrame frame = CycleFrame.allocate(layout);
        frame.state.stamp(7, 8, 9, 10, 11);
        frame.command.stamp(12, 13, true);
        frame.command.motorEffort.set(3, 1.5);
        frame.state.motorEffort.set(3, 2.5);
        final FrameFileHeader header = FrameFileHeader.of(layout, 4, TestFrames.meta());
        final UnsafeBuffer bytes = frame.buffer();
        assertEquals(7, bytes.getLong(header.fields().get("state_sequence")));
        assertEquals(11, bytes.getLong(header.fields().get("state_device_status")));
        assertEquals(12, bytes.getLong(header.fields().get("command_sequence")));
        assertEquals(1, bytes.getLong(header.fields().get("command_enabled")));
        assertEquals(1.5, bytes.getDouble(header.column("command_motor_effort_nm").offset() + 3 * Double.BYTES));
        assertEquals(2.5, bytes.getDouble(header.column("motor_effort_nm").offset() + 3 * Double.BYTES));
    }

    @Test
    void shouldRefuseFilesThatAreNoBlackBox() throws Exception
    {
        assertTrue(openFailure(directory.resolve("missing")).contains("no such black box"));
        assertTrue(openFailure(directory).contains("no such black box"));
        final Path empty = Files.createFile(directory.resolve("empty"));
        assertTrue(openFailure(empty).contains("not a black box"));
        final Path text = Files.writeString(directory.resolve("text"), "cycle,release_ns\n".repeat(100));
        assertTrue(openFailure(text).contains("not a black box"));
        final Path magicOnly = directory.resolve("magic");
        Files.write(magicOnly, "SINEWBB1".getBytes(StandardCharsets.US_ASCII));
        assertTrue(openFailure(magicOnly).contains("not a black box"));
    }

    @Test
    void shouldRefuseABlackBoxThatIsCutShort() throws Exception
    {
        final Path path = directory.resolve("box");
        TestFrames.create(path, 4).close();
        for (final long bytes : new long[]{Files.size(path) - 1, 5000, 200})
        {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE))
            {
                channel.truncate(bytes);
            }
            assertTrue(openFailure(path).contains("cut short"), "bytes=" + bytes);
        }
    }

    @Test
    void shouldRefuseADamagedHeader() throws Exception
    {
        assertTrue(openFailure(damaged(bytes -> bytes.putLong(0, 7))).contains("not a black box"));
        assertTrue(openFailure(damaged(bytes -> bytes.putLong(8, Long.MAX_VALUE))).contains("cut short"));
        assertTrue(openFailure(damaged(bytes -> bytes.putLong(16, Long.MAX_VALUE / 2))).contains("cut short"));
        assertTrue(openFailure(damaged(bytes -> bytes.putLong(24, 3))).contains("cut short"));
        assertTrue(openFailure(damaged(bytes -> bytes.putLong(32, Long.MAX_VALUE))).contains("cut short"));
        assertTrue(openFailure(damaged(bytes -> bytes.putLong(128, -1))).contains("cut short"));
        assertTrue(openFailure(damaged(bytes -> bytes.putBytes(136, "zzzz".getBytes(StandardCharsets.US_ASCII))))
            .contains("damaged"));
        final byte[] cut = "meta\n".getBytes(StandardCharsets.US_ASCII);
        assertTrue(openFailure(damaged(bytes -> bytes.putBytes(136, cut))).contains("damaged"));
    }

    @Test
    void shouldNeverOverwriteAnOlderBox() throws Exception
    {
        final Path path = directory.resolve("box");
        TestFrames.create(path, 4).close();
        final byte[] before = Files.readAllBytes(path);
        final String message =
            assertThrows(IOException.class, () -> TestFrames.create(path, 8)).getMessage();
        assertTrue(message.contains("never overwritten") && message.contains("--blackbox"), message);
        assertArrayEquals(before, Files.readAllBytes(path));
    }

    @Test
    void shouldSayHowMuchRoomIsMissingAndLeaveNothingBehind()
    {
        final Path path = directory.resolve("box");
        final FrameFileHeader header = FrameFileHeader.of(TestFrames.layout(), 1024, TestFrames.meta());
        final String message = assertThrows(IOException.class,
            () -> MappedFrames.create(path, header, header.fileBytes() - 1)).getMessage();
        assertTrue(message.startsWith("no room for the black box") && message.contains("--blackbox-seconds"), message);
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldRefuseMoreThanCanBeMapped()
    {
        final FrameFileHeader header = FrameFileHeader.of(TestFrames.layout(), 1 << 28, TestFrames.meta());
        final String message = assertThrows(IOException.class,
            () -> MappedFrames.create(directory.resolve("box"), header)).getMessage();
        assertTrue(message.contains("2 GiB") && message.contains("--blackbox-seconds"), message);
    }

    @Test
    void shouldNameAMissingDirectory()
    {
        final String message = assertThrows(IOException.class,
            () -> TestFrames.create(directory.resolve("no/such/box"), 4)).getMessage();
        assertTrue(message.startsWith("no directory for the black box"), message);
    }

    @Test
    void shouldRefuseASlotCountThatIsNoPowerOfTwo()
    {
        assertThrows(IllegalArgumentException.class,
            () -> FrameFileHeader.of(TestFrames.layout(), 12, TestFrames.meta()));
    }

    @Test
    void shouldAllocateTheWholeFileInsteadOfLeavingHoles() throws Exception
    {
        final Path path = directory.resolve("box");
        TestFrames.create(path, 64).close();
        final Process stat = new ProcessBuilder("stat", "-c", "%b %B", path.toString()).start();
        final String[] blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .strip().split(" ");
        assertEquals(0, stat.waitFor());
        final long allocated = Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]);
        assertTrue(allocated >= Files.size(path), allocated + " < " + Files.size(path));
    }

    @Test
    void shouldGiveOthersAMappingThatTheyCannotWriteTo() throws Exception
    {
        final Path path = directory.resolve("box");
        try (MappedFrames made = TestFrames.create(path, 4); MappedFrames read = MappedFrames.open(path))
        {
            assertTrue(read.buffer().byteBuffer().isReadOnly());
            made.cursorRelease(3);
            assertEquals(3, read.cursorAcquire());
            final ByteBuffer begin = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(FrameFileHeader.MAGIC, begin.getLong(0));
            assertEquals("SINEWBB1", new String(begin.array(), 0, 8, StandardCharsets.US_ASCII));
            assertNotEquals(0, begin.getLong(128));
        }
    }
}
