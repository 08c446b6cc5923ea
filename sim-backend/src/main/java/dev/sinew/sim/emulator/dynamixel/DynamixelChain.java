package dev.sinew.sim.emulator.dynamixel;

import java.util.Arrays;

import dev.sinew.sim.emulator.wire.Reply;

/**
 * Answers of several devices to one instruction, one after another: whole frames, or the parts of one frame that fast
 * reads are answered with.
 *
 * <pre>
 *   FF FF FD 00 | FE | length, 2 | 55 | error | id | data | crc, 2 | error | id | data | crc, 2 | ...
 *   first device ......................................................  second device ............
 * </pre>
 *
 * <p>Each check of a fast answer runs over everything before it; nothing in it is stuffed.</p>
 */
final class DynamixelChain
{
    /** Bytes around the data of one part: error, id, check. */
    static final int AROUND = 4;

    private static final int DATA_BYTES = 1024;

    private final DynamixelBus bus;
    private final DynamixelAnswers answers;
    private final boolean fastReads;
    private final DynamixelFrames.FastPart form = new DynamixelFrames.FastPart();
    private final Reply part = new Reply(2 * DATA_BYTES);
    private final byte[] data = new byte[DATA_BYTES];
    private boolean fast;
    private boolean unbroken;
    private boolean first;
    private int length;
    private int crc;
    private long freeNs;

    DynamixelChain(final DynamixelBus bus, final DynamixelAnswers answers, final boolean fastReads)
    {
        this.bus = bus;
        this.answers = answers;
        this.fastReads = fastReads;
    }

    /**
     * A new instruction.
     *
     * @param isFast true for one frame of all.
     * @param bytes  bytes of all parts together.
     * @param endNs  end of the instruction, ns.
     */
    void begin(final boolean isFast, final int bytes, final long endNs)
    {
        fast = isFast;
        unbroken = !fast || fastReads;
        first = true;
        length = bytes + 1;
        crc = 0;
        freeNs = endNs;
    }

    /**
     * The next device's turn. Where it is missing, those behind it wait for an answer that never comes.
     *
     * @param id      number of the device.
     * @param address first address.
     * @param size    number of bytes.
     */
    void next(final int id, final int address, final int size)
    {
        final DynamixelServo servo = unbroken ? bus.find(id, freeNs) : null;
        unbroken = servo != null && size <= DATA_BYTES && servo.table().get(DynamixelTable.STATUS_LEVEL) > 0;
        if (!unbroken)
        {
            return;
        }
        final int error = servo.memory().read(address, size, data, 0);
        if (!fast)
        {
            answers.as(id);
            freeNs = answers.send(servo, error, data, error == DynamixelMemory.OK ? size : 0, freeNs);
            return;
        }
        if (error != DynamixelMemory.OK)
        {
            Arrays.fill(data, 0, size, (byte)0);
        }
        addPart(servo, error | servo.alert(), size);
        first = false;
    }

    private void addPart(final DynamixelServo servo, final int error, final int size)
    {
        part.begin(servo.id(), first ? freeNs + answers.delayNs(servo) : freeNs);
        if (first)
        {
            DynamixelFrames.open(part, DynamixelFrames.BROADCAST, DynamixelFrames.STATUS);
            DynamixelFrames.setLength(part, length);
        }
        form.begin(part.length);
        part.add(error);
        part.add(servo.address());
        part.add(data, 0, size);
        final boolean heard = bus.spoil(part, form);
        crc = DynamixelFrames.crc(crc, part.bytes, 0, part.length);
        part.addWord(form.isBroken() ? crc ^ 0x5A00 : crc);
        crc = DynamixelFrames.crc(crc, part.bytes, part.length - 2, 2);
        if (heard)
        {
            bus.line().send(part);
        }
        freeNs = Math.max(part.startNs + bus.line().timeOfNs(part.length), bus.line().outFreeNs());
    }
}
