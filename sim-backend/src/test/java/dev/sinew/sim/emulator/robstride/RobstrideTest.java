package dev.sinew.sim.emulator.robstride;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import dev.sinew.sim.emulator.Bench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RobStride motors on a bench, as a host sees them through the maker's adapter, and through one that speaks slcan. */
class RobstrideTest
{
    private static final HexFormat HEX = HexFormat.of();
    private static final String NONE = "0000000000000000";
    private static final int[] TYPES = {0, 1, 3, 4, 17, 18};
    private static final String STILL = "7fff7fff00000000";

    private Bench bench;

    @BeforeEach
    void open()
    {
        use("1,2");
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    private void use(final String ids, final String... more)
    {
        if (bench != null)
        {
            bench.close();
        }
        bench = Bench.of("robstride", ids, more);
    }

    private static byte[] record(final int id, final String data)
    {
        return HEX.parseHex("4154" + HEX.toHexDigits(id << 3 | 4) + "08" + data + "0d0a");
    }

    /** Everything that comes back within two milliseconds. */
    private byte[] send(final int id, final String data)
    {
        bench.port().takenBytes();
        bench.port().host(record(id, data));
        bench.emulation().advance(bench.nowNs());
        bench.run(2);
        return bench.port().takenBytes();
    }

    /** Identifier and data of the answer, {@code 028001ff 7fff...}; empty for none. */
    private String ask(final int id, final String data)
    {
        final byte[] got = send(id, data);
        return got.length < 17 ? "" :
            HEX.toHexDigits(ByteBuffer.wrap(got).getInt(2) >>> 3) + ' ' + HEX.formatHex(got, 7, 15);
    }

    private String order(final int type, final int id, final String data)
    {
        return ask(type << 24 | 0xFF00 | id, data);
    }

    private String control(final double kd, final double torque)
    {
        final int word = (int)Math.round((torque + 17) / 34 * 65_535);
        return ask(1 << 24 | word << 8 | 1, "7fff7fff0000" + HEX.toHexDigits((short)Math.round(kd / 5 * 65_535)));
    }

    private int mode(final int id)
    {
        return Integer.parseInt(ask(1 << 24 | 0x7FFF << 8 | id, STILL).substring(2, 3), 16) >> 2;
    }

    private double speed()
    {
        return bench.device(0).motor().trueVelocityRadS();
    }

    @Test
    void shouldAnswerTheFramesOfTheManuals()
    {
        assertEquals("41541000 0ffc 08 80008000 8000 00fa 0d0a".replace(" ", ""),
            HEX.formatHex(send(0x0400FF01, NONE)), "stopped, at 0, 25.0 °C");
        assertEquals("028001ff", order(3, 1, NONE).substring(0, 8), "runs");
        assertEquals(2, mode(1));
        assertEquals("020001ff", order(4, 1, NONE).substring(0, 8));
        assertEquals("110001fd 0b70000000008841", ask(0x1100FD01, "0b70000000000000"), "17 N·m, to who asked");
        assertEquals("110101ff 2970000000000000", order(17, 1, "2970000000000000"), "no such parameter");
        assertEquals("020001ff", order(18, 1, "28700000d0070000").substring(0, 8));
        assertEquals("110001ff 28700000d0070000", order(17, 1, "2870000000000000"), "100 ms");
        assertEquals("000002fe", order(0, 2, NONE).substring(0, 8), "its number");
        assertEquals("", order(3, 3, NONE), "nobody has this id");
        assertEquals("", order(25, 1, NONE), "not modelled");
    }

    @Test
    void shouldTakeTheTimesOfTheWire()
    {
        bench.port().host(record(0x0400FF01, NONE));
        bench.emulation().advance(bench.nowNs());
        final long startNs = bench.nowNs();
        bench.run(1, 1000);
        assertEquals(2 * 131_000 + 50_000 + 2 * 30_000, bench.port().lastNs() - startNs, 1000);
        use("1", "serial_baud: 921600");
        bench.port().host(record(0x0400FF01, NONE));
        bench.emulation().advance(bench.nowNs());
        final long slowNs = bench.nowNs();
        bench.run(2, 1000);
        assertEquals(372_000 + 34 * 10_851, bench.port().lastNs() - slowNs, 2000);
    }

    @Test
    void shouldTurnByATorqueAndDampByKd()
    {
        control(0, 3);
        bench.run(50);
        assertEquals(0, speed(), 1e-9, "not without being enabled");
        order(3, 1, NONE);
        for (int i = 0; i < 100; i++)
        {
            control(0, 1);
        }
        assertTrue(speed() > 5, "" + speed());
        final String answer = control(0, 1);
        assertEquals(speed(), Integer.parseInt(answer.substring(13, 17), 16) * 88 / 65_535.0 - 44, 1);
        for (int i = 0; i < 300; i++)
        {
            control(1, 1);
        }
        assertEquals(1, speed(), 0.1, "1 N·m against 1 N·m·s/rad, and friction");
        order(4, 1, NONE);
        assertTrue(bench.device(0).motor().isLimp());
        assertEquals(1, bench.events("torque_on").size());
    }

    @Test
    void shouldGoToResetWhenNothingCameForTheTimeOfItsParameter()
    {
        order(18, 1, "2870000090010000"); // 400 x 50 us
        order(3, 1, NONE);
        for (int i = 0; i < 20; i++)
        {
            control(0, 1);
        }
        bench.run(15);
        assertEquals(2, mode(1));
        bench.run(25);
        final String stop = bench.events("stopped").get(0);
        assertTrue(stop.contains("\"how\":\"limp\"") && stop.contains("\"cause\":\"watchdog\""), stop);
        assertEquals(0, mode(1));
        order(3, 1, NONE);
        assertEquals(2, mode(1), "an order is enough");
    }

    @Test
    void shouldGoOnForEverWithoutATimeoutAndHaveNoneAsACybergear()
    {
        order(3, 1, NONE);
        control(0, 1);
        bench.run(3000);
        assertEquals(2, mode(1));
        assertTrue(speed() > 5);
        use("1", "model: cybergear");
        assertEquals("110101ff 2870000000000000", order(17, 1, "2870000000000000"));
        order(18, 1, "2870000090010000");
        order(3, 1, NONE);
        bench.run(100);
        assertEquals(2, mode(1));
    }

    @Test
    void shouldHoldAFaultUntilItIsClearedAndReportIt()
    {
        order(3, 1, NONE);
        bench.port().takenBytes();
        bench.fault("overheat id=1 celsius=120");
        bench.run(5);
        final String told = HEX.formatHex(bench.port().takenBytes());
        assertTrue(told.contains("4154a8000ffc08" + "0100000000000000"), told + ", type 21");
        bench.emulation().faults().heal(bench.nowNs());
        bench.run(5);
        assertEquals("020401ff", order(3, 1, NONE).substring(0, 8), "off, too hot");
        assertEquals("020401ff", order(4, 1, NONE).substring(0, 8), "to stop clears nothing");
        assertEquals("020001ff", order(4, 1, "0100000000000000").substring(0, 8));
        assertEquals("028001ff", order(3, 1, NONE).substring(0, 8));
    }

    @Test
    void shouldComeBackOffAndSayWhoItIsAfterAReset()
    {
        order(18, 1, "2870000090010000");
        order(3, 1, NONE);
        control(0, 1);
        bench.fault("reset id=1");
        bench.run(5);
        assertEquals("", order(3, 1, NONE), "it boots");
        bench.port().takenBytes();
        bench.run(600);
        final String told = HEX.formatHex(bench.port().takenBytes());
        assertTrue(told.contains("41540000" + "0ff408") && told.contains("415400200000" + "08"), told);
        assertEquals(0, mode(1));
        assertEquals("110001ff 2870000000000000", order(17, 1, "2870000000000000"));
        assertTrue(bench.device(0).motor().isLimp());
    }

    @Test
    void shouldObeyControlFramesInTheOperationModeAlone()
    {
        use("1", "run_mode: 2");
        assertEquals("110001ff 0570000002000000", order(17, 1, "0570000000000000"));
        order(3, 1, NONE);
        control(0, 3);
        bench.run(50);
        assertEquals(0, speed(), 1e-9);
        order(18, 1, "0570000000000000");
        assertEquals("110001ff 0570000002000000", order(17, 1, "0570000000000000"), "not in motion");
        order(4, 1, NONE);
        order(18, 1, "0570000000000000");
        order(3, 1, NONE);
        control(0, 3);
        bench.run(50);
        assertTrue(speed() > 1);
    }

    @Test
    void shouldHoldAPositionAndSetItsZero()
    {
        order(3, 1, NONE);
        final String at = HEX.toHexDigits((short)Math.round((1.0 / (4 * Math.PI) + 1) / 2 * 65_535));
        for (int i = 0; i < 500; i++)
        {
            ask(1 << 24 | 0x7FFF << 8 | 1, at + "7fff" + HEX.toHexDigits((short)6554) + HEX.toHexDigits((short)13_107));
        }
        assertEquals(1, bench.device(0).motor().truePositionRad(), 0.05);
        order(4, 1, NONE);
        order(6, 1, "0100000000000000");
        assertEquals(0x8000, Integer.parseInt(order(4, 1, NONE).substring(9, 13), 16), 2);
    }

    /** For the next request. */
    private void misbehave(final String fault)
    {
        bench.run(5);
        bench.fault(fault + " for_s=0.003");
        bench.run(1);
    }

    @Test
    void shouldMisbehaveAsItIsTold()
    {
        misbehave("wrong_id id=1 other_id=9");
        assertEquals("020009ff", order(4, 1, NONE).substring(0, 8));
        misbehave("zero_data id=1");
        assertEquals("020001ff " + NONE, order(4, 1, NONE));
        misbehave("truncated_reply id=1 bytes=9");
        assertEquals(9, send(0x0400FF01, NONE).length);
        misbehave("wrong_checksum id=1");
        assertEquals("", order(4, 1, NONE), "nobody takes a frame with a wrong check");
        misbehave("drop_reply id=1");
        assertEquals("", order(4, 1, NONE));
        misbehave("bus_cut");
        assertEquals("", order(4, 1, NONE));
        bench.run(5);
        assertEquals("020001ff", order(4, 1, NONE).substring(0, 8));
    }

    @Test
    void shouldSpeakSlcan()
    {
        use("1", "slcan: 1");
        final StringBuilder heard = new StringBuilder();
        for (final String line : new String[] {"S8\r", "O\r", "T0400FF0180000000000000000\r",
            "t00180000000000000000\r"})
        {
            bench.port().takenBytes();
            bench.port().host(line.getBytes(StandardCharsets.US_ASCII));
            bench.emulation().advance(bench.nowNs());
            bench.run(2);
            heard.append(new String(bench.port().takenBytes(), StandardCharsets.US_ASCII)).append('|');
        }
        assertEquals("\r|\r|Z\rT020001FF880008000800000FA\r|z\r|", heard.toString());
        bench.run(5);
        bench.fault("wrong_id id=1 other_id=9 for_s=0.01");
        bench.run(1);
        bench.port().host("T0400FF0180000000000000000\r".getBytes(StandardCharsets.US_ASCII));
        bench.emulation().advance(bench.nowNs());
        bench.run(2);
        assertEquals("Z\rT020009FF880008000800000FA\r",
            new String(bench.port().takenBytes(), StandardCharsets.US_ASCII));
    }

    @Test
    void shouldSurviveAnyBytesAndStayTheSameForTheSameBytes()
    {
        final StringBuilder first = new StringBuilder();
        final StringBuilder second = new StringBuilder();
        for (final StringBuilder into : new StringBuilder[] {first, second})
        {
            use("1,2");
            final Random random = new Random(7);
            for (int i = 0; i < 1500; i++)
            {
                final byte[] data = new byte[8];
                random.nextBytes(data);
                if (random.nextInt(4) == 0)
                {
                    data[0] = (byte)random.nextInt(0x30);
                    data[1] = 0x70;
                }
                final int type = random.nextInt(3) == 0 ? random.nextInt(32) : TYPES[random.nextInt(TYPES.length)];
                into.append(HEX.formatHex(send(type << 24 | random.nextInt(0x10000) << 8 |
                    random.nextInt(4), HEX.formatHex(data))));
                final byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                bench.port().host(noise);
            }
            into.append(bench.device(0).motor().truePositionRad());
        }
        assertEquals(first.toString(), second.toString());
        assertTrue(first.length() > 10_000);
        bench.port().host(new byte[60]);
        bench.run(5);
        order(4, 2, NONE);
        assertEquals("02", order(4, 2, "0100000000000000").substring(0, 2));
    }
}
