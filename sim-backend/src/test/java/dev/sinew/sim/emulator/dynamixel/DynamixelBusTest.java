package dev.sinew.sim.emulator.dynamixel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;

import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.fault.FaultPlan;
import dev.sinew.sim.emulator.fault.FaultPlanFile;
import org.junit.jupiter.api.Test;

/** Who answers when, and what faults make of it. */
class DynamixelBusTest
{
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");
    private static final String PING = "ff ff fd 00 01 03 00 01 19 4e";
    private static final long BYTE_NS = 10_000;
    private static final long TURNAROUND_NS = 10_000;

    private static byte[] syncRead(final boolean fast, final int... ids)
    {
        final int[] data = new int[4 + ids.length];
        data[0] = 126;
        data[2] = 10;
        System.arraycopy(ids, 0, data, 4, ids.length);
        return DynamixelHost.frame(0xFE, fast ? 0x8A : 0x82, data);
    }

    private static void quick(final DynamixelHost host, final int... ids)
    {
        for (final int id : ids)
        {
            assertEquals(0, host.write(id, DynamixelTable.RETURN_DELAY, 1, 0));
        }
    }

    /** Steps of 1 us, so that the time of the last byte is known to 1 us. */
    private static long answerNs(final Bench bench, final byte[] frame, final double milliseconds)
    {
        bench.port().takenBytes();
        final long startNs = bench.nowNs();
        bench.port().host(frame);
        bench.emulation().advance(bench.nowNs());
        bench.run(milliseconds, 1000);
        return bench.port().lastNs() - startNs;
    }

    @Test
    void shouldAnswerAfterItsReturnDelayTime()
    {
        try (Bench bench = Bench.of("dynamixel", "1"))
        {
            final DynamixelHost host = new DynamixelHost(bench);
            final byte[] ping = SPACED.parseHex(PING);
            assertEquals(10 * BYTE_NS + 500_000 + TURNAROUND_NS + 14 * BYTE_NS, answerNs(bench, ping, 2), 1000);
            host.write(1, DynamixelTable.RETURN_DELAY, 1, 100);
            assertEquals(10 * BYTE_NS + 200_000 + TURNAROUND_NS + 14 * BYTE_NS, answerNs(bench, ping, 2), 1000);
            quick(host, 1);
            assertEquals(10 * BYTE_NS + TURNAROUND_NS + 14 * BYTE_NS, answerNs(bench, ping, 2), 1000);
        }
    }

    @Test
    void shouldTakeTheTimeOfTheWireForTwentyTwoServos()
    {
        try (Bench bench = Bench.of("dynamixel", "1-22", "baud: 3000000"))
        {
            final int[] ids = new int[22];
            for (int i = 0; i < ids.length; i++)
            {
                ids[i] = i + 1;
            }
            quick(new DynamixelHost(bench), ids);
            final double byteNs = 1e10 / 3e6;
            final byte[] sync = syncRead(false, ids);
            assertEquals(36, sync.length);
            // Request, then 22 answers of 21 bytes, a turn-around before each.
            assertEquals(36 * byteNs + 22 * (21 * byteNs + TURNAROUND_NS), answerNs(bench, sync, 4), 1500);
            // Request, one turn-around, one frame: 8 bytes of header, 14 a servo.
            assertEquals((36 + 8 + 22 * 14) * byteNs + TURNAROUND_NS, answerNs(bench, syncRead(true, ids), 4), 1500);
        }
    }

    @Test
    void shouldStaySilentBehindAMissingDevice()
    {
        try (Bench bench = Bench.of("dynamixel", "1,2,3"))
        {
            quick(new DynamixelHost(bench), 1, 2, 3);
            bench.fault("device_deaf id=2");
            bench.run(2);
            for (final boolean fast : new boolean[] {false, true})
            {
                bench.port().takenBytes();
                bench.port().host(syncRead(fast, 1, 2, 3));
                bench.run(5);
                final int whole = fast ? 8 + 14 : 21;
                assertEquals(whole, bench.port().takenBytes().length, "only the first answers, fast " + fast);
            }
        }
    }

    @Test
    void shouldAnswerBehindAnAnswerThatOnlyTheHostLost()
    {
        try (Bench bench = Bench.of("dynamixel", "1,2,3"))
        {
            quick(new DynamixelHost(bench), 1, 2, 3);
            final long whole = answerNs(bench, syncRead(false, 1, 2, 3), 5);
            bench.fault("drop_reply id=2");
            bench.run(2);
            assertEquals(whole, answerNs(bench, syncRead(false, 1, 2, 3), 5), "the others keep their times");
            assertEquals(42, bench.port().takenBytes().length);
        }
    }

