package dev.sinew.sim.emulator.dynamixel;

import java.util.Arrays;

import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.wire.Reply;

/** The host's side in a test: builds instructions with the emulator's own frames, which the golden test holds right. */
final class DynamixelHost
{
    private final Bench bench;

    DynamixelHost(final Bench bench)
    {
        this.bench = bench;
    }

    static byte[] frame(final int id, final int instruction, final int... data)
    {
        final Reply frame = new Reply(1024);
        DynamixelFrames.open(frame, id, instruction);
        for (final int value : data)
        {
            frame.add(value);
        }
        DynamixelFrames.close(frame);
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

    /** Writes a register; returns the error byte of the answer, -1 for none. */
    int write(final int id, final int address, final int size, final long value)
    {
        final int[] data = new int[2 + size];
        data[0] = address & 0xFF;
        data[1] = address >> 8;
        for (int i = 0; i < size; i++)
        {
            data[2 + i] = (int)(value >> 8 * i) & 0xFF;
        }
        final byte[] answer = send(id, 0x03, data);
        return answer.length < 11 ? -1 : answer[8] & 0xFF;
    }

    /** Reads a register as two's complement. */
    long read(final int id, final int address, final int size)
    {
        final byte[] answer = send(id, 0x02, address & 0xFF, address >> 8, size, 0);
        if (answer.length != 11 + size || answer[8] != 0 && (answer[8] & 0x7F) != 0)
        {
            return Long.MIN_VALUE;
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            value = value << 8 | answer[9 + i] & 0xFF;
        }
        final int unused = Long.SIZE - 8 * size;
        return value << unused >> unused;
    }
}
