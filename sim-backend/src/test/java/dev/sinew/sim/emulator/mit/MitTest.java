package dev.sinew.sim.emulator.mit;

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

/** Damiao motors on a bench, as a host sees them through the maker's adapter, and through one that speaks slcan. */
class MitTest
{
    private static final HexFormat HEX = HexFormat.of();
    private static final String ENABLE = "fffffffffffffffc";
    private static final String DISABLE = "fffffffffffffffd";
    private static final String CLEAR = "fffffffffffffffb";
    private static final int ALL = 0x7FF;

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
        bench = Bench.of("mit", ids, more);
    }

    private static byte[] record(final int id, final String data)
    {
        return HEX.parseHex("55aa1e03010000000a00000000" + HEX.toHexDigits((byte)id) +
            HEX.toHexDigits((byte)(id >> 8)) + "000000080000" + data + "00");
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

    /** Identifier and data of the answer, {@code 11 118a...}; empty for none. */
    private String ask(final int id, final String data)
    {
        final byte[] got = send(id, data);
        return got.length < 16 ? "" : HEX.formatHex(got, 3, 4) + ' ' + HEX.formatHex(got, 7, 15);
    }

    private static String command(final double kd, final double torque)
    {
        final long bits = 0x7FFFL << 48 | 0x7FFL << 36 | Math.round(kd / 5 * 4095) << 12 |
            Math.round((torque + 10) / 20 * 4095);
        return HEX.formatHex(ByteBuffer.allocate(8).putLong(bits).array());
    }

    private int status(final int id)
    {
        return Integer.parseInt(ask(ALL, "0" + id + "00cc0000000000").substring(3, 4), 16);
    }

    private double speed()
    {
        return bench.device(0).motor().trueVelocityRadS();
    }

    @Test
    void shouldAnswerTheFramesOfTheDocuments()
    {
        assertEquals("aa110811000000018000800800191955",
            HEX.formatHex(send(ALL, "0100cc0000000000")), "feedback of one that is off, at 0");
        assertEquals("11 0100331500004841", ask(ALL, "0100331500000000"), "12.5 rad");
        assertEquals("12 0200330802000000", ask(ALL, "0200330800000000"));
        assertEquals("11 01005509d0070000", ask(ALL, "01005509d0070000"), "100 ms");
        assertEquals("11 01003309d0070000", ask(ALL, "0100330900000000"));
        assertEquals("", ask(3, ENABLE), "nobody has this id");
        assertEquals('1', ask(1, ENABLE).charAt(3));
        assertEquals(1, status(1));
        assertEquals('0', ask(1, DISABLE).charAt(3));
    }

    @Test
    void shouldTakeTheTimesOfTheWire()
    {
        bench.port().host(record(ALL, "0100cc0000000000"));
        bench.emulation().advance(bench.nowNs());
        final long startNs = bench.nowNs();
        bench.run(1, 1000);
        assertEquals(2 * 111_000 + 50_000 + 2 * 30_000, bench.port().lastNs() - startNs, 1000);
        use("1", "serial_baud: 921600");
        bench.port().host(record(ALL, "0100cc0000000000"));
        bench.emulation().advance(bench.nowNs());
        final long slowNs = bench.nowNs();
        bench.run(2, 1000);
        assertEquals(332_000 + 46 * 10_851, bench.port().lastNs() - slowNs, 2000);
    }

    @Test
    void shouldTurnByATorqueAndDampByKd()
    {
        ask(1, command(0, 3));
        bench.run(50);
        assertEquals(0, speed(), 1e-9, "not without being enabled");
        ask(1, ENABLE);
        for (int i = 0; i < 100; i++)
        {
            ask(1, command(0, 1));
        }
        final double fast = speed();
        assertTrue(fast > 5, "" + fast);
        final String answer = ask(1, command(0, 1));
        final long velocity = Long.parseLong(answer.substring(9, 12), 16);
        assertEquals(speed(), velocity * 60 / 4095.0 - 30, 1);
        for (int i = 0; i < 300; i++)
        {
            ask(1, command(1, 1));
        }
        assertEquals(1, speed(), 0.1, "1 N·m against 1 N·m·s/rad, and friction");
        ask(1, DISABLE);
        assertTrue(bench.device(0).motor().isLimp());
        assertEquals(1, bench.events("torque_on").size());
    }

    @Test
    void shouldStopWhenNoCommandCameForTheTimeOfRegisterNine()
    {
        ask(ALL, "0100550990010000"); // 400 x 50 us
        ask(1, ENABLE);
        for (int i = 0; i < 20; i++)
        {
            ask(1, command(0, 1));
        }
        bench.run(15);
        assertEquals(1, status(1));
        bench.run(8);
        assertEquals(13, status(1), "to ask for the state does not feed it");
        final String stop = bench.events("stopped").get(0);
        assertTrue(stop.contains("\"how\":\"limp\"") && stop.contains("\"cause\":\"watchdog\""), stop);
        ask(1, command(0, 1));
        ask(1, ENABLE);
        assertEquals(13, status(1), "nothing but clearing ends it");
        ask(1, CLEAR);
        assertEquals(0, status(1));
        ask(1, ENABLE);
        assertEquals(1, status(1));
    }

    @Test
    void shouldGoOnForEverWithoutATimeout()
    {
        ask(1, ENABLE);
        ask(1, command(0, 1));
        bench.run(3000);
        assertEquals(1, status(1));
        assertTrue(speed() > 5);
    }

    @Test
    void shouldHoldAFaultUntilItIsCleared()
    {
        ask(1, ENABLE);
        bench.fault("overheat id=1 celsius=120");
        bench.run(5);
        assertEquals(12, status(1));
        bench.emulation().faults().heal(bench.nowNs());
        bench.run(5);
        ask(1, ENABLE);
        assertEquals(12, status(1));
        ask(1, CLEAR);
        assertEquals(0, status(1));
    }

    @Test
    void shouldComeBackOffAndWithoutItsTimeoutAfterAReset()
    {
        ask(ALL, "0100550990010000");
        ask(1, ENABLE);
        ask(1, command(0, 1));
        bench.fault("reset id=1");
        bench.run(5);
        assertEquals("", ask(1, ENABLE), "it boots");
        bench.run(600);
        assertEquals(0, status(1));
        assertEquals("11 0100330900000000", ask(ALL, "0100330900000000"));
        assertTrue(bench.device(0).motor().isLimp());
    }

    @Test
    void shouldHoldAPositionAndSetItsZero()
    {
        ask(1, ENABLE);
        final long at = Math.round((1.0 + 12.5) / 25 * 65_535);
        final long bits = at << 48 | 0x7FFL << 36 | Math.round(50 / 500.0 * 4095) << 24 |
            Math.round(1 / 5.0 * 4095) << 12 | 0x7FF;
        for (int i = 0; i < 500; i++)
        {
            ask(1, HEX.formatHex(ByteBuffer.allocate(8).putLong(bits).array()));
        }
        assertEquals(1, bench.device(0).motor().truePositionRad(), 0.05);
        ask(1, DISABLE);
        ask(1, "fffffffffffffffe");
        assertEquals(0x8000, Integer.parseInt(ask(ALL, "0100cc0000000000").substring(5, 9), 16), 2);
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
        final String state = "0100cc0000000000";
        misbehave("wrong_id id=1 other_id=9");
        assertEquals("09", ask(ALL, state).substring(0, 2));
        misbehave("zero_data id=1");
        assertEquals("11 0000000000000000", ask(ALL, state));
        misbehave("truncated_reply id=1 bytes=9");
        assertEquals(9, send(ALL, state).length);
        misbehave("wrong_checksum id=1");
        assertEquals("", ask(ALL, state), "nobody takes a frame with a wrong check");
        misbehave("drop_reply id=1");
        assertEquals("", ask(ALL, state));
        misbehave("bus_cut");
        assertEquals("", ask(ALL, state));
        bench.run(5);
        assertEquals("11", ask(ALL, state).substring(0, 2));
    }

    @Test
    void shouldSpeakSlcan()
    {
        use("1", "slcan: 1");
        final StringBuilder heard = new StringBuilder();
        for (final String line : new String[] {"t7FF80100CC0000000000\r", "C\r", "S8\r", "O\r",
            "t7FF80100CC0000000000\r", "t00\r", "T0000000100\r", "V\r"})
        {
            bench.port().takenBytes();
            bench.port().host(line.getBytes(StandardCharsets.US_ASCII));
            bench.emulation().advance(bench.nowNs());
            bench.run(2);
            heard.append(new String(bench.port().takenBytes(), StandardCharsets.US_ASCII)).append('|');
        }
        assertEquals("\u0007|\r|\r|\r|z\rt01180180008008001919\r|\u0007|\u0007|V1013\r|", heard.toString());
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
                    data[0] = (byte)(1 + random.nextInt(2));
                    data[1] = 0;
                    data[2] = (byte)(random.nextBoolean() ? 0x33 : 0x55);
                }
                into.append(HEX.formatHex(send(random.nextInt(3) == 0 ? ALL : random.nextInt(3),
                    random.nextInt(9) == 0 ? ENABLE : HEX.formatHex(data))));
                final byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                bench.port().host(noise);
            }
            into.append(bench.device(0).motor().truePositionRad());
        }
        assertEquals(first.toString(), second.toString());
        assertTrue(first.length() > 20_000);
        bench.port().host(new byte[60]);
        bench.run(5);
        send(ALL, "0200330800000000");
        assertEquals("12", ask(ALL, "0200330800000000").substring(0, 2));
    }
}
