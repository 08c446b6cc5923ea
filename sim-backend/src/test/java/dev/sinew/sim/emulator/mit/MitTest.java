package dev.sinew.sim.emulator.mit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Damiao motors on a bench, as a host sees them through the maker's adapter, and through one that speaks slcan. */
class MitTest extends MitMotorContract
{
    private static final String ENABLE = "fffffffffffffffc";
    private static final String DISABLE = "fffffffffffffffd";
    private static final String CLEAR = "fffffffffffffffb";
    private static final String STATE = "0100cc0000000000";
    private static final int ALL = 0x7FF;

    MitTest()
    {
        super("mit");
    }

    private static byte[] record(final int id, final String data)
    {
        return HEX.parseHex("55aa1e03010000000a00000000" + HEX.toHexDigits((byte)id) +
            HEX.toHexDigits((byte)(id >> 8)) + "000000080000" + data + "00");
    }

    /** Identifier and data of the answer, {@code 11 118a...}; empty for none. */
    private String ask(final int id, final String data)
    {
        return ask(record(id, data));
    }

    @Override
    protected byte[] question()
    {
        return record(ALL, STATE);
    }

    @Override
    protected long wireNs()
    {
        return 2 * 111_000;
    }

    @Override
    protected int serialBytes()
    {
        return 30 + 16;
    }

    @Override
    protected byte[] fromBus(final byte[] received)
    {
        return received;
    }

    @Override
    protected String text(final byte[] fromBus)
    {
        return fromBus.length < 16 ? "" : HEX.formatHex(fromBus, 3, 4) + ' ' + HEX.formatHex(fromBus, 7, 15);
    }

    @Override
    protected String identifier(final int device)
    {
        return device < 3 ? "1" + device : "0" + device; // a wrong one is said without the base of 0x10
    }

    @Override
    protected byte[] anything(final Random random)
    {
        final byte[] data = new byte[8];
        random.nextBytes(data);
        if (random.nextInt(4) == 0)
        {
            data[0] = (byte)(1 + random.nextInt(2));
            data[1] = 0;
            data[2] = (byte)(random.nextBoolean() ? 0x33 : 0x55);
        }
        return record(random.nextInt(3) == 0 ? ALL : random.nextInt(3),
            random.nextInt(9) == 0 ? ENABLE : HEX.formatHex(data));
    }

    @Override
    protected byte[] enable()
    {
        return record(1, ENABLE);
    }

    @Override
    protected byte[] disable()
    {
        return record(1, DISABLE);
    }

    @Override
    protected byte[] clear()
    {
        return record(1, CLEAR);
    }

    @Override
    protected byte[] zero()
    {
        return record(1, "fffffffffffffffe");
    }

    @Override
    protected byte[] command(final double positionRad, final double kp, final double kd, final double torqueNm)
    {
        final long bits = Math.round((positionRad + 12.5) / 25 * 65_535) << 48 | 0x7FFL << 36 |
            Math.round(kp / 500 * 4095) << 24 | Math.round(kd / 5 * 4095) << 12 |
            Math.round((torqueNm + 10) / 20 * 4095);
        return record(1, HEX.formatHex(ByteBuffer.allocate(8).putLong(bits).array()));
    }

    @Override
    protected byte[] timeout(final int units)
    {
        return record(ALL, "01005509" + HEX.toHexDigits(Integer.reverseBytes(units)));
    }

    @Override
    protected String state()
    {
        return ask(question()).substring(3, 4);
    }

    @Override
    protected String off()
    {
        return "0";
    }

    @Override
    protected String on()
    {
        return "1";
    }

    @Override
    protected String timedOut()
    {
        return "d";
    }

    @Override
    protected String hot()
    {
        return "c";
    }

    @Override
    protected double velocityIn(final String answer)
    {
        return Integer.parseInt(answer.substring(9, 12), 16) * 60 / 4095.0 - 30;
    }

    @Override
    protected int rawPosition()
    {
        return Integer.parseInt(ask(question()).substring(5, 9), 16);
    }

    @Override
    protected int timeoutUnits()
    {
        return Integer.reverseBytes(Integer.parseUnsignedInt(ask(ALL, "0100330900000000").substring(11, 19), 16));
    }

    @Test
    void shouldAnswerTheFramesOfTheDocuments()
    {
        assertEquals("aa110811000000018000800800191955", HEX.formatHex(send(question())),
            "feedback of one that is off, at 0");
        assertEquals("11 0100331500004841", ask(ALL, "0100331500000000"), "12.5 rad");
        assertEquals("12 0200330802000000", ask(ALL, "0200330800000000"));
        assertEquals("11 01005509d0070000", ask(ALL, "01005509d0070000"), "100 ms");
        assertEquals("11 01003309d0070000", ask(ALL, "0100330900000000"));
        assertEquals("", ask(3, ENABLE), "nobody has this id");
        assertEquals('1', ask(1, ENABLE).charAt(3));
        assertEquals(on(), state());
        assertEquals('0', ask(1, DISABLE).charAt(3));
    }

    @Test
    void shouldLeaveATimeoutByNothingButClearing()
    {
        ask(timeout(TIMEOUT_UNITS));
        ask(enable());
        command(0, 1);
        bench().run(15);
        assertEquals(on(), state());
        bench().run(8);
        assertEquals(timedOut(), state(), "to ask for the state does not feed it");
        command(0, 1);
        ask(enable());
        assertEquals(timedOut(), state());
        ask(clear());
        assertEquals(off(), state());
        ask(enable());
        assertEquals(on(), state());
    }

    @Test
    void shouldSpeakSlcan()
    {
        use("1", "slcan: 1");
        assertEquals("\u0007|\r|\r|\r|z\rt01180180008008001919\r|\u0007|\u0007|V1013\r|",
            slcan("t7FF80100CC0000000000\r", "C\r", "S8\r", "O\r", "t7FF80100CC0000000000\r", "t00\r",
                "T0000000100\r", "V\r"));
    }
}
