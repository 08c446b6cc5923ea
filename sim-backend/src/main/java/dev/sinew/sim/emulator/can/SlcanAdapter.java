package dev.sinew.sim.emulator.can;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import dev.sinew.sim.emulator.wire.Reply;

/**
 * Lines of the LAWICEL CAN232, which most cheap adapters speak. The channel hears and sends between {@code O} and
 * {@code C}.
 *
 * <pre>
 *   tIIILDD..., TIIIIIIIILDD...   ▶   ◀  z CR, Z CR
 *   S8, O, C                      ▶   ◀  CR, or BEL for anything else
 * </pre>
 *
 * <p>The rate that a host sets is taken without a look: the bus has its own.</p>
 */
public final class SlcanAdapter implements CanAdapter
{
    private static final int LINE_MAX = 64;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final byte[] DONE = {'\r'};
    private static final byte[] REFUSED = {7};
    private static final int STANDARD_DIGITS = 3;
    private static final int EXTENDED_DIGITS = 8;

    private final StringBuilder line = new StringBuilder(LINE_MAX);
    private final boolean numbersInside;
    private boolean isOpen;

    /**
     * A closed channel.
     *
     * @param numbersInside whether a device's number is bits 8 to 15 of the identifier of what it says, and not all of
     *                      it.
     */
    public SlcanAdapter(final boolean numbersInside)
    {
        this.numbersInside = numbersInside;
    }

    @Override
    public void accept(final int value, final long endNs, final Listener listener)
    {
        if (value != '\r')
        {
            if (line.length() < LINE_MAX)
            {
                line.append((char)value);
            }
            return;
        }
        final String text = line.toString();
        line.setLength(0);
        if (!text.isEmpty())
        {
            finish(text, endNs, listener);
        }
    }

    private void finish(final String text, final long endNs, final Listener listener)
    {
        final char verb = text.charAt(0);
        switch (verb)
        {
            case 'O', 'C':
                isOpen = verb == 'O';
                listener.onAnswer(DONE, endNs);
                break;
            case 'S', 'M', 'm', 'Z', 's':
                listener.onAnswer(DONE, endNs);
                break;
            case 'V':
                listener.onAnswer("V1013\r".getBytes(StandardCharsets.US_ASCII), endNs);
                break;
            default:
                final CanFrame frame = isOpen ? parse(text) : null;
                if (frame == null)
                {
                    listener.onNonsense("malformed");
                    listener.onAnswer(REFUSED, endNs);
                    return;
                }
                listener.onAnswer(new byte[] {(byte)(frame.extended() ? 'Z' : 'z'), '\r'}, endNs);
                listener.onSend(frame, endNs);
                break;
        }
    }

    /** @return the frame, null when it is none. */
    private static CanFrame parse(final String text)
    {
        final boolean extended = text.charAt(0) == 'T';
        final int digits = extended ? EXTENDED_DIGITS : STANDARD_DIGITS;
        if (text.charAt(0) != 't' && !extended || text.length() < digits + 2)
        {
            return null;
        }
        try
        {
            final int id = HexFormat.fromHexDigits(text, 1, 1 + digits);
            final int count = HexFormat.fromHexDigit(text.charAt(1 + digits));
            final byte[] data = HEX.parseHex(text, 2 + digits, text.length());
            final int most = extended ? 0x1FFF_FFFF : CanFrame.STANDARD_MAX;
            return count > 8 || data.length != count || id < 0 || id > most ? null :
                CanFrame.classic(id, extended, data);
        }
        catch (final IllegalArgumentException e)
        {
            return null;
        }
    }

    @Override
    public void write(final CanFrame frame, final Reply into)
    {
        if (!isOpen)
        {
            return;
        }
        final String id = HEX.toHexDigits(frame.id(), frame.extended() ? EXTENDED_DIGITS : STANDARD_DIGITS);
        final byte[] text = ((frame.extended() ? "T" : "t") + id + frame.data().length + HEX.formatHex(frame.data()) +
            '\r').getBytes(StandardCharsets.US_ASCII);
        into.add(text, 0, text.length);
    }

    /** There is no check but that of the bus; with a wrong one nobody hears the frame. */
    @Override
    public void breakCheck(final Reply reply)
    {
        reply.length = 0;
    }

    private static int digits(final Reply reply)
    {
        return reply.bytes[0] == 'T' ? EXTENDED_DIGITS : STANDARD_DIGITS;
    }

    @Override
    public void changeId(final Reply reply, final int id)
    {
        final int digits = digits(reply);
        final boolean isInside = numbersInside && digits == EXTENDED_DIGITS;
        final byte[] text = HEX.toHexDigits(id, isInside ? 2 : digits).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, reply.bytes, isInside ? 5 : 1, text.length);
    }

    @Override
    public void clearData(final Reply reply)
    {
        Arrays.fill(reply.bytes, 2 + digits(reply), reply.length - 1, (byte)'0');
    }
}
