package dev.sinew.runtime.campaign;

import java.util.List;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.wiring.HangingRobot;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.UserException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One stretch of motion of a hanging robot with a plant of its own, through the loop as it runs on a robot.
 */
final class Segment
{
    private final RobotDescription robot;
    private final String backend;

    /**
     * @param robot   a robot that hangs.
     * @param backend simulator.
     */
    Segment(final RobotDescription robot, final String backend)
    {
        this.robot = robot;
        this.backend = backend;
    }

    /**
     * @param seed      seed of motion and noise.
     * @param plantSeed seed of the plant's deviations from the file.
     * @param lengthS   length after arming, s.
     * @param cuts      cuts in it.
     * @return what was seen.
     * @throws UserException when the simulator cannot be set up, or the simulation became unstable.
     */
    MotionTally run(final long seed, final long plantSeed, final double lengthS, final List<Cut> cuts)
    {
        final MotionTally tally = new MotionTally(robot, cuts);
        final FaultCode fault = new HangingRobot(robot, backend).run(robot,
            new RandomMotion(robot, seed, cuts, arms(cuts), tally), CutPlan.scenario(cuts), seed, plantSeed, lengthS);
        final long expected = Math.round((lengthS - 1) * robot.rates().baseHz());
        if (tally.cycles() < expected)
        {
            throw new UserException("the motion ended after " + tally.cycles() + " of " + expected +
                " cycles: fault " + fault + " (seed " + seed + ", plant " + plantSeed + ")");
        }
        return tally;
    }

    /** Efforts that 1 N of each cut tendon puts on the joints in the default pose. */
    private double[][] arms(final List<Cut> cuts)
    {
        final Transmission transmission = Services.transmission().create(robot);
        final Column tension = column(robot.tendonCount());
        final Column position = column(robot.jointCount());
        final Column effort = column(robot.jointCount());
        robot.joints().forEach(joint -> position.set(joint.index(), joint.defaultPositionRad()));
        final double[][] arms = new double[cuts.size()][robot.jointCount()];
        for (int c = 0; c < arms.length; c++)
        {
            tension.fill(0);
            tension.set(cuts.get(c).tendon(), 1);
            transmission.effortOf(tension, position, effort);
            effort.copyTo(arms[c]);
        }
        return arms;
    }

    private static Column column(final int size)
    {
        return new Column("values", new UnsafeBuffer(new byte[size * Double.BYTES]), 0, size);
    }
}
