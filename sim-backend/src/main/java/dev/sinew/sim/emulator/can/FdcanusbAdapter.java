package dev.sinew.sim.emulator.can;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import dev.sinew.sim.emulator.wire.Reply;

/**
 * Lines of text, as mjbots' fdcanusb and a moteus on its UART speak them.
 *
 * <pre>
 *   can send ID DATA[ FLAGS]   ▶   ◀  OK
 *                                  ◀  rcv ID DATA FLAGS
 * </pre>
 *
 * <p>On a UART every answer ends with {@code *XX}, a CRC-8 of the polynomial 0x97 over everything before the star; a
 * command may, and after the first one that did all must.</p>
 */
public final class FdcanusbAdapter implements CanAdapter
{
    private static final int LINE_MAX = 512;
    private static final HexFormat HEX = HexFormat.of();

    private final boolean checks;
    private final StringBuilder line = new StringBuilder(LINE_MAX);
    private boolean checksNeeded;

    /**
     * @param checks true for a UART.
     */
    public FdcanusbAdapter(final boolean checks)
    {
        this.checks = checks;
    }

    /**
     * @param text  text.
     * @param count characters of it that count.
     * @return CRC-8 over them.
     */
    static int crc(final CharSequence text, final int count)
    {
        int crc = 0;
        for (int i = 0; i < count; i++)
        {
            crc ^= text.charAt(i) & 0xFF;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? crc << 1 ^ 0x197 : crc << 1;
            }
        }
        return crc & 0xFF;
    }

    private byte[] finished(final String text)
    {
        final String whole = checks ?
            text + " *" + HexFormat.of().withUpperCase().toHexDigits((byte)crc(text + " ", text.length() + 1)) : text;
        return (whole + (checks ? "\r\n" : "\n")).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void accept(final int value, final long endNs, final Listener listener)
    {
        if (value != '\n' && value != '\r')
        {
            if (line.length() < LINE_MAX)
            {
                line.append((char)value);
            }
            return;
        }
        if (line.length() > 0)
        {
            final String text = line.toString();
            line.setLength(0);
            finish(text, endNs, listener);
        }
    }

    private void finish(final String text, final long endNs, final Listener listener)
    {
        final int star = checks ? text.indexOf('*') : -1;
        if (star < 0 && checksNeeded)
        {
            refuse("ERR checksum", "bad_check", endNs, listener);
            return;
        }
        if (star >= 0)
        {
            checksNeeded = true;
            if (!text.substring(star + 1).strip().equalsIgnoreCase(HEX.toHexDigits((byte)crc(text, star))))
            {
                refuse("ERR checksum", "bad_check", endNs, listener);
                return;
            }
        }
        final CanFrame frame = parse((star < 0 ? text : text.substring(0, star)).strip().split(" +"));
        if (frame == null)
        {
            refuse("ERR unknown command", "malformed", endNs, listener);
            return;
        }
        listener.onAnswer(finished("OK"), endNs);
        listener.onSend(frame, endNs);
    }

    private void refuse(final String answer, final String what, final long endNs, final Listener listener)
    {
        listener.onNonsense(what);
        listener.onAnswer(finished(answer), endNs);
    }

    /** @return the frame, null when it is none. */
    private static CanFrame parse(final String[] words)
    {
        if (words.length < 4 || !"can".equals(words[0]) || !"send".equals(words[1]))
        {
            return null;
        }
        final int id;
        final byte[] data;
        try
        {
            id = Integer.parseInt(words[2], 16);
            data = HEX.parseHex(words[3]);
        }
        catch (final IllegalArgumentException e)
        {
            return null;
        }
        boolean extended = id > CanFrame.STANDARD_MAX;
        boolean fd = true;
        boolean rateSwitch = true;
        for (int i = 4; i < words.length; i++)
        {
            for (final char flag : words[i].toCharArray())
            {
                extended = flag == 'E' || flag != 'e' && extended;
                fd = flag == 'F' || flag != 'f' && fd;
                rateSwitch = flag == 'B' || flag != 'b' && rateSwitch;
            }
        }
        final boolean fits = data.length <= (fd ? 64 : 8) && CanFrame.lengthFor(data.length) == data.length;
        return id < 0 || id > 0x1FFF_FFFF || !fits ? null : new CanFrame(id, extended, fd, fd && rateSwitch, data);
    }

    @Override
    public void write(final CanFrame frame, final Reply into)
    {
        final String flags = " " + (frame.extended() ? 'E' : 'e') + ' ' + (frame.rateSwitch() ? 'B' : 'b') + ' ' +
            (frame.fd() ? 'F' : 'f');
        final byte[] text = finished("rcv " + Integer.toHexString(frame.id()) + ' ' + HEX.formatHex(frame.data()) +
            (checks ? "" : flags));
        into.add(text, 0, text.length);
    }

    private static String text(final Reply reply)
    {
        return new String(reply.bytes, 0, reply.length, StandardCharsets.US_ASCII).strip();
    }

    private void replace(final Reply reply, final String text)
    {
        final byte[] bytes = finished(text);
        reply.length = 0;
        reply.add(bytes, 0, bytes.length);
    }

    /** Without checks on the serial side only that of the bus can break: then nobody hears the frame. */
    @Override
    public void breakCheck(final Reply reply)
    {
        if (!checks)
        {
            reply.length = 0;
            return;
        }
        final int star = text(reply).indexOf('*');
        reply.bytes[star + 1] ^= 1;
    }

    @Override
    public void changeId(final Reply reply, final int id)
    {
        final String[] words = text(reply).split(" ");
        final int was = Integer.parseInt(words[1], 16);
        words[1] = Integer.toHexString(was & 0xFFFF_80FF | id << 8);
        replace(reply, join(words));
    }

    @Override
    public void clearData(final Reply reply)
    {
        final String[] words = text(reply).split(" ");
        words[2] = "0".repeat(words[2].length());
        replace(reply, join(words));
    }

    private String join(final String[] words)
    {
        return String.join(" ", checks ? Arrays.copyOf(words, words.length - 1) : words);
    }
}
