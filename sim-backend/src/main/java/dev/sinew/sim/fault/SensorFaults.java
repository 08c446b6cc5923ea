package dev.sinew.sim.fault;

import java.util.List;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;

/**
 * Does to readings what a scenario says: bias, freeze, NaN on one value or all of a column; samples that never arrive,
 * or arrive without the channel group of the named column.
 */
public final class SensorFaults
{
    private final ScenarioEvent[] events;
    private final int[] offset;
    private final int[] first;
    private final int[] last;
    private final long[] group;
    /** Last reading before the freeze, kept up to date until it begins. */
    private final double[][] held;
    private final boolean[] heldOnce;

    /**
     * @param robot    robot.
     * @param scenario script.
     * @throws IllegalArgumentException when an event names a column or value that the robot does not have.
     */
    public SensorFaults(final RobotDescription robot, final Scenario scenario)
    {
        final BlockLayout layout = StateBlock.layoutOf(robot);
        final List<ScenarioEvent> own = scenario.events().stream().filter(event -> ofSensor(event.kind())).toList();
        events = own.toArray(ScenarioEvent[]::new);
        offset = new int[events.length];
        first = new int[events.length];
        last = new int[events.length];
        group = new long[events.length];
        held = new double[events.length][];
        heldOnce = new boolean[events.length];
        for (int i = 0; i < events.length; i++)
        {
            locate(layout, i);
        }
    }

    private static boolean ofSensor(final ScenarioEvent.Kind kind)
    {
        return switch (kind)
        {
            case SENSOR_BIAS, SENSOR_FREEZE, SENSOR_NAN, SAMPLE_DROP -> true;
            default -> false;
        };
    }

    private void locate(final BlockLayout layout, final int i)
    {
        final ScenarioEvent event = events[i];
        final boolean wholeSample = event.kind() == ScenarioEvent.Kind.SAMPLE_DROP && event.channel().isEmpty();
        if (wholeSample)
        {
            return;
        }
        final BlockLayout.Entry entry = layout.entry(event.channel());
        if (event.target() < -1 || event.target() >= entry.size())
        {
            throw new IllegalArgumentException("scenario event out of range: kind=" + event.kind() + ", channel=" +
                event.channel() + ", target=" + event.target() + ", least=-1, most=" + (entry.size() - 1));
        }
        offset[i] = entry.offset();
        first[i] = Math.max(0, event.target());
        last[i] = event.target() >= 0 ? event.target() : entry.size() - 1;
        group[i] = groupOf(event.channel()).mask();
        held[i] = new double[entry.size()];
    }

    private static ChannelGroup groupOf(final String channel)
    {
        if (channel.startsWith("joint_"))
        {
            return ChannelGroup.JOINTS;
        }
        if (channel.startsWith("motor_"))
        {
            return ChannelGroup.MOTORS;
        }
        if (channel.startsWith("tendon_"))
        {
            return ChannelGroup.TENDONS;
        }
        if (channel.startsWith("touch"))
        {
            return ChannelGroup.TOUCH;
        }
        return channel.startsWith("imu") ? ChannelGroup.IMUS : ChannelGroup.WRENCHES;
    }

    /**
     * @param timeNs time since the scenario's origin, ns; negative before it.
     * @return true when no sample arrives now.
     */
    public boolean lost(final long timeNs)
    {
        for (int i = 0; i < events.length; i++)
        {
            if (events[i].kind() == ScenarioEvent.Kind.SAMPLE_DROP && group[i] == 0 && timeNs >= 0 &&
                events[i].activeAt(timeNs))
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Spoils a sample.
     *
     * @param state  readings, changed in place.
     * @param timeNs time since the scenario's origin, ns; negative before it.
     * @return groups that are still valid.
     */
    public long apply(final StateBlock state, final long timeNs)
    {
        long valid = ChannelGroup.ALL;
        for (int i = 0; i < events.length; i++)
        {
            final boolean active = timeNs >= 0 && events[i].activeAt(timeNs);
            if (events[i].kind() == ScenarioEvent.Kind.SENSOR_FREEZE)
            {
                freeze(state, i, active);
            }
            else if (active && events[i].kind() == ScenarioEvent.Kind.SAMPLE_DROP)
            {
                valid &= ~group[i];
            }
            else if (active)
            {
                spoil(state, i, events[i].kind() == ScenarioEvent.Kind.SENSOR_NAN ? Double.NaN : events[i].value());
            }
        }
        return valid;
    }

    private void spoil(final StateBlock state, final int i, final double added)
    {
        for (int k = first[i]; k <= last[i]; k++)
        {
            final int at = offset[i] + k * Double.BYTES;
            state.buffer().putDouble(at, state.buffer().getDouble(at) + added);
        }
    }

    /** A freeze that is active from the first sample on repeats that one. */
    private void freeze(final StateBlock state, final int i, final boolean active)
    {
        final boolean keep = active && heldOnce[i];
        for (int k = first[i]; k <= last[i]; k++)
        {
            final int at = offset[i] + k * Double.BYTES;
            if (keep)
            {
                state.buffer().putDouble(at, held[i][k]);
            }
            else
            {
                held[i][k] = state.buffer().getDouble(at);
            }
        }
        heldOnce[i] = true;
    }
}
