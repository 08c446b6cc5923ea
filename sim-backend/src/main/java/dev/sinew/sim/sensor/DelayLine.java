package dev.sinew.sim.sensor;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;

/**
 * The way from the sensors to the loop: samples come out a fixed number of samples after they went in.
 */
public final class DelayLine
{
    private final StateBlock[] slots;
    private int next;

    /**
     * @param robot robot whose samples travel.
     */
    public DelayLine(final RobotDescription robot)
    {
        final int delay = robot.simulation().sensorDelayCycles();
        if (delay < 0)
        {
            throw new IllegalArgumentException("a sensor cannot foresee: sensorDelayCycles=" + delay);
        }
        slots = new StateBlock[delay + 1];
        for (int i = 0; i < slots.length; i++)
        {
            slots[i] = StateBlock.of(robot);
        }
    }

    /**
     * @return where the next sample goes in.
     */
    public StateBlock entry()
    {
        return slots[next];
    }

    /**
     * Fills the whole line with the sample in {@link #entry()}, as if the robot had stood still.
     */
    public void prime()
    {
        for (final StateBlock slot : slots)
        {
            if (slot != slots[next])
            {
                slot.copyFrom(slots[next]);
            }
        }
    }

    /**
     * Sends the sample in {@link #entry()} off.
     *
     * @return the sample that arrives meanwhile; valid until the next call.
     */
    public StateBlock exchange()
    {
        next = next + 1 == slots.length ? 0 : next + 1;
        return slots[next];
    }
}
