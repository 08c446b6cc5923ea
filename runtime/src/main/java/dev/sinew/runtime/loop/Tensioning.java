package dev.sinew.runtime.loop;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;

/**
 * Takes up the slack of a robot that was limp before it is controlled: in CALIBRATE, where a tendon is slack, motors
 * are damped and pull with a part of their rest tension that grows, so that no motor reaches speed over loose cable and
 * flings a joint. A robot whose tendons are taut goes on at once. Loop's thread; allocation-free.
 */
final class Tensioning
{
    /** All of the rest tension is there after this time, s. */
    private static final double RAMP_S = 1.5;
    /** Tendons have to be taut for this time, s. */
    private static final double STEADY_S = 0.1;
    /** What is not taut by then is left to those who look for lost tendons, s. */
    private static final double LONGEST_S = 3;
    /** Part of its least tension from which on a tendon is taut. */
    private static final double TAUT_RATIO = 0.5;

    private final ModeMachine machine;
    private final Transmission transmission;
    private final double[] tautN;
    private boolean looked;
    private boolean active;
    private long beginNs;
    private long slackNs;
    private double part;

    /**
     * @param robot        robot.
     * @param machine      kept in CALIBRATE for as long as there is slack.
     * @param transmission told of it.
     */
    Tensioning(final RobotDescription robot, final ModeMachine machine, final Transmission transmission)
    {
        this.transmission = transmission;
        this.machine = machine;
        tautN = robot.tendons().stream().mapToDouble(TendonDescription::tensionMinN).map(least -> TAUT_RATIO * least)
            .toArray();
    }

    /**
     * @param mode  mode of the cycle.
     * @param good  true when the sample of this cycle is good; without one the last command stays in force.
     * @param state newest good sample.
     * @param nowNs time of the cycle, ns.
     * @return true when slack is taken up in this cycle, with {@link #part()} of the rest tension.
     */
    boolean takesUp(final Mode mode, final boolean good, final StateBlock state, final long nowNs)
    {
        if (mode != Mode.CALIBRATE)
        {
            end();
            looked = false;
            return false;
        }
        if (!good)
        {
            return false;
        }
        if (!looked)
        {
            looked = true;
            active = isSlack(state);
            beginNs = nowNs;
            slackNs = nowNs;
            if (active)
            {
                machine.keepCalibrating(true);
                transmission.takingUpSlack(true);
            }
        }
        if (!active)
        {
            return false;
        }
        slackNs = isSlack(state) ? nowNs : slackNs;
        final double sinceS = (nowNs - beginNs) * 1e-9;
        part = Math.min(1, sinceS / RAMP_S);
        if (sinceS > LONGEST_S || sinceS > RAMP_S && (nowNs - slackNs) * 1e-9 > STEADY_S)
        {
            end();
        }
        return true;
    }

    private void end()
    {
        if (active)
        {
            active = false;
            machine.keepCalibrating(false);
            transmission.takingUpSlack(false);
        }
    }

    /**
     * @return true while slack is taken up.
     */
    boolean isActive()
    {
        return active;
    }

    private boolean isSlack(final StateBlock state)
    {
        for (int i = 0; i < tautN.length; i++)
        {
            if (state.tendonTension.get(i) < tautN[i])
            {
                return true;
            }
        }
        return false;
    }

    /**
     * @return part of the rest tension to pull with, 0 to 1.
     */
    double part()
    {
        return part;
    }
}
