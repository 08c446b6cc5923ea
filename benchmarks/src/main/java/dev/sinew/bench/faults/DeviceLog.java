package dev.sinew.bench.faults;

import java.util.ArrayList;
import java.util.List;

/** What the devices themselves wrote down: the truth that a host's samples are held against. Immutable. */
final class DeviceLog
{
    private final List<DeviceEvent> events;
    private final int[] samples;
    private final long[][] timeNs;
    private final double[][] position;

    /**
     * @param events  events in their order.
     * @param devices devices on the bus, numbered from 1.
     */
    DeviceLog(final List<DeviceEvent> events, final int devices)
    {
        this.events = List.copyOf(events);
        samples = new int[devices];
        timeNs = new long[devices][events.size()];
        position = new double[devices][events.size()];
        for (final DeviceEvent event : events)
        {
            final int motor = event.id() - 1;
            final double at = event.number("position_rad");
            if (motor >= 0 && motor < devices && Double.isFinite(at))
            {
                timeNs[motor][samples[motor]] = event.timeNs();
                position[motor][samples[motor]++] = at;
            }
        }
    }

    /**
     * @param kind kind of event.
     * @return those of it, in their order.
     */
    List<DeviceEvent> of(final String kind)
    {
        final List<DeviceEvent> found = new ArrayList<>();
        for (final DeviceEvent event : events)
        {
            if (event.kind().equals(kind))
            {
                found.add(event);
            }
        }
        return found;
    }

    /**
     * @param motor  number of a motor, from 0.
     * @param atNs   a time, ns.
     * @return its true position then, or at the nearest time that is known, rad; NaN when nothing is known.
     */
    double positionAt(final int motor, final long atNs)
    {
        final int after = firstFrom(motor, atNs);
        if (samples[motor] == 0)
        {
            return Double.NaN;
        }
        if (after == 0 || after == samples[motor])
        {
            return position[motor][Math.max(0, after - 1)];
        }
        final double share = (atNs - timeNs[motor][after - 1]) /
            (double)Math.max(1, timeNs[motor][after] - timeNs[motor][after - 1]);
        return position[motor][after - 1] + share * (position[motor][after] - position[motor][after - 1]);
    }

    /**
     * @param motor       number of a motor, from 0.
     * @param fromNs      begin, ns.
     * @param toNs        end, ns.
     * @param value       a position in the device's own zero and direction, rad.
     * @param toleranceRad what it may be off, rad.
     * @return whether the shaft was there at some time from begin to end.
     */
    boolean wasAt(final int motor, final long fromNs, final long toNs, final double value, final double toleranceRad)
    {
        double least = Math.min(positionAt(motor, fromNs), positionAt(motor, toNs));
        double most = Math.max(positionAt(motor, fromNs), positionAt(motor, toNs));
        for (int i = firstFrom(motor, fromNs); i < samples[motor] && timeNs[motor][i] - toNs <= 0; i++)
        {
            least = Math.min(least, position[motor][i]);
            most = Math.max(most, position[motor][i]);
        }
        return value >= least - toleranceRad && value <= most + toleranceRad;
    }

    private int firstFrom(final int motor, final long atNs)
    {
        int low = 0;
        int high = samples[motor];
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (timeNs[motor][middle] - atNs < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    /**
     * @param id number of a device.
     * @return whether its drive is on at the end. A servo that is told to stop twice may be on for a moment in between.
     */
    boolean isOn(final int id)
    {
        return isOnAt(id, Long.MAX_VALUE);
    }

    /**
     * @param id     number of a device.
     * @param timeNs a time, ns.
     * @return whether its drive was on then.
     */
    boolean isOnAt(final int id, final long timeNs)
    {
        boolean isOn = false;
        for (final DeviceEvent event : events)
        {
            final boolean isIts = event.id() == id && event.timeNs() <= timeNs;
            isOn = isIts && "torque_on".equals(event.kind()) || isOn && !(isIts && "stopped".equals(event.kind()));
        }
        return isOn;
    }

    /**
     * How long a device had heard nothing when it stopped. What it heard last stands in the event before: the order
     * to stop, where it was one, is not counted.
     *
     * @param stop an event {@code stopped}.
     * @return ns; -1 when it is not known.
     */
    long silenceNs(final DeviceEvent stop)
    {
        long heardNs = Long.MIN_VALUE;
        for (final DeviceEvent event : events)
        {
            if (event == stop)
            {
                break;
            }
            if (event.id() == stop.id() && event.time("last_instruction_ns") != Long.MIN_VALUE)
            {
                heardNs = event.time("last_instruction_ns");
            }
        }
        return heardNs == Long.MIN_VALUE ? -1 : stop.timeNs() - heardNs;
    }
}
