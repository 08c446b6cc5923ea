package dev.sinew.hal.calibration;

import java.util.List;

/**
 * What became of one group of joints and tendons. Immutable.
 *
 * @param name    name of the group: that of its first joint.
 * @param outcome whether it is calibrated.
 * @param reason  why it is not, one line for people; empty when it is.
 * @param joints  its joints; empty unless it is calibrated.
 * @param motors  its motors; empty unless it is calibrated.
 */
public record GroupCalibration(
    String name,
    Outcome outcome,
    String reason,
    List<JointCalibration> joints,
    List<MotorCalibration> motors)
{
    /** What can become of a group. */
    public enum Outcome
    {
        /** Calibrated. */
        DONE,
        /** Tried, without a result that can be used. */
        FAILED,
        /** Its cables were tensioned, nothing more was asked for. */
        TENSIONED
    }

    /**
     * Makes the lists unmodifiable.
     */
    public GroupCalibration
    {
        joints = List.copyOf(joints);
        motors = List.copyOf(motors);
    }
}
