package dev.sinew.runtime.wiring;

import java.nio.file.Path;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.CalibrationFile;
import dev.sinew.hal.calibration.ShiftedSystem;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.yaml.FileMistakesException;

/**
 * What a run knows of its encoders.
 *
 * @param calibration    what is applied, null for nothing.
 * @param unknownOffsets true for a simulated robot whose encoders stand anywhere.
 */
public record EncoderSetup(Calibration calibration, boolean unknownOffsets)
{
    /** Encoders read what the robot file says. */
    public static final EncoderSetup AS_THEY_ARE = new EncoderSetup(null, false);

    /**
     * @param file           calibration, null for none.
     * @param unknownOffsets true for a simulated robot whose encoders stand anywhere.
     * @param robot          robot as its file describes it, which the calibration has to be of; identified tendons make
     *                       another routing of it.
     * @return what the run knows.
     * @throws UserException when the calibration cannot be used: file, line, reason and remedy.
     */
    public static EncoderSetup of(final Path file, final boolean unknownOffsets, final RobotDescription robot)
    {
        try
        {
            return new EncoderSetup(file == null ? null : CalibrationFile.readWhole(file, robot), unknownOffsets);
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @param system a system; closed with the result.
     * @param robot  robot as the loop knows it.
     * @param seed   seed of unknown offsets.
     * @return the system as the loop shall read it.
     */
    SystemInterface fit(final SystemInterface system, final RobotDescription robot, final long seed)
    {
        final SystemInterface raw =
            unknownOffsets ? ShiftedSystem.withUnknownOffsets(system, robot, seed) : system;
        return calibration == null ? raw : ShiftedSystem.calibrated(raw, robot, calibration,
            CalibrateSession.factory().standingMotors(robot));
    }
}
