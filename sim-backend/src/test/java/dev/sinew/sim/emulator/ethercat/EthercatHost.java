package dev.sinew.sim.emulator.ethercat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.sinew.sim.emulator.Bench;

/** A master by hand: frames byte by byte, one at a time. */
final class EthercatHost
{
    static final int APWR = 2;
    static final int FPRD = 4;
    static final int FPWR = 5;
    static final int BRD = 7;
    static final int BWR = 8;
    static final int LRD = 10;
    static final int LRW = 12;
    static final int FRMW = 14;

    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    /** Data and working counter of one datagram that came back. */
    record Answer(byte[] data, int counter)
    {
        long value()
        {
            long value = 0;
            for (int i = Math.min(8, data.length) - 1; i >= 0; i--)
            {
                value = value << 8 | data[i] & 0xFF;
            }
            return value;
        }
    }

    private final Bench bench;
    private final List<byte[]> datagrams = new ArrayList<>();
    private int index = 1;

    EthercatHost(final Bench bench)
    {
        this.bench = bench;
    }

    EthercatHost add(final int command, final long address, final byte[] data)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(12 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte)command).put((byte)index).putInt((int)address).putShort((short)data.length).putShort((short)0)
            .put(data).putShort((short)0);
        datagrams.add(bytes.array());
        return this;
    }

    void clear()
    {
        datagrams.clear();
    }

    static long at(final int station, final int register)
    {
        return station & 0xFFFF | (long)register << 16;
    }

    byte[] frame()
    {
        final int length = datagrams.stream().mapToInt(bytes -> bytes.length).sum();
        final ByteBuffer bytes = ByteBuffer.allocate(Math.max(60, 16 + length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(SPACED.parseHex("ff ff ff ff ff ff 00 11 22 33 44 55 88 a4")).putShort((short)(length | 0x1000));
        for (int i = 0; i < datagrams.size(); i++)
        {
            if (i < datagrams.size() - 1)
            {
                datagrams.get(i)[7] |= (byte)0x80;
            }
            bytes.put(datagrams.get(i));
        }
        index = index + 1 & 0xFF;
        return bytes.array();
    }

    /** Sends what was added and takes it apart when it is back; empty when nothing came. */
    List<Answer> exchange()
    {
        final byte[] sent = frame();
        bench.port().takenBytes();
        bench.port().host(sent);
        bench.emulation().advance(bench.nowNs());
        bench.run(0.3);
        final byte[] back = bench.port().takenBytes();
        final List<Answer> answers = new ArrayList<>();
        if (back.length >= sent.length)
        {
            assertEquals(2, back[6] & 2, "the first slave marks the frame");
            int at = 16;
            for (final byte[] datagram : datagrams)
            {
                final int length = datagram.length - 12;
                final byte[] data = new byte[length];
                System.arraycopy(back, at + 10, data, 0, length);
                answers.add(new Answer(data, back[at + 10 + length] & 0xFF | (back[at + 11 + length] & 0xFF) << 8));
                at += 12 + length;
            }
        }
        datagrams.clear();
        return answers;
    }

    Answer one(final int command, final long address, final byte[] data)
    {
        final List<Answer> answers = add(command, address, data).exchange();
        assertEquals(1, answers.size(), "the frame did not come back");
        return answers.get(0);
    }

    long read(final int station, final int register, final int bytes)
    {
        final Answer answer = one(FPRD, at(station, register), new byte[bytes]);
        assertEquals(1, answer.counter());
        return answer.value();
    }

    void write(final int station, final int register, final byte[] data)
    {
        assertEquals(1, one(FPWR, at(station, register), data).counter(), () -> "register " + register);
    }

    void write(final int station, final int register, final long value, final int bytes)
    {
        write(station, register, bytes(value, bytes));
    }

    static byte[] bytes(final long value, final int count)
    {
        final byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)(value >> 8 * i);
        }
        return bytes;
    }

    /** Gives slave number {@code place} (from 0) its address, 0x1001 and on. */
    void address(final int place)
    {
        assertEquals(1, one(APWR, at(-place, 0x10), bytes(0x1001 + place, 2)).counter());
    }

    /** Requests a state; returns AL status and its code, code in the upper half. */
    long state(final int station, final int state)
    {
        write(station, 0x120, state, 2);
        bench.run(3);
        final long status = read(station, 0x130, 6);
        return status & 0xFFFF | (status >> 32 & 0xFFFF) << 16;
    }

    void manager(final int station, final int number, final int start, final int length, final int control)
    {
        write(station, 0x800 + 8 * number, bytes(start | (long)length << 16 | (long)control << 32 | 1L << 48, 8));
    }

    void fmmu(final int station, final int number, final long logical, final int length, final int start,
        final int kind)
    {
        final byte[] data = new byte[16];
        System.arraycopy(bytes(logical | (long)length << 32 | 7L << 56, 8), 0, data, 0, 8);
        System.arraycopy(bytes(start, 2), 0, data, 8, 2);
        data[11] = (byte)kind;
        data[12] = 1;
        write(station, 0x600 + 16 * number, data);
    }

    /** A mailbox message, answered; as hex, without the padding. */
    String mailbox(final int station, final String hex)
    {
        final byte[] message = SPACED.parseHex(hex);
        final byte[] whole = new byte[128];
        System.arraycopy(message, 0, whole, 0, message.length);
        write(station, 0x1000, whole);
        assertTrue((read(station, 0x80D, 1) & 8) != 0, "no answer in the mailbox");
        final Answer answer = one(FPRD, at(station, 0x1080), new byte[128]);
        assertEquals(1, answer.counter());
        return SPACED.formatHex(answer.data(), 0, 6 + (answer.data()[0] & 0xFF));
    }

    /** PRE-OP. */
    void begin(final int place)
    {
        final int station = 0x1001 + place;
        address(place);
        manager(station, 0, 0x1000, 128, 0x26);
        manager(station, 1, 0x1080, 128, 0x22);
        assertEquals(2, state(station, 2));
    }

    /** SAFE-OP with the default mapping of 9 and 13 bytes at logical 0x10000 + 22 times the place. */
    void map(final int place)
    {
        final int station = 0x1001 + place;
        manager(station, 2, 0x1100, 9, 0x64);
        manager(station, 3, 0x1400, 13, 0x20);
        fmmu(station, 0, 0x10000 + 22L * place, 9, 0x1100, 2);
        fmmu(station, 1, 0x10009 + 22L * place, 13, 0x1400, 1);
        assertEquals(4, state(station, 4));
    }

    /** One cycle of one drive: control, mode, position and torque go; returns the 13 bytes of the inputs. */
    Answer cycle(final int place, final int control, final int mode, final int position, final int torque)
    {
        final ByteBuffer data = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short)control).put((byte)mode).putInt(position).putShort((short)torque);
        final Answer answer = one(LRW, 0x10000 + 22L * place, data.array());
        bench.run(0.7);
        return answer;
    }

    static int status(final Answer answer)
    {
        return answer.data()[9] & 0xFF | (answer.data()[10] & 0xFF) << 8;
    }

    static int position(final Answer answer)
    {
        return ByteBuffer.wrap(answer.data()).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    }

    /** OP and operation enabled. */
    void enable(final int place, final int mode)
    {
        final int[] words = {0, 6, 6, 7, 7, 15, 15, 15};
        write(0x1001 + place, 0x120, 8, 2);
        Answer answer = null;
        for (final int word : words)
        {
            answer = cycle(place, word, mode, 0, 0);
        }
        assertEquals(0x1237, status(answer));
        assertEquals(8, read(0x1001 + place, 0x130, 2));
    }
}
