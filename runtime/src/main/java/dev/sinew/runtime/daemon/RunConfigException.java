package dev.sinew.runtime.daemon;

import java.util.List;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;

/**
 * A run configuration cannot be used; the message lists every mistake with its line and key.
 */
public final class RunConfigException extends FileMistakesException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public RunConfigException(final String file, final List<Mistake> mistakes)
    {
        super("run configuration", file, mistakes);
    }
}
