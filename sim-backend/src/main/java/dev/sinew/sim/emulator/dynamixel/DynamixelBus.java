package dev.sinew.sim.emulator.dynamixel;

import java.util.Arrays;
import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.SerialBus;

/**
 * Servos on one line: who is addressed, who answers when.
 *
 * <p>An answer begins after the device's return delay time and a short time of its own. In sync and bulk reads each
 * device waits for the answer of the one before it in the list: where one is missing, those behind it stay silent. An
 * answer that only the host lost ({@code drop_reply}) keeps its place on the wire. To a broadcast ping each answers in
 * the slot of its number.</p>
 */
final class DynamixelBus extends SerialBus implements DynamixelParser.Listener
{
    private static final int PING = 0x01;
    private static final int READ = 0x02;
    private static final int WRITE = 0x03;
    private static final int REG_WRITE = 0x04;
    private static final int ACTION = 0x05;
    private static final int FACTORY_RESET = 0x06;
    private static final int REBOOT = 0x08;
    private static final int CLEAR = 0x10;
    private static final int SYNC_READ = 0x82;
    private static final int SYNC_WRITE = 0x83;
    private static final int FAST_SYNC_READ = 0x8A;
    private static final int BULK_READ = 0x92;
    private static final int BULK_WRITE = 0x93;
    private static final int FAST_BULK_READ = 0x9A;

    private static final int DATA_BYTES = 1024;
    /** What the maker's own client allows each number for a broadcast ping, ns. */
    private static final long PING_SLOT_NS = 3_000_000;
    private static final byte[] CLEAR_KEY = {1, 0x44, 0x58, 0x4C, 0x22};

    private final DynamixelModel model;
    private final DynamixelParser parser = new DynamixelParser();
    private final List<DynamixelServo> servos;
    private final byte[] data = new byte[DATA_BYTES];
    private final DynamixelAnswers answers;
    private final DynamixelChain chain;

    DynamixelBus(final BusSetup setup)
    {
        super(setup);
        final BusSpec spec = setup.spec();
        final DynamixelModel usual = DynamixelModel.of(spec.model());
        model = usual.withFirmware((int)spec.setting("firmware", usual.firmware())).withVolts(setup.volts());
        final long home = Math.round(spec.setting("home", DynamixelModel.COUNTS / 2.0));
        final long bootNs = Math.round(spec.setting("boot_s", 0.1) * 1e9);
        servos = make((id, motor, journal) -> new DynamixelServo(model, id, motor, journal, home, bootNs));
        answers = new DynamixelAnswers(this, servos, Math.round(spec.setting("turnaround_us", 10) * 1000));
        chain = new DynamixelChain(this, answers, model.fastReads());
    }

    @Override
    public List<? extends EmulatedDevice> devices()
    {
        return servos;
    }

    @Override
    public void onByte(final int value, final long endNs)
    {
        parser.accept(value, endNs, this);
    }

    @Override
    public void onBadCheck(final int id, final long endNs)
    {
        tally().count("bad_check");
        for (final DynamixelServo servo : servos)
        {
            if (servo.address() == id && servo.hears(endNs))
            {
                answers.as(id);
                answers.status(servo, DynamixelMemory.CHECK, data, 0, 2, endNs);
            }
        }
    }

    @Override
    public void onInstruction(final int id, final int instruction, final byte[] bytes, final int count,
        final long endNs)
    {
        switch (instruction)
        {
            case SYNC_READ, FAST_SYNC_READ:
                syncRead(instruction == FAST_SYNC_READ, bytes, count, endNs);
                break;
            case BULK_READ, FAST_BULK_READ:
                bulkRead(instruction == FAST_BULK_READ, bytes, count, endNs);
                break;
            case SYNC_WRITE:
                syncWrite(bytes, count, endNs);
                break;
            case BULK_WRITE:
                bulkWrite(bytes, count, endNs);
                break;
            case DynamixelFrames.STATUS:
                tally().count("status_from_host");
                break;
            default:
                single(id, instruction, bytes, count, endNs);
                break;
        }
    }

