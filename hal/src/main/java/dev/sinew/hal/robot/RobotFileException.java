package dev.sinew.hal.robot;

import java.util.List;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;

/**
 * A robot description cannot be used; the message lists every mistake with its line and key.
 */
public final class RobotFileException extends FileMistakesException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public RobotFileException(final String file, final List<Mistake> mistakes)
    {
        super("robot description", file, mistakes);
    }
}