    @Test
    void shouldNotKnowFastReadsWithOldFirmware()
    {
        try (Bench bench = Bench.of("dynamixel", "1", "firmware: 44"))
        {
            bench.port().host(syncRead(true, 1));
            bench.run(5);
            assertEquals("", bench.port().taken());
        }
    }

    @Test
    void shouldWriteToManyAtOnceWithoutAnAnswer()
    {
        try (Bench bench = Bench.of("dynamixel", "1,2", "volts: 11.9"))
        {
            bench.fault("overheat celsius=36");
            assertEquals("", bench.ask("ff ff fd 00 fe 11 00 83 74 00 04 00 01 96 00 00 00 02 aa 00 00 00 82 87"));
            assertEquals(150, ((DynamixelServo)bench.device(0)).table().get(DynamixelTable.GOAL_POSITION));
            assertEquals(170, ((DynamixelServo)bench.device(1)).table().get(DynamixelTable.GOAL_POSITION));
            // Bulk write of the manual: voltage limit of 1, temperature limit of 2.
            assertEquals("", bench.ask("ff ff fd 00 fe 10 00 93 01 20 00 02 00 a0 00 02 1f 00 01 00 50 b7 68"));
            assertEquals(1, bench.bus().tally().of("bulk_write"));
            // Bulk read of the manual: voltage of 1, temperature of 2.
            assertEquals("ff ff fd 00 01 06 00 55 00 77 00 c3 69 ff ff fd 00 02 05 00 55 00 24 8b a9",
                bench.ask("ff ff fd 00 fe 0d 00 92 01 90 00 02 00 02 92 00 01 00 1a 05"));
        }
    }

    @Test
    void shouldGiveGarbageForTwoDevicesOfOneNumber()
    {
        try (Bench bench = Bench.of("dynamixel", "1,1", "duplicate_ids: true"))
        {
            assertNotEquals("ff ff fd 00 01 07 00 55 00 06 04 2f", bench.ask(PING).substring(0, 35));
            assertEquals(2, bench.bus().tally().of("two_answers_at_once"));
        }
    }

    @Test
    void shouldSpoilAnswersInEveryWay()
    {
        try (Bench bench = Bench.of("dynamixel", "1", "firmware: 38"))
        {
            final String good = "ff ff fd 00 01 07 00 55 00 06 04 26 65 5d";
            bench.fault("wrong_checksum for_s=0.01");
            bench.run(2);
            assertEquals("ff ff fd 00 01 07 00 55 00 06 04 26 65 07", bench.ask(PING));
            bench.run(20);
            bench.fault("wrong_id other_id=2 for_s=0.01");
            bench.run(2);
            assertEquals("ff ff fd 00 02 07 00 55 00 06 04 26 6f 6d", bench.ask(PING));
            bench.run(20);
            bench.fault("zero_frame for_s=0.01");
            bench.run(2);
            assertEquals(good.replaceAll("[0-9a-f]", "0"), bench.ask(PING));
            bench.run(20);
            bench.fault("truncated_reply bytes=9 for_s=0.01");
            bench.run(2);
            assertEquals(good.substring(0, 26), bench.ask(PING));
            bench.run(20);
            bench.fault("bus_cut for_s=0.01");
            bench.run(2);
            assertEquals("", bench.ask(PING));
            bench.run(20);
            assertEquals(good, bench.ask(PING));
        }
    }

    @Test
    void shouldSpoilAPartOfAFastAnswerWithARightCheckBehindIt()
    {
        try (Bench bench = Bench.of("dynamixel", "1,2"))
        {
            quick(new DynamixelHost(bench), 1, 2);
            bench.fault("wrong_id id=1 other_id=9 for_s=0.02");
            bench.run(2);
            bench.port().takenBytes();
            bench.port().host(syncRead(true, 1, 2));
            bench.run(5);
            byte[] got = bench.port().takenBytes();
            assertEquals(9, got[9]);
            assertEquals(check(got), DynamixelFrames.crc(0, got, 0, got.length - 2));
            bench.run(30);
            bench.fault("wrong_checksum id=2 for_s=0.02");
            bench.run(2);
            bench.port().host(syncRead(true, 1, 2));
            bench.run(5);
            got = bench.port().takenBytes();
            assertNotEquals(check(got), DynamixelFrames.crc(0, got, 0, got.length - 2));
        }
    }

    private static int check(final byte[] frame)
    {
        return frame[frame.length - 2] & 0xFF | (frame[frame.length - 1] & 0xFF) << 8;
    }

