package dev.sinew.hal.calibration;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;

/**
 * Calibrates a robot group by group, one good sample and one command at a time. It knows no device: the loop brings it
 * samples of any system and takes its commands through the gate. A sample that is not good is never shown to it, and
 * neither is time that passes without one, so that nothing unanswered is ever recorded. What became of a group is
 * complete once it is counted in {@link #doneAcquire()}, whatever happens afterwards.
 */
public interface CalibrationRoutine
{
    /**
     * Loop's thread; bounded; no allocation.
     *
     * @param state   a good sample, newer than the one before.
     * @param command out, torque and damping of every motor.
     * @param nowNs   time of the cycle, ns.
     * @return true while there is more to do.
     */
    boolean step(StateBlock state, CommandBlock command, long nowNs);

    /**
     * @return number of groups that are over, calibrated or not; any thread.
     */
    int doneAcquire();

    /**
     * @return number of groups to do; any thread.
     */
    int groupCount();

    /**
     * @param place place in the order of the request, below {@link #doneAcquire()}.
     * @return what became of that group. Any thread but the loop's: allocates.
     */
    GroupCalibration result(int place);

    /**
     * @return place of the group that is being worked on; any thread, newest value that happens to be visible.
     */
    int currentGroup();

    /**
     * @return what is being done to it; any thread, newest value that happens to be visible.
     */
    CalibrationStep currentStep();
}
