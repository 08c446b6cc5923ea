package dev.sinew.sim.emulator.process;

import java.util.List;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;

/**
 * An emulator's configuration cannot be used; the message lists every mistake with its line and key.
 */
public final class EmulatorFileException extends FileMistakesException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public EmulatorFileException(final String file, final List<Mistake> mistakes)
    {
        super("emulator configuration", file, mistakes);
    }
}
