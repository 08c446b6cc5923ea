package dev.sinew.sim.emulator.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.fault.FaultPlanFile;
import dev.sinew.sim.emulator.process.EmulatorFile;
import org.junit.jupiter.api.Test;

class SensorBoardTest
{
    private static final String FINGER = "emulator: test\nhangs: true\nrobot: " +
        Path.of("../hal/robots/finger-pairs/robot.yaml").toAbsolutePath() + "\nbuses:\n  - name: bus\n" +
        "    protocol: sensors\n    joints: ['*']\n    tendons: [flexor_mcp]\n    imus: ['*']\n";
    private static final int HEADER = 20;

    /** CRC-16/CCITT-FALSE, bit by bit, after its definition; "123456789" gives 29B1. */
    private static int check(final byte[] bytes, final int count)
    {
        int crc = 0xFFFF;
        for (int bit = 0; bit < 8 * count; bit++)
        {
            final int in = bytes[bit / 8] >> 7 - bit % 8 & 1;
            final int out = crc >> 15 & 1;
            crc = crc << 1 & 0xFFFF ^ ((in ^ out) == 1 ? 0x1021 : 0);
        }
        return crc;
    }

    private static String question(final int number)
    {
        final byte[] frame = {'S', '?', (byte)number, (byte)(number >> 8), 0, 0};
        final int check = check(frame, 4);
        frame[4] = (byte)check;
        frame[5] = (byte)(check >> 8);
        return HexFormat.ofDelimiter(" ").formatHex(frame);
    }

    private static ByteBuffer answer(final String hex)
    {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldCheckAsTheCatalogueOfChecksSays()
    {
        final byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(0x29B1, check(digits, 9));
        assertEquals(0x29B1, SensorFrames.check(digits, 9));
    }

    @Test
    void shouldAnswerWithEverythingThatItMeasures()
    {
        try (Bench bench = Bench.whole(FINGER))
        {
            bench.run(20);
            final ByteBuffer answer = answer(bench.ask(question(0x1234)));
            final int values = 2 * 3 + 3 + 10;
            assertEquals(HEADER + 4 * values + 2, answer.limit());
            assertEquals("SN", new String(answer.array(), 0, 2, StandardCharsets.US_ASCII));
            assertEquals(1, answer.get(2), "version");
            assertEquals(0, answer.get(3), "nothing has failed");
            assertEquals(0x1234, answer.getShort(4));
            assertEquals(4 * values, answer.getShort(6));
            final CRC32 crc = new CRC32();
            crc.update("joints mcp pip dip\ntendons flexor_mcp\nimus imu_block\nwrenches\n".getBytes(
                StandardCharsets.US_ASCII));
            assertEquals((int)crc.getValue(), answer.getInt(8));
            assertEquals(20_000, answer.getLong(12), 500, "the board's time, us");
            assertEquals(check(answer.array(), answer.limit() - 2), answer.getShort(answer.limit() - 2) & 0xFFFF);
            assertEquals(9.81, Math.sqrt(square(answer, 16) + square(answer, 17) + square(answer, 18)), 1);
            assertTrue(answer.getFloat(HEADER + 4 * 8) >= -2, "tension of a limp finger, and noise");
        }
    }

    private static double square(final ByteBuffer answer, final int value)
    {
        final double read = answer.getFloat(HEADER + 4 * value);
        return read * read;
    }

    @Test
    void shouldTakeTheWiresTimeAndNotHearWhatIsBroken()
    {
        try (Bench bench = Bench.whole(FINGER))
        {
            bench.port().host(question(7));
            bench.run(0.05);
            assertEquals("", bench.port().taken(), "6 bytes there, 50 us, 98 back at 10 Mbaud");
            bench.run(1);
            assertTrue(bench.port().taken().length() > 0);
            assertEquals("", bench.ask("53 3f 07 00 ff ff"), "a wrong check");
            assertEquals(1, bench.bus().tally().of("bad_check"));
            assertEquals(1, bench.bus().tally().of("question"));
            assertTrue(bench.ask("53 " + question(8)).length() > 0, "half a question before a whole one");
        }
    }

    @Test
    void shouldSpoilAnswersInTheWaysOfEveryProtocol()
    {
        try (Bench bench = Bench.whole(FINGER))
        {
            bench.fault("wrong_id other_id=1 for_s=0.01");
            bench.run(2);
            ByteBuffer answer = answer(bench.ask(question(5)));
            assertEquals(6, answer.getShort(4), "the answer to another question");
            assertEquals(check(answer.array(), answer.limit() - 2), answer.getShort(answer.limit() - 2) & 0xFFFF);
            bench.run(20);
            bench.fault("zero_data for_s=0.01");
            bench.run(2);
            answer = answer(bench.ask(question(6)));
            assertEquals(0, answer.getLong(12));
            assertEquals(check(answer.array(), answer.limit() - 2), answer.getShort(answer.limit() - 2) & 0xFFFF);
            bench.run(20);
            bench.fault("drop_reply for_s=0.01");
            bench.run(2);
            assertEquals("", bench.ask(question(7)));
        }
    }

    @Test
    void shouldTellWhichSensorsItCannotReadAndSendNoughtsForThem()
    {
        try (Bench bench = Bench.whole(FINGER))
        {
            bench.fault("sensor_failed sensor=tendons for_s=0.01");
            bench.fault("sensor_failed sensor=imus for_s=0.05");
            bench.run(2);
            ByteBuffer answer = answer(bench.ask(question(1)));
            assertEquals(1 << 2 | 1 << 4, answer.get(3), "the bits of tendons and inertial units");
            for (int value = 2 * 3; value < 2 * 3 + 3 + 10; value++)
            {
                assertEquals(0, answer.getFloat(HEADER + 4 * value), "value " + value);
            }
            bench.run(20);
            answer = answer(bench.ask(question(2)));
            assertEquals(1 << 4, answer.get(3));
            assertTrue(answer.getFloat(HEADER + 4 * 6) != 0, "the tendon's length is back");
            bench.run(60);
            assertEquals(0, answer(bench.ask(question(3))).get(3));
        }
    }

    @Test
    void shouldRefuseASensorThatNoBoardHas()
    {
        final FileMistakesException refused = assertThrows(FileMistakesException.class,
            () -> FaultPlanFile.line("sensor_failed sensor=tendon"));
        assertTrue(refused.getMessage().contains("no board has sensors of the kind 'tendon'") &&
            refused.getMessage().contains("tendons"), refused.getMessage());
    }

    @Test
    void shouldRefuseWhatItCannotMeasure()
    {
        assertMistake(FINGER.replace("joints: ['*']", "joints: [mpc]"), "has no further 'mpc' among its joints");
        assertMistake(FINGER.replaceAll("    (joints|tendons|imus).*\n", ""), "has nothing to measure");
        assertMistake(FINGER.replaceAll("robot.*\n", ""), "and there is none; add robot:");
        assertMistake(FINGER + "    ids: 1-2\n", "ids");
    }

    private static void assertMistake(final String text, final String part)
    {
        final FileMistakesException refused = assertThrows(FileMistakesException.class,
            () -> EmulatorFile.parse("test", text, Path.of("").toAbsolutePath()));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }
}
