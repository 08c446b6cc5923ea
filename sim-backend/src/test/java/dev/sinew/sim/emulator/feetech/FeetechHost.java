package dev.sinew.sim.emulator.feetech;

import java.util.Arrays;

import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.wire.Reply;

/** The host's side in a test: builds instructions with the emulator's own frames, which the golden test holds right. */
final class FeetechHost
{
    private final Bench bench;

    FeetechHost(final Bench bench)
    {
        this.bench = bench;
    }

    static byte[] frame(final int id, final int instruction, final int... data)
    {
        final byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++)
        {
            bytes[i] = (byte)data[i];
        }
        final Reply frame = new Reply(512);
        FeetechFrames.build(frame, id, instruction, bytes, bytes.length);
        return Arrays.copyOf(frame.bytes, frame.length);
    }

    byte[] send(final int id, final int instruction, final int... data)
    {
        bench.port().takenBytes();
        bench.port().host(frame(id, instruction, data));
        bench.emulation().advance(bench.nowNs());
        bench.run(3);
        return bench.port().takenBytes();
    }

    /** Writes a register; returns the status byte of the answer, -1 for none. */
    int write(final int id, final int address, final int size, final long value)
    {
        final int[] data = new int[1 + size];
        data[0] = address;
        for (int i = 0; i < size; i++)
        {
            data[1 + i] = (int)(value >> 8 * i) & 0xFF;
        }
        final byte[] answer = send(id, 0x03, data);
        return answer.length < 6 ? -1 : answer[4] & 0xFF;
    }

    long read(final int id, final int address, final int size)
    {
        final byte[] answer = send(id, 0x02, address, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            value = value << 8 | answer[5 + i] & 0xFF;
        }
        return value;
    }

    /** Reads a word whose sign is in a bit of its own. */
    long readSigned(final int id, final int address, final int bit)
    {
        final long raw = read(id, address, 2);
        final long size = raw & (1L << bit) - 1;
        return (raw >> bit & 1) == 0 ? size : -size;
    }
}
