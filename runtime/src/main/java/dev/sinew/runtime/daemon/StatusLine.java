package dev.sinew.runtime.daemon;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.frame.FrameView;
import dev.sinew.runtime.safety.Mode;

/**
 * One line on how the run is doing, for the service manager. Written by the follower's thread and at the few turns of a
 * run's life, read by any.
 */
final class StatusLine implements FrameFollower.Listener
{
    private final String robot;
    private volatile String text;
    private volatile boolean stopping;
    private Mode mode;
    private FaultCode fault = FaultCode.NONE;

    StatusLine(final String robot)
    {
        this.robot = robot;
        this.text = robot + ": warming up against a shadow";
    }

    void ready(final boolean arm)
    {
        if (!stopping)
        {
            text = robot + ": OFF" + (arm ? ", about to be armed" : ", waits for ./sinew arm");
        }
    }

    void stopping()
    {
        stopping = true;
        text = robot + ": stopping";
    }

    @Override
    public void onFrame(final FrameView frame)
    {
        final Mode newMode = Mode.ofOrdinal(frame.get(FrameField.MODE));
        final FaultCode newFault = FaultCode.ofNumber(frame.get(FrameField.FAULT));
        if (newMode == mode && newFault == fault)
        {
            return;
        }
        mode = newMode;
        fault = newFault;
        text = robot + ": " + (stopping ? "stopping, " : "") + mode + (fault == FaultCode.NONE ? "" :
            ", fault " + fault.number() + " " + fault + ": " + fault.remedy());
    }

    /**
     * @return the line; any thread.
     */
    String text()
    {
        return text;
    }
}
