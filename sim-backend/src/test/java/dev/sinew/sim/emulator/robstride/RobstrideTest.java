package dev.sinew.sim.emulator.robstride;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;

import dev.sinew.sim.emulator.mit.MitMotorContract;
import org.junit.jupiter.api.Test;

/** RobStride motors on a bench, as a host sees them through the maker's adapter, and through one that speaks slcan. */
class RobstrideTest extends MitMotorContract
{
    private static final String NONE = "0000000000000000";
    private static final int[] TYPES = {0, 1, 3, 4, 17, 18};
    private static final String STILL = "7fff7fff00000000";
    private static final int CONTROL = 1 << 24;

    RobstrideTest()
    {
        super("robstride");
    }

    private static byte[] record(final int id, final String data)
    {
        return HEX.parseHex("4154" + HEX.toHexDigits(id << 3 | 4) + "08" + data + "0d0a");
    }

    private static byte[] orderOf(final int type, final String data)
    {
        return record(type << 24 | 0xFF01, data);
    }

    private String order(final int type, final int id, final String data)
    {
        return ask(record(type << 24 | 0xFF00 | id, data));
    }

    @Override
    protected byte[] question()
    {
        return record(CONTROL | 0x7FFF << 8 | 1, STILL);
    }

    @Override
    protected long wireNs()
    {
        return 2 * 131_000;
    }

    @Override
    protected int serialBytes()
    {
        return 17 + 17;
    }

    @Override
    protected byte[] fromBus(final byte[] received)
    {
        return received;
    }

    /** {@code 028001ff 7fff...}. */
    @Override
    protected String text(final byte[] fromBus)
    {
        return fromBus.length < 17 ? "" :
            HEX.toHexDigits(ByteBuffer.wrap(fromBus).getInt(2) >>> 3) + ' ' + HEX.formatHex(fromBus, 7, 15);
    }

    @Override
    protected String identifier(final int device)
    {
        return "02000" + device + "fd";
    }

    @Override
    protected byte[] anything(final Random random)
    {
        final byte[] data = new byte[8];
        random.nextBytes(data);
        if (random.nextInt(4) == 0)
        {
            data[0] = (byte)random.nextInt(0x30);
            data[1] = 0x70;
        }
        final int type = random.nextInt(3) == 0 ? random.nextInt(32) : TYPES[random.nextInt(TYPES.length)];
        return record(type << 24 | random.nextInt(0x10000) << 8 | random.nextInt(4), HEX.formatHex(data));
    }

    @Override
    protected byte[] enable()
    {
        return orderOf(3, NONE);
    }

    @Override
    protected byte[] disable()
    {
        return orderOf(4, NONE);
    }

    @Override
    protected byte[] clear()
    {
        return orderOf(4, "0100000000000000");
    }

    @Override
    protected byte[] zero()
    {
        return orderOf(6, "0100000000000000");
    }

    private static String scaled(final double value, final double most)
    {
        return HEX.toHexDigits((short)Math.round((value / most + 1) / 2 * 65_535));
    }

    @Override
    protected byte[] command(final double positionRad, final double kp, final double kd, final double torqueNm)
    {
        final int word = (int)Math.round((torqueNm / 17 + 1) / 2 * 65_535);
        return record(CONTROL | word << 8 | 1, scaled(positionRad, 4 * Math.PI) + "7fff" +
            HEX.toHexDigits((short)Math.round(kp / 500 * 65_535)) +
            HEX.toHexDigits((short)Math.round(kd / 5 * 65_535)));
    }

    @Override
    protected byte[] timeout(final int units)
    {
        return orderOf(18, "28700000" + HEX.toHexDigits(Integer.reverseBytes(units)));
    }

    /** Mode in the two uppermost bits, and faults. */
    @Override
    protected String state()
    {
        return ask(question()).substring(2, 4);
    }

    @Override
    protected String off()
    {
        return "00";
    }

    @Override
    protected String on()
    {
        return "80";
    }

    @Override
    protected String timedOut()
    {
        return off();
    }

