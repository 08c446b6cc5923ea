package dev.sinew.sim.emulator.feetech;

import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.SerialBus;
import dev.sinew.sim.emulator.wire.Reply;

/**
 * Servos on one line: who is addressed, who answers when. To a sync read each device answers in the slot of its place
 * in the list, an absent one leaves its slot empty: measured in public on an HLS, 295 us a slot for 15 bytes at
 * 1 Mbaud, which is 85 us beyond the bytes themselves.
 */
final class FeetechBus extends SerialBus implements FeetechParser.Listener
{
    private static final int PING = 0x01;
    private static final int READ = 0x02;
    private static final int WRITE = 0x03;
    private static final int REG_WRITE = 0x04;
    private static final int ACTION = 0x05;
    private static final int RECOVER = 0x06;
    private static final int REBOOT = 0x08;
    private static final int RESET = 0x0A;
    private static final int CALIBRATE = 0x0B;
    private static final int SYNC_READ = 0x82;
    private static final int SYNC_WRITE = 0x83;
    private static final int DATA_BYTES = 256;

    private final FeetechParser parser = new FeetechParser();
    private final FeetechFrames frames = new FeetechFrames();
    private final List<FeetechServo> servos;
    private final Reply reply = new Reply(2 * DATA_BYTES);
    private final byte[] data = new byte[DATA_BYTES];
    private final long turnaroundNs;
    /** Number that the next answer comes from: a device that was just given another one still answers as the old. */
    private int answerAs;

    FeetechBus(final BusSetup setup)
    {
        super(setup);
        final BusSpec spec = setup.spec();
        final FeetechModel model = FeetechModel.of(spec.model()).withVolts(setup.volts());
        turnaroundNs = Math.round(spec.setting("turnaround_us", 85) * 1000);
        final long home = Math.round(spec.setting("home", FeetechModel.COUNTS / 2.0));
        final int direction = spec.setting("direction", 1) < 0 ? -1 : 1;
        final long bootNs = Math.round(spec.setting("boot_s", 0.8) * 1e9);
        servos = make((id, motor, journal) ->
            new FeetechServo(model, id, motor, journal, home, direction, bootNs));
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
    public void onBadCheck()
    {
        tally().count("bad_check"); // nobody answers to what may have been for somebody else
    }

    @Override
    public void onInstruction(final int id, final int instruction, final byte[] bytes, final int count,
        final long endNs)
    {
        if (instruction == SYNC_READ)
        {
            syncRead(bytes, count, endNs);
        }
        else if (instruction == SYNC_WRITE)
        {
            syncWrite(bytes, count, endNs);
        }
        else
        {
            single(id, instruction, bytes, count, endNs);
        }
    }

    private void single(final int id, final int instruction, final byte[] bytes, final int count, final long endNs)
    {
        final boolean all = id == FeetechFrames.BROADCAST;
        final boolean writes = instruction != PING && instruction != READ;
        int meant = 0;
        for (final FeetechServo servo : servos)
        {
            if (servo.hears(endNs) && (all || servo.isMeant(id, writes)))
            {
                meant++;
                servo.journal().instruction(endNs);
                answerAs = servo.address();
                execute(servo, instruction, bytes, count, endNs, all);
            }
        }
        tally().count(meant == 0 ? "for_nobody" : name(instruction));
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
            case RECOVER -> "factory_reset";
            case REBOOT -> "reboot";
            case RESET -> "reset";
            case CALIBRATE -> "calibrate";
            default -> "unknown_instruction";
        };
    }

