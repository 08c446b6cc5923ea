package dev.sinew.sim.emulator.can;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.sinew.sim.emulator.wire.Reply;
import org.junit.jupiter.api.Test;

/** Frames on the wire, and the lines that an fdcanusb makes of them. */
class CanWireTest
{
    private static final int RECORD_BYTES = 512;

    private final CanWire wire = new CanWire(1e6, 5e6);
    private final List<String> seen = new ArrayList<>();

    private void run(final long untilNs)
    {
        wire.run(untilNs, (frame, sender, endNs) -> seen.add(sender + ":" + frame + "@" + endNs));
    }

    private static CanFrame standard(final int id, final int bytes)
    {
        return CanFrame.classic(id, false, new byte[bytes]);
    }

    @Test
    void shouldTakeTheTimeOfTheFields()
    {
        assertEquals(111_000, standard(1, 8).durationNs(1e6, 5e6));
        assertEquals(131_000, CanFrame.classic(1, true, new byte[8]).durationNs(1e6, 5e6));
        assertEquals(49_000 + 293 * 200, CanFrame.fd(0x8001, new byte[32]).durationNs(1e6, 5e6));
        assertEquals(30_000 + 96 * 200, CanFrame.fd(0x101, new byte[8]).durationNs(1e6, 5e6));
        assertEquals(30_000 + 96 * 1000, new CanFrame(1, false, true, false, new byte[8]).durationNs(1e6, 5e6));
    }

    @Test
    void shouldSendOneAfterAnotherTheLeastIdentifierFirst()
    {
        wire.send(standard(5, 0), 5, 1000);
        wire.send(standard(3, 0), 3, 20_000);
        wire.send(standard(4, 0), 4, 10_000);
        wire.send(CanFrame.classic(3 << 18, true, new byte[0]), 9, 30_000);
        run(47_999);
        assertEquals(List.of(), seen);
        assertEquals(48_000, wire.nextDueNs());
        run(1_000_000);
        assertEquals(List.of("5:5#@48000", "3:3#@95000", "9:c0000#@162000", "4:4#@209000"), seen);
        assertEquals(Long.MAX_VALUE, wire.nextDueNs());
    }

    @Test
    void shouldForgetWhatIsOnItWhenItIsCut()
    {
        wire.send(standard(5, 0), 5, 0);
        run(10);
        wire.send(standard(6, 0), 6, 0);
        wire.clear();
        run(1_000_000);
        assertEquals(List.of(), seen);
    }

    /** What an adapter made of a text: frames, answers, complaints. */
    private static List<String> given(final FdcanusbAdapter adapter, final String text)
    {
        final List<String> got = new ArrayList<>();
        final CanAdapter.Listener listener = new CanAdapter.Listener()
        {
            @Override
            public void onSend(final CanFrame frame, final long endNs)
            {
                got.add(frame + (frame.extended() ? " E" : "") + (frame.fd() ? " F" : "") +
                    (frame.rateSwitch() ? " B" : ""));
            }

            @Override
            public void onAnswer(final byte[] bytes, final long endNs)
            {
                got.add(new String(bytes, StandardCharsets.US_ASCII).strip());
            }

            @Override
            public void onNonsense(final String what)
            {
                got.add("?" + what);
            }
        };
        text.chars().forEach(c -> adapter.accept(c, 0, listener));
        return got;
    }

    private static String written(final FdcanusbAdapter adapter, final CanFrame frame)
    {
        final Reply reply = new Reply(RECORD_BYTES);
        reply.begin(1, 0);
        adapter.write(frame, reply);
        return new String(reply.bytes, 0, reply.length, StandardCharsets.US_ASCII);
    }

    @Test
    void shouldSpeakTheLinesOfAnFdcanusb()
    {
        final FdcanusbAdapter adapter = new FdcanusbAdapter(false);
        assertEquals(List.of("OK", "8001#01000a07206000200150ff140400130d E F B"),
            given(adapter, "can send 8001 01000a07206000200150ff140400130d\n"));
        assertEquals(List.of("OK", "5#a5"), given(adapter, "\r\ncan send 0005 A5 bf\r\n"));
        assertEquals(List.of("OK", "5#a5 E F B"), given(adapter, "can send 5 a5 E BF\n"));
        for (final String bad : List.of("can send 1", "can send x 00", "can send 1 0", "can sent 1 00",
            "can send 1 000000000000000000", "can send 1 000000000000000000000000 f", "hello"))
        {
            assertEquals(List.of("?malformed", "ERR unknown command"), given(adapter, bad + "\n"), bad);
        }
        final byte[] data = HexFormat.of().parseHex("2404000a005000000170ff230d181400");
        assertEquals("rcv 100 2404000a005000000170ff230d181400 e B F\n", written(adapter, CanFrame.fd(0x100, data)));
    }

    @Test
    void shouldCheckTheLinesOfAUartOnceItWasSentACheck()
    {
        final FdcanusbAdapter adapter = new FdcanusbAdapter(true);
        assertEquals(0x94, FdcanusbAdapter.crc("123456789", 9));
        assertEquals(List.of("OK *BD", "8001#010000 E F B"), given(adapter, "can send 8001 010000\n"));
        assertEquals(List.of("OK *BD", "8001#010000 E F B"), given(adapter, "can send 8001 010000 *FF\n"));
        assertEquals("?bad_check", given(adapter, "can send 8001 010000\n").get(0));
        assertTrue(given(adapter, "can send 8001 010000 *FE\n").get(1).startsWith("ERR"));
        final byte[] data = HexFormat.of().parseHex("2404000a005000000170ff230d181400");
        assertEquals("rcv 100 2404000a005000000170ff230d181400 *19\r\n", written(adapter, CanFrame.fd(0x100, data)));
    }
}
