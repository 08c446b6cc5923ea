package dev.sinew.hal.calibration;

import java.util.List;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistake;

/**
 * A calibration cannot be used: of another robot, of an older routing, or damaged. The message has file, line, reason
 * and remedy.
 */
public final class CalibrationFileException extends FileMistakesException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param file     name of the file.
     * @param mistakes what is wrong, at least one.
     */
    public CalibrationFileException(final String file, final List<Mistake> mistakes)
    {
        super("calibration", file, mistakes);
    }
}
