package dev.sinew.bench.faults;

/**
 * Whether every command that moved a motor rested on values that had been true at the device. The host moves motors by
 * what it measures, so a value of a bad frame that slipped through shows here, whatever the driver counted.
 */
final class FrameProof
{
    /** What a sample may be off: a count of the coarsest encoder, and a step of the device's clock at full speed. */
    static final double TOLERANCE_RAD = 0.03;

    private static final long MEASURED_BEFORE_NS = 25_000_000;
    private static final long CLOCKS_NS = 3_000_000;
    private static final long OTHER_CLOCK_NS = 1_000_000_000;

    private final HostTrace trace;
    private final DeviceLog log;
    private final double[] direction;
    private final double[] zero;

    /**
     * @param trace   what the host saw and did.
     * @param log     what the devices say.
     * @param fromNs  begin of a stretch in which all is well, ns.
     * @param toNs    its end: from it the zero and the direction of each motor are found, ns.
     */
    FrameProof(final HostTrace trace, final DeviceLog log, final long fromNs, final long toNs)
    {
        this.trace = trace;
        this.log = log;
        direction = new double[trace.motors()];
        zero = new double[trace.motors()];
        final int first = trace.firstFrom(fromNs);
        final int last = Math.min(trace.cycles(), trace.firstFrom(toNs)) - 1;
        for (int i = 0; i < trace.motors() && last > first; i++)
        {
            final double turned = truth(last, i) - truth(first, i);
            final double shown = trace.position(last, i) - trace.position(first, i);
            direction[i] = turned * shown < 0 ? -1 : 1;
            double sum = 0;
            for (int cycle = first; cycle <= last; cycle++)
            {
                sum += trace.position(cycle, i) - direction[i] * truth(cycle, i);
            }
            zero[i] = sum / (last - first + 1);
        }
    }

    private long takenNs(final int cycle)
    {
        final long takenNs = trace.deviceNs(cycle);
        return Math.abs(takenNs - trace.arrivalNs(cycle)) < OTHER_CLOCK_NS ? takenNs : trace.arrivalNs(cycle);
    }

    private double truth(final int cycle, final int motor)
    {
        return log.positionAt(motor, takenNs(cycle));
    }

    /**
     * @param fromNs begin, ns.
     * @param toNs   end, ns.
     * @return commands that moved a motor, from begin to end.
     */
    int commands(final long fromNs, final long toNs)
    {
        int count = 0;
        for (int cycle = trace.firstFrom(fromNs); cycle < trace.firstFrom(toNs); cycle++)
        {
            count += trace.pulls(cycle) ? 1 : 0;
        }
        return count;
    }

    /**
     * @param fromNs begin, ns.
     * @param toNs   end, ns.
     * @return those of them that rested on a value which was not true at any time when it may have been measured.
     */
    int onBadFrames(final long fromNs, final long toNs)
    {
        int count = 0;
        for (int cycle = trace.firstFrom(fromNs); cycle < trace.firstFrom(toNs); cycle++)
        {
            count += trace.pulls(cycle) && !isTrue(cycle) ? 1 : 0;
        }
        return count;
    }

    private boolean isTrue(final int cycle)
    {
        final long arrivalNs = trace.arrivalNs(cycle);
        final long fromNs = Math.min(takenNs(cycle), arrivalNs - MEASURED_BEFORE_NS) - CLOCKS_NS;
        boolean isTrue = true;
        for (int i = 0; i < trace.motors(); i++)
        {
            final double value = (trace.position(cycle, i) - zero[i]) * direction[i];
            isTrue &= log.wasAt(i, fromNs, arrivalNs + CLOCKS_NS, value, TOLERANCE_RAD);
        }
        return isTrue;
    }
}
