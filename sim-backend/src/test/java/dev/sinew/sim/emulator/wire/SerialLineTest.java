package dev.sinew.sim.emulator.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.sim.emulator.ManualPort;
import org.junit.jupiter.api.Test;

class SerialLineTest
{
    private static final int BAUD = 1_000_000;
    private static final long BYTE_NS = 10_000;

    private final SerialLine line = new SerialLine(BAUD, 1);
    private final ManualPort port = new ManualPort();
    private final List<String> heard = new ArrayList<>();

    private static byte[] bytes(final int count)
    {
        final byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)(i + 1);
        }
        return bytes;
    }

    private void host(final int count, final long nowNs)
    {
        line.arrived(bytes(count), count, 0, nowNs, true);
    }

    private void reply(final int count, final long startNs)
    {
        final Reply reply = new Reply(512);
        reply.begin(1, startNs);
        reply.add(bytes(count), 0, count);
        line.send(reply);
    }

    private void hear(final long untilNs)
    {
        line.hear((value, endNs) -> heard.add(value + "@" + endNs), untilNs);
    }

    @Test
    void shouldEndEachByteTenBitsAfterTheOneBefore()
    {
        host(3, 1000);
        assertEquals(1000 + 3 * BYTE_NS, line.nextDueNs());
        hear(1000 + 2 * BYTE_NS - 1);
        assertEquals(List.of("1@11000"), heard);
        hear(1000 + 3 * BYTE_NS);
        assertEquals(List.of("1@11000", "2@21000", "3@31000"), heard);
        assertEquals(Long.MAX_VALUE, line.nextDueNs());
    }

    @Test
    void shouldQueueWhatTheHostWritesWhileTheWireIsBusy()
    {
        host(2, 0);
        host(1, 5_000);
        hear(100_000);
        assertEquals(List.of("1@10000", "2@20000", "1@30000"), heard);
    }

    @Test
    void shouldNotLoseTimeAtSpeedsThatDoNotDivideASecond()
    {
        final SerialLine fast = new SerialLine(3_000_000, 1);
        assertEquals(3_333, fast.timeOfNs(1));
        assertEquals(1_000_000, fast.timeOfNs(300));
        fast.arrived(bytes(200), 200, 0, 0, true);
        fast.hear((value, endNs) -> heard.add("" + endNs), Long.MAX_VALUE);
        assertEquals("666666", heard.get(199));
    }

    @Test
    void shouldHandTheHostEachByteWhenItHasEnded()
    {
        reply(4, 50_000);
        assertEquals(50_000 + 4 * BYTE_NS, line.nextDueNs());
        line.deliver(port, 50_000 + 2 * BYTE_NS);
        assertEquals("01 02", port.taken());
        line.deliver(port, 50_000 + 4 * BYTE_NS - 1);
        assertEquals("03", port.taken());
        line.deliver(port, 50_000 + 4 * BYTE_NS);
        assertEquals("04", port.taken());
        assertEquals(1, line.statistics().lateCount());
        assertEquals(0, line.statistics().lateNsMax);
    }

    @Test
    void shouldCountHowLateThisMachineIs()
    {
        reply(1, 0);
        line.deliver(port, BYTE_NS + 123_456);
        assertEquals(123_456, line.statistics().lateNsMax);
        assertEquals(123_456, line.statistics().lateNs(0.5));
    }

    @Test
    void shouldHandLongAnswersOverInPieces()
    {
        reply(200, 0);
        assertEquals(SerialLine.PIECE_BYTES * BYTE_NS, line.nextDueNs());
        line.deliver(port, line.nextDueNs());
        assertEquals(SerialLine.PIECE_BYTES, port.takenBytes().length);
    }

    @Test
    void shouldLetOneAnswerWaitForTheOtherToEnd()
    {
        reply(2, 0);
        reply(1, 5_000);
        assertEquals(3 * BYTE_NS, line.outFreeNs());
    }

    @Test
    void shouldGarbleBothWhereHostAndDevicesTalkAtOnce()
    {
        reply(4, 10_000); // bytes end at 20, 30, 40, 50 us
        host(2, 32_000); // bytes end at 42, 52 us: over the third and the fourth
        hear(1_000_000);
        line.deliver(port, 1_000_000);
        final byte[] got = port.takenBytes();
        assertArrayEquals(new byte[] {1, 2}, Arrays.copyOf(got, 2));
        assertTrue(got[2] != 3 && got[3] != 4, Arrays.toString(got));
        assertFalse(heard.get(0).startsWith("1@") || heard.get(1).startsWith("2@"), heard.toString());
        assertEquals(1, line.statistics().collisions);
    }

    @Test
    void shouldGarbleNothingWhenItCannotKnowWhenTheHostSpoke()
    {
        line.arrived(bytes(4), 4, 0, 0, false);
        reply(2, 15_000);
        hear(1_000_000);
        assertEquals(0, line.statistics().collisions);
        assertEquals("3@30000", heard.get(2));
    }

    @Test
    void shouldGarbleAnAnswerThatBeginsIntoTheHostsNextFrame()
    {
        host(4, 0);
        reply(2, 15_000);
        hear(1_000_000);
        assertEquals(1, line.statistics().collisions);
        assertEquals("1@10000", heard.get(0));
        assertFalse(heard.get(2).startsWith("3@"), heard.toString());
    }

    @Test
    void shouldNotSeeACollisionWhereOneEndsAsTheOtherBegins()
    {
        host(2, 0);
        reply(2, 20_000);
        hear(1_000_000);
        assertEquals(0, line.statistics().collisions);
    }

    @Test
    void shouldHearNothingAtAnotherSpeed()
    {
        line.arrived(bytes(3), 3, 115_200, 0, true);
        line.arrived(bytes(3), 3, 1_020_000, 100_000, true);
        hear(1_000_000);
        assertEquals(3, heard.size());
        assertEquals(3, line.statistics().bytesAtWrongSpeed);
    }

    @Test
    void shouldLoseWhatIsOnACutWire()
    {
        host(2, 0);
        reply(2, 100_000);
        line.connect(false);
        host(2, 50_000);
        hear(1_000_000);
        line.connect(true);
        line.deliver(port, 1_000_000);
        assertEquals(List.of(), heard);
        assertEquals("", port.taken());
        host(1, 2_000_000);
        hear(3_000_000);
        assertEquals(1, heard.size());
    }

    @Test
    void shouldGoOnAfterMoreBytesThanANumberHolds()
    {
        // Two bytes short of the place where the counters of the queues become negative would take hours; a few
        // thousand rounds over the queue's own end are the same arithmetic.
        long nowNs = 0;
        for (int round = 0; round < 3000; round++)
        {
            host(100, nowNs);
            reply(100, nowNs + 2_000_000);
            nowNs += 10_000_000;
            hear(nowNs);
            line.deliver(port, nowNs);
            assertEquals(100, port.takenBytes().length);
        }
        assertEquals(300_000, heard.size());
    }
}
