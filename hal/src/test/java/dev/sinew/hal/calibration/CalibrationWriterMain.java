package dev.sinew.hal.calibration;

import java.io.IOException;
import java.nio.file.Path;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;

/** Writes calibrations in a process of its own, once or until it is killed. */
public final class CalibrationWriterMain
{
    private CalibrationWriterMain()
    {
    }

    public static void main(final String[] args)
    {
        final RobotDescription robot = SyntheticRobots.withJoints(4);
        try
        {
            for (int i = 1; i == 1 || "forever".equals(args[1]); i++)
            {
                CalibrationFile.write(Path.of(args[0]), CalibrationFileTest.calibration(robot, i));
                System.out.println(i);
            }
        }
        catch (final IOException ex)
        {
            System.out.println(ex.getMessage());
            System.exit(1);
        }
    }
}
