package dev.sinew.sim.emulator.moteus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import dev.sinew.sim.emulator.can.CanFrame;

/**
 * The subframes in a frame's data: writes and reads of registers in, answers out. A number is an integer with the
 * scale of its register or a float; the most negative integer and NaN both say that there is none.
 */
final class MoteusSubframes
{
    /** What the subframes are about. */
    interface Registers
    {
        /**
         * @param register number.
         * @param value    its value in its unit, NaN for none.
         * @return false when it cannot be written.
         */
        boolean write(int register, double value);

        /**
         * @param register number.
         * @return true when there is such a register.
         */
        boolean has(int register);

        /**
         * @param register number of one that there is.
         * @return its value in its unit, NaN for none.
         */
        double read(int register);
    }

    private static final int NOTHING = 0x50;
    private static final int WRITE_ERROR = 0x30;
    private static final int READ_ERROR = 0x31;
    /** Reason in an error subframe; the documents name none. */
    private static final int REASON = 1;
    private static final int DATA_MAX = 64;
    private static final int[] SIZES = {1, 2, 4, 4};
    private static final int FLOAT = 3;

    private final ByteBuffer out = ByteBuffer.allocate(4 * DATA_MAX).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer in;

    /** @return units of one count of int8, int16, int32. */
    private static double[] scale(final int register)
    {
        return switch (register)
        {
            case 0x001, 0x006, 0x020, 0x026, 0x038, 0x03b, 0x040, 0x041 -> new double[] {1e-2, 1e-4, 1e-5};
            case 0x002, 0x021, 0x028, 0x039, 0x03c -> new double[] {0.1, 0.00025, 1e-5};
            case 0x003, 0x022, 0x025, 0x030, 0x031, 0x032, 0x033, 0x034, 0x03a, 0x03d, 0x042, 0x045 ->
                new double[] {0.5, 0.01, 0.001};
            case 0x004, 0x005, 0x01c, 0x01d -> new double[] {1, 0.1, 0.001};
            case 0x007 -> new double[] {10, 0.05, 1e-4};
            case 0x00a, 0x00e -> new double[] {1, 0.1, 0.001};
            case 0x00d -> new double[] {0.5, 0.1, 0.001};
            case 0x023, 0x024, 0x02b, 0x043, 0x044, 0x047 ->
                new double[] {1.0 / 127, 1.0 / 32_767, 1.0 / Integer.MAX_VALUE};
            case 0x027, 0x046 -> new double[] {0.01, 0.001, 1e-6};
            case 0x029 -> new double[] {0.05, 0.001, 1e-5};
            default -> new double[] {1, 1, 1};
        };
    }

    private int number()
    {
        int value = 0;
        for (int shift = 0; shift < 35 && in.hasRemaining(); shift += 7)
        {
            final int part = in.get();
            value |= (part & 0x7F) << shift;
            if (part >= 0)
            {
                return value;
            }
        }
        return -1;
    }

    private void number(final int value)
    {
        int rest = value;
        while (rest >= 0x80)
        {
            out.put((byte)(rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte)rest);
    }

    private double take(final int type, final int register)
    {
        final double unit = type == FLOAT ? 1 : scale(register)[type];
        final long raw;
        switch (type)
        {
            case 0:
                raw = in.get();
                break;
            case 1:
                raw = in.getShort();
                break;
            case 2:
                raw = in.getInt();
                break;
            default:
                return in.getFloat();
        }
        final long least = -1L << 8 * SIZES[type] - 1;
        return raw == least ? Double.NaN : raw * unit;
    }

    private void put(final int type, final int register, final double value)
    {
        if (type == FLOAT)
        {
            out.putFloat((float)value);
            return;
        }
        final long most = (1L << 8 * SIZES[type] - 1) - 1;
        final long raw = Double.isNaN(value) ? -most - 1 :
            Math.max(-most, Math.min(most, Math.round(value / scale(register)[type])));
        for (int i = 0; i < SIZES[type]; i++)
        {
            out.put((byte)(raw >> 8 * i));
        }
    }

    /**
     * Carries out what a frame says.
     *
     * @param data      its data.
     * @param registers what it is about.
     * @return data of the answer, padded to a length that exists; empty when nothing was asked, null when the frame was
     *         malformed. What stands before the mistake has been carried out.
     */
    byte[] execute(final byte[] data, final Registers registers)
    {
        in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        out.clear();
        while (in.hasRemaining())
        {
            final int kind = in.get() & 0xFF;
            if (kind == NOTHING)
            {
                continue;
            }
            if (kind >= 0x20 || !subframe(kind, registers))
            {
                return null;
            }
        }
        final int length = Math.min(out.position(), DATA_MAX);
        final byte[] answer = Arrays.copyOf(out.array(), CanFrame.lengthFor(length));
        Arrays.fill(answer, length, answer.length, (byte)NOTHING);
        return answer;
    }

    private boolean subframe(final int kind, final Registers registers)
    {
        final int type = kind >> 2 & 3;
        final int count = (kind & 3) == 0 ? number() : kind & 3;
        final int first = number();
        if (count <= 0 || count > DATA_MAX || first < 0)
        {
            return false;
        }
        if (kind >= 0x10)
        {
            read(type, first, count, registers);
            return true;
        }
        if (in.remaining() < count * SIZES[type])
        {
            return false;
        }
        for (int register = first; register < first + count; register++)
        {
            if (!registers.write(register, take(type, register)) && out.position() < DATA_MAX)
            {
                out.put((byte)WRITE_ERROR);
                number(register);
                number(REASON);
            }
        }
        return true;
    }

    private void read(final int type, final int first, final int count, final Registers registers)
    {
        int known = 0;
        while (known < count && registers.has(first + known))
        {
            known++;
        }
        if (known > 0 && out.position() + 4 + known * SIZES[type] <= DATA_MAX + 4)
        {
            out.put((byte)(0x20 | type << 2 | (known < 4 ? known : 0)));
            if (known >= 4)
            {
                number(known);
            }
            number(first);
            for (int register = first; register < first + known; register++)
            {
                put(type, register, registers.read(register));
            }
        }
        if (known < count && out.position() < DATA_MAX)
        {
            out.put((byte)READ_ERROR);
            number(first + known);
            number(REASON);
        }
    }
}
