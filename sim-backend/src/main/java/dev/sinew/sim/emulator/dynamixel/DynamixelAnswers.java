package dev.sinew.sim.emulator.dynamixel;

import java.util.List;

import dev.sinew.sim.emulator.wire.Reply;

/**
 * Status frames of single devices: whether there is one, when it begins, what two devices of one number make of it.
 */
final class DynamixelAnswers
{
    private static final int REPLY_BYTES = 2048;
    private static final long DELAY_UNIT_NS = 2000;

    private final DynamixelBus bus;
    private final List<DynamixelServo> servos;
    private final long turnaroundNs;
    private final DynamixelFrames frames = new DynamixelFrames();
    private final Reply reply = new Reply(REPLY_BYTES);
    private int answerAs;

    DynamixelAnswers(final DynamixelBus bus, final List<DynamixelServo> servos, final long turnaroundNs)
    {
        this.bus = bus;
        this.servos = servos;
        this.turnaroundNs = turnaroundNs;
    }

    /**
     * @param id number that the next answers come from: a device that was just given another one still answers as the
     *           old.
     */
    void as(final int id)
    {
        answerAs = id;
    }

    /** @return time from the end of an instruction to the begin of the answer, ns. */
    long delayNs(final DynamixelServo servo)
    {
        return servo.table().get(DynamixelTable.RETURN_DELAY) * DELAY_UNIT_NS + turnaroundNs;
    }

    /**
     * Sends a status, when the device's return level is at least that of the instruction.
     *
     * @param servo who answers.
     * @param error error, without the alert.
     * @param from  data.
     * @param count number of bytes.
     * @param level 0 for a ping, 1 for a read, 2 for others.
     * @param endNs end of the instruction, ns.
     */
    void status(final DynamixelServo servo, final int error, final byte[] from, final int count, final int level,
        final long endNs)
    {
        if (servo.table().get(DynamixelTable.STATUS_LEVEL) >= level)
        {
            send(servo, error, from, count, endNs);
        }
    }

    /**
     * Sends a status.
     *
     * @param servo  who answers.
     * @param error  error, without the alert.
     * @param from   data.
     * @param count  number of bytes.
     * @param fromNs what it answers to has ended, ns.
     * @return the answer has ended or, where the host lost it, would have ended, ns.
     */
    long send(final DynamixelServo servo, final int error, final byte[] from, final int count, final long fromNs)
    {
        reply.begin(servo.id(), fromNs + delayNs(servo));
        DynamixelFrames.open(reply, answerAs, DynamixelFrames.STATUS);
        reply.add(error | servo.alert());
        reply.add(from, 0, count);
        DynamixelFrames.close(reply);
        if (isDoubled(servo, fromNs))
        {
            bus.tally().count("two_answers_at_once");
            garble(reply);
        }
        if (bus.spoil(reply, frames))
        {
            bus.line().send(reply);
        }
        return Math.max(reply.startNs + bus.line().timeOfNs(reply.length), bus.line().outFreeNs());
    }

    private boolean isDoubled(final DynamixelServo servo, final long nowNs)
    {
        int same = 0;
        for (final DynamixelServo other : servos)
        {
            same += other.address() == servo.address() && other.hears(nowNs) ? 1 : 0;
        }
        return same > 1;
    }

    /** Two devices of one number answer at once, each by its own clock: what comes out is neither. */
    private static void garble(final Reply both)
    {
        for (int i = 2; i < both.length; i++)
        {
            both.bytes[i] ^= (byte)(i * 37 + 11);
        }
    }
}