    private void single(final int id, final int instruction, final byte[] bytes, final int count, final long endNs)
    {
        final boolean all = id == DynamixelFrames.BROADCAST;
        if (all && instruction == PING)
        {
            pingAll(endNs);
            return;
        }
        int answered = 0;
        for (final DynamixelServo servo : servos)
        {
            if (!servo.hears(endNs) || !all && servo.address() != id)
            {
                continue;
            }
            servo.journal().instruction(endNs);
            answers.as(servo.address());
            execute(servo, instruction, bytes, count, endNs, all);
            answered++;
        }
        tally().count(answered == 0 ? "for_nobody" : name(instruction));
    }

    private static String name(final int instruction)
    {
        return switch (instruction)
        {
            case PING -> "ping";
            case READ -> "read";
            case WRITE -> "write";
            case REG_WRITE -> "reg_write";
            case ACTION -> "action";
            case FACTORY_RESET -> "factory_reset";
            case REBOOT -> "reboot";
            case CLEAR -> "clear";
            default -> "unknown_instruction";
        };
    }

    private void execute(final DynamixelServo servo, final int instruction, final byte[] bytes, final int count,
        final long endNs, final boolean all)
    {
        final int address = count >= 2 ? word(bytes, 0) : 0;
        switch (instruction)
        {
            case PING:
                ping(servo, endNs);
                break;
            case READ:
                if (!all)
                {
                    final int size = count == 4 ? word(bytes, 2) : 0;
                    final int error = size > data.length ? DynamixelMemory.DATA_LENGTH :
                        servo.memory().read(address, size, data, 0);
                    answers.status(servo, error, data, error == DynamixelMemory.OK ? size : 0, 1, endNs);
                }
                break;
            case WRITE:
                acknowledge(servo, servo.memory().write(address, bytes, 2, count - 2, endNs), all, endNs);
                break;
            case REG_WRITE:
                acknowledge(servo, servo.register(address, bytes, 2, count - 2), all, endNs);
                break;
            case ACTION:
                acknowledge(servo, servo.action(endNs), all, endNs);
                break;
            case FACTORY_RESET:
                factoryReset(servo, count == 1 ? bytes[0] & 0xFF : 0, all, endNs);
                break;
            case REBOOT:
                acknowledge(servo, DynamixelMemory.OK, all, endNs);
                servo.restart("reboot", endNs);
                break;
            case CLEAR:
                acknowledge(servo, isClear(bytes, count) ? servo.clearTurns() : DynamixelMemory.DATA_RANGE, all, endNs);
                break;
            default:
                acknowledge(servo, DynamixelMemory.INSTRUCTION, all, endNs);
                break;
        }
    }

    private void ping(final DynamixelServo servo, final long endNs)
    {
        data[0] = (byte)model.number();
        data[1] = (byte)(model.number() >> 8);
        data[2] = (byte)model.firmware();
        answers.status(servo, DynamixelMemory.OK, data, 3, 0, endNs);
    }

    private void pingAll(final long endNs)
    {
        tally().count("ping");
        for (int id = 0; id <= DynamixelProtocol.ID_MAX; id++)
        {
            final DynamixelServo servo = find(id, endNs);
            if (servo != null)
            {
                servo.journal().instruction(endNs);
                answers.as(id);
                ping(servo, endNs + id * PING_SLOT_NS);
            }
        }
    }

    private static boolean isClear(final byte[] bytes, final int count)
    {
        return count == CLEAR_KEY.length && Arrays.equals(bytes, 0, count, CLEAR_KEY, 0, count);
    }

