package dev.sinew.runtime.excitation;

import java.util.List;
import java.util.Locale;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.runtime.wiring.HangingRobot;

/**
 * Excites plants that are off what the loop knows, in lockstep on the caller's thread. What it gives are the sensors.
 */
public final class ExcitedPlant
{
    private static final double PROGRESS_S = 1;

    private final HangingRobot real;
    private final RobotDescription known;
    private final List<TendonGroup> groups;

    /**
     * @param real   what is simulated.
     * @param known  the same robot as the loop knows it.
     * @param groups groups of it to move.
     */
    public ExcitedPlant(final HangingRobot real, final RobotDescription known, final List<TendonGroup> groups)
    {
        this.real = real;
        this.known = known;
        this.groups = groups;
    }

    /**
     * @param seed      seed of the noise.
     * @param plantSeed seed of the plant.
     * @param progress  told how far it is.
     * @return what the sensors said.
     * @throws ToolException when the motion did not come to its end.
     */
    public Recording recording(final long seed, final long plantSeed, final ToolProgress progress) throws ToolException
    {
        return record(seed, plantSeed, progress).recording();
    }

    MotionRecorder record(final long seed, final long plantSeed, final ToolProgress progress) throws ToolException
    {
        final Excitation excitation = new Excitation(known, groups);
        final MotionRecorder recorder = new MotionRecorder(known, groups, excitation.durationS());
        final double[] seen = {0, 0};
        final FaultCode fault = real.run(known, new ExcitationMotion(known, excitation, recorder, timeS ->
        {
            seen[0] = timeS;
            if (timeS >= seen[1])
            {
                seen[1] = timeS + PROGRESS_S;
                progress.at(Math.min(1, timeS / excitation.durationS()), "exciting " + groups.size() +
                    " groups of tendons");
            }
        }), Scenario.NONE, seed, plantSeed, excitation.durationS() + 1);
        requireEnd(seen[0], excitation.durationS(), fault);
        return recorder;
    }

    static void requireEnd(final double timeS, final double durationS, final FaultCode fault) throws ToolException
    {
        if (timeS < durationS)
        {
            throw new ToolException(String.format(Locale.ROOT, "the motion ended after %.1f of %.1f s, fault %s " +
                "(docs/faults.md); nothing was recorded, begin again", timeS, durationS, fault));
        }
    }
}
