package dev.sinew.sim.emulator.dynamixel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.sinew.sim.emulator.Bench;
import org.junit.jupiter.api.Test;

/** Frames of the maker's manual, byte for byte, both ways. */
class DynamixelGoldenTest
{
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private static String frame(final int id, final int instruction, final int... data)
    {
        return SPACED.formatHex(DynamixelHost.frame(id, instruction, data));
    }

    @Test
    void shouldComputeTheCheckValueOfTheCode()
    {
        final byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0xFEE8, DynamixelFrames.crc(0, digits, 0, digits.length));
    }

    @Test
    void shouldBuildTheFramesOfTheManual()
    {
        assertEquals("ff ff fd 00 01 03 00 01 19 4e", frame(1, 0x01));
        assertEquals("ff ff fd 00 01 07 00 02 84 00 04 00 1d 15", frame(1, 0x02, 0x84, 0, 4, 0));
        assertEquals("ff ff fd 00 01 09 00 03 74 00 00 02 00 00 ca 89", frame(1, 0x03, 0x74, 0, 0, 2, 0, 0));
        assertEquals("ff ff fd 00 01 09 00 03 74 00 ff ff ff ff c8 89", frame(1, 3, 0x74, 0, 255, 255, 255, 255));
        assertEquals("ff ff fd 00 01 0a 00 03 74 00 ff ff fd fd 00 21 e7", frame(1, 3, 0x74, 0, 255, 255, 0xFD, 0));
        assertEquals("ff ff fd 00 01 06 00 03 40 00 01 db 66", frame(1, 0x03, 0x40, 0, 1));
        assertEquals("ff ff fd 00 fe 09 00 82 84 00 04 00 01 02 ce fa", frame(0xFE, 0x82, 0x84, 0, 4, 0, 1, 2));
        assertEquals("ff ff fd 00 fe 09 00 8a 84 00 04 00 01 02 4d 72", frame(0xFE, 0x8A, 0x84, 0, 4, 0, 1, 2));
        assertEquals("ff ff fd 00 fe 11 00 83 74 00 04 00 01 96 00 00 00 02 aa 00 00 00 82 87",
            frame(0xFE, 0x83, 0x74, 0, 4, 0, 1, 0x96, 0, 0, 0, 2, 0xAA, 0, 0, 0));
        assertEquals("ff ff fd 00 01 03 00 08 2f 4e", frame(1, 0x08));
    }

    @Test
    void shouldAnswerAsTheManualShows()
    {
        try (Bench bench = Bench.of("dynamixel", "1,2", "firmware: 38", "home: 166"))
        {
            assertEquals("ff ff fd 00 01 07 00 55 00 06 04 26 65 5d", bench.ask("ff ff fd 00 01 03 00 01 19 4e"));
            assertEquals("ff ff fd 00 01 08 00 55 00 a6 00 00 00 8c c0",
                bench.ask("ff ff fd 00 01 07 00 02 84 00 04 00 1d 15"));
            assertEquals("ff ff fd 00 01 04 00 55 00 a1 0c",
                bench.ask("ff ff fd 00 01 09 00 03 74 00 00 02 00 00 ca 89"));
            assertEquals(512, ((DynamixelServo)bench.device(0)).table().get(DynamixelTable.GOAL_POSITION));
            assertEquals("ff ff fd 00 01 04 00 55 00 a1 0c", bench.ask("ff ff fd 00 01 03 00 08 2f 4e"));
        }
    }

    @Test
    void shouldAnswerABroadcastPingInTheOrderOfTheNumbers()
    {
        try (Bench bench = Bench.of("dynamixel", "2,1", "firmware: 38"))
        {
            bench.port().host("ff ff fd 00 fe 03 00 01 31 42");
            bench.run(20);
            assertEquals("ff ff fd 00 01 07 00 55 00 06 04 26 65 5d ff ff fd 00 02 07 00 55 00 06 04 26 6f 6d",
                bench.port().taken());
        }
    }

    @Test
    void shouldBuildOneFrameOfAllForAFastRead()
    {
        // The manual's example has three servos at 166, 2079 and 1023; ours stand where home says, one after another.
        try (Bench bench = Bench.of("dynamixel", "3,7,4", "home: 166"))
        {
            place(bench, 1, 2079);
            place(bench, 2, 1023);
            bench.run(2);
            assertEquals("ff ff fd 00 fe 19 00 55 00 03 a6 00 00 00 84 08 00 07 1f 08 00 00 16 ca " +
                "00 04 ff 03 00 00 d1 9e", bench.ask("ff ff fd 00 fe 0a 00 8a 84 00 04 00 03 07 04 20 f2"));
        }
    }

    /** A homing offset shows another position without a motion. */
    private static void place(final Bench bench, final int index, final int count)
    {
        final DynamixelServo servo = (DynamixelServo)bench.device(index);
        servo.table().set(DynamixelTable.HOMING_OFFSET, count - 166);
    }

    @Test
    void shouldStuffWhatItAnswers()
    {
        try (Bench bench = Bench.of("dynamixel", "1"))
        {
            // A value of the table that holds FF FF FD; the host wrote it stuffed.
            assertEquals("ff ff fd 00 01 04 00 55 00 a1 0c",
                bench.ask(frame(1, 0x03, 0xE0, 0, 0xFF, 0xFF, 0xFD, 0xFD)));
            final String answer = bench.ask(frame(1, 0x02, 0xE0, 0, 4, 0));
            assertEquals("ff ff fd 00 01 09 00 55 00 ff ff fd fd fd", answer.substring(0, 41));
        }
    }

    @Test
    void shouldFindFramesAmongAnything()
    {
        final List<String> found = new ArrayList<>();
        final DynamixelParser parser = new DynamixelParser();
        final DynamixelParser.Listener listener = new DynamixelParser.Listener()
        {
            @Override
            public void onInstruction(final int id, final int instruction, final byte[] data, final int count,
                final long endNs)
            {
                found.add(id + ":" + instruction + ":" + SPACED.formatHex(data, 0, count));
            }

            @Override
            public void onBadCheck(final int id, final long endNs)
            {
                found.add(id + ":bad");
            }
        };
        long time = 0;
        for (final String text : new String[] {"ff ff", "ff ff fd 00 01 03 00 01 19 4e", "00 ff 12 fd",
            "ff ff fd fd 01 03 00", "ff ff fd 00 01 0a 00 03 74 00 ff ff fd fd 00 21 e7",
            "ff ff fd 00 01 03 00 01 19 4f", "ff ff fd 00 02 ff ff 01", "ff ff fd 00 01 03 00 08 2f 4e"})
        {
            for (final byte value : SPACED.parseHex(text))
            {
                time += 1000;
                parser.accept(value & 0xFF, time, listener);
            }
        }
        assertEquals(List.of("1:1:", "1:3:74 00 ff ff fd 00", "1:bad", "1:8:"), found);
    }
}