    @Test
    void shouldGarbleItsAnswerWhenTheHostTalksIntoIt()
    {
        try (Bench bench = Bench.of("dynamixel", "1", "firmware: 38"))
        {
            bench.port().host(PING);
            bench.emulation().advance(bench.nowNs());
            bench.run(0.65);
            bench.port().host(PING);
            bench.run(5);
            assertTrue(bench.bus().statistics().collisions > 0);
            assertNotEquals("ff ff fd 00 01 07 00 55 00 06 04 26 65 5d", bench.port().taken());
        }
    }

    @Test
    void shouldAnswerLateAndNotLoseWhenTheMachineStoodStill()
    {
        try (Bench bench = Bench.of("dynamixel", "1", "firmware: 38"))
        {
            final String good = "ff ff fd 00 01 07 00 55 00 06 04 26 65 5d";
            bench.port().host(PING);
            bench.port().host(PING); // the host gave up on the first while nobody listened
            bench.run(8, 8_000_000);
            bench.run(5);
            assertEquals(good + " " + good, bench.port().taken());
            assertEquals(1, bench.emulation().stalls());
            assertEquals(8_000_000, bench.emulation().stallNsMax());
        }
    }

    private static String session(final int seed, final long tickNs)
    {
        final FaultPlan plan = FaultPlanFile.parse("plan", "faults: p\nseed: " + seed + "\nevents:\n" +
            "  - {kind: drop_reply, share: 0.2}\n  - {kind: wrong_checksum, share: 0.2, id: 2}\n" +
            "  - {kind: reset, at_s: 0.2, id: 3}\n  - {kind: noise, bytes: 3, share: 0.1}\n");
        try (Bench bench = Bench.of("dynamixel", "1-4", plan))
        {
            final StringBuilder all = new StringBuilder();
            final Random random = new Random(5);
            for (int cycle = 0; cycle < 100; cycle++)
            {
                final int id = 1 + random.nextInt(4);
                bench.port().host(cycle % 3 == 0 ? syncRead(random.nextBoolean(), 1, 2, 3, 4) :
                    cycle < 12 ? DynamixelHost.frame(1 + cycle % 4, 0x03, 64, 0, 1) :
                    DynamixelHost.frame(id, 0x03, 116, 0, random.nextInt(256), random.nextInt(16), 0, 0));
                bench.emulation().advance(bench.nowNs());
                bench.run(5, tickNs);
                all.append(bench.port().taken()).append('\n');
            }
            return all + bench.events();
        }
    }

    @Test
    void shouldGiveTheSameBytesForTheSameSeedHoweverOftenItIsAsked()
    {
        final String first = session(1, 50_000);
        assertEquals(first, session(1, 50_000));
        assertEquals(first, session(1, 1_000_000));
        assertEquals(first, session(1, 333_333));
        assertNotEquals(first, session(2, 50_000));
        assertTrue(first.contains("\"cause\":\"reset\""));
    }

    @Test
    void shouldSurviveAnythingThatCanStandOnAWire()
    {
        try (Bench bench = Bench.of("dynamixel", "1-4", "boot_s: 0.001"))
        {
            final Random random = new Random(3);
            for (int round = 0; round < 3000; round++)
            {
                final int[] data = random.ints(random.nextInt(30), 0, 256).toArray();
                final int id = random.nextInt(8) == 0 ? 0xFE : random.nextInt(6);
                byte[] frame = DynamixelHost.frame(id, pick(random), data);
                if (random.nextInt(3) == 0)
                {
                    frame[random.nextInt(frame.length)] ^= (byte)(1 << random.nextInt(8));
                }
                if (random.nextInt(10) == 0)
                {
                    frame = java.util.Arrays.copyOf(frame, random.nextInt(frame.length));
                }
                bench.port().host(frame);
                bench.run(0.5, 500_000);
            }
            bench.run(1000, 1_000_000);
            final StringBuilder understood = new StringBuilder();
            bench.bus().tally().names().forEach(name -> understood.append(name).append(' ')
                .append(bench.bus().tally().of(name)).append(", "));
            assertTrue(bench.bus().tally().of("write") > 30, understood.toString());
            for (int i = 0; i < 4; i++)
            {
                assertTrue(Double.isFinite(bench.device(i).motor().trueVelocityRadS()));
            }
        }
    }

    private static int pick(final Random random)
    {
        final int[] known = {1, 2, 3, 4, 5, 6, 8, 0x10, 0x55, 0x82, 0x83, 0x8A, 0x92, 0x93, 0x9A};
        return random.nextInt(5) == 0 ? random.nextInt(256) : known[random.nextInt(known.length)];
    }
}