    /** Since firmware 42 a reset of everything on everybody is refused. */
    private void factoryReset(final DynamixelServo servo, final int option, final boolean all, final long endNs)
    {
        final boolean known = option == 0xFF || option == 1 || option == 2;
        acknowledge(servo, known ? DynamixelMemory.OK : DynamixelMemory.DATA_RANGE, all, endNs);
        if (known && !(all && option == 0xFF))
        {
            servo.factoryReset(option, endNs);
        }
    }

    private void acknowledge(final DynamixelServo servo, final int error, final boolean all, final long endNs)
    {
        if (error != DynamixelMemory.OK)
        {
            tally().count("refused");
        }
        if (!all)
        {
            answers.status(servo, error, data, 0, 2, endNs);
        }
    }

    private static int word(final byte[] bytes, final int at)
    {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    /** @return the first device of that number which hears; null for none. */
    DynamixelServo find(final int id, final long endNs)
    {
        for (final DynamixelServo servo : servos)
        {
            if (servo.address() == id && servo.hears(endNs))
            {
                return servo;
            }
        }
        return null;
    }

    private void syncRead(final boolean isFast, final byte[] bytes, final int count, final long endNs)
    {
        tally().count(isFast ? "fast_sync_read" : "sync_read");
        if (count < 5)
        {
            tally().count("malformed");
            return;
        }
        final int size = word(bytes, 2);
        for (int i = 4; i < count; i++)
        {
            touch(bytes[i] & 0xFF, endNs);
        }
        chain.begin(isFast, (count - 4) * (size + DynamixelChain.AROUND), endNs);
        for (int i = 4; i < count; i++)
        {
            chain.next(bytes[i] & 0xFF, word(bytes, 0), size);
        }
    }

    private void bulkRead(final boolean isFast, final byte[] bytes, final int count, final long endNs)
    {
        tally().count(isFast ? "fast_bulk_read" : "bulk_read");
        if (count < 5 || count % 5 != 0)
        {
            tally().count("malformed");
            return;
        }
        int total = 0;
        for (int i = 0; i < count; i += 5)
        {
            touch(bytes[i] & 0xFF, endNs);
            total += word(bytes, i + 3) + DynamixelChain.AROUND;
        }
        chain.begin(isFast, total, endNs);
        for (int i = 0; i < count; i += 5)
        {
            chain.next(bytes[i] & 0xFF, word(bytes, i + 1), word(bytes, i + 3));
        }
    }

    /** An instruction for several feeds the watchdog of each, whether its turn to answer comes or not. */
    private void touch(final int id, final long endNs)
    {
        final DynamixelServo servo = find(id, endNs);
        if (servo != null)
        {
            servo.journal().instruction(endNs);
        }
    }

    private void syncWrite(final byte[] bytes, final int count, final long endNs)
    {
        tally().count("sync_write");
        final int size = count >= 4 ? word(bytes, 2) : 0;
        if (size == 0 || (count - 4) % (size + 1) != 0)
        {
            tally().count("malformed");
            return;
        }
        for (int i = 4; i < count; i += size + 1)
        {
            write(bytes[i] & 0xFF, word(bytes, 0), bytes, i + 1, size, endNs);
        }
    }

    private void bulkWrite(final byte[] bytes, final int count, final long endNs)
    {
        tally().count("bulk_write");
        int i = 0;
        while (i + 5 <= count && i + 5 + word(bytes, i + 3) <= count)
        {
            write(bytes[i] & 0xFF, word(bytes, i + 1), bytes, i + 5, word(bytes, i + 3), endNs);
            i += 5 + word(bytes, i + 3);
        }
        if (i != count)
        {
            tally().count("malformed");
        }
    }

    private void write(final int id, final int address, final byte[] bytes, final int offset, final int size,
        final long endNs)
    {
        for (final DynamixelServo servo : servos)
        {
            if (servo.address() == id && servo.hears(endNs))
            {
                servo.journal().instruction(endNs);
                if (servo.memory().write(address, bytes, offset, size, endNs) != DynamixelMemory.OK)
                {
                    tally().count("refused");
                }
            }
        }
    }
}
