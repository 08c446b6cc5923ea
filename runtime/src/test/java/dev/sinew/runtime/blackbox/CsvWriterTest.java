package dev.sinew.runtime.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvWriterTest
{
    private static final int FRAMES = 20;

    @TempDir
    private Path directory;
    private Path box;

    @BeforeEach
    void makeBox() throws Exception
    {
        box = directory.resolve("box");
        try (MappedFrames frames = TestFrames.create(box, 32))
        {
            final FrameLayout layout = TestFrames.layout();
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(layout);
            for (int cycle = 0; cycle < FRAMES; cycle++)
            {
                final Random random = new Random(cycle);
                for (final BlockLayout.Entry column : layout.columns())
                {
                    for (int i = 0; i < column.size(); i++)
                    {
                        hot.buffer().putDouble(column.offset() + i * Double.BYTES,
                            random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
                    }
                }
                hot.set(FrameField.CYCLE, cycle);
                hot.set(FrameField.RELEASE_NS, 5_000_000_000L + cycle * 1_000_000L);
                hot.set(FrameField.MODE, 3);
                hot.set(FrameField.VERDICT, cycle % 2);
                hot.set(FrameField.FAULT, 999);
                hot.action.set(0, cycle == 7 ? Double.NaN : -0.0);
                ring.publish(hot);
            }
        }
    }

    private List<String> write(final CsvOptions options) throws IOException
    {
        final Path csv = directory.resolve("out.csv");
        try (BlackBoxReader reader = BlackBoxReader.open(box))
        {
            new CsvWriter(reader, options).write(csv, null);
        }
        return Files.readAllLines(csv);
    }

    @Test
    void shouldWriteEveryChannelUnderItsNameAndExactly() throws Exception
    {
        final List<String> lines = write(CsvOptions.ALL);
        final List<String> heading = List.of(lines.get(0).split(","));
        assertEquals(FRAMES + 1, lines.size());
        try (BlackBoxReader reader = BlackBoxReader.open(box))
        {
            int doubles = 0;
            for (int row = 1; reader.next(); row++)
            {
                final String[] cells = lines.get(row).split(",");
                assertEquals(heading.size(), cells.length);
                for (final BlockLayout.Entry column : reader.header().columns())
                {
                    for (int i = 0; i < column.size(); i++)
                    {
                        final int place = heading.indexOf(column.name() + "." + column.labels().get(i));
                        assertEquals(Double.doubleToLongBits(reader.get(column, i)),
                            Double.doubleToLongBits(Double.parseDouble(cells[place])), column.name());
                        doubles++;
                    }
                }
                assertEquals(Long.toString(reader.get(FrameField.RELEASE_NS)),
                    cells[heading.indexOf("release_ns")]);
            }
            assertEquals(FRAMES * (heading.size() - reader.header().fields().size() - 3), doubles);
        }
        assertTrue(heading.contains("joint_position_rad.l_knee"));
        assertTrue(heading.contains("imu.pelvis.qw"));
        assertTrue(heading.contains("wrench.l_foot.fz"));
        assertTrue(heading.contains("motor_effort_nm.m_l_knee_ext"));
        assertTrue(heading.contains("command_motor_effort_nm.m_l_knee_ext"));
        assertTrue(heading.contains("observation.o1"));
        assertTrue(heading.contains("state_device_time_ns"));
    }

    @Test
    void shouldNameVerdictModeAndFault() throws Exception
    {
        final List<String> lines = write(new CsvOptions(List.of("*_name"), Double.POSITIVE_INFINITY));
        assertEquals("cycle,release_ns,verdict_name,mode_name,fault_name", lines.get(0));
        assertEquals("0,5000000000,GOOD,ACTIVE,999", lines.get(1));
        assertEquals("1,5001000000,LATE,ACTIVE,999", lines.get(2));
    }

    @Test
    void shouldTakeOnlyTheColumnsThatFit() throws Exception
    {
        final List<String> lines =
            write(new CsvOptions(List.of("joint_position_rad.*_ff_*", "truth_base_pose.?_m"), 1e9));
        assertEquals("cycle,release_ns,joint_position_rad.l_ff_mcp,joint_position_rad.l_ff_pip," +
            "truth_base_pose.x_m,truth_base_pose.y_m,truth_base_pose.z_m", lines.get(0));
    }

    @Test
    void shouldSayWhichColumnsThereAreWhenNoneFits()
    {
        final String message = assertThrows(IOException.class,
            () -> write(new CsvOptions(List.of("elbow"), 1))).getMessage();
        assertTrue(message.contains("no column fits --columns elbow") && message.contains("joint_position_rad"),
            message);
    }

    @Test
    void shouldTakeOnlyTheLastSeconds() throws Exception
    {
        final List<String> lines = write(new CsvOptions(List.of("cycle"), 0.005));
        assertEquals(1 + 6, lines.size());
        assertTrue(lines.get(1).startsWith("14,"), lines.get(1));
        assertThrows(IllegalArgumentException.class, () -> new CsvOptions(List.of(), 0));
        assertThrows(IllegalArgumentException.class, () -> new CsvOptions(List.of(), Double.NaN));
    }

    @Test
    void shouldNeverOverwriteItsOwnBlackBox() throws Exception
    {
        final byte[] before = Files.readAllBytes(box);
        try (BlackBoxReader reader = BlackBoxReader.open(box))
        {
            final CsvWriter writer = new CsvWriter(reader, CsvOptions.ALL);
            assertTrue(assertThrows(IOException.class, () -> writer.write(box, null)).getMessage()
                .contains("overwrite its black box"));
            assertEquals(before.length, Files.readAllBytes(box).length);
        }
    }

    @Test
    void shouldLeaveNoHalfFileAndSayWhyWhenItCannotWrite() throws Exception
    {
        final Path target = directory.resolve("no/such/out.csv");
        try (BlackBoxReader reader = BlackBoxReader.open(box))
        {
            final CsvWriter writer = new CsvWriter(reader, CsvOptions.ALL);
            final String message = assertThrows(IOException.class, () -> writer.write(target, null)).getMessage();
            assertTrue(message.startsWith("cannot write " + target), message);
            assertFalse(message.contains("\n"));
        }
    }

    @Test
    void shouldTellHowFarItIs() throws Exception
    {
        final ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (BlackBoxReader reader = BlackBoxReader.open(box))
        {
            new CsvWriter(reader, CsvOptions.ALL).write(directory.resolve("out.csv"),
                new PrintStream(told, true, StandardCharsets.UTF_8));
        }
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("csv: 20 frames x"), told.toString());
        assertTrue(told.toString(StandardCharsets.UTF_8).contains("torn=0, lapped=0"), told.toString());
    }
}
