package dev.sinew.runtime.safety;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.system.ReturnCode;

/**
 * Gives each cycle exactly one verdict. Loop's thread.
 */
public final class Judge
{
    private final long periodNs;
    private final long staleNs;
    private final long needed;
    private long lastSequence = Long.MIN_VALUE;

    /**
     * @param periodNs length of a cycle, ns.
     * @param staleNs  age of a sample at which it counts as stale, ns.
     * @param needed   bits of the channel groups that control needs.
     */
    public Judge(final long periodNs, final long staleNs, final long needed)
    {
        this.periodNs = periodNs;
        this.staleNs = staleNs;
        this.needed = needed;
    }

    /**
     * @return a judge that needs everything but touch and force-torque sensors.
     */
    public static Judge ofControl(final long periodNs, final long staleNs)
    {
        return ofControl(periodNs, staleNs, 0);
    }

    /**
     * @param periodNs length of a cycle, ns.
     * @param staleNs  age of a sample at which it counts as stale, ns.
     * @param optional bits of the channel groups that the estimate can do without.
     * @return a judge that needs everything else but touch and force-torque sensors.
     */
    public static Judge ofControl(final long periodNs, final long staleNs, final long optional)
    {
        return new Judge(periodNs, staleNs, ~optional & (ChannelGroup.JOINTS.mask() | ChannelGroup.MOTORS.mask() |
            ChannelGroup.TENDONS.mask() | ChannelGroup.IMUS.mask()));
    }

    /**
     * @param code       what the read returned.
     * @param state      the sample, when it returned {@code OK}.
     * @param latenessNs start minus release, ns.
     * @param nowNs      time of the cycle, ns.
     * @return the verdict.
     */
    public Verdict judge(final ReturnCode code, final StateBlock state, final long latenessNs, final long nowNs)
    {
        if (code == ReturnCode.NO_NEW_SAMPLE)
        {
            return Verdict.STALE;
        }
        if (code != ReturnCode.OK)
        {
            return code == ReturnCode.ERROR ? Verdict.DEVICE_ERROR : Verdict.LOST;
        }
        if (state.deviceStatus() != 0)
        {
            return Verdict.DEVICE_ERROR;
        }
        final boolean repeated = state.sequence() == lastSequence;
        lastSequence = state.sequence();
        if (repeated || state.arrivalNs() != 0 && nowNs - state.arrivalNs() > staleNs)
        {
            return Verdict.STALE;
        }
        if ((state.validGroups() & needed) != needed)
        {
            return Verdict.INCOMPLETE;
        }
        if (!isFinite(state))
        {
            return Verdict.BAD_VALUE;
        }
        return latenessNs >= periodNs ? Verdict.LATE : Verdict.GOOD;
    }

    /**
     * What the estimate can do without, it also judges by itself, value by value; and so does the grip, which alone
     * reads touch cells and goes on without them. A force-torque sensor may be what a policy observes.
     */
    private boolean isFinite(final StateBlock state)
    {
        final boolean joints = (needed & ChannelGroup.JOINTS.mask()) == 0 ||
            state.jointPosition.isFinite() && state.jointVelocity.isFinite();
        return joints && state.motorPosition.isFinite() &&
            state.motorVelocity.isFinite() && state.motorTemperature.isFinite() && state.tendonTension.isFinite() &&
            state.imu.isFinite() && state.wrench.isFinite();
    }
}
