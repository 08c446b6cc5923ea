package dev.sinew.sim.emulator.fault;

import java.util.List;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;

/**
 * A fault plan cannot be used; the message lists every mistake with its line and key.
 */
public final class FaultPlanException extends FileMistakesException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public FaultPlanException(final String file, final List<Mistake> mistakes)
    {
        super("fault plan", file, mistakes);
    }
}
