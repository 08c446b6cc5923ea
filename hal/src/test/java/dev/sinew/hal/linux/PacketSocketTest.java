package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the loopback interface, with an EtherType for local experiments: needs no other interface. */
class PacketSocketTest
{
    private static final int EXPERIMENTAL = 0x88B5;
    private static final int OTHER_EXPERIMENTAL = 0x88B6;
    private static final long LONG_NS = 2_000_000_000L;

    @BeforeEach
    void needPermission()
    {
        Privilege.needLinux();
        boolean permitted = true;
        try (PacketSocket probe = open(EXPERIMENTAL))
        {
            assertTrue(probe.descriptor() >= 0);
        }
        catch (final NativeCallException e)
        {
            permitted = e.errno() != Errno.EPERM;
        }
        Privilege.need(permitted, "not run: this user may not use raw sockets (CAP_NET_RAW)");
    }

    private static PacketSocket open(final int etherType)
    {
        return new PacketSocket("lo", etherType);
    }

    private static byte[] frame(final int etherType, final int length)
    {
        final byte[] frame = new byte[length];
        Arrays.fill(frame, 0, 6, (byte)0xFF);
        frame[6] = 2;
        frame[12] = (byte)(etherType >> 8);
        frame[13] = (byte)etherType;
        for (int i = 14; i < length; i++)
        {
            frame[i] = (byte)(i * 7);
        }
        return frame;
    }

    @Test
    void shouldCarryWholeFramesOfItsTypeAlone()
    {
        try (PacketSocket one = open(EXPERIMENTAL); PacketSocket two = open(EXPERIMENTAL);
            PacketSocket stranger = open(OTHER_EXPERIMENTAL))
        {
            for (final int length : new int[] {60, 968, PacketSocket.FRAME_BYTES_MAX})
            {
                assertTrue(stranger.send(frame(OTHER_EXPERIMENTAL, 60), 0, 60));
                assertTrue(one.send(frame(EXPERIMENTAL, length), 0, length));
                assertTrue(two.awaitReadable(LONG_NS));
                final byte[] got = new byte[2048];
                assertEquals(length, two.receive(got));
                assertArrayEquals(frame(EXPERIMENTAL, length), Arrays.copyOf(got, length));
                assertEquals(0, two.receive(got), "a frame came twice, or one of another type");
            }
            assertFalse(one.send(new byte[1515], 0, 1515), "no such frame fits");
        }
    }

    @Test
    void shouldNotWaitLongerThanAsked()
    {
        try (PacketSocket socket = open(EXPERIMENTAL))
        {
            assertEquals(0, socket.receive(new byte[64]));
            assertFalse(socket.awaitReadable(1_000_000));
        }
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoSuchInterface()
    {
        final NativeCallException thrown =
            assertThrows(NativeCallException.class, () -> new PacketSocket("nosuch0", EXPERIMENTAL));
        assertTrue(thrown.getMessage().contains("interface=nosuch0") && thrown.getMessage().contains("ip link"),
            thrown.getMessage());
    }

    @Test
    void shouldBeHarmlessOnceClosed()
    {
        final PacketSocket socket = open(EXPERIMENTAL);
        socket.close();
        socket.close();
        assertEquals(-1, socket.receive(new byte[64]));
        assertFalse(socket.send(new byte[60], 0, 60));
    }
}
