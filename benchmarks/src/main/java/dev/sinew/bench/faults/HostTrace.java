package dev.sinew.bench.faults;

import dev.sinew.hal.system.ReturnCode;

/** What a host saw and sent, cycle by cycle. Sized at the begin; what does not fit is not recorded. */
final class HostTrace
{
    private final int motors;
    private final long[] timeNs;
    private final long[] arrivalNs;
    private final long[] deviceNs;
    private final long[] status;
    private final byte[] received;
    private final byte[] sent;
    private final boolean[] pulls;
    private final double[] position;
    private int cycles;

    /**
     * @param cyclesMax cycles that fit.
     * @param motors    motors on the bus.
     */
    HostTrace(final int cyclesMax, final int motors)
    {
        this.motors = motors;
        timeNs = new long[cyclesMax];
        arrivalNs = new long[cyclesMax];
        deviceNs = new long[cyclesMax];
        status = new long[cyclesMax];
        received = new byte[cyclesMax];
        sent = new byte[cyclesMax];
        pulls = new boolean[cyclesMax];
        position = new double[cyclesMax * motors];
    }

    /**
     * @param atNs      time of the cycle, ns.
     * @param code      what receive answered.
     * @param sampleNs  when the newest sample arrived, ns; 0 before the first.
     * @param takenNs   when it was measured, ns.
     * @param state     its status.
     * @param positions its positions, rad; one a motor.
     * @param isPulling whether an effort other than 0 is commanded on the strength of it.
     * @param answer    what send answered.
     */
    void add(final long atNs, final ReturnCode code, final long sampleNs, final long takenNs, final long state,
        final double[] positions, final boolean isPulling, final ReturnCode answer)
    {
        if (cycles < timeNs.length)
        {
            timeNs[cycles] = atNs;
            received[cycles] = (byte)code.ordinal();
            arrivalNs[cycles] = sampleNs;
            deviceNs[cycles] = takenNs;
            status[cycles] = state;
            System.arraycopy(positions, 0, position, cycles * motors, motors);
            pulls[cycles] = isPulling;
            sent[cycles] = (byte)answer.ordinal();
            cycles++;
        }
    }

    int cycles()
    {
        return cycles;
    }

    int motors()
    {
        return motors;
    }

    long timeNs(final int cycle)
    {
        return timeNs[cycle];
    }

    long arrivalNs(final int cycle)
    {
        return arrivalNs[cycle];
    }

    long deviceNs(final int cycle)
    {
        return deviceNs[cycle];
    }

    long status(final int cycle)
    {
        return status[cycle];
    }

    ReturnCode received(final int cycle)
    {
        return ReturnCode.values()[received[cycle]];
    }

    ReturnCode sent(final int cycle)
    {
        return ReturnCode.values()[sent[cycle]];
    }

    boolean pulls(final int cycle)
    {
        return pulls[cycle];
    }

    double position(final int cycle, final int motor)
    {
        return position[cycle * motors + motor];
    }

    /**
     * @param atNs a time, ns.
     * @return the first cycle that is not before it; the number of cycles when there is none.
     */
    int firstFrom(final long atNs)
    {
        int cycle = 0;
        while (cycle < cycles && timeNs[cycle] - atNs < 0)
        {
            cycle++;
        }
        return cycle;
    }
}
