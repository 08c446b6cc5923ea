package dev.sinew.sim.emulator.moteus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import dev.sinew.sim.emulator.can.CanBusContract;
import org.junit.jupiter.api.Test;

/** Controllers on a bench, as a host sees them through an fdcanusb. */
class MoteusTest extends CanBusContract
{
    private static final String ASK = "11001f01130d";
    private static final int STOPPED = 0;
    private static final int FAULT = 1;
    private static final int POSITION = 10;
    private static final int TIMEOUT = 11;

    MoteusTest()
    {
        super("moteus");
    }

    @Override
    protected byte[] question()
    {
        return ("can send 8001 1100110f\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** 4 bytes there with 29 bits, 6 back with 11: 49 us and 64 bits, 30 us and 80 bits at 5 Mbit/s. */
    @Override
    protected long wireNs()
    {
        return 49_000 + (5 + 32 + 4 + 23) * 200 + 30_000 + (5 + 48 + 4 + 23) * 200;
    }

    /** Behind the adapter's OK. */
    @Override
    protected byte[] fromBus(final byte[] received)
    {
        final String text = new String(received, StandardCharsets.US_ASCII);
        return (text.startsWith("OK\n") ? text.substring(3) : text).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected String text(final byte[] fromBus)
    {
        final String[] words = new String(fromBus, StandardCharsets.US_ASCII).split(" ");
        return words.length < 3 ? "" : words[1] + ' ' + words[2];
    }

    @Override
    protected String identifier(final int device)
    {
        return device + "00";
    }

    @Override
    protected byte[] anything(final Random random)
    {
        final byte[] data = new byte[random.nextInt(9)];
        random.nextBytes(data);
        if (random.nextInt(3) > 0 && data.length > 0)
        {
            data[0] = (byte)random.nextInt(0x22);
        }
        return ("can send " + Integer.toHexString(0x8000 | random.nextInt(4)) + " " + HEX.formatHex(data) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    }

    private String say(final String line)
    {
        bench().port().takenBytes();
        bench().port().host((line + "\n").getBytes(StandardCharsets.US_ASCII));
        bench().emulation().advance(bench().nowNs());
        bench().run(1);
        return new String(bench().port().takenBytes(), StandardCharsets.US_ASCII);
    }

    /** Data of the first answer to a frame for one controller; empty for none. */
    private String ask(final int id, final String data)
    {
        final String answer = say("can send " + Integer.toHexString(0x8000 | id) + " " + data + pad(data));
        for (final String line : answer.split("\n"))
        {
            if (line.startsWith("rcv "))
            {
                return line.split(" ")[2];
            }
        }
        return "";
    }

    private static String pad(final String data)
    {
        final int bytes = data.length() / 2;
        final int whole = bytes <= 8 ? bytes : bytes <= 24 ? (bytes + 3) / 4 * 4 : bytes <= 32 ? 32 : 48;
        return "50".repeat(whole - bytes);
    }

    private static String number(final double value)
    {
        final byte[] bytes =
            ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat((float)value).array();
        return HEX.formatHex(bytes);
    }

    /** Torque alone, with a watchdog in seconds; the answer's mode. */
    private int torque(final int id, final double newtonMetres, final double watchdogS)
    {
        return mode(ask(id, "01000a012080" + "0d22" + number(newtonMetres) + "02230000" + "0d27" + number(watchdogS) +
            ASK));
    }

    private static int mode(final String answer)
    {
        return Integer.parseInt(answer.substring(4, 6), 16);
    }

    private static double value(final String answer, final int index)
    {
        final byte[] bytes = HEX.parseHex(answer.substring(10 + 8 * index, 18 + 8 * index));
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat();
    }

    private int mode(final int id)
    {
        return mode(ask(id, ASK));
    }

    @Test
    void shouldAnswerTheFramesOfTheDocuments()
    {
        assertEquals("OK\nrcv 100 210000210f00 e B F\n", say("can send 8001 1100110f"));
        assertEquals("OK\n", say("can send 0001 1100110f"), "no answer is wanted");
        assertEquals("OK\nrcv 205 210000210f00 e B F\n", say("can send 8502 1100110f"), "the other way round");
        assertEquals("OK\n", say("can send 8003 1100110f"), "nobody has this id");
        assertEquals("OK\n", say("can send 8001 1100110f f"), "a classic frame is not heard");
        use("1", "home: 0.008");
        assertEquals("2404000000500000000000230d301900", ask(1, "140400130d"));
        assertEquals("2b8002040000000000010005000000505050".substring(0, 32), ask(1, "1b8002").substring(0, 32));
    }

    @Test
    void shouldRefuseRegistersThatItDoesNotHave()
    {
        assertEquals("31ff0301", ask(1, "11ff03"));
        assertEquals("300101", ask(1, "01000a" + "010105").substring(0, 6));
        assertEquals("21000131".substring(0, 4), ask(1, "1100").substring(0, 4));
        assertEquals("", ask(1, "60"), "nothing that it knows");
        assertEquals("300001", ask(1, "010002").substring(0, 6), "a mode that nobody may ask for");
        assertEquals(3, bench().bus().tally().of("frame") - bench().bus().tally().of("malformed") - 1);
    }

    @Test
    void shouldTurnByATorqueAndShowIt()
    {
        for (int i = 0; i < 20; i++)
        {
            torque(1, 0.1, 0.1);
        }
        final String answer = ask(1, ASK);
        assertEquals(POSITION, mode(answer));
        assertTrue(speed() > 10, "" + speed());
        assertEquals(speed() / (2 * Math.PI), value(answer, 1), 1.5);
        assertEquals(0.1, value(answer, 2), 0.01);
        assertEquals(1, bench().events("torque_on").size());
    }

    @Test
    void shouldStopWhenTheWatchdogOfTheCommandHasPassed()
    {
        for (int i = 0; i < 20; i++)
        {
            torque(1, 0.1, 0.02);
        }
        assertEquals(POSITION, mode(1));
        bench().run(25);
        assertEquals(TIMEOUT, mode(1));
        final String stop = bench().events("stopped").get(0);
        assertTrue(stop.contains("\"how\":\"damped\"") && stop.contains("\"cause\":\"watchdog\""), stop);
        assertEquals(TIMEOUT, torque(1, 0.1, 0.02), "nothing but a stop ends it");
        bench().run(100);
        assertEquals(0, speed(), 0.5);
        assertEquals(TIMEOUT, mode(ask(1, "010000" + ASK)), "the answer was made before");
        assertEquals(STOPPED, mode(1));
        assertEquals(STOPPED, torque(1, 0.1, 0.02));
        assertEquals(3, torque(1, 0.1, 0.02), "it measures its sensors first");
    }

    @Test
    void shouldUseTheConfiguredWatchdogForZeroAndNoneForNan()
    {
        torque(1, 0.05, 0);
        bench().run(90);
        assertEquals(POSITION, mode(1), "to ask does not feed it, and 100 ms have not passed");
        bench().run(15);
        assertEquals(TIMEOUT, mode(1));
        torque(2, 0.01, Double.NaN);
        bench().run(2000);
        assertEquals(POSITION, mode(2));
    }

    @Test
    void shouldDoWhatItsTimeoutModeSays()
    {
        use("1", "timeout_mode: 0");
        torque(1, 0.05, 0.02);
        bench().run(25);
        assertTrue(bench().device(0).motor().isLimp());
        use("1", "timeout_mode: 10");
        torque(1, 0.05, 0.02);
        bench().run(300);
        assertEquals(TIMEOUT, mode(1));
        assertEquals(0, speed(), 0.2);
        assertTrue(bench().events("stopped").get(0).contains("held"));
    }

    @Test
    void shouldHoldAPositionAndFollowAVelocity()
    {
        final String to = "01000a0e20" + number(0.25) + number(0) + "0d27" + number(Double.NaN);
        ask(1, to);
        bench().run(500);
        assertEquals(0.25, value(ask(1, ASK), 0), 0.01);
        ask(1, "01000a0e20" + number(Double.NaN) + number(-1.5) + "0d27" + number(Double.NaN));
        bench().run(500);
        assertEquals(-1.5, value(ask(1, ASK), 1), 0.3);
    }

    @Test
    void shouldHoldAFaultUntilItIsStopped()
    {
        torque(1, 0.01, Double.NaN);
        bench().fault("overheat id=1 celsius=90");
        bench().run(5);
        final String answer = ask(1, ASK);
        assertEquals(FAULT, mode(answer));
        assertEquals("26", answer.substring(42, 44), "38: over temperature");
        bench().emulation().faults().heal(bench().nowNs());
        bench().run(5);
        assertEquals(FAULT, torque(1, 0.01, 0.1));
        ask(1, "010000");
        assertEquals(STOPPED, mode(1));
    }

    @Test
    void shouldComeBackLimpAndWithANewClockAfterAReset()
    {
        bench().run(1000);
        torque(1, 0.05, Double.NaN);
        bench().run(500);
        assertTrue(clock() > 1000);
        bench().fault("reset id=1");
        bench().run(5);
        assertEquals("", ask(1, ASK), "it boots");
        bench().run(400);
        assertEquals(STOPPED, mode(1));
        assertTrue(clock() < 1000);
        assertTrue(Math.abs(value(ask(1, ASK), 0)) < 60);
        assertTrue(bench().device(0).motor().isLimp());
    }

    private long clock()
    {
        final String answer = ask(1, "1970");
        return Integer.reverseBytes(Integer.parseUnsignedInt(answer.substring(4, 12), 16));
    }

    @Test
    void shouldTripWithoutStoppingWhenAFaultSaysSo()
    {
        bench().fault("watchdog_without_stop id=1");
        torque(1, 0.05, 0.02);
        bench().run(100);
        assertEquals(POSITION, mode(1));
        assertEquals(1, bench().events("watchdog_without_stop").size());
    }

    @Test
    void shouldAnswerOneAfterTheOtherWhenTwoHaveOneId()
    {
        use("1,1", "duplicate_ids: true");
        assertEquals("OK\nrcv 100 210000210f00 e B F\nrcv 100 210000210f00 e B F\n", say("can send 8001 1100110f"));
    }

    @Test
    void shouldSpeakChecksAndTheSpeedOfALineAsAUart()
    {
        use("1", "uart: 1");
        assertEquals("OK *BD\r\n", say("can send 8001 1100110f").substring(0, 8));
        bench().run(2);
        bench().port().takenBytes();
        bench().port().host("can send 8001 1100110f\n".getBytes(StandardCharsets.US_ASCII));
        bench().emulation().advance(bench().nowNs());
        final long startNs = bench().nowNs();
        bench().run(3, 1000);
        // 23 characters there, then 8 + 26 back at 921600 baud: the frames themselves are shorter
        assertTrue(bench().port().lastNs() - startNs > (23 + 8 + 26) * 10_850L - 1000);
    }

}
