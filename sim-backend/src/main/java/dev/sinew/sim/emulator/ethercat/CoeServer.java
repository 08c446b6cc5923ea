package dev.sinew.sim.emulator.ethercat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A slave's mailbox: CANopen over EtherCAT. SDO transfers that fit into one message, aborts, emergencies. What cannot
 * be put into the mailbox because the master has not emptied it waits here.
 */
final class CoeServer
{
    private static final int TYPE_ERROR = 0;
    private static final int TYPE_COE = 3;
    private static final int EMERGENCY = 1;
    private static final int REQUEST = 2;
    private static final int RESPONSE = 3;
    private static final int ABORT = 0x80;
    private static final int ABORT_COMMAND = 0x0504_0001;
    private static final int ABORT_COMPLETE = 0x0601_0004;
    private static final int BODY = 8;
    private static final int WAITING_MAX = 16;

    private final ObjectDictionary objects;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int counter;

    CoeServer(final ObjectDictionary objects)
    {
        this.objects = objects;
    }

    void reset()
    {
        waiting.clear();
        counter = 0;
    }

    /** @return the next message for the master, or null. */
    byte[] poll()
    {
        return waiting.poll();
    }

    /** The master has written into its mailbox. */
    void accept(final byte[] memory, final int at, final boolean preOperational)
    {
        final int length = Words.u16(memory, at);
        final int type = memory[at + 5] & 15;
        if (type != TYPE_COE || length < 2 || length > SlaveEeprom.MAILBOX_BYTES - 6)
        {
            final byte[] refusal = message(TYPE_ERROR, 4);
            Words.put(refusal, 6, 2, 1);
            Words.put(refusal, 8, 2, type == TYPE_COE ? 8 : 2); // wrong size, or protocol not supported
            add(refusal);
            return;
        }
        if (Words.u16(memory, at + 6) >> 12 == REQUEST && length >= 10)
        {
            sdo(memory, at + BODY, length - 2, preOperational);
        }
    }

    private void sdo(final byte[] memory, final int at, final int count, final boolean preOperational)
    {
        final int command = Words.u8(memory, at);
        final int index = Words.u16(memory, at + 1);
        final int subindex = Words.u8(memory, at + 3);
        final boolean complete = (command & 0x10) != 0;
        switch (command >> 5)
        {
            case 1:
                if (complete)
                {
                    abort(index, subindex, ABORT_COMPLETE);
                    break;
                }
                final boolean expedited = (command & 2) != 0;
                final int bytes = expedited ? 4 - ((command & 1) != 0 ? command >> 2 & 3 : 0) :
                    (int)Math.min(8, Words.u32(memory, at + 4));
                if (!expedited && count < 8 + bytes)
                {
                    abort(index, subindex, ABORT_COMMAND);
                    break;
                }
                download(index, subindex, Words.get(memory, expedited ? at + 4 : at + 8, bytes), bytes, preOperational);
                break;
            case 2:
                if (complete)
                {
                    abort(index, subindex, ABORT_COMPLETE);
                    break;
                }
                upload(index, subindex);
                break;
            case 4:
                break; // the master aborts; there is nothing to end
            default:
                abort(index, subindex, ABORT_COMMAND);
                break;
        }
    }

    private void download(final int index, final int subindex, final long value, final int bytes,
        final boolean preOperational)
    {
        final int refused = objects.write(index, subindex, value, bytes, preOperational);
        if (refused != 0)
        {
            abort(index, subindex, refused);
            return;
        }
        add(response(0x60, index, subindex, 0));
    }

    private void upload(final int index, final int subindex)
    {
        final ObjectEntry entry = objects.find(index, subindex);
        if (entry == null)
        {
            abort(index, subindex, objects.missing(index));
            return;
        }
        if (entry.text == null)
        {
            final byte[] answer = response(0x43 | 4 - entry.bytes << 2, index, subindex, 0);
            Words.put(answer, BODY + 4, 4, entry.unsigned());
            add(answer);
            return;
        }
        final byte[] letters = entry.text.getBytes(StandardCharsets.US_ASCII);
        final byte[] answer = response(0x41, index, subindex, letters.length);
        Words.put(answer, BODY + 4, 4, letters.length);
        System.arraycopy(letters, 0, answer, BODY + 8, letters.length);
        add(answer);
    }

    private void abort(final int index, final int subindex, final int code)
    {
        final byte[] answer = response(ABORT, index, subindex, 0);
        Words.put(answer, 6, 2, REQUEST << 12); // an abort is a request of the slave's own
        Words.put(answer, BODY + 4, 4, code);
        add(answer);
    }

    /**
     * Tells the master of a fault.
     *
     * @param code     error code, object 603F.
     * @param register error register, object 1001.
     */
    void emergency(final int code, final int register)
    {
        final byte[] message = message(TYPE_COE, 10);
        Words.put(message, 6, 2, EMERGENCY << 12);
        Words.put(message, 8, 2, code);
        message[10] = (byte)register;
        add(message);
    }

    private byte[] response(final int command, final int index, final int subindex, final int more)
    {
        final byte[] answer = message(TYPE_COE, 10 + more);
        Words.put(answer, 6, 2, RESPONSE << 12);
        answer[BODY] = (byte)command;
        Words.put(answer, BODY + 1, 2, index);
        answer[BODY + 3] = (byte)subindex;
        return answer;
    }

    private byte[] message(final int type, final int length)
    {
        final byte[] message = new byte[SlaveEeprom.MAILBOX_BYTES];
        counter = counter % 7 + 1;
        Words.put(message, 0, 2, length);
        message[5] = (byte)(type | counter << 4);
        return message;
    }

    private void add(final byte[] message)
    {
        if (waiting.size() < WAITING_MAX)
        {
            waiting.add(message);
        }
    }
}