    @Override
    protected String hot()
    {
        return "04";
    }

    @Override
    protected double velocityIn(final String answer)
    {
        return Integer.parseInt(answer.substring(13, 17), 16) * 88 / 65_535.0 - 44;
    }

    @Override
    protected int rawPosition()
    {
        return Integer.parseInt(ask(question()).substring(9, 13), 16);
    }

    @Override
    protected int timeoutUnits()
    {
        return Integer.reverseBytes(Integer.parseUnsignedInt(order(17, 1, "2870000000000000").substring(17, 25), 16));
    }

    @Test
    void shouldAnswerTheFramesOfTheManuals()
    {
        assertEquals("41541000 0ffc 08 80008000 8000 00fa 0d0a".replace(" ", ""),
            HEX.formatHex(send(record(0x0400FF01, NONE))), "stopped, at 0, 25.0 °C");
        assertEquals("028001ff", order(3, 1, NONE).substring(0, 8), "runs");
        assertEquals(on(), state());
        assertEquals("020001ff", order(4, 1, NONE).substring(0, 8));
        assertEquals("110001fd 0b70000000008841", ask(record(0x1100FD01, "0b70000000000000")), "17 N·m, to who asked");
        assertEquals("110101ff 2970000000000000", order(17, 1, "2970000000000000"), "no such parameter");
        assertEquals("020001ff", order(18, 1, "28700000d0070000").substring(0, 8));
        assertEquals("110001ff 28700000d0070000", order(17, 1, "2870000000000000"), "100 ms");
        assertEquals("000002fe", order(0, 2, NONE).substring(0, 8), "its number");
        assertEquals("", order(3, 3, NONE), "nobody has this id");
        assertEquals("", order(25, 1, NONE), "not modelled");
    }

    @Test
    void shouldHaveNoTimeoutAsACybergear()
    {
        use("1", "model: cybergear");
        assertEquals("110101ff 2870000000000000", order(17, 1, "2870000000000000"));
        ask(timeout(TIMEOUT_UNITS));
        ask(enable());
        bench().run(100);
        assertEquals(on(), state());
    }

    @Test
    void shouldReportAFaultUnasked()
    {
        ask(enable());
        bench().port().takenBytes();
        bench().fault("overheat id=1 celsius=120");
        bench().run(5);
        final String told = HEX.formatHex(bench().port().takenBytes());
        assertTrue(told.contains("4154a8000ffc08" + "0100000000000000"), told + ", type 21");
    }

    @Test
    void shouldSayWhoItIsAfterAReset()
    {
        bench().fault("reset id=1");
        bench().run(600);
        final String told = HEX.formatHex(bench().port().takenBytes());
        assertTrue(told.contains("41540000" + "0ff408") && told.contains("415400200000" + "08"), told);
    }

    @Test
    void shouldObeyControlFramesInTheOperationModeAlone()
    {
        use("1", "run_mode: 2");
        assertEquals("110001ff 0570000002000000", order(17, 1, "0570000000000000"));
        ask(enable());
        command(0, 3);
        bench().run(50);
        assertEquals(0, speed(), 1e-9);
        order(18, 1, "0570000000000000");
        assertEquals("110001ff 0570000002000000", order(17, 1, "0570000000000000"), "not in motion");
        ask(disable());
        order(18, 1, "0570000000000000");
        ask(enable());
        command(0, 3);
        bench().run(50);
        assertTrue(speed() > 1);
    }

    @Test
    void shouldSpeakSlcan()
    {
        use("1", "slcan: 1");
        final String stop = "T0400FF0180000000000000000\r";
        assertEquals("\r|\r|Z\rT020001FF880008000800000FA\r|z\r|",
            slcan("S8\r", "O\r", stop, "t00180000000000000000\r"));
        bench().run(5);
        bench().fault("wrong_id id=1 other_id=9 for_s=0.01");
        bench().run(1);
        assertEquals("Z\rT020009FF880008000800000FA\r|", slcan(stop));
    }
}
