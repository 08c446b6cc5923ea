package dev.sinew.runtime.policy;

import java.util.List;

import dev.sinew.policy.bundle.CommandSpec;
import dev.sinew.policy.bundle.PolicyManifest;

/**
 * What the policy is told to do: the manifest's defaults, and for {@code finger_closure} a program that closes and
 * opens
 * one finger after the other. A pure function of time; loop's thread; allocation-free.
 */
public final class CommandSource
{
    /** What the hands do. */
    public enum Hands
    {
        /** One finger after the other closes and opens. */
        WAVE,
        /** All fingers stay open. */
        OPEN,
        /** All fingers stay closed. */
        CLOSED
    }

    /** The command that the program drives. */
    public static final String FINGER_CLOSURE = "finger_closure";

    private static final double WAVE_BEGIN_S = 1.0;
    private static final double FINGER_S = 1.8;
    private static final double RAMP_S = 0.6;

    private final double[][] values;
    private final int closure;
    private final Hands hands;

    /**
     * @param manifest commands and their defaults.
     * @param hands    what the hands do.
     */
    public CommandSource(final PolicyManifest manifest, final Hands hands)
    {
        final List<CommandSpec> commands = manifest.commands();
        values = new double[commands.size()][];
        for (int c = 0; c < values.length; c++)
        {
            values[c] = commands.get(c).defaults().clone();
        }
        closure = manifest.commandIndex(FINGER_CLOSURE);
        this.hands = hands;
    }

    /**
     * @param timeNs time since the system was activated, ns.
     */
    public void update(final long timeNs)
    {
        if (closure < 0)
        {
            return;
        }
        final double timeS = timeNs * 1e-9;
        for (int finger = 0; finger < values[closure].length; finger++)
        {
            values[closure][finger] = switch (hands)
            {
                case OPEN -> 0.0;
                case CLOSED -> smooth((timeS - WAVE_BEGIN_S) / RAMP_S);
                case WAVE -> wave(timeS - WAVE_BEGIN_S - finger * FINGER_S);
            };
        }
    }

    private static double wave(final double sinceS)
    {
        return smooth(sinceS / RAMP_S) - smooth((sinceS - FINGER_S + RAMP_S) / RAMP_S);
    }

    /** From 0 to 1 with no jump in speed: 3 x² - 2 x³. */
    private static double smooth(final double x)
    {
        final double inside = Math.max(0.0, Math.min(1.0, x));
        return inside * inside * (3.0 - 2.0 * inside);
    }

    /**
     * @param command index of the command in the manifest.
     * @param index   number within it.
     * @return its value now.
     */
    public double value(final int command, final int index)
    {
        return values[command][index];
    }
}
