package dev.sinew.hal.identification;

import java.util.List;

import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Finds what tendons are really like. Found by {@link java.util.ServiceLoader}: it has a public constructor without
 * parameters. Main thread; may take its time and allocate.
 */
public interface Identifier
{
    /** Told how far it is. */
    interface Progress
    {
        /** For callers that nobody watches. */
        Progress NONE = (part, what) ->
        {
        };

        /**
         * @param part part of all groups that is done, 0 to 1.
         * @param what the group that is next.
         */
        void at(double part, String what);
    }

    /**
     * @param column name of a column of a recording.
     * @return true when it may be looked at.
     */
    boolean uses(String column);

    /**
     * @param robot     robot as its file describes it.
     * @param recording recording of it.
     * @return a column that some group of the robot's needs and the recording does not have, empty where none is
     *         missing.
     */
    String firstMissing(RobotDescription robot, Recording recording);

    /**
     * @param robot     robot as its file describes it.
     * @param recording recording of it.
     * @param progress  told before each group.
     * @return what was found of each tendon of which the recording has the columns, in the order of the robot.
     */
    List<IdentifiedTendon> identify(RobotDescription robot, Recording recording, Progress progress);
}
