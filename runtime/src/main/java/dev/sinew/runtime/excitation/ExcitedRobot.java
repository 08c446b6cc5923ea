package dev.sinew.runtime.excitation;

import java.util.List;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.linux.RealtimeUnavailableException;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.StopLadder;
import dev.sinew.runtime.wiring.RunResult;
import dev.sinew.runtime.wiring.RunSession;
import dev.sinew.runtime.wiring.UserException;

/**
 * Excites a robot by its run configuration, as the daemon would run it. The loop has its own thread, this is the main
 * one: it waits, says how far it is, and stops the robot down the ladder when the motion is over or a signal comes.
 */
final class ExcitedRobot
{
    private static final long POLL_MS = 100;
    /** A robot that has not been active for so long will not go on by itself. */
    private static final int STILL_POLLS = 20;
    private static final long PATIENCE_MS = 10_000;

    private final RunSession session;
    private final List<TendonGroup> groups;
    private final Excitation excitation;
    private final MotionRecorder recorder;
    private final Thread loop = new Thread(this::work, "sinew-loop");
    private volatile double timeS;
    private volatile RunResult result;
    private volatile Throwable error;

    /**
     * @param robot   robot as the loop knows it.
     * @param groups  groups to move.
     * @param session not prepared; stays the caller's.
     */
    ExcitedRobot(final RobotDescription robot, final List<TendonGroup> groups, final RunSession session)
    {
        this.session = session;
        this.groups = groups;
        excitation = new Excitation(robot, groups);
        recorder = new MotionRecorder(robot, groups, excitation.durationS());
        final ExcitationMotion motion = new ExcitationMotion(robot, excitation, recorder, now -> timeS = now);
        session.motion(() ->
        {
            motion.reset(); // what the rehearsal left does not count
            return motion;
        });
    }

    /**
     * @param progress told how far it is.
     * @return what the sensors said.
     * @throws ToolException when the motion did not come to its end.
     * @throws UserException when it cannot start; nothing has moved then.
     */
    MotionRecorder record(final ToolProgress progress) throws ToolException
    {
        session.prepare();
        final Thread hook = new Thread(this::onShutdown, "sinew-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        loop.start();
        await(progress);
        Runtime.getRuntime().removeShutdownHook(hook);
        if (error instanceof RealtimeUnavailableException)
        {
            throw new UserException(error.getMessage(), error);
        }
        if (error instanceof UserException user)
        {
            throw user;
        }
        final Throwable cause = error != null ? error : result.assembly().loop().failure();
        if (cause != null)
        {
            throw new IllegalStateException("a stage of the loop failed", cause);
        }
        ExcitedPlant.requireEnd(timeS, excitation.durationS(),
            FaultCode.ofNumber(result.assembly().loop().lastFrame().get(FrameField.FAULT)));
        return recorder;
    }

    private void work()
    {
        try
        {
            result = session.execute();
        }
        catch (final RuntimeException | Error ex)
        {
            error = ex;
        }
    }

    private void await(final ToolProgress progress)
    {
        boolean asked = false;
        double lastS = 0;
        int still = 0;
        while (loop.isAlive())
        {
            still = timeS > 0 && timeS == lastS ? still + 1 : 0;
            lastS = timeS;
            final double part = Math.min(1, timeS / excitation.durationS());
            progress.at(part, part > 0 ? "exciting " + groups.size() + " groups of tendons" :
                "waiting for ./sinew arm --run " + session.name().name());
            if (!asked && (timeS >= excitation.durationS() || still > STILL_POLLS))
            {
                asked = true;
                session.requestStop(StopLadder.Haste.CONTROLLED);
            }
            join(POLL_MS);
        }
    }

    private void onShutdown()
    {
        session.requestStop(StopLadder.Haste.CONTROLLED);
        join(PATIENCE_MS);
    }

    private void join(final long timeoutMs)
    {
        try
        {
            loop.join(timeoutMs);
        }
        catch (final InterruptedException ex)
        {
            session.requestStop(StopLadder.Haste.CONTROLLED);
        }
    }
}
