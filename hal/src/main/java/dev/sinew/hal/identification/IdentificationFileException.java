package dev.sinew.hal.identification;

import java.util.List;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;

/**
 * An identification cannot be used: of another robot, of an older routing, or damaged. The message has file, line,
 * reason and remedy.
 */
public final class IdentificationFileException extends FileMistakesException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public IdentificationFileException(final String file, final List<Mistake> mistakes)
    {
        super("identification", file, mistakes);
    }
}