    private void execute(final FeetechServo servo, final int instruction, final byte[] bytes, final int count,
        final long endNs, final boolean all)
    {
        switch (instruction)
        {
            case PING:
                send(servo, 0, endNs + turnaroundNs);
                break;
            case READ:
                if (!all && count == 2)
                {
                    final int size = Math.min(bytes[1] & 0xFF, DATA_BYTES - 8);
                    servo.read(bytes[0] & 0xFF, size, data);
                    send(servo, size, endNs + turnaroundNs);
                }
                break;
            case WRITE:
                servo.write(count > 0 ? bytes[0] & 0xFF : 0, bytes, 1, count - 1, endNs);
                acknowledge(servo, all, endNs);
                break;
            case REG_WRITE:
                if (count > 1)
                {
                    servo.register(bytes[0] & 0xFF, bytes, 1, count - 1);
                }
                acknowledge(servo, all, endNs);
                break;
            case ACTION:
                servo.action(endNs);
                acknowledge(servo, all, endNs);
                break;
            case RECOVER:
                acknowledge(servo, all, endNs);
                servo.recover(endNs);
                break;
            case REBOOT:
                servo.restart("reboot", endNs); // it does not answer this one
                break;
            case RESET:
                servo.clearTurns();
                acknowledge(servo, all, endNs);
                break;
            case CALIBRATE:
                servo.calibrate(count >= 2 ? bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8 : 0);
                acknowledge(servo, all, endNs);
                break;
            default:
                acknowledge(servo, all, endNs);
                break;
        }
    }

    private void acknowledge(final FeetechServo servo, final boolean all, final long endNs)
    {
        if (!all && servo.table().octet(FeetechTable.RESPONSE_LEVEL) > 0)
        {
            send(servo, 0, endNs + turnaroundNs);
        }
    }

    private void send(final FeetechServo servo, final int count, final long startNs)
    {
        reply.begin(servo.id(), startNs);
        FeetechFrames.build(reply, answerAs, servo.status(), data, count);
        if (isDoubled(servo, startNs))
        {
            tally().count("two_answers_at_once");
            for (int i = 2; i < reply.length; i++)
            {
                reply.bytes[i] ^= (byte)(i * 37 + 11); // each by its own clock: what comes out is neither
            }
        }
        answer(reply, frames);
    }

    private boolean isDoubled(final FeetechServo servo, final long nowNs)
    {
        int same = 0;
        for (final FeetechServo other : servos)
        {
            same += other.address() == servo.address() && other.hears(nowNs) ? 1 : 0;
        }
        return same > 1;
    }

    private FeetechServo find(final int id, final boolean writes, final long nowNs)
    {
        for (final FeetechServo servo : servos)
        {
            if (servo.isMeant(id, writes) && servo.hears(nowNs))
            {
                return servo;
            }
        }
        return null;
    }

    private void syncRead(final byte[] bytes, final int count, final long endNs)
    {
        tally().count("sync_read");
        final int size = count > 2 ? bytes[1] & 0xFF : 0;
        if (size == 0 || size > DATA_BYTES - 8)
        {
            tally().count("malformed");
            return;
        }
        final long slotNs = turnaroundNs + line().timeOfNs(size + FeetechFrames.AROUND);
        for (int i = 2; i < count; i++)
        {
            final FeetechServo servo = find(bytes[i] & 0xFF, false, endNs);
            if (servo != null)
            {
                servo.journal().instruction(endNs);
                answerAs = servo.address();
                servo.read(bytes[0] & 0xFF, size, data);
                send(servo, size, endNs + (i - 2) * slotNs + turnaroundNs);
            }
        }
    }

    private void syncWrite(final byte[] bytes, final int count, final long endNs)
    {
        tally().count("sync_write");
        final int size = count > 2 ? bytes[1] & 0xFF : 0;
        if (size == 0 || (count - 2) % (size + 1) != 0)
        {
            tally().count("malformed");
            return;
        }
        for (int i = 2; i < count; i += size + 1)
        {
            for (final FeetechServo servo : servos)
            {
                if (servo.isMeant(bytes[i] & 0xFF, true) && servo.hears(endNs))
                {
                    servo.journal().instruction(endNs);
                    servo.write(bytes[0] & 0xFF, bytes, i + 1, size, endNs);
                }
            }
        }
    }
}
